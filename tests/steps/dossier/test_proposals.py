"""Proposals are approval requests, for the people whom the table or the law names."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind
from chalicelib.steps.dossier.proposals import RequestPending
from tests.support.builders import CITIZEN, Case

PROPOSALS = {
    RequestKind.EXTENSION: ("extend", Role.CASE_OFFICER),
    RequestKind.APOLOGY: ("apologise", Role.CASE_OFFICER),
    RequestKind.WITHDRAWAL: ("withdraw", None),
    RequestKind.SUPPLEMENT: ("request_supplement", Role.CASE_OFFICER),
}


@pytest.mark.parametrize("kind", PROPOSALS)
def test_a_proposal_moves_neither_state_nor_clock(kind: RequestKind) -> None:
    case = Case().processing().nearly_late()
    before = case.dossier
    after = open_kind(case, kind)
    assert (after.state, after.clock, after.obligations) == (before.state, before.clock, before.obligations)
    assert [(r.n, r.kind, r.endorsers) for r in after.requests] == [(1, kind, ())]
    assert case.facts[-1].kind == "request_opened"


@pytest.mark.parametrize("kind", PROPOSALS)
def test_a_second_of_its_kind_waits_for_the_first(kind: RequestKind) -> None:
    case = Case().processing().nearly_late()
    open_kind(case, kind)
    step, role = PROPOSALS[kind]
    body = {"components": case.some_component} if step == "request_supplement" else {}
    refused = case.refused(step, case.officer(role, "second") if role else CITIZEN, **body)
    assert isinstance(refused, RequestPending)


def test_requests_of_several_kinds_wait_side_by_side_with_numbers_of_their_own() -> None:
    case = Case().processing().nearly_late()
    for kind in PROPOSALS:
        open_kind(case, kind)
    assert [r.n for r in case.dossier.requests] == [1, 2, 3, 4]


@pytest.mark.parametrize("kind", [kind for kind in PROPOSALS if not REQUESTS[kind].chain_from_law])
def test_the_table_names_who_decides(kind: RequestKind) -> None:
    request = open_kind(Case().processing(), kind).requests[0]
    assert request.chain == tuple(tuple(role for role, _ in stage) for stage in REQUESTS[kind].chain)


@pytest.mark.parametrize("kind", [kind for kind in PROPOSALS if REQUESTS[kind].chain_from_law])
def test_the_law_names_who_decides_about_time(kind: RequestKind) -> None:
    case = Case().processing().nearly_late()
    open_kind(case, kind)
    assert REQUESTS[kind].chain_from_law in {cite["param"] for cite in case.facts[-1].law}


def open_kind(case: Case, kind: RequestKind):
    """The dossier with one more request."""
    step, role = PROPOSALS[kind]
    body = {"components": case.some_component} if step == "request_supplement" else {}
    return case.take(step, case.officer(role) if role else CITIZEN, **body)
