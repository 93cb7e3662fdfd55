"""Assign: a superior gives the unit's share to a case officer of the unit; every change stays on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.errors import Forbidden, Invalid, OwnDossier
from chalicelib.steps.dossier.views import view_dossier
from tests.support.builders import CITIZEN, LONG_AGO, Case, build_actor

CASE, SECTION, HEAD = Role.CASE_OFFICER, Role.HEAD_OF_SECTION, Role.AGENCY_HEAD


def prepare_case() -> tuple[Case, Actor]:
    """A dossier at the agency, and a case officer there."""
    case = Case().processing()
    return case, case.appoint(case.officer(CASE, "chuyen-vien-1"))


@pytest.mark.clause("HUE-6.5")
@pytest.mark.parametrize("superior", [SECTION, HEAD])
def test_a_superior_names_the_officer_who_handles_the_case(superior: Role) -> None:
    case, officer = prepare_case()
    before = case.dossier
    d = case.take("assign", case.officer(superior), officer=officer.sub)
    assert [(task.holder, task.version) for task in d.tasks] == [(officer.sub, 2), ("", 1)]
    assert (d.state, d.clock) == (before.state, before.clock)
    shown = view_dossier(d, officer, case.now, case.reference)["tasks"]
    assert [task["holder"] for task in shown] == [officer.sub, None]


@pytest.mark.clause("HUE-6.5")
def test_the_history_of_hands_is_in_the_ledger() -> None:
    case, first = prepare_case()
    second = case.appoint(case.officer(CASE, "chuyen-vien-2"))
    case.take("assign", case.officer(SECTION), officer=first.sub)
    case.take("assign", case.officer(HEAD), officer=second.sub, note="Nghỉ phép")
    moves = [(fact.data["before"], fact.data["officer"]) for fact in case.facts if fact.kind == "assigned"]
    assert moves == [("", first.sub), (first.sub, second.sub)]
    assert set(case.facts[-1].parts) == {"note"}


def test_a_partner_assigns_its_own_share() -> None:
    case = Case().processing()
    officer = case.appoint(build_actor(CASE, case.partner, "thue-1"))
    d = case.take("assign", build_actor(HEAD, case.partner), officer=officer.sub)
    assert [task.holder for task in d.tasks] == ["", officer.sub]


def build_nobody(case: Case) -> Actor:
    """Somebody of whom nothing is recorded."""
    return case.officer(CASE, "nobody")


def build_elsewhere(case: Case) -> Actor:
    """A case officer of another unit."""
    return case.appoint(build_actor(CASE, case.partner, "thue-1"))


def build_other_work(case: Case) -> Actor:
    """An officer of the unit who handles no cases."""
    return case.appoint(case.officer(SECTION, "truong-phong"))


def build_gone(case: Case) -> Actor:
    """A case officer whose right has ended."""
    ended = Assignment(CASE, case.agency, LONG_AGO, case.now - timedelta(days=1))
    return case.appoint(Actor("da-chuyen", (ended,)))


def to_come(case: Case) -> Actor:
    """A case officer from tomorrow on."""
    return case.appoint(Actor("sap-den", (Assignment(CASE, case.agency, case.now + timedelta(days=1)),)))


def build_applicant(case: Case) -> Actor:
    """The owner, who also works there."""
    return case.appoint(case.officer(CASE, CITIZEN.sub))


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (build_nobody, "not_a_case_officer"),
        (build_elsewhere, "officer_of_another_unit"),
        (build_other_work, "not_a_case_officer"),
        (build_gone, "officer_left"),
        (to_come, "not_a_case_officer"),
        (build_applicant, "officer_is_applicant"),
    ],
)
def test_nobody_else_is_given_a_case_and_the_refusal_says_why(who: Callable[[Case], Actor], code: str) -> None:
    case = Case().processing()
    refused = case.refused("assign", case.officer(HEAD), officer=who(case).sub)
    assert isinstance(refused, Invalid)
    assert [(each.path, each.code) for each in refused.fields] == [("/officer", code)]


def test_two_superiors_at_once_overwrite_nothing() -> None:
    case, first = prepare_case()
    second = case.appoint(case.officer(CASE, "chuyen-vien-2"))
    case.take("assign", case.officer(SECTION), officer=first.sub, seen_holder="")
    assert case.refused("assign", case.officer(HEAD), officer=second.sub, seen_holder="").code == "holder_changed"
    d = case.take("assign", case.officer(HEAD), officer=second.sub, seen_holder=first.sub)
    assert d.tasks[0].holder == second.sub


def test_an_officer_takes_what_nobody_has_and_nothing_else() -> None:
    case, officer = prepare_case()
    other = case.appoint(case.officer(CASE, "chuyen-vien-2"))
    assert "claim" in view_dossier(case.dossier, officer, case.now, case.reference)["allowed"]
    d = case.take("claim", officer)
    assert (d.tasks[0].holder, case.facts[-1].data["before"]) == (officer.sub, "")
    assert "claim" not in view_dossier(d, other, case.now, case.reference)["allowed"]
    assert case.refused("claim", other).code == "already_held"
    assert isinstance(case.refused("claim", case.officer(SECTION)), Forbidden)


def test_the_holder_alone_hands_over_to_a_colleague_of_the_unit() -> None:
    case, officer = prepare_case()
    other = case.appoint(case.officer(CASE, "chuyen-vien-2"))
    assert case.refused("hand_over", officer, officer=other.sub).code == "not_holder"
    case.take("claim", officer)
    steps = [view_dossier(case.dossier, who, case.now, case.reference)["allowed"] for who in (officer, other)]
    assert ["hand_over" in each for each in steps] == [True, False]
    assert case.refused("hand_over", other, officer=other.sub).code == "not_holder"
    assert case.refused("hand_over", officer, officer=build_gone(case).sub).code == "invalid"
    d = case.take("hand_over", officer, officer=other.sub, note="Nghỉ phép")
    assert (d.tasks[0].holder, case.facts[-1].data["before"]) == (other.sub, officer.sub)


@pytest.mark.clause("HUE-6.5")
def test_only_a_superior_of_the_unit_assigns_and_not_their_own_dossier() -> None:
    case, officer = prepare_case()
    assert isinstance(case.refused("assign", officer, officer=officer.sub), Forbidden)
    assert isinstance(case.refused("assign", case.officer(HEAD, CITIZEN.sub), officer=officer.sub), OwnDossier)


def test_the_applicant_does_not_see_who_holds_the_dossier() -> None:
    case, officer = prepare_case()
    d = case.take("assign", case.officer(SECTION), officer=officer.sub)
    assert {task["holder"] for task in view_dossier(d, CITIZEN, case.now, case.reference)["tasks"]} == {None}
