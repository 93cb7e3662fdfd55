"""Feedback that was sent to the national system: opened once by the province's law, with its clocks and its sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.matters.field_guard import PAPERS
from chalicelib.domain.matters.matter import MOST_KEYS
from chalicelib.domain.matters.matter_permission import list_guarded_keys
from chalicelib.domain.matters.matter_refusals import NotOffered
from chalicelib.domain.shared.errors import Invalid, KeyReused
from chalicelib.repositories.portal.portal_mapping import load_mapping
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.matter_fact_parts import RelayedMatter
from chalicelib.steps.matters.matter_views import read_matter
from chalicelib.steps.matters.open_national_feedback import (
    NationalFeedback,
    derive_national_id,
    open_national_feedback,
)
from tests.domain.matters.test_feedback_packages import list_packages
from tests.steps.matters.test_kinds_by_law import (
    OFFICE,
    PERSON,
    PUBLISHED,
    WEDNESDAY,
    build_desk,
    build_officer,
    find_due,
)
from tests.support.matter_desk import Desk
from tests.support.people import CITIZEN

NUMBER = "PAKN-2026-0001"
ANSWERS = {
    "about": "Dịch vụ công trực tuyến",
    "subject": "Tải tệp bị lỗi",
    "content": "Trang nộp hồ sơ báo lỗi khi tải tệp lớn, đề nghị sửa",
    **PERSON,
}
CONDUCT = {**ANSWERS, "about": "Hành vi của công chức, viên chức", "conduct": "Chậm trễ"}
MAPPING = load_mapping()


def build_national_desk(province: str = "lai-chau") -> Desk:
    """A desk of the feedback with the national number."""
    desk = build_desk(province, "feedback")
    desk.id = derive_national_id(NUMBER)
    return desk


def send_feedback(
    desk: Desk, answers: Mapping[str, str | bool] = ANSWERS, received_at: datetime = WEDNESDAY, **more: Any
) -> MatterResult:
    """Hand the feedback on."""
    relayed = RelayedMatter(NUMBER, received_at, **more)
    sent = NationalFeedback(relayed, answers, {**answers, "at": received_at, **more})
    return open_national_feedback(desk.deps, MAPPING, sent, desk.now, desk.now)


@pytest.mark.parametrize("province", ["lai-chau", "thai-binh"])
def test_it_is_opened_once_under_the_national_number(province: str) -> None:
    desk = build_national_desk(province)
    opened, again = send_feedback(desk), send_feedback(desk)
    assert (opened.repeated, again.repeated, again.matter) == (False, True, opened.matter)
    matter = desk.matter
    assert (matter.national, matter.exchange_number, matter.number) == (NUMBER, NUMBER, "PA-2026-00001")
    assert (matter.state, matter.values["about"], matter.values["form"]) == ("sent", "online_service", "writing")
    (fact,) = desk.store.load_ledger(desk.id)
    assert (fact.data["national"], fact.actor["sub"]) == (NUMBER, PORTAL.sub)
    assert not [value for value in (*PERSON.values(), ANSWERS["content"]) if value in repr(fact.body)]


def test_other_content_under_the_same_number_is_refused_and_changes_nothing() -> None:
    desk = build_national_desk()
    send_feedback(desk)
    before = dict(desk.store.states)
    with pytest.raises(KeyReused):
        send_feedback(desk, {**ANSWERS, "content": "Nội dung khác"})
    assert desk.store.states == before


def test_a_repeat_is_known_however_many_steps_were_taken_since() -> None:
    desk = build_national_desk()
    send_feedback(desk)
    for _ in range(MOST_KEYS + 1):
        desk.take("urge", OFFICE)
    assert send_feedback(desk).repeated


@pytest.mark.parametrize("province", ["hue", "quang-ngai", "vinh-long"])
def test_a_province_whose_law_receives_feedback_itself_takes_none(province: str) -> None:
    desk = build_national_desk(province)
    with pytest.raises(NotOffered):
        send_feedback(desk)
    assert desk.store.states == {}


def test_its_clocks_run_from_the_receipt_there_and_a_late_one_is_watched_at_once() -> None:
    desk = build_national_desk()
    desk.now += timedelta(days=1)
    send_feedback(desk)
    assert desk.matter.opened_at == WEDNESDAY
    assert (find_due(desk, "reject"), find_due(desk, "answer")) == ("2026-12-04 17:00", "2026-12-23 17:00")
    late = build_national_desk()
    send_feedback(late, received_at=WEDNESDAY - timedelta(days=60))
    assert late.store.alerts[late.id] == late.now
    send_feedback(build_national_desk(), received_at=WEDNESDAY - timedelta(days=365))


@pytest.mark.parametrize(
    ("ago", "code"), [(timedelta(seconds=-1), "in_the_future"), (timedelta(days=365, seconds=1), "too_long_ago")]
)
def test_a_time_of_receipt_that_cannot_be_is_refused(ago: timedelta, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        send_feedback(build_national_desk(), received_at=WEDNESDAY - ago)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/ThoiDiem", code)]


def test_it_goes_to_the_unit_of_the_law_or_to_the_one_addressed() -> None:
    desk, addressed = build_national_desk(), build_national_desk()
    assert send_feedback(desk).matter.unit == "LC-VP"
    assert send_feedback(addressed, unit="LC-SO_KHCN").matter.unit == "LC-SO_KHCN"


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"about": "Thời tiết"}, "/DoiTuong", "not_in_list"),
        ({"about": CONDUCT["about"], "conduct": "Nói to"}, "/HanhVi", "not_in_list"),
        ({"conduct": "Chậm trễ"}, "/HanhVi", "does_not_fit"),
        ({"subject": ""}, "/TieuDe", "missing"),
        ({"address": ""}, "/NguoiGui/DiaChi", "missing"),
        ({"content": ""}, "/NoiDung", "missing"),
    ],
)
def test_a_fault_is_named_by_the_field_of_the_sender_s_message(changes: Any, path: str, code: str) -> None:
    desk = build_national_desk()
    with pytest.raises(Invalid) as refused:
        send_feedback(desk, {**ANSWERS, **changes})
    assert (path, code) in [(each.path, each.code) for each in refused.value.fields]
    assert desk.store.states == {}


def test_its_sender_is_protected_as_one_of_ours() -> None:
    desk, looked = build_national_desk(), list[str]()
    send_feedback(desk, CONDUCT)
    officer = build_officer("lai-chau", "VP")
    assert list_guarded_keys(desk.kind, desk.matter, officer, desk.now) == {*PERSON, PAPERS}
    shown = read_matter(desk.deps, desk.kind, desk.id, officer, desk.now, lambda _, what: looked.append(what))
    assert (shown["national"], looked) == (NUMBER, ["feedback"])
    assert not set(shown["course"][0]["texts"]) & set(PERSON)


def test_a_sender_may_keep_who_they_are_from_the_agency_reported() -> None:
    desk = build_national_desk()
    send_feedback(desk, {**ANSWERS, "identity_hidden": True}, unit="LC-SO_KHCN")
    agency, office = build_officer("lai-chau"), OFFICE
    assert list_guarded_keys(desk.kind, desk.matter, agency, desk.now) >= set(PERSON)
    assert list_guarded_keys(desk.kind, desk.matter, office, desk.now) == frozenset()


def test_a_sender_whose_account_is_linked_is_its_reporter() -> None:
    desk = build_national_desk()
    send_feedback(desk, reporter=CITIZEN.sub)
    assert desk.list_steps(CITIZEN) == ["ask_state", "withdraw"]
    assert desk.list_steps(replace(CITIZEN, sub="another")) == []
    unlinked = build_national_desk()
    send_feedback(unlinked)
    assert unlinked.list_steps(CITIZEN) == []


def test_each_later_step_goes_back_under_the_national_number() -> None:
    desk = build_national_desk()
    send_feedback(desk)
    for word, values in (("accept", {"class": "conduct"}), ("answer", {"answer": "Đã sửa."}), ("publish", PUBLISHED)):
        desk.take(word, OFFICE, values)
    packages = list_packages(desk)
    assert {each.body["MaPhanAnh"] for each in packages} == {NUMBER}
    (first, *_, last) = [message["NoiDung"] for each in packages for message in each.body["ThongDiep"]]
    assert (first["Buoc"], last["TraLoiCongKhai"]) == ("open", PUBLISHED["public_answer"])
    assert not [value for value in PERSON.values() if value in repr([each.body for each in packages])]


def test_every_conduct_has_a_word_of_the_national_system() -> None:
    desk = build_national_desk()
    asked = desk.kind.find_field("conduct")
    assert asked is not None
    assert {choice.code for choice in asked.form.choices} == set(MAPPING.feedback_conducts)
