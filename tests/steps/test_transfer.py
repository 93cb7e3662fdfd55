"""Transfer: every agency of the procedure gets its task, each with its own due time."""

from __future__ import annotations

import pytest

from chalicelib.domain import worktime
from chalicelib.domain.flow import State
from chalicelib.domain.roles import Role
from tests.builders import CERTIFICATE, Case

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
    hours = [task.hours for task in case.reference.procedure(case.procedure).tasks]
    minutes = round(sum(hours[:2]) * 60)
    calendar = case.reference.calendar(case.one_stop)
    assert partner.due_at == worktime.add_working_minutes(calendar, case.now, minutes) <= lead.due_at


@pytest.mark.clause("QN-11.4#2")
def test_a_late_transfer_does_not_move_the_dossiers_time() -> None:
    case = Case().received().later(days=10)
    appointment = case.clock.due_at
    case.take("transfer", case.officer(CLERK))
    assert case.clock.due_at == appointment
    assert {task.due_at for task in case.dossier.tasks} == {appointment}


@pytest.mark.clause("QN-4.2")
def test_a_partner_sees_it_from_then_on() -> None:
    from chalicelib.domain.permission import can_see
    from tests.builders import actor

    case = Case().received()
    tax = actor(Role.CASE_OFFICER, case.partner)
    assert not can_see(tax, case.dossier, case.now)
    assert can_see(tax, case.take("transfer", case.officer(CLERK)), case.now)
