"""The flow table holds together: what it says of itself, and what others read from it."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.transitions import (
    CLOCK_RUNS,
    NATIONAL_CODE,
    REQUESTS,
    TABLE,
    RequestKind,
    Scope,
    State,
    Step,
)

ENDED = {State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED, State.RESOLVED, State.RETURNED, State.CLOSED}


def test_every_state_but_draft_is_reached_and_every_state_but_closed_is_left() -> None:
    moves = {(row.state, row.to) for row in TABLE if row.to}
    by_request = {move for rule in REQUESTS.values() for move in rule.to}
    assert {to for _, to in moves | by_request} == set(State) - {State.DRAFT}
    assert {state for state, _ in moves} == set(State) - {State.CLOSED}


def test_every_state_leads_to_closed() -> None:
    leading = {State.CLOSED}
    while more := {row.state for row in TABLE if row.to in leading} - leading:
        leading |= more
    assert leading == set(State)


def test_no_step_leads_back_out_of_an_outcome() -> None:
    assert [row for row in TABLE if row.state in ENDED and row.to and row.to not in ENDED] == []


def test_rows_of_one_cell_differ_in_case() -> None:
    keys = [(row.state, row.step, row.case) for row in TABLE]
    assert len(keys) == len(set(keys))


def test_a_row_that_proposes_moves_nothing() -> None:
    proposing = [row for row in TABLE if row.request]
    # The check of a supplement is opened by the supplement itself, where the law has one.
    assert {row.request for row in proposing} | {RequestKind.CONTROL} == set(RequestKind) == set(REQUESTS)
    assert {(row.to, row.fact) for row in proposing} == {(None, "request_opened")}


@pytest.mark.clause("HUE-4.2")
@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.state}-{row.step}-{row.case}")
def test_every_row_names_who_and_where_it_stands(row: transitions.Transition) -> None:
    assert row.who
    assert row.article
    assert bool(row.fact) is (row.step is not Step.DISCARD)
    assert transitions.find_transition(row.state, row.step, row.case) is row
    assert row in transitions.list_transitions(row.state, row.step)
    assert row.step in transitions.list_steps(row.state)


@pytest.mark.clause("HUE-18.1.c")
def test_nobody_who_runs_the_system_takes_a_step() -> None:
    acting = {role for row in TABLE for role, _ in row.who}
    assert not acting & {Role.OPERATOR, Role.AUDITOR, Role.CATALOGUE_EDITOR}


@pytest.mark.clause("VL-4.4")
def test_an_officers_role_always_counts_in_one_unit_only() -> None:
    anywhere = {Scope.OWNER, Scope.PRINCIPAL, Scope.AUTHOR, Scope.PROVINCE}
    wide = {role for row in TABLE for role, scope in row.who if scope in anywhere and row.state is not State.DRAFT}
    assert wide == {Role.APPLICANT, Role.PROVINCIAL_OFFICE}


def test_national_codes_are_one_to_ten() -> None:
    assert sorted(map(int, NATIONAL_CODE.values())) == list(range(1, 11))
    assert set(State) - set(NATIONAL_CODE) == {State.DRAFT, State.CLOSED}


def test_the_clock_runs_where_the_dossier_is_ours_to_work_on() -> None:
    assert State.SUPPLEMENT_REQUESTED not in CLOCK_RUNS
    assert not CLOCK_RUNS & ENDED


def test_a_cell_the_table_does_not_know_is_empty() -> None:
    assert transitions.list_transitions(State.CLOSED, Step.RECEIVE) == ()
    assert transitions.find_transition(State.RECEIVED, Step.RESOLVE, "maybe") is None


def test_the_table_as_json_is_the_table() -> None:
    shown = json.loads(json.dumps(transitions.export_table(lambda text: [text])))
    assert len(shown["rows"]) == len(TABLE)
    assert [r["to"] for r in shown["rows"]] == [row.to for row in TABLE]
    assert {s["state"]: s["national_code"] for s in shown["states"]}["returned"] == "10"
    assert {r["kind"] for r in shown["requests"]} == set(RequestKind)
    assert (
        next(r for r in shown["requests"] if r["kind"] == "extension")["chain_from_law"] == "extension.approval_chain"
    )
