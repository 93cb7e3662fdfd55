"""Add a paper: those who may file it may upload it, once per key, up to the dossier's limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import LIMITS, PaperKind, PaperState, settle_paper
from chalicelib.domain.papers.paper_errors import ComponentUnknown, PapersTooMany
from chalicelib.domain.shared.errors import Forbidden, KeyReused, NotFound
from chalicelib.steps.papers import add_paper
from chalicelib.steps.papers.add_paper import PaperSettled, is_officer_view, may_have
from tests.support.builders import CITIZEN, Case, build_actor
from tests.support.commands import change_body

BEGIN = datetime(2021, 1, 1, tzinfo=UTC)
COMPONENT = "household_business_registration_application"


def announce_upload(case: Case, **changes: Any) -> dict[str, Any]:
    """An upload announced."""
    return {
        "kind": PaperKind.COMPONENT, "component": case.some_component[0], "name": "tờ khai.pdf", "size": 10,
        "sha256": "b" * 64, "content_type": "application/pdf",
    } | changes  # fmt: skip


def assign_digitiser(case: Case, officer: Actor) -> Actor:
    """The officer, with a written assignment to scan at the one-stop unit."""
    scans = Assignment(Role.ASSIGNED_DIGITISER, case.one_stop, BEGIN)
    return replace(officer, assignments=(*officer.assignments, scans))


def test_the_author_uploads_to_a_draft() -> None:
    case = Case().start()
    paper = add_paper.add_paper(case.deps, case.ask("add_paper", CITIZEN, announce_upload(case)))
    assert (paper.state, paper.component, paper.uploaded_by) == (PaperState.PENDING, COMPONENT, CITIZEN.sub)
    assert case.store.load(case.id, papers=[paper.id]).papers[paper.id] == paper


def test_the_same_key_means_the_same_paper() -> None:
    case = Case().start()
    command = case.ask("add_paper", CITIZEN, announce_upload(case))
    first = add_paper.add_paper(case.deps, command)
    saves = case.store.saves
    assert add_paper.add_paper(case.deps, command) == first
    assert case.store.saves == saves
    other = change_body(command, size=11)
    assert isinstance(case.refusal(lambda: add_paper.add_paper(case.deps, other)), KeyReused)
    case.store.put_paper(settle_paper(first, "v1", None, real_now=case.real_now))
    assert isinstance(case.refusal(lambda: add_paper.add_paper(case.deps, command)), PaperSettled)


def test_there_is_room_for_so_many_and_no_more() -> None:
    case = Case().start()
    for _ in range(LIMITS.max_papers):
        add_paper.add_paper(case.deps, case.ask("add_paper", CITIZEN, announce_upload(case)))
    command = case.ask("add_paper", CITIZEN, announce_upload(case))
    assert isinstance(case.refusal(lambda: add_paper.add_paper(case.deps, command)), PapersTooMany)


def test_only_papers_of_the_procedure_are_taken() -> None:
    case = Case().start()
    command = case.ask("add_paper", CITIZEN, announce_upload(case, component="birth_certificate"))
    assert isinstance(case.refusal(lambda: add_paper.add_paper(case.deps, command)), ComponentUnknown)


@pytest.mark.parametrize(
    ("state", "role", "kind", "refusal"),
    [
        (State.DRAFT, None, PaperKind.RESULT, Forbidden),
        (State.SUBMITTED, None, PaperKind.COMPONENT, None),
        (State.RESOLVED, None, PaperKind.COMPONENT, Forbidden),
        (State.SUPPLEMENT_REQUESTED, None, PaperKind.COMPONENT, None),
        (State.SUPPLEMENT_REQUESTED, Role.ONE_STOP_OFFICER, PaperKind.COMPONENT, None),
        (State.SUPPLEMENT_REQUESTED, Role.CASHIER, PaperKind.COMPONENT, Forbidden),
        (State.PROCESSING, Role.AGENCY_HEAD, PaperKind.RESULT, None),
        (State.PROCESSING, Role.CASE_OFFICER, PaperKind.RESULT, None),
        (State.PROCESSING, None, PaperKind.RESULT, Forbidden),
        (State.PROCESSING, Role.CASHIER, PaperKind.RESULT, Forbidden),
        (State.RESOLVED, Role.AGENCY_HEAD, PaperKind.RESULT, None),
        (State.RESOLVED, Role.CASE_OFFICER, PaperKind.RESULT, Forbidden),
        (State.PROCESSING, Role.AGENCY_HEAD, PaperKind.SLIP, Forbidden),
    ],
)
def test_who_may_file_a_paper_may_upload_it(
    state: State, role: Role | None, kind: PaperKind, refusal: type[Exception] | None
) -> None:
    case = Case().at(state)
    who = assign_digitiser(case, case.officer(role)) if role else CITIZEN
    command = case.ask("add_paper", who, announce_upload(case, kind=kind))
    if refusal is None:
        assert add_paper.add_paper(case.deps, command).kind is kind
    else:
        assert isinstance(case.refusal(lambda: add_paper.add_paper(case.deps, command)), refusal)


@pytest.mark.parametrize("who", [Actor("stranger"), build_actor(Role.ONE_STOP_OFFICER, "HUE-N19789-1C")])
def test_a_dossier_that_one_may_not_see_takes_no_papers(who: Actor) -> None:
    case = Case().processing()
    command = case.ask("add_paper", who, announce_upload(case))
    assert isinstance(case.refusal(lambda: add_paper.add_paper(case.deps, command)), NotFound)


@pytest.mark.clause("VL-7.2.b")
def test_only_officers_views_of_papers_are_recorded() -> None:
    draft, filed = Case().start(), Case().processing()
    assert not is_officer_view(draft.ask("read", CITIZEN), draft.store.load(draft.id))
    assert not is_officer_view(filed.ask("read", CITIZEN), filed.store.load(filed.id))
    assert is_officer_view(filed.ask("read", filed.officer(Role.CASE_OFFICER)), filed.store.load(filed.id))


def test_a_paper_is_given_to_those_who_work_with_it() -> None:
    case = Case().processing()
    filed = next(iter(case.dossier.papers))
    prepared = case.paper(PaperKind.RESULT)
    people = {
        "owner": CITIZEN,
        "case": case.officer(Role.CASE_OFFICER),
        "auditor": build_actor(Role.AUDITOR, "province"),
    }
    got = {
        (name, paper): may_have(case.ask("read", who), case.store.load(case.id), _load_paper(case, paper))
        for name, who in people.items()
        for paper in (filed, prepared)
    }
    assert {key for key, given in got.items() if given} == {("owner", filed), ("case", filed), ("case", prepared)}
    case.finish_partners().paid().take("resolve", case.officer(Role.AGENCY_HEAD), result=prepared)
    assert not may_have(case.ask("read", CITIZEN), case.store.load(case.id), _load_paper(case, prepared))
    case.compared().take("give_back", case.officer(Role.ONE_STOP_OFFICER))
    assert may_have(case.ask("read", CITIZEN), case.store.load(case.id), _load_paper(case, prepared))


def _load_paper(case: Case, number: str) -> Any:
    return case.store.load(case.id, papers=[number]).papers[number]
