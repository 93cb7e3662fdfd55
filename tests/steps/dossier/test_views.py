"""Views: one cut per relation to the dossier, and nobody without one."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight import find_sight
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.privacy.viewers import Viewer, find_viewer
from chalicelib.steps.dossier.fact_views import view_fact
from chalicelib.steps.dossier.views import view_dossier
from tests.support.builders import CITIZEN, LONG_AGO, STATES, Case, build_actor


@pytest.mark.parametrize(
    ("who", "relation"),
    [
        (CITIZEN, Viewer.OWNER),
        (build_actor(Role.ONE_STOP_OFFICER, "HUE-N19942-1C"), Viewer.ONE_STOP),
        (build_actor(Role.AGENCY_HEAD, "HUE-N19942"), Viewer.AGENCY),
        (build_actor(Role.CASE_OFFICER, "HUE-THUE"), Viewer.PARTNER),
        (build_actor(Role.AUDITOR, "HUE-N19942-1C"), Viewer.READER),
        (build_actor(Role.PROVINCIAL_OFFICE, "province"), Viewer.READER),
    ],
)
def test_each_reader_has_the_closest_relation(who: Actor, relation: Viewer) -> None:
    case = Case().processing()
    sight = find_sight(who, case.dossier, case.now)
    assert find_viewer(sight) is relation
    assert sight.has(Content.NAME) is (relation is not Viewer.READER)


def test_an_owner_who_is_also_an_officer_reads_as_the_owner() -> None:
    case = Case().processing()
    own = Actor(CITIZEN.sub, (Assignment(Role.AGENCY_HEAD, case.agency, LONG_AGO),))
    shown = view_dossier(case.dossier, own, case.now, case.reference)
    assert shown["seen_as"] is Viewer.OWNER
    assert set(shown["allowed"]) == {"supplement", "withdraw", "pay"}, "no button that the step would refuse"


def test_a_view_for_a_stranger_is_a_fault() -> None:
    case = Case().processing()
    with pytest.raises(ValueError, match="the reader may not see"):
        find_viewer(find_sight(Actor("stranger"), case.dossier, case.now))


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_a_line_of_the_timeline_holds_nothing_personal(state: State, stage: str) -> None:
    case = Case().at(state, stage)
    desk = find_sight(case.officer(Role.ONE_STOP_OFFICER), case.dossier, case.now)
    shown = str([view_fact(fact, desk, case.dossier) for fact in case.facts])
    assert "Trần" not in shown
    assert "046190000001" not in shown
    assert CITIZEN.sub not in shown


def test_a_line_shows_the_due_date_and_the_articles() -> None:
    case = Case().received()
    shown = view_fact(case.facts[-1], find_sight(CITIZEN, case.dossier, case.now), case.dossier)
    assert (shown["to"], shown["role"], shown["unit"]) == ("received", "one_stop_officer", case.one_stop)
    assert shown["due_at"] is not None
    assert all(cite["article"] or not cite["is_law"] for cite in shown["law"])
