"""Receive: the code, the appointment with its articles, and what is owed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.codes import CodesExhausted
from chalicelib.domain.dossier.intake import count_late_minutes
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks
from chalicelib.domain.time.deadlines import Duration, Unit, calculate_due_time
from tests.support.builders import CERTIFICATE, CITIZEN, COPY, MONDAY, REGISTRATION, Case

CLERK = Role.ONE_STOP_OFFICER


def receive_case(case: Case) -> Case:
    """The dossier received by a clerk."""
    return case.then("receive", case.officer(CLERK))


@pytest.mark.clause("QN-11.3", "HUE-14.3")
def test_a_received_dossier_has_code_agency_and_appointment() -> None:
    done = receive_case(Case().file()).dossier
    assert (done.state, done.code, done.agency) == (State.RECEIVED, "H57.106.01-20261123-0000001", "HUE-N19942")
    assert done.received_at == MONDAY
    assert done.reception is not None
    assert done.reception.ended_at == MONDAY


@pytest.mark.parametrize("procedure", [REGISTRATION, CERTIFICATE, COPY])
@pytest.mark.parametrize("hours", [0, 3, 6.9, 8, 30, 24 * 4 + 1])
@pytest.mark.clause("HUE-14.3")
def test_the_appointment_is_the_pure_function_of_reception(procedure: str, hours: float) -> None:
    case = receive_case(Case(procedure).file().later(hours=hours))
    limit = case.reference.find_procedure(procedure).processing_time
    calendar = case.reference.find_calendar(case.one_stop)
    assert case.clock.due_at == calculate_due_time(calendar, case.now, limit.duration, limit.same_day_cut_off)
    assert case.clock.original_due_at == case.clock.index_due_at == case.clock.due_at


@pytest.mark.clause("HUE-14.3")
def test_a_holiday_does_not_count() -> None:
    assert receive_case(Case().file()).clock.due_at == datetime(2026, 11, 27, 17, tzinfo=VIETNAM)


@pytest.mark.parametrize(("hour", "day"), [(9, 23), (15, 23), (16, 25)])
def test_an_immediate_procedure_ends_with_the_day_or_after_its_own_cut_off(hour: int, day: int) -> None:
    case = receive_case(Case(COPY, now=datetime(2026, 11, 23, hour, tzinfo=VIETNAM)).file())
    assert case.clock.due_at.date() == date(2026, 11, day)
    assert case.dossier.immediate


def test_the_clock_and_the_fact_name_the_rules_they_rest_on() -> None:
    case = receive_case(Case().file())
    cited = {cite["param"]: cite for cite in case.facts[-1].law}
    counted = ["clock.start", "counting.day_method", "counting.last_day_off"]
    assert set(cited) == {"code.issued_at", "code.pattern", "transfer.electronic", "payment.deferral", *counted}
    assert case.clock.law == tuple(cited[p]["entry"] for p in counted)
    assert case.clock.digest == case.reference.law_digest


def test_a_choice_of_the_service_is_cited_without_an_article() -> None:
    case = Case().file()
    today = CaseDates(case.now)
    rulings = {param: case.reference.find_rule(param, today) for param in ("code.pattern", "code.reserve_from")}
    assert rulings["code.pattern"].cite["is_law"]
    assert rulings["code.pattern"].cite["article"]
    assert rulings["code.reserve_from"].cite["article"] == ""
    assert not rulings["code.reserve_from"].cite["is_law"]


@pytest.mark.parametrize(
    ("province", "day", "code"),
    [("hue", date(2026, 11, 23), "H57.106.01-20261123-0000001"), ("lai-chau", date(2026, 11, 23), "-20261123-0000001")],
)
@pytest.mark.clause("QN-11.3")
def test_the_code_has_the_pattern_of_the_regime(province: str, day: date, code: str) -> None:
    case = receive_case(Case(CERTIFICATE, province, datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)).file())
    assert case.dossier.code.endswith(code)


def test_codes_count_up_each_day_in_each_unit() -> None:
    case = receive_case(Case().file())
    other = Case(store=case.store, codes=case.codes, numbers=case.numbers)
    assert receive_case(other.file()).dossier.code.endswith("-20261123-0000002")
    next_day = Case(store=case.store, codes=case.codes, numbers=case.numbers, now=MONDAY + timedelta(days=2))
    assert receive_case(next_day.file()).dossier.code.endswith("-20261125-0000001")


@pytest.mark.clause("VL-18.2")
def test_the_counter_jumps_over_the_paper_register() -> None:
    case = Case().file()
    case.codes.counters["H57.106.01-20261123"] = 9000
    assert receive_case(case).dossier.code.endswith("-0010000")


def test_an_exhausted_counter_refuses_and_saves_nothing() -> None:
    case = Case().file()
    case.codes.counters["H57.106.01-20261123"] = 9_999_999
    assert isinstance(case.refused("receive", case.officer(CLERK)), CodesExhausted)


def test_fees_fall_due_as_the_tariff_says() -> None:
    owed = receive_case(Case().file()).dossier.obligations
    assert [(one.fee_key, one.amount, one.outstanding) for one in owed] == [("registration", 100_000, 100_000)]


def test_the_law_of_valid_reception_is_kept() -> None:
    case = receive_case(Case().file()).later(days=500)
    asked: list[date] = []
    case.reference = Watched(case.reference, asked)
    case.now = case.now.replace(hour=9)
    case.take("withdraw", CITIZEN)
    # The rule on substitute signers is that of the day of the step.
    assert set(asked) == {MONDAY.date(), case.now.astimezone(VIETNAM).date()}


class Watched:
    """The reference data, noting of what days the rules are that are asked for."""

    def __init__(self, real: Any, asked: list[date]) -> None:
        self._real, self._asked = real, asked

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Any:
        """The rule, with its day noted."""
        found = self._real.find_rule(param, dates, **scope)
        self._asked.append(found.on)
        return found

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def test_a_claim_waits_at_its_fee_for_an_officer() -> None:
    case = Case(CERTIFICATE, "lai-chau").start()
    proof, papers = case.paper(PaperKind.EXEMPTION_PROOF), case.required_papers()
    case.type(CITIZEN, 2, exemption={"group": "poor_household", "paper_id": proof})
    case.submit(papers=[*papers, proof])
    owed = receive_case(case).dossier.obligations[0]
    assert (owed.exemption.state.value, owed.exemption.paper_id, owed.outstanding) == ("claimed", proof, 15_000)


def test_a_clock_of_hours_cites_no_rule_about_days() -> None:
    assert Duration(1, Unit.WORKING_HOUR).unit is Unit.WORKING_HOUR
    cited = {cite["param"] for cite in receive_case(Case(COPY).file()).facts[-1].law}
    assert cited == {"code.issued_at", "code.pattern", "clock.start", "receipt.immediate_procedure", "payment.deferral"}


def test_the_clock_is_the_one_that_the_clocks_make() -> None:
    case = receive_case(Case().file())
    limit = case.reference.find_procedure(REGISTRATION).processing_time
    made = clocks.start_clock(case.reference.find_calendar(case.one_stop), "resolution", MONDAY, limit.duration,
                        law=case.clock.law, digest=case.reference.law_digest)  # fmt: skip
    assert case.clock == made


@pytest.mark.clause("LC-10.1.c", "TB-8#1")
@pytest.mark.parametrize("province", ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
@pytest.mark.parametrize("wanted", [False, True])
def test_what_is_settled_at_once_gets_a_receipt_only_when_asked_for(province: str, wanted: bool) -> None:
    case = Case(COPY, province, channel="national_portal").file()
    d = case.take("receive", case.officer(CLERK), receipt_wanted=wanted)
    fact = case.facts[-1]
    assert (d.state, bool(d.code)) == (State.RECEIVED, True), "state and result are on record all the same"
    assert (d.intake.receipt, fact.data["receipt"]) == (wanted, wanted)
    assert "receipt.immediate_procedure" in {cite["param"] for cite in fact.law}
    assert d.intake.transfer_due_at is None


@pytest.mark.parametrize("wanted", [False, True])
def test_everything_else_gets_its_receipt(wanted: bool) -> None:
    case = Case().file()
    assert case.take("receive", case.officer(CLERK), receipt_wanted=wanted).intake.receipt


@pytest.mark.parametrize(
    ("hour", "minute", "due_day", "due_hour"),
    [(9, 0, 23, 17), (14, 59, 23, 17), (15, 0, 23, 17), (15, 1, 25, 7), (16, 30, 25, 7)],
)
@pytest.mark.parametrize("channel", ["desk", "post", "agent"])
def test_paper_is_transferred_the_same_day_or_first_thing_the_next(
    channel: str, hour: int, minute: int, due_day: int, due_hour: int
) -> None:
    case = Case(CERTIFICATE, now=datetime(2026, 11, 23, hour, minute, tzinfo=VIETNAM), channel=channel)
    d = receive_case(case.file(case.officer(CLERK))).dossier
    due_at = d.intake.transfer_due_at
    assert due_at is not None
    assert (due_at.astimezone(VIETNAM).day, due_at.astimezone(VIETNAM).hour) == (due_day, due_hour)
    # The cut-off moves the transfer alone: the appointment counts from the day of reception.
    limit = case.reference.find_procedure(CERTIFICATE).processing_time.duration
    assert case.clock.due_at == calculate_due_time(case.reference.find_calendar(case.one_stop), case.now, limit)
    assert "transfer.paper_cut_off" in {cite["param"] for cite in case.facts[-1].law}


@pytest.mark.clause("VL-15.2", "LC-10.2.a")
@pytest.mark.parametrize("province", ["vinh-long", "lai-chau", "quang-ngai", "thai-binh"])
@pytest.mark.parametrize("hour", [9, 16])
def test_an_electronic_dossier_is_transferred_at_once(province: str, hour: int) -> None:
    case = Case(CERTIFICATE, province, datetime(2026, 11, 23, hour, tzinfo=VIETNAM), channel="national_portal").file()
    assert receive_case(case.later(minutes=20)).dossier.intake.transfer_due_at == case.now


@pytest.mark.parametrize(("day", "hour", "opens"), [(23, 5, (23, 7)), (23, 12, (23, 13)), (20, 19, (23, 7))])
def test_an_electronic_dossier_received_off_hours_is_transferred_when_the_unit_opens(
    day: int, hour: int, opens: tuple[int, int]
) -> None:
    """Nobody is late while nobody works."""
    case = Case(CERTIFICATE, "lai-chau", datetime(2026, 11, day, hour, 10, tzinfo=VIETNAM), channel="national_portal")
    due_at = receive_case(case.file()).dossier.intake.transfer_due_at
    assert due_at is not None
    local = due_at.astimezone(VIETNAM)
    assert (local.day, local.hour) == opens
    assert count_late_minutes(case.reference.find_calendar(case.one_stop), due_at, due_at) == 0


@pytest.mark.clause("HUE-13.1#2")
@pytest.mark.parametrize("minutes", [5, 59, 90])
def test_in_hue_checking_receiving_and_handing_on_share_one_hour(minutes: int) -> None:
    case = Case().file()
    filed = case.now
    d = receive_case(case.later(minutes=minutes)).dossier
    assert d.intake.transfer_due_at == max(case.now, filed + timedelta(hours=1))


@pytest.mark.clause("QN-11.4#1")
@pytest.mark.parametrize("hours", [0, 3, 8, 50])
def test_in_quang_ngai_reception_is_part_of_the_published_time(hours: int) -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="national_portal").file()
    official = case.dossier.reception
    assert official is not None
    d = receive_case(case.later(hours=hours)).dossier
    limit = case.reference.find_procedure(CERTIFICATE).processing_time.duration
    assert d.clock is not None
    assert d.clock.due_at == calculate_due_time(case.reference.find_calendar(case.one_stop), official.started_at, limit)
    elsewhere = receive_case(Case(CERTIFICATE, "lai-chau").file().later(hours=hours))
    calendar = elsewhere.reference.find_calendar(elsewhere.one_stop)
    assert elsewhere.clock.due_at == calculate_due_time(calendar, elsewhere.now, limit)


@pytest.mark.clause("QN-11.3", "LC-10.1.c")
@pytest.mark.parametrize("province", ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
def test_a_filing_has_its_own_number_and_the_code_comes_with_acceptance(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").file()
    filed = case.dossier
    assert (filed.receipt_no[:3], filed.code) == ("TN-", "")
    done = receive_case(case).dossier
    assert done.code
    assert done.receipt_no == filed.receipt_no != done.code
