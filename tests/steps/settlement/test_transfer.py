"""Transfer: every agency of the procedure gets its task, each with its own due time."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from tests.support.builders import CERTIFICATE, Case

CLERK = Role.ONE_STOP_OFFICER


@pytest.mark.clause("VL-15.2", "LC-10.2.a")
def test_the_lead_is_due_with_the_dossier() -> None:
    case = Case(CERTIFICATE, "lai-chau").received()
    d = case.take("transfer", case.officer(CLERK))
    assert d.state is State.PROCESSING
    assert [(t.n, t.unit, t.lead, t.due_at) for t in d.tasks] == [(1, d.agency, True, case.clock.due_at)]


@pytest.mark.clause("VL-4.2", "HUE-6.2", "QN-11.4#2")
def test_a_linked_procedure_opens_its_partners_tasks_at_once() -> None:
    case = Case().processing()
    lead, partner = case.dossier.tasks
    assert (partner.unit, partner.lead, partner.done_at) == (case.partner, False, None)
    hours = [task.hours for task in case.reference.find_procedure(case.procedure).tasks]
    minutes = round(sum(hours[:2]) * 60)
    calendar = case.reference.find_calendar(case.one_stop)
    assert partner.due_at == working_time.add_working_minutes(calendar, case.now, minutes) <= lead.due_at


@pytest.mark.clause("QN-11.4#2")
def test_a_late_transfer_does_not_move_the_dossiers_time() -> None:
    case = Case().received().later(days=10)
    appointment = case.clock.due_at
    case.take("transfer", case.officer(CLERK))
    assert case.clock.due_at == appointment
    assert {task.due_at for task in case.dossier.tasks} == {appointment}


@pytest.mark.clause("QN-4.2")
def test_a_partner_sees_it_from_then_on() -> None:
    from chalicelib.domain.privacy.sight import can_see
    from tests.support.builders import build_actor

    case = Case().received()
    tax = build_actor(Role.CASE_OFFICER, case.partner)
    assert not can_see(tax, case.dossier, case.now)
    assert can_see(tax, case.take("transfer", case.officer(CLERK)), case.now)


@pytest.mark.clause("VL-15.2", "LC-10.2.a", "HUE-13.1#2")
@pytest.mark.parametrize(("province", "free"), [("vinh-long", 0), ("lai-chau", 0), ("hue", 60)])
@pytest.mark.parametrize("minutes", [0, 45, 100])
def test_a_transfer_is_on_record_with_its_lateness(province: str, free: int, minutes: int) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").received()
    appointment = case.clock.due_at
    case.later(minutes=minutes).take("transfer", case.officer(CLERK))
    fact = case.facts[-1]
    assert fact.data["late_minutes"] == max(0, minutes - free)
    assert {cite["param"] for cite in fact.law} == {"transfer.electronic"}
    assert case.clock.due_at == appointment


@pytest.mark.parametrize(("hour", "days", "late"), [(10, 0, False), (10, 2, True), (16, 0, False), (16, 2, True)])
def test_paper_that_leaves_after_its_time_is_late(hour: int, days: int, late: bool) -> None:
    case = Case(CERTIFICATE, now=datetime(2026, 11, 23, hour, tzinfo=VIETNAM), channel="desk")
    case.file(case.officer(CLERK)).take("receive", case.officer(CLERK))
    case.later(days=days).take("transfer", case.officer(CLERK))
    assert bool(case.facts[-1].data["late_minutes"]) is late
    assert {cite["param"] for cite in case.facts[-1].law} == {"transfer.paper_cut_off"}
