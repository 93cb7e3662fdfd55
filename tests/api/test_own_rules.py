"""Rules that a province may have of its own, each through the route of the step that decides by it: with the rule and
with the rule taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.law.model import Rules
from chalicelib.domain.security.quotas import Limit, Quota
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.provinces import is_province
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.dynamodb.quotas import load_limits
from chalicelib.repositories.law import calendars
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from infra.paths import ROOT
from infra.provinces import find_provinces
from tests.api.conftest import Api, ApiAnswer, forget_adapters
from tests.api.own_rules_office import AGENCY, FORM, POST_OFFICE, UNIT, OwnRulesOffice
from tests.api.route_counter import ShiftedClock
from tests.support.builders import CERTIFICATE


@pytest.fixture(scope="module")
def laid() -> Any:
    """The data with the invented province, from its folder."""
    return find_provinces(ROOT / "examples")


Open = Callable[..., OwnRulesOffice]


@pytest.fixture
def office(laid: Any, api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open the province's office with its rules, but for those that are taken out."""

    def begin_office(*gone: str, change: Callable[[Rules], Rules] = lambda rules: rules) -> OwnRulesOffice:
        whole = load_rules(laid.law)
        assert set(gone) <= set(whole.entries)
        kept = {name: entry for name, entry in whole.entries.items() if name not in gone}
        rules, clock, files = change(replace(whole, entries=kept)), ShiftedClock(), CatalogueFiles(laid.data, "tan-phu")
        monkeypatch.setenv("PROVINCE", "tan-phu")
        monkeypatch.setattr("chalicelib.settings.is_province", lambda code: is_province(code, laid.folders))
        monkeypatch.setattr(wiring, "provide_catalogue", lambda: files)
        monkeypatch.setattr(wiring, "provide_rules", lambda: rules)
        monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
        monkeypatch.setattr(calendars, "load_rules", lambda: rules)
        monkeypatch.setattr(PaperStore, "keep", lambda *_: None)
        calendars.load_calendar.cache_clear()
        forget_adapters()
        for sub, role, unit in (
            ("clerk", Role.ONE_STOP_OFFICER, UNIT), ("cashier", Role.CASHIER, UNIT),
            ("case", Role.CASE_OFFICER, AGENCY), ("section", Role.HEAD_OF_SECTION, AGENCY),
            ("postman", Role.POSTAL_STAFF, POST_OFFICE), ("till", Role.CASHIER, POST_OFFICE),
        ):  # fmt: skip
            appoint(sub, role, unit=unit)
        return OwnRulesOffice(api, clock)

    yield begin_office
    calendars.load_calendar.cache_clear()


def _build_time(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def _ask_twice(here: OwnRulesOffice) -> ApiAnswer:
    here.file().pay()
    here.done("request_supplement", "clerk", components=[FORM], guidance="Ký tên vào tờ khai.")
    here.done("supplement", "citizen", papers=[here.paper()])
    here.done("receive", "clerk")
    here.done("transfer", "clerk")
    return here.step("request_supplement", "case", components=[FORM], guidance="Khai rõ nơi thường trú.")


def test_a_dossier_is_asked_once_through_all_stages(office: Open) -> None:
    again = _ask_twice(office())
    assert (again.status, again.code) == (409, "limit_reached")
    assert "khoản 2 Điều 7" in again.json["detail"]["vi"]


def test_without_that_rule_each_stage_asks_once(office: Open) -> None:
    assert _ask_twice(office("px.supplement_in_all")).status == 200


def test_the_head_of_section_signs_in_the_heads_place(office: Open) -> None:
    here = office().settling()
    here.done("extend", "case", units=1, reason="Cần xác minh.")
    (opened,) = here.facts("request_opened")
    assert opened["data"]["chain"] == [["agency_head", "head_of_section"]]
    assert "px.in_place.head" in {cite["entry"] for cite in opened["law"]}
    assert here.step("requests/1/approve", "section", reason=None).status == 200


def test_without_that_rule_only_the_head_signs(office: Open) -> None:
    here = office("px.in_place.head").settling()
    here.done("extend", "case", units=1, reason="Cần xác minh.")
    refused = here.step("requests/1/approve", "section", reason=None)
    assert (refused.status, refused.code) == (403, "forbidden")


def test_a_post_office_takes_a_dossier_in_and_the_communes_committee_settles_it(office: Open) -> None:
    here = office().file("postman", "desk", POST_OFFICE).pay("till")
    assert here.done("receive", "postman")["state"] == "received"
    assert here.done("transfer", "postman")["agency"] == AGENCY


def test_without_that_rule_nobody_files_at_a_post_office(office: Open) -> None:
    refused = office("px.post_stages").begin("postman", "desk", POST_OFFICE)
    assert refused.status in (403, 422)


def test_nothing_is_received_before_it_is_paid(office: Open) -> None:
    here = office().file()
    refused = here.step("receive", "clerk", deferral="other_way_agreed")
    assert (refused.status, refused.code) == (409, "obligations_open")
    assert "Điều 9" in str(refused.json)
    seen = here.api("GET", f"/api/dossiers/{here.id}", sub="clerk").json
    assert "receive" in {each["step"] for each in seen["hindered"]}
    assert here.pay().step("receive", "clerk").status == 200


def test_without_that_rule_the_fee_may_be_put_off(office: Open) -> None:
    assert office("px.payment_moment").file().step("receive", "clerk", deferral="other_way_agreed").status == 200


@pytest.mark.parametrize(
    ("gone", "due"), [((), "2026-11-30T09:00:00+07:00"), (("px.supplement_effect",), "2026-12-01T09:00:00+07:00")]
)
def test_a_supplement_pauses_the_time_and_without_that_rule_restarts_it(
    office: Open, gone: tuple[str, ...], due: str
) -> None:
    """One of three days is used when it is asked for; it comes a working day later."""
    here = office(*gone).settling()
    here.clock.at = _build_time(25, 9)
    here.done("request_supplement", "case", components=[FORM], guidance="Khai rõ nơi thường trú.")
    here.done("requests/1/approve", "clerk", reason=None)
    here.clock.at = _build_time(26, 9)
    assert here.done("supplement", "citizen", papers=[here.paper()])["due_at"] == due


@pytest.mark.parametrize(
    ("gone", "due"), [((), "2026-11-23T17:00:00+07:00"), (("px.cut_off",), "2026-11-25T07:30:00+07:00")]
)
def test_paper_received_before_the_provinces_own_cut_off_is_transferred_the_same_day(
    office: Open, gone: tuple[str, ...], due: str
) -> None:
    here = office(*gone)
    here.clock.at = _build_time(23, 15, 30)
    here.file("clerk", "desk").pay()
    here.done("receive", "clerk")
    (received,) = here.facts("received")
    assert _parse_instant(received["data"]["intake"]["transfer_due_at"]) == datetime.fromisoformat(due)


def _remove_saturdays(rules: Rules) -> Rules:
    return replace(rules, hours=tuple(line for line in rules.hours if not line.reception_only))


@pytest.mark.parametrize(
    ("gone", "change", "due"),
    [
        ((), lambda rules: rules, "2026-11-27"),
        (("px.session_day",), lambda rules: rules, "2026-11-26"),
        ((), _remove_saturdays, "2026-11-26"),
    ],
)
def test_what_is_received_on_a_saturday_morning_counts_from_the_next_working_day(
    office: Open, gone: tuple[str, ...], change: Callable[[Rules], Rules], due: str
) -> None:
    """Counted by whole days; a Saturday without reception is time outside office hours like any other."""
    here = office(*gone, "px.day_method", change=change)
    here.clock.at = _build_time(21, 9)
    here.file("clerk", "desk").pay()
    assert here.done("receive", "clerk")["due_at"][:10] == due


def test_the_answer_is_due_by_the_provinces_own_time(office: Open) -> None:
    here = office()
    here.clock.at = _build_time(23, 9)
    here.file()
    seen = here.api("GET", f"/api/dossiers/{here.id}", sub="citizen").json
    assert seen["reception_due_at"] == "2026-11-23T15:00:00+07:00"


def test_the_fee_is_that_of_the_provinces_own_resolution(office: Open) -> None:
    here = office().file()
    seen = here.api("GET", f"/api/dossiers/{here.id}", sub="citizen").json
    assert [each["amount"] for each in seen["obligations"]] == [12_000]
    shown = here.api("GET", f"/api/procedures/{CERTIFICATE}").json
    assert "Nghị quyết số 5/2026/NQ-HĐND" in shown["legal_basis"][-1]
    assert shown["legal_basis"][:-1] == list(CatalogueFiles().find_procedure(CERTIFICATE).legal_basis)


def test_words_of_notices_and_quotas_are_the_provinces_own(laid: Any) -> None:
    whose = {name: load_notices(laid.data / "notices", name) for name in ("tan-phu", "hue")}
    told = {name: table.list_notices("submitted", {"to_pay": 12000})[0] for name, table in whose.items()}
    assert told["tan-phu"].words["vi"].subject == "Tân Phú đã nhận hồ sơ nộp {number}; cần nộp phí, lệ phí"
    assert (
        whose["tan-phu"].list_notices("submitted", {"to_pay": 0})[0].words["en"].subject
        == "Tân Phú has your filing {number}"
    )
    assert told["hue"].words["vi"].subject.startswith("Đã nhận hồ sơ")
    assert told["tan-phu"].words["vi"].body == told["hue"].words["vi"].body
    limits = {name: load_limits(name, "prod", laid.data / "quotas.json") for name in ("tan-phu", "hue")}
    assert limits["tan-phu"][Quota.SEARCHES] == Limit(600, 60, 60, 600)
    assert limits["tan-phu"][Quota.DRAFTS] == limits["hue"][Quota.DRAFTS]


def _parse_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
