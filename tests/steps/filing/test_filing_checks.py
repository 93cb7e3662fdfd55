"""The time of a filing: the postal record, the official hour, the desk's word on electronic filing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.intake import FiledElsewhere, TerritoryClosed
from chalicelib.domain.filing.draft_content import DraftContent
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import deadlines, working_time
from chalicelib.steps.dossier import views
from chalicelib.steps.filing import filing_checks
from tests.support.bodies import BY_POST
from tests.support.builders import CERTIFICATE, CITIZEN, MONDAY, ONE_STOP, PERSON, Case, build_actor

CLERK = Role.ONE_STOP_OFFICER
PROVINCES = sorted(ONE_STOP)
SIGNED = MONDAY - timedelta(minutes=50)


def list_fields(refused: Any) -> dict[str, str]:
    """Field errors as path → code."""
    assert isinstance(refused, Invalid), refused
    errors: tuple[FieldError, ...] = refused.fields
    return {error.path: error.code for error in errors}


def draft_postal(province: str = "hue", **changes: Any) -> Case:
    """A draft of a postal filing, typed by a clerk."""
    case = Case(CERTIFICATE, province, channel="post")
    return case.start(case.officer(CLERK), **changes)


# -- the post ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("QN-28.2", "LC-10.1.đ")
@pytest.mark.parametrize("province", PROVINCES)
def test_a_postal_dossier_is_filed_when_its_hand_over_was_signed(province: str) -> None:
    case = draft_postal(province, handover_record={"number": "BB-7", "signed_at": SIGNED.isoformat()})
    filed = case.submit(case.officer(CLERK))
    fact = case.facts[0]
    assert (filed.filed_at, fact.occurred_at, fact.recorded_at) == (SIGNED, SIGNED, MONDAY)
    assert filed.reception is not None
    assert filed.reception.started_at == SIGNED
    assert fact.data["handover_record"]["number"] == "BB-7"
    assert "intake.post_filed_at" in {cite["param"] for cite in fact.law}


@pytest.mark.clause("QN-28.2", "LC-10.1.đ")
@pytest.mark.parametrize(
    ("record", "error"),
    [
        (None, {"/handover_record": "handover_record_missing"}),
        ({"number": "BB-7", "signed_at": "31"}, {"/handover_record/signed_at": "handover_record_missing"}),
        (
            {"number": "BB-7", "signed_at": "9999-12-31T23:59:59Z"},
            {"/handover_record/signed_at": "handover_record_missing"},
        ),
        (
            {"number": "BB-7", "signed_at": "0001-01-01T00:00:00Z"},
            {"/handover_record/signed_at": "handover_record_missing"},
        ),
        ({"number": "", "signed_at": SIGNED.isoformat()}, {"/handover_record/number": "handover_record_missing"}),
        (
            {"number": "BB-7", "signed_at": (MONDAY + timedelta(seconds=1)).isoformat()},
            {"/handover_record/signed_at": "in_future"},
        ),
    ],
)
def test_without_a_signed_record_nothing_was_filed_by_post(record: Any, error: dict[str, str]) -> None:
    case = draft_postal(handover_record=record)
    assert list_fields(case.refusal(lambda: case.submit(case.officer(CLERK)))) == error


@pytest.mark.clause("LC-10.1.đ", "VL-15.1.a#2", "LC-10.1.d#2")
@pytest.mark.parametrize("province", ["vinh-long", "lai-chau"])
@pytest.mark.parametrize("channel", ["desk", "post", "agent"])
def test_what_comes_on_paper_is_digitised_all_the_same(province: str, channel: str) -> None:
    case = Case(CERTIFICATE, province, channel=channel)
    clerk = case.officer(CLERK)
    refused = case.start(clerk).refusal(lambda: case.submit(clerk, papers=[]))
    assert refused.code == "components_missing"


# -- the desk ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("VL-15.1.a#1", "LC-10.1.d#1", "VL-15.1.a#2", "LC-10.1.d#2")
@pytest.mark.parametrize("province", ["vinh-long", "lai-chau"])
@pytest.mark.parametrize("word", ["assisted", "declined", None])
def test_at_the_desk_the_answer_to_the_offered_help_is_on_record(province: str, word: str | None) -> None:
    case = Case(CERTIFICATE, province, channel="desk")
    case.start(case.officer(CLERK), efiling=word)
    if word is None:
        assert list_fields(case.refusal(lambda: case.submit(case.officer(CLERK)))) == {"/efiling": "efiling_unrecorded"}
        return
    case.submit(case.officer(CLERK))
    assert case.facts[0].data["efiling"] == word
    assert "intake.declined_online" in {cite["param"] for cite in case.facts[0].law}


def test_where_the_law_does_not_ask_the_desk_need_not_say() -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="desk")
    case.start(case.officer(CLERK), efiling=None).submit(case.officer(CLERK))
    assert "efiling" not in case.facts[0].data


@pytest.mark.clause("QN-21.2#1", "QN-26.1", "TB-22.2#1", "LC-32.2#1", "VL-3.1", "TB-8#2", "QN-28.2")
@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("role", [Role.ONE_STOP_OFFICER, Role.POSTAL_STAFF])
def test_who_comes_without_an_account_is_entered_completely_by_the_desk(province: str, role: Role) -> None:
    case = Case(CERTIFICATE, province, channel="desk")
    typist = build_actor(role, case.one_stop, stages=["receive"])
    case.file(typist, on_behalf=PERSON).take("receive", case.officer(CLERK))
    case.take("transfer", case.officer(CLERK))
    assert (case.dossier.state, case.dossier.code != "", case.facts[0].actor["role"]) == (
        State.PROCESSING, True, role.value,
    )  # fmt: skip
    assert [fact.kind for fact in case.facts] == ["submitted", "received", "transferred"]


# -- the official hour -------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-10.1.b#2", "QN-11.1#2", "VL-15.1.c")
@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("hour", [6, 10, 12, 20])
def test_the_official_reception_time_is_a_working_hour(province: str, hour: int) -> None:
    filed = datetime(2026, 11, 23, hour, 15, tzinfo=VIETNAM)
    reception = Case(CERTIFICATE, province, filed, channel="national_portal").file().dossier.reception
    assert reception is not None
    calendar = Case(CERTIFICATE, province).reference.find_calendar(ONE_STOP[province])
    assert reception.started_at == working_time.find_next_working_instant(calendar, filed)
    assert (reception.started_at == filed) is (hour == 10)


@pytest.mark.parametrize(("rule", "hour"), [("next_working_hour", (25, 7)), ("at_once", (23, 20)), (None, (23, 20))])
def test_off_hours_the_rule_says_which_hour_is_official(rule: str | None, hour: tuple[int, int]) -> None:
    case, night = Case(CERTIFICATE), datetime(2026, 11, 23, 20, tzinfo=VIETNAM)
    case.reference = Ruled(case.reference, rule)
    clock, _ = filing_checks.start_answer_clock(case.deps, case.one_stop, CaseDates(night), night)
    assert clock is not None
    assert (clock.started_at.day, clock.started_at.hour) == hour


class Ruled:
    """The reference data, with another rule about filings off hours."""

    def __init__(self, real: Any, value: str | None) -> None:
        self._real, self._value = real, value

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Any:
        """The rule, or the other one."""
        found = self._real.find_rule(param, dates, **scope)
        return replace(found, value=self._value) if param == "reception.off_hours" else found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


# -- another unit's dossier --------------------------------------------------------------------------------------

HERE, THERE = ONE_STOP["hue"], "HUE-N19789-1C"


def draft_elsewhere(now: datetime = MONDAY) -> Case:
    """A draft for another unit's agency, filed here."""
    return Case(CERTIFICATE, now=now, for_unit=THERE).start(CITIZEN)


def forward_case(case: Case) -> Case:
    """Handed on to the unit it is for."""
    case.submit()
    return case.then("forward", build_actor(CLERK, HERE))


@pytest.mark.clause("TB-8#1")
@pytest.mark.parametrize(
    ("day", "starts"),
    [(datetime(2026, 8, 3, 9, tzinfo=VIETNAM), "desk"), (datetime(2026, 8, 4, 9, tzinfo=VIETNAM), "competent")],
)
def test_the_settlement_time_of_a_dossier_filed_elsewhere_starts_as_the_law_of_the_day_says(
    day: datetime, starts: str
) -> None:
    case = forward_case(draft_elsewhere(day))
    d = case.dossier
    assert (d.state, d.one_stop, d.intake.desk, d.intake.desk_received_at) == (State.SUBMITTED, THERE, HERE, day)
    case.later(hours=30).take("receive", build_actor(CLERK, THERE))
    start = {"desk": day, "competent": case.now}[starts]
    assert case.clock.started_at == start
    assert case.dossier.received_at == case.now
    cited = {cite["param"] for cite in case.facts[-1].law}
    assert ("clock.start_nonterritorial" in cited) is (starts == "competent")


def read_due(case: Case) -> tuple[Any, bool]:
    """The due date that the applicant reads, and whether it is provisional."""
    seen = views.view_dossier(case.dossier, CITIZEN, case.now, case.reference)
    return seen["due_at"], seen["provisional"]


@pytest.mark.parametrize("day", [datetime(2026, 8, 3, 9, tzinfo=VIETNAM), datetime(2026, 8, 7, 9, tzinfo=VIETNAM)])
def test_until_the_competent_unit_receives_the_date_is_provisional_and_then_real(day: datetime) -> None:
    case = draft_elsewhere(day)
    case.submit()
    foreseen = case.reference.find_calendar(THERE), case.reference.find_procedure(CERTIFICATE).processing_time.duration
    assert read_due(case) == (deadlines.calculate_due_time(foreseen[0], day, foreseen[1]), True)
    case.later(days=1).take("forward", build_actor(CLERK, HERE))
    assert read_due(case) == (deadlines.calculate_due_time(foreseen[0], case.now, foreseen[1]), True)
    case.later(days=3).take("receive", build_actor(CLERK, THERE))
    assert read_due(case) == (case.clock.due_at, False)
    assert case.dossier.intake.foreseen_due_at is None


def test_what_is_filed_where_it_is_settled_has_no_provisional_date() -> None:
    case = Case(CERTIFICATE).file()
    assert read_due(case) == (None, False)


def test_a_dossier_for_another_unit_is_not_received_here() -> None:
    case = draft_elsewhere()
    case.submit()
    assert isinstance(case.refused("receive", build_actor(CLERK, HERE)), FiledElsewhere)
    case.take("forward", build_actor(CLERK, HERE))
    assert case.take("receive", build_actor(CLERK, THERE)).agency == THERE.removesuffix("-1C")


def test_the_first_desk_stays_the_applicants_counter() -> None:
    case = forward_case(draft_elsewhere()).then("refuse", build_actor(CLERK, THERE))
    here = build_actor(CLERK, HERE)
    assert case.refused("close", here).code == "forbidden"
    assert case.take("give_back", here, **BY_POST).handed == ("post",)


@pytest.mark.parametrize(
    ("day", "open_to_all"),
    [(datetime(2025, 6, 30, 9, tzinfo=VIETNAM), False), (datetime(2025, 7, 1, tzinfo=VIETNAM), True)],
)
def test_until_june_2025_one_files_where_it_is_settled(day: datetime, open_to_all: bool) -> None:
    case = Case(CERTIFICATE, now=day)
    command = case.ask("read", CITIZEN)
    filing = DraftContent(CERTIFICATE, HERE, "desk", {}, {}, for_unit=THERE)
    if not open_to_all:
        with pytest.raises(TerritoryClosed):
            filing_checks.require_territory(case.deps, command, filing)
        return
    assert filing_checks.require_territory(case.deps, command, filing)[0] == THERE
    assert filing_checks.require_territory(case.deps, command, replace(filing, for_unit=None))[0] == HERE


@pytest.mark.parametrize(("hour", "days", "late"), [(10, 0, False), (10, 2, True), (16, 0, False), (16, 2, True)])
def test_paper_of_another_authority_leaves_by_the_cut_off_of_the_day(hour: int, days: int, late: bool) -> None:
    case = Case(CERTIFICATE, now=datetime(2026, 11, 23, hour, tzinfo=VIETNAM), channel="desk")
    case.file(case.officer(CLERK)).later(days=days).take("forward", build_actor(CLERK, HERE), unit=THERE)
    assert bool(case.facts[-1].data["late_minutes"]) is late
    assert {cite["param"] for cite in case.facts[-1].law} == {
        "transfer.other_authority_cut_off", "clock.start_nonterritorial",
        *(("transfer.paper_after_cut_off",) if hour > 15 else ()),
    }  # fmt: skip


@pytest.mark.parametrize("unit", [None, HERE])
def test_nothing_is_forwarded_to_nowhere(unit: str | None) -> None:
    case = Case(CERTIFICATE).file()
    assert list_fields(case.refused("forward", case.officer(CLERK), unit=unit)) == {"/unit": "own_unit"}
