"""Assign: a superior gives the unit's share to a case officer of the unit; every change stays on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import Forbidden, Invalid, OwnDossier
from chalicelib.domain.roles import Actor, Assignment, Role
from chalicelib.steps.views import view
from tests.builders import CITIZEN, LONG_AGO, Case, actor

CASE, SECTION, HEAD = Role.CASE_OFFICER, Role.HEAD_OF_SECTION, Role.AGENCY_HEAD


def ready() -> tuple[Case, Actor]:
    """A dossier at the agency, and a case officer there."""
    case = Case().processing()
    return case, case.appoint(case.officer(CASE, "chuyen-vien-1"))


@pytest.mark.clause("HUE-6.5")
@pytest.mark.parametrize("superior", [SECTION, HEAD])
def test_a_superior_names_the_officer_who_handles_the_case(superior: Role) -> None:
    case, officer = ready()
    before = case.dossier
    d = case.take("assign", case.officer(superior), officer=officer.sub)
    assert [(task.holder, task.version) for task in d.tasks] == [(officer.sub, 2), ("", 1)]
    assert (d.state, d.clock) == (before.state, before.clock)
    shown = view(d, officer, case.now, case.reference)["tasks"]
    assert [task["holder"] for task in shown] == [officer.sub, None]


@pytest.mark.clause("HUE-6.5")
def test_the_history_of_hands_is_in_the_ledger() -> None:
    case, first = ready()
    second = case.appoint(case.officer(CASE, "chuyen-vien-2"))
    case.take("assign", case.officer(SECTION), officer=first.sub)
    case.take("assign", case.officer(HEAD), officer=second.sub, note="Nghỉ phép")
    moves = [(fact.data["before"], fact.data["officer"]) for fact in case.facts if fact.kind == "assigned"]
    assert moves == [("", first.sub), (first.sub, second.sub)]
    assert set(case.facts[-1].parts) == {"note"}


def test_a_partner_assigns_its_own_share() -> None:
    case = Case().processing()
    officer = case.appoint(actor(CASE, case.partner, "thue-1"))
    d = case.take("assign", actor(HEAD, case.partner), officer=officer.sub)
    assert [task.holder for task in d.tasks] == ["", officer.sub]


def nobody(case: Case) -> Actor:
    """Somebody of whom nothing is recorded."""
    return case.officer(CASE, "nobody")


def elsewhere(case: Case) -> Actor:
    """A case officer of another unit."""
    return case.appoint(actor(CASE, case.partner, "thue-1"))


def other_work(case: Case) -> Actor:
    """An officer of the unit who handles no cases."""
    return case.appoint(case.officer(SECTION, "truong-phong"))


def gone(case: Case) -> Actor:
    """A case officer whose right has ended."""
    ended = Assignment(CASE, case.agency, LONG_AGO, case.now - timedelta(days=1))
    return case.appoint(Actor("da-chuyen", (ended,)))


def to_come(case: Case) -> Actor:
    """A case officer from tomorrow on."""
    return case.appoint(Actor("sap-den", (Assignment(CASE, case.agency, case.now + timedelta(days=1)),)))


def the_applicant(case: Case) -> Actor:
    """The owner, who also works there."""
    return case.appoint(case.officer(CASE, CITIZEN.sub))


@pytest.mark.parametrize("who", [nobody, elsewhere, other_work, gone, to_come, the_applicant])
def test_nobody_else_is_given_a_case(who: object) -> None:
    case = Case().processing()
    refused = case.refused("assign", case.officer(HEAD), officer=who(case).sub)  # type: ignore[operator]
    assert isinstance(refused, Invalid)
    assert (refused.fields[0].path, refused.fields[0].code) == ("/officer", "not_a_case_officer")


@pytest.mark.clause("HUE-6.5")
def test_only_a_superior_of_the_unit_assigns_and_not_their_own_dossier() -> None:
    case, officer = ready()
    assert isinstance(case.refused("assign", officer, officer=officer.sub), Forbidden)
    assert isinstance(case.refused("assign", case.officer(HEAD, CITIZEN.sub), officer=officer.sub), OwnDossier)


def test_the_applicant_does_not_see_whose_desk_it_lies_on() -> None:
    case, officer = ready()
    d = case.take("assign", case.officer(SECTION), officer=officer.sub)
    assert {task["holder"] for task in view(d, CITIZEN, case.now, case.reference)["tasks"]} == {None}
