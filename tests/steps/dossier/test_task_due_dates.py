"""One overall deadline for linked procedures: the tasks' due times follow it and never go beyond it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.dossier import Task
from chalicelib.domain.time import clocks, working_time
from tests.support.builders import CITIZEN, MONDAY, Case, build_actor, provide_reference

CASE = Role.CASE_OFFICER


def extend_linked() -> Case:
    """A linked dossier with more time."""
    case = Case().processing().later(hours=1)
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(Role.HEAD_OF_SECTION))
    case.approve(case.officer(Role.CENTRE_DIRECTOR))
    return case


def restart_linked() -> Case:
    """A linked dossier whose time restarted."""
    case = Case().asked_in_appraisal().later(days=9)
    return case.then("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])


def apologise_linked() -> Case:
    """A linked dossier with its new date."""
    return Case().processing().apologised()


def list_rows(case: Case) -> list[Task]:
    """The tasks as the units' worklists know them."""
    items = sorted((key[1], item.value[1]) for key, item in case.store.items.items() if key[1].startswith("TASK#"))
    return [task for _, task in items]


@pytest.mark.clause("QN-11.4#2")
@pytest.mark.parametrize("road", [extend_linked, restart_linked, apologise_linked])
def test_the_tasks_follow_the_dossiers_due_time(road: object) -> None:
    first = Case().processing().dossier.tasks
    case: Case = road()  # type: ignore[operator]
    lead, partner = case.dossier.tasks
    calendar, due = case.reference.find_calendar(case.one_stop), case.clock.due_at
    shift = working_time.count_working_minutes(calendar, first[0].due_at, due)
    assert shift > 0
    assert lead.due_at == due
    assert partner.due_at == working_time.add_working_minutes(calendar, first[1].due_at, shift) <= due
    assert [task.version for task in case.dossier.tasks] == [2, 2]
    assert tuple(list_rows(case)) == case.dossier.tasks


@pytest.mark.clause("QN-11.4#2")
def test_a_share_that_is_done_stays_as_it_was() -> None:
    case = Case().processing()
    case.take("finish_task", build_actor(CASE, case.partner))
    done = case.dossier.tasks[1]
    d = case.apologised().dossier
    assert d.tasks[1] == done
    assert d.tasks[0].due_at == case.clock.due_at


@pytest.mark.clause("QN-11.4#2")
def test_while_the_applicant_is_awaited_nothing_moves() -> None:
    case = Case().asked_in_appraisal()
    assert case.dossier.tasks == Case().processing().dossier.tasks


MINUTES = st.integers(0, 60 * 24 * 40)


@pytest.mark.clause("QN-11.4#2")
@settings(max_examples=200)
@given(sub=MINUTES, was=MINUTES, later=st.integers(-60 * 24 * 10, 60 * 24 * 40))
def test_no_share_ever_goes_beyond_the_whole(sub: int, was: int, later: int) -> None:
    calendar = provide_reference().find_calendar("HUE-N19942-1C")
    overall = build_time(was + later)
    moved = clocks.move_sub_deadline(calendar, min(build_time(sub), build_time(was)), build_time(was), overall)
    assert moved <= overall
    if later <= 0:
        assert moved == min(build_time(sub), build_time(was), overall)


def build_time(minutes: int) -> datetime:
    """So many minutes after a Monday morning."""
    return MONDAY + timedelta(minutes=minutes)
