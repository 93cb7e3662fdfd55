"""Outages: entries of the paper register are recorded with their true times, once, and marked as late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import UnknownAgency
from chalicelib.domain.dossier.outages import (
    Outage,
    OutageEnded,
    OutsideOutage,
    RegisterNumberUsed,
    RegisterNumberWrong,
)
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound, Stale
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.deadlines import calculate_due_time
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.filing import outages, submit
from tests.support.builders import CERTIFICATE, CITIZEN, Case, build_actor
from tests.support.commands import change_body
from tests.support.fakes.stores import FakeRegisters

CLERK = Role.ONE_STOP_OFFICER
OPERATOR = build_actor(Role.OPERATOR, "province")
DOWN, BACK = (datetime(2026, 11, 23, hour, tzinfo=VIETNAM) for hour in (8, 15))
FILED, TAKEN = DOWN + timedelta(hours=1), DOWN + timedelta(hours=2)
NUMBER = "0009001"


def declare_outage(case: Case, unit: str | None = None, who: Actor = OPERATOR, since: datetime = DOWN) -> Outage:
    """An outage put on record."""
    body = {"unit": unit, "started_at": since, "reason": "Đứt cáp"}
    return outages.declare_outage(case.deps, case.ask("declare_outage", who, body))


def end_outage(case: Case, outage: Outage, at: datetime = BACK, version: int | None = None) -> Outage:
    """Its end put on record."""
    command = case.ask("end_outage", OPERATOR, {"ended_at": at}, version or outage.version)
    return outages.end_outage(case.deps, command, outage.id)


def prepare_after_outage(province: str = "hue") -> tuple[Case, Outage]:
    """The morning after: the outage is over, a dossier of the register typed by a clerk."""
    case = Case(CERTIFICATE, province, datetime(2026, 11, 25, 9, tzinfo=VIETNAM), channel="desk")
    outage = end_outage(case, declare_outage(case, case.one_stop))
    return case.start(case.officer(CLERK)), outage


def enter_filing(case: Case, outage: str, filed_at: datetime = FILED) -> Any:
    """File it as the register says."""
    return case.submit(case.officer(CLERK), paper_register={"outage": outage, "filed_at": filed_at},
                       papers=case.required_papers())  # fmt: skip


def build_line(
    case: Case, outage: str, number: str = NUMBER, at: datetime = TAKEN, day: str = "20261123"
) -> dict[str, Any]:
    """The register's line on reception."""
    code = case.reference.find_unit_code(case.one_stop, "id2020")
    return {"paper_register": {"outage": outage, "code": f"{code}-{day}-{number}", "received_at": at}}


@pytest.mark.clause("VL-18.2", "TB-8#1")
@pytest.mark.parametrize("province", ["vinh-long", "hue", "thai-binh"])
def test_the_register_is_entered_with_its_true_times_and_numbers(province: str) -> None:
    case, outage = prepare_after_outage(province)
    filed = enter_filing(case, outage.id)
    assert (filed.filed_at, filed.intake.outage) == (FILED, outage.id)
    done = case.take("receive", case.officer(CLERK), **build_line(case, outage.id))
    fact = case.facts[-1]
    assert (fact.occurred_at, fact.recorded_at, done.received_at) == (TAKEN, case.now, TAKEN)
    assert done.code.endswith(f"-20261123-{NUMBER}")
    limit = case.reference.find_procedure(CERTIFICATE).processing_time.duration
    assert case.clock.due_at == calculate_due_time(case.reference.find_calendar(case.one_stop), TAKEN, limit)
    assert case.codes.counters == {}, "a number of the register is never the counter's"


@pytest.mark.clause("VL-18.2")
def test_a_number_of_the_register_is_one_dossiers() -> None:
    case, outage = prepare_after_outage()
    enter_filing(case, outage.id)
    case.take("receive", case.officer(CLERK), **build_line(case, outage.id))
    other = replace(case, id="").start(case.officer(CLERK))
    enter_filing(other, outage.id)
    refused = other.refused("receive", other.officer(CLERK), **build_line(other, outage.id))
    assert isinstance(refused, RegisterNumberUsed)
    assert other.take("receive", other.officer(CLERK), **build_line(other, outage.id, "0009002")).code.endswith(
        "0009002"
    )


@pytest.mark.clause("VL-18.2")
@pytest.mark.parametrize(
    ("number", "day"),
    [("0009000", "20261123"), ("0010000", "20261123"), (NUMBER, "20261124"), ("9001", "20261123"), ("X", "20261123")],
)
def test_only_the_registers_own_numbers_of_that_day_count(number: str, day: str) -> None:
    case, outage = prepare_after_outage()
    enter_filing(case, outage.id)
    body = build_line(case, outage.id, number, day=day)
    assert isinstance(case.refused("receive", case.officer(CLERK), **body), RegisterNumberWrong)


@pytest.mark.clause("VL-18.2", "QN-22.3#2")
@pytest.mark.parametrize("at", [DOWN - timedelta(seconds=1), BACK + timedelta(seconds=1), BACK + timedelta(days=9)])
def test_outside_the_outage_nothing_is_entered_afterwards(at: datetime) -> None:
    case, outage = prepare_after_outage()
    assert isinstance(case.refusal(lambda: enter_filing(case, outage.id, at)), OutsideOutage)
    enter_filing(case, outage.id)
    refused = case.refused("receive", case.officer(CLERK), **build_line(case, outage.id, at=at))
    assert isinstance(refused, OutsideOutage | Invalid)


@pytest.mark.clause("VL-18.2", "QN-22.3#2")
def test_an_outage_that_nobody_declared_or_of_another_unit_does_not_count() -> None:
    case, _ = prepare_after_outage()
    assert isinstance(case.refusal(lambda: enter_filing(case, "ghost")), OutsideOutage)
    other = declare_outage(case, "HUE-N19789-1C")
    assert isinstance(case.refusal(lambda: enter_filing(case, other.id)), OutsideOutage)
    assert enter_filing(case, declare_outage(case).id).filed_at == FILED, (
        "an outage of the whole province covers every unit"
    )


@pytest.mark.clause("VL-18.2")
def test_nobody_but_the_units_officers_enters_its_register() -> None:
    case = Case(CERTIFICATE, now=datetime(2026, 11, 25, 9, tzinfo=VIETNAM))
    outage = declare_outage(case)
    case.start(CITIZEN)
    line = {"outage": outage.id, "filed_at": FILED}
    body = {"papers": case.required_papers(), "declared_true": True, "paper_register": line}
    assert isinstance(
        case.refusal(lambda: submit.submit_draft(case.deps, case.ask("submit", CITIZEN, body))), Forbidden
    )


def test_reception_does_not_come_before_filing() -> None:
    case, outage = prepare_after_outage()
    enter_filing(case, outage.id)
    refused = case.refused(
        "receive", case.officer(CLERK), **build_line(case, outage.id, at=FILED - timedelta(minutes=1))
    )
    assert [error.code for error in refused.fields] == ["before_latest_step"]


# -- what is late ------------------------------------------------------------------------------------------------


@pytest.mark.clause("QN-22.3#1", "QN-22.3#2", "QN-21.2#1")
def test_what_was_entered_late_is_listed_with_both_times() -> None:
    case, outage = prepare_after_outage("quang-ngai")
    enter_filing(case, outage.id)
    case.take("receive", case.officer(CLERK), **build_line(case, outage.id))
    case.later(minutes=30).take("transfer", case.officer(CLERK))
    found = outages.list_late_entries(FakeRegisters(case.store), case.officer(CLERK), case.one_stop, case.now)
    shown = {(each.kind, each.why): (each.minutes, each.outage) for each in found}
    entry = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)
    assert shown["submitted", "back_entry"] == ((entry - FILED) // timedelta(minutes=1), outage.id)
    assert shown["received", "back_entry"] == ((entry - TAKEN) // timedelta(minutes=1), outage.id)
    assert shown["transferred", "late_act"][0] > 0, "handed on after the cut-off of its day"
    assert {each.sub for each in found} == {case.officer(CLERK).sub}


@pytest.mark.clause("QN-22.3#2")
def test_what_is_entered_as_it_happens_is_not_listed() -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="desk")
    case.file(case.officer(CLERK)).take("receive", case.officer(CLERK))
    case.take("transfer", case.officer(CLERK))
    assert outages.list_late_entries(FakeRegisters(case.store), case.officer(CLERK), case.one_stop, case.now) == []


@pytest.mark.clause("QN-22.3#1")
@pytest.mark.parametrize("role", [Role.PROVINCIAL_OFFICE, Role.AUDITOR])
def test_supervision_reads_any_units_late_entries_and_others_only_their_own(role: Role) -> None:
    case = Case(CERTIFICATE)
    registers = FakeRegisters(case.store)
    assert outages.list_late_entries(registers, build_actor(role, "province"), case.one_stop, case.now) == []
    for stranger in (CITIZEN, OPERATOR, build_actor(CLERK, "HUE-N19789-1C")):
        with pytest.raises(NotFound):
            outages.list_late_entries(registers, stranger, case.one_stop, case.now)


# -- declaring ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(Role))
def test_operators_and_the_provincial_office_declare(role: Role) -> None:
    case = Case(CERTIFICATE, now=BACK)
    who = build_actor(role, case.one_stop)
    if role in {Role.OPERATOR, Role.PROVINCIAL_OFFICE}:
        assert declare_outage(case, who=who).declared_by == who.sub
    else:
        assert isinstance(case.refusal(lambda: declare_outage(case, who=who)), Forbidden)


def test_a_repeat_gives_the_same_outage_and_another_under_the_key_is_refused() -> None:
    case = Case(CERTIFICATE, now=BACK)
    body = {"unit": None, "started_at": DOWN, "reason": "Đứt cáp"}
    command: Command[Any] = case.ask("declare_outage", OPERATOR, body)
    assert outages.declare_outage(case.deps, command) == outages.declare_outage(case.deps, command)
    again = change_body(command, reason="Khác")
    assert isinstance(case.refusal(lambda: outages.declare_outage(case.deps, again)), KeyReused)


def test_an_outage_ends_once_after_its_start_and_not_in_the_future() -> None:
    case = Case(CERTIFICATE, now=BACK)
    outage = declare_outage(case)
    assert isinstance(case.refusal(lambda: end_outage(case, outage, version=9)), Stale)
    for wrong in (DOWN - timedelta(seconds=1), BACK + timedelta(seconds=1)):
        assert isinstance(case.refusal(partial(end_outage, case, outage, wrong)), OutsideOutage)
    ended = end_outage(case, outage)
    assert (ended.ended_at, ended.version) == (BACK, 2)
    assert isinstance(case.refusal(lambda: end_outage(case, ended)), OutageEnded)
    ghost = replace(outage, id="ghost")
    assert isinstance(case.refusal(lambda: end_outage(case, ghost)), NotFound)
    listed = outages.list_outages(FakeRegisters(case.store), case.officer(CLERK), case.now)
    assert listed == [ended]


def test_an_outage_has_not_started_in_the_future_and_is_of_an_agency_at_work() -> None:
    case = Case(CERTIFICATE, now=BACK)
    assert isinstance(case.refusal(lambda: declare_outage(case, since=BACK + timedelta(seconds=1))), OutsideOutage)
    assert isinstance(case.refusal(lambda: declare_outage(case, "ghost")), UnknownAgency)
    assert declare_outage(case, "HUE-N19942").unit == "HUE-N19942", "an agency that settles works on paper as well"
    with pytest.raises(Forbidden):
        outages.list_outages(FakeRegisters(case.store), CITIZEN, case.now)
