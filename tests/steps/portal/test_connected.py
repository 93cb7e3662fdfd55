"""What is connected: systems of agencies report, the national portal is synchronised, and the applicant is notified by
every channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.notices.contacts import ContactReach
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.search.public_status import Minimum
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.search import public_status
from chalicelib.steps.settlement.report_status import report_status
from tests.support.builders import CERTIFICATE, Case
from tests.support.fakes.find_fakes import FakeLookups, find_unit_code
from tests.support.notice_builders import PROVEN, NoticePost, Outbox
from tests.support.sync_builders import build_teller

CHANNEL = {"hue": "own_portal", "lai-chau": "own_portal"}
DESK, HEAD = Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD


def file_by_way(province: str) -> Case:
    """A dossier filed by a way that the province offers today."""
    return Case(CERTIFICATE, province, channel=CHANNEL.get(province, "national_portal")).file()


def bring_to_agency(province: str) -> Case:
    """The same, received and sent on."""
    case = file_by_way(province)
    case.take("receive", case.officer(DESK))
    case.take("transfer", case.officer(DESK))
    return case


def list_packages(case: Case) -> list[Mapping[str, Any]]:
    """The packages that the national portal gets of a dossier, oldest first."""
    told = build_teller(case.province).build_packages(case.facts, lambda: case.store.load_parts(case.id), 0)
    return [package.body for _, package in told if package is not None]


def list_messages(package: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The messages of a package by kind."""
    return {each["Loai"]: each["NoiDung"] for each in package["ThongDiep"]}


# ---- either portal --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-9.a")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-13.1")),
    ],
)
def test_from_acceptance_on_the_code_opens_the_same_state_here_and_is_what_the_national_portal_shows(
    province: str,
) -> None:
    case, desk = file_by_way(province), Role.ONE_STOP_OFFICER
    for step, code in (("receive", "2"), ("transfer", "4")):
        case.take(step, case.officer(desk))
        here: Minimum = public_status.look_up_code(
            public_status.LookupDependencies(FakeLookups(case.store), case.reference, find_unit_code),
            case.dossier.code,
            case.now,
        )
        there = list_messages(list_packages(case)[-1])["status"]
        assert here.completion is not None
        assert here.completion.state is case.dossier.state
        assert (there["MaHoSo"], there["TrangThai"]) == (here.code, code)


# ---- systems of agencies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-5.4#1")),
        pytest.param("hue", marks=pytest.mark.clause("HUE-5.1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-17.1#1", "QN-23.3")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-16.4")),
    ],
)
def test_the_system_of_an_agency_shares_its_progress_and_the_national_portal_hears_of_it(province: str) -> None:
    case = bring_to_agency(province)
    before, state = len(list_packages(case)), case.dossier.state
    at_that_time = case.now - timedelta(minutes=3)

    def report_progress(system: str) -> None:
        report_status(
            case.deps, system, case.dossier.code, "da_tham_dinh", at_that_time, "BC-1", case.now, case.real_now
        )

    with pytest.raises(NotFound):
        report_progress(case.one_stop + ".system")
    report_progress(f"{case.agency}.chuyen-nganh")
    report_progress(f"{case.agency}.chuyen-nganh")
    (fact,) = [each for each in case.facts if each.kind == "status_reported"]
    assert (fact.data["system"], fact.data["status"], fact.occurred_at, fact.by_system) == (
        f"{case.agency}.chuyen-nganh", "da_tham_dinh", at_that_time, True,
    )  # fmt: skip
    assert case.dossier.state is state, "the state stays ours to decide"
    heard = list_packages(case)[before:]
    assert [(each["MaGoi"], each["MaHoSo"]) for each in heard] == [(fact.id, case.dossier.code)]
    assert list_messages(heard[0])["progress"]["TrangThai"] == "4"


# ---- every way of the applicant's -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-4.4", "QN-2#1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-13.2")),
        pytest.param("hue", marks=pytest.mark.clause("HUE-6.6")),
    ],
)
def test_each_step_is_sent_by_mail_by_telephone_and_to_the_network_that_the_province_contracted(
    province: str,
) -> None:
    case, app = file_by_way(province), Outbox()
    p = NoticePost(case, app=app).proven()
    states = {"received": "Đã tiếp nhận", "transferred": "Đang giải quyết", "resolved": "Đã có kết quả"}
    case.take("receive", case.officer(DESK))
    case.take("transfer", case.officer(DESK))
    case.paid()
    case.take("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT))
    for kind, state in states.items():
        p.send(kind)
        assert f"Trạng thái: {state}" in p.mail.sent[-1][1].body
    assert {delivery.seq for _, _, delivery in app.sent} == {p.fact(kind).seq for kind in states}
    assert {planned.channel for planned, _, _ in app.sent} == {Channel.APP}
    numbers = [letter.short for _, letter, _ in p.sms.sent]
    assert len(numbers) >= 2
    assert all(case.dossier.code in text for text in numbers)


@pytest.mark.clause("VL-5.4#1")
def test_an_applicant_is_notified_by_the_channels_they_chose() -> None:
    case = file_by_way("vinh-long")
    case.take("receive", case.officer(DESK))
    for off, ways in ((frozenset(), {"mail", "sms"}), ({Channel.SMS}, {"mail"}), ({Channel.MAIL}, {"sms"})):
        p = NoticePost(case.copy()).proven(ContactReach(PROVEN.mail, PROVEN.sms, off=frozenset(off), version=1))
        p.send("received")
        assert set(p.states()) & {"mail", "sms"} == ways
