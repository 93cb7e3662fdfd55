"""Rights to see a dossier and to take a step on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.acting_for import ActingForNeeded, Authority
from chalicelib.domain.accounts.roles import ActingFor, Actor, Assignment, Role
from chalicelib.domain.dossier.dossier import ApprovalRequest, Dossier
from chalicelib.domain.dossier.permission import (
    is_owner,
    list_allowed_steps,
    list_working_units,
    may_decide,
    permit_decision,
    permit_step,
)
from chalicelib.domain.flow.transitions import RequestKind, State, Step
from chalicelib.domain.privacy.sight import can_see, require_sight
from chalicelib.domain.shared.errors import Forbidden, NotFound, OwnDossier, OwnProposal, WrongMoment
from tests.support.builders import LONG_AGO, MONDAY, build_actor

D = Dossier(
    id="d", province="hue", procedure="p", procedure_version="1", channel="own_portal", one_stop="desk",
    agency="agency", filer="filer", owner="owner", receipt_no="TN-1", filed_at=MONDAY, state=State.PROCESSING,
)  # fmt: skip
CLERK, CASE, HEAD = (
    build_actor(Role.ONE_STOP_OFFICER, "desk"),
    build_actor(Role.CASE_OFFICER, "agency"),
    build_actor(Role.AGENCY_HEAD, "agency"),
)
EXTENSION = ApprovalRequest(
    1, RequestKind.EXTENSION, "proposer", MONDAY, ((Role.HEAD_OF_SECTION,), (Role.CENTRE_DIRECTOR,))
)


def copy_actor(who: Actor, sub: str) -> Actor:
    """The same rights under another name."""
    return replace(who, sub=sub)


@pytest.mark.parametrize("sub", ["owner", "filer"])
def test_the_principal_and_who_filed_for_them_own_it(sub: str) -> None:
    assert is_owner(Actor(sub), D)
    assert can_see(Actor(sub), D, MONDAY)


ACTING = ActingFor("a1", "owner", "046190001234", "Nguyễn Thị Minh Khai")
UNDER = replace(D, authority=Authority("consent", "a1"))


@pytest.mark.parametrize(
    ("dossier", "who", "owns"),
    [
        (UNDER, Actor("owner"), True),
        (UNDER, Actor("filer"), False),
        (UNDER, Actor("filer", acting=ACTING), True),
        (UNDER, Actor("filer", acting=replace(ACTING, authorisation="a2")), False),
        (UNDER, Actor("filer", acting=replace(ACTING, principal="other")), False),
        (UNDER, Actor("x", acting=replace(ACTING, authorisation="a2", whole=True)), True),
        (UNDER, Actor("x", acting=replace(ACTING, authorisation="a2", dossier="d")), True),
        (UNDER, Actor("x", acting=replace(ACTING, authorisation="a2", dossier="e")), False),
        (D, Actor("x", acting=ACTING), False),
        (D, Actor("x", acting=replace(ACTING, whole=True)), True),
        (replace(D, owner="", authority=Authority("paper", "", "12", "2026-01-02")), Actor("filer"), True),
        (replace(D, owner="", filer=""), Actor("x", acting=replace(ACTING, principal="", whole=True)), False),
    ],
)
def test_an_agent_owns_what_their_authorisation_covers_while_the_request_names_it(
    dossier: Dossier, who: Actor, owns: bool
) -> None:
    assert (is_owner(who, dossier), can_see(who, dossier, MONDAY)) == (owns, owns)


def test_who_filed_under_an_authorisation_learns_what_is_missing_and_stays_no_officer_of_it() -> None:
    with pytest.raises(ActingForNeeded):
        require_sight(Actor("filer"), UNDER, MONDAY)
    with pytest.raises(NotFound):
        require_sight(Actor("x"), UNDER, MONDAY)
    with pytest.raises(OwnDossier):
        permit_step(copy_actor(CASE, "filer"), UNDER, Step.NOTE, MONDAY)


def test_nobody_owns_a_dossier_of_the_counter() -> None:
    assert not is_owner(Actor(""), replace(D, owner="", filer=""))


@pytest.mark.clause("HUE-19.3")
@pytest.mark.parametrize("who", [CLERK, CASE, HEAD])
def test_officers_of_a_concerned_unit_see_it(who: Actor) -> None:
    assert can_see(who, D, MONDAY)
    assert not can_see(Actor(who.sub, (replace(who.assignments[0], unit="elsewhere"),)), D, MONDAY)


@pytest.mark.clause("HUE-18.1.c")
@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.AUDITOR, True), (Role.PROVINCIAL_OFFICE, True), (Role.OPERATOR, False), (Role.CATALOGUE_EDITOR, False)],
)
@pytest.mark.parametrize("unit", ["province", "desk"])
def test_a_province_wide_role_gives_no_desk_wherever_it_is_held(role: Role, sees: bool, unit: str) -> None:
    assert can_see(build_actor(role, unit), D, MONDAY) is sees
    assert list_working_units(build_actor(role, unit), MONDAY) == frozenset()


@pytest.mark.parametrize("gone", [timedelta(0), timedelta(days=1)])
def test_a_right_that_has_ended_counts_no_more(gone: timedelta) -> None:
    ended = Actor("x", (Assignment(Role.ONE_STOP_OFFICER, "desk", LONG_AGO, MONDAY - gone),))
    assert not can_see(ended, D, MONDAY)


def test_a_right_that_begins_later_does_not_count_yet() -> None:
    later = Actor("x", (Assignment(Role.ONE_STOP_OFFICER, "desk", MONDAY + timedelta(seconds=1)),))
    assert not can_see(later, D, MONDAY)


def test_absent_and_not_yours_read_the_same() -> None:
    for dossier in (None, D):
        with pytest.raises(NotFound):
            require_sight(Actor("stranger"), dossier, MONDAY)


def test_a_step_out_of_its_moment_says_what_is_allowed() -> None:
    with pytest.raises(WrongMoment) as refused:
        permit_step(CASE, D, Step.RECEIVE, MONDAY)
    assert list(refused.value.allowed) == list_allowed_steps(CASE, D, MONDAY)
    assert "receive" in refused.value.text_en


@pytest.mark.clause("VL-4.4")
def test_a_step_of_somebody_else_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        permit_step(CASE, D, Step.RESOLVE, MONDAY, "granted")


@pytest.mark.clause("VL-4.4")
def test_nobody_works_on_their_own_dossier() -> None:
    own = copy_actor(HEAD, "owner")
    with pytest.raises(OwnDossier):
        permit_step(own, D, Step.RESOLVE, MONDAY, "granted")
    assert list_allowed_steps(own, D, MONDAY) == ["supplement", "withdraw", "pay"]


def test_what_is_allowed_is_what_is_permitted() -> None:
    for state in State:
        for who in (CLERK, CASE, HEAD, Actor("owner"), copy_actor(CLERK, "owner")):
            dossier = replace(D, state=state, stage="intake" if state is State.SUPPLEMENT_REQUESTED else "")
            cases = ("", "granted", "online", "cash", "post", "data")
            assert set(list_allowed_steps(who, dossier, MONDAY)) == {
                step.value for step in Step if any(_is_permitted(who, dossier, step, case) for case in cases)
            }


def _is_permitted(who: Actor, dossier: Dossier, step: Step, case: str) -> bool:
    try:
        permit_step(who, dossier, step, MONDAY, case)
    except (Forbidden, OwnDossier, WrongMoment):
        return False
    return True


SECTION, DIRECTOR = build_actor(Role.HEAD_OF_SECTION, "agency"), build_actor(Role.CENTRE_DIRECTOR, "desk")


@pytest.mark.clause("HUE-14.4.a", "HUE-14.4.b#1")
def test_a_request_is_decided_stage_by_stage() -> None:
    endorsed = replace(EXTENSION, endorsers=(SECTION.sub,))
    assert permit_decision(SECTION, D, EXTENSION, MONDAY) == (Role.HEAD_OF_SECTION, "agency")
    assert permit_decision(DIRECTOR, D, endorsed, MONDAY) == (Role.CENTRE_DIRECTOR, "desk")
    for who, request in ((DIRECTOR, EXTENSION), (SECTION, endorsed), (HEAD, EXTENSION)):
        with pytest.raises(Forbidden):
            permit_decision(who, D, request, MONDAY)
        assert not may_decide(who, D, request, MONDAY)


def test_nobody_decides_on_their_own_proposal_or_twice() -> None:
    for who, request in (
        (copy_actor(SECTION, "proposer"), EXTENSION),
        (copy_actor(DIRECTOR, "proposer"), replace(EXTENSION, endorsers=("x",))),
        (copy_actor(DIRECTOR, "x"), replace(EXTENSION, endorsers=("x",))),
    ):
        with pytest.raises(OwnProposal):
            permit_decision(who, D, request, MONDAY)
        assert not may_decide(who, D, request, MONDAY)


def test_nobody_decides_a_request_about_their_own_dossier() -> None:
    with pytest.raises(OwnDossier):
        permit_decision(copy_actor(SECTION, "owner"), D, EXTENSION, MONDAY)
    assert not may_decide(copy_actor(SECTION, "owner"), D, EXTENSION, MONDAY)
    assert may_decide(SECTION, D, EXTENSION, MONDAY)
