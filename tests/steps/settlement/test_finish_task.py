"""Finish a task: partners end their shares, the lead by resolving; a grant waits for all."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.steps.settlement.finish_task import LeadTask, TasksOpen
from tests.support.builders import LONG_AGO, Case, build_actor

CASE, HEAD = Role.CASE_OFFICER, Role.AGENCY_HEAD


def test_a_partner_ends_its_own_share() -> None:
    case = Case().processing().later(hours=2)
    d = case.take("finish_task", build_actor(CASE, case.partner), note="Đã cấp mã số thuế")
    assert [(t.done_at, t.version) for t in d.tasks] == [(None, 1), (case.now, 2)]
    assert (d.state, d.clock) == (State.PROCESSING, case.clock)
    assert "note" in case.facts[-1].parts


def test_the_lead_ends_its_share_by_resolving() -> None:
    case = Case().processing()
    assert isinstance(case.refused("finish_task", case.officer(CASE)), LeadTask)


def test_a_finished_share_is_not_finished_twice() -> None:
    case = Case().processing().finish_partners()
    assert case.refused("finish_task", build_actor(CASE, case.partner)).code == "forbidden"


@pytest.mark.clause("VL-4.2")
def test_a_grant_waits_for_every_partner_and_a_refusal_does_not() -> None:
    case = Case().processing().paid()
    refused = case.refused("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT))
    assert isinstance(refused, TasksOpen)
    assert refused.facts["count"] == 1
    denied = case.take("resolve", case.officer(HEAD), outcome="not_granted", ground="conditions_not_met")
    assert {task.done_at for task in denied.tasks} == {case.now}


@pytest.mark.clause("VL-4.2")
@pytest.mark.parametrize("roles", [(CASE, CASE), (CASE, HEAD), (HEAD, CASE)])
def test_who_works_in_lead_and_partner_finishes_the_partners_share(roles: tuple[Role, Role]) -> None:
    case = Case().processing()
    lead, partner = (
        Assignment(role, unit, LONG_AGO) for role, unit in zip(roles, (case.agency, case.partner), strict=True)
    )
    both = Actor("both", (lead, partner))
    d = case.take("finish_task", both)
    assert [(task.unit, task.done_at) for task in d.tasks] == [(case.agency, None), (case.partner, case.now)]
    assert case.facts[-1].actor["unit"] == case.partner
    assert isinstance(case.refused("finish_task", both), LeadTask)
