"""Every cell of state × step × case × role × unit × owner: exactly the table's cells succeed, saved once.

The expectation is worked out here from the rows of the table alone, apart from the code that decides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from chalicelib.domain.accounts.acting_for import CHILD, PAPER, Authority
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.dossier.permission import list_allowed_steps, list_concerned_units, permit_step
from chalicelib.domain.flow.transitions import (
    AS_PARENT,
    BY_PAPER,
    CALLED,
    CLOCK_RUNS,
    OF_DOSSIER,
    OWED,
    POSTED,
    SETTLING,
    STAGES,
    TABLE,
    UNSIGNED,
    Scope,
    State,
    Step,
    Transition,
)
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, SightPlace
from chalicelib.domain.shared.errors import Refusal
from chalicelib.steps.dossier.context import Command
from tests.support.acts import PAYMENT_STEPS
from tests.support.acts import STEPS as TAKE
from tests.support.bodies import BY_POST
from tests.support.builders import CITIZEN, COPY, FULL, LONG_AGO, STATES, Case
from tests.support.commands import fit_body
from tests.support.sight_rows import is_said

CONSULTED, ELSEWHERE, HOLDER = "HUE-BHXH", "HUE-N19789", "holder"
WIDE = {Role.PROVINCIAL_OFFICE, Role.AUDITOR, Role.OPERATOR, Role.CATALOGUE_EDITOR}
READS_ALL = {Role.PROVINCIAL_OFFICE, Role.AUDITOR}
AFTER_DRAFT = [(state, stage) for state, stage in STATES if state is not State.DRAFT]
STEPS = [step for step in Step if step is not Step.DISCARD]
ROWS = {
    (state, step): [row for row in TABLE if (row.state, row.step) == (state, step)] for state in State for step in Step
}
CASES = {step: sorted({row.case for row in TABLE if row.step is step} - OF_DOSSIER) or [""] for step in STEPS}
_ALLOWED: dict[tuple[int, Actor], list[str]] = {}
"""What a person may do with a prepared dossier, by its place in memory: each is kept by `prepare_ready`."""


@dataclass(frozen=True)
class CellTry:
    """One try: who, and what."""

    who: Actor
    role: Role | None
    unit: str
    step: Step
    case: str


@dataclass(frozen=True, eq=False)
class Ready:
    """A dossier in a state, with the papers that its steps may name."""

    case: Case
    component: str
    result: str


@cache
def prepare_ready(state: State, stage: str, *, partners_done: bool = False, held: bool = False) -> Ready:
    """A dossier ready for all steps of its state: money paid, partner at work, an opinion asked; `held` by those who
    tries something."""
    case = Case(COPY) if state is State.RECEIVED else Case()
    if state is State.RETURNED:
        _send_unclaimed(case)
    else:
        case.at(state, stage)
    if state is State.PROCESSING:
        case.paid().take("consult", case.officer(Role.CASE_OFFICER), unit=CONSULTED)
    if state in CLOCK_RUNS - {State.RECEIVED}:
        case.nearly_late()
    if partners_done:
        case.finish_partners()
    elif state is State.PROCESSING:
        case.take("call_original", case.officer(Role.CASE_OFFICER), components=_list_filed(case))
    units = (task.unit for task in case.dossier.tasks)
    case.appoint(Actor(HOLDER, tuple(Assignment(Role.CASE_OFFICER, unit, LONG_AGO) for unit in units)))
    if held:
        case.appoint(Actor("somebody", tuple(Assignment(Role.CASE_OFFICER, each.unit, LONG_AGO) for each in
                                             case.dossier.tasks)))  # fmt: skip
        for task in case.dossier.tasks:
            case.take("assign", Actor("head", (Assignment(Role.AGENCY_HEAD, task.unit, LONG_AGO),)), officer="somebody")
    return Ready(case, case.paper(component=case.some_component[0]), case.paper(PaperKind.RESULT))


def _list_filed(case: Case) -> list[str]:
    """A component of which the dossier holds a copy, if there is one."""
    return sorted(case.dossier.papers.values())[:1]


def _send_unclaimed(case: Case) -> None:
    """Sent by post and not collected, the applicant invited twice."""
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    case.resolved().take("give_back", clerk, **BY_POST)
    for _ in range(2):
        case.later(days=4).take("invite", clerk)
    case.later(days=4)


def list_cells(case: Case) -> Iterator[CellTry]:
    """Everybody trying everything."""
    units = (case.one_stop, case.agency, case.partner if case.dossier.tasks else "HUE-THUE", CONSULTED, ELSEWHERE)
    people: list[tuple[Role | None, str]] = [(None, ""), *itertools.product(sorted(Role), units)]
    for (role, unit), own, step in itertools.product(people, (False, True), STEPS):
        held = (Assignment(role, unit, LONG_AGO),) if role else ()
        who = Actor(CITIZEN.sub if own else "somebody", held)
        for name in CASES[step]:
            yield CellTry(who, role, unit, step, name)


def find_expected(cell: CellTry, dossier: Dossier) -> str:
    """Return the table's result for a cell: «ok», or the code of the refusal."""
    own = cell.who.sub == CITIZEN.sub
    if not (own or _may_see(cell, dossier)):
        return "not_found"
    rows = [row for row in ROWS[dossier.state, cell.step] if _is_case(row, cell.case, dossier)]
    if not rows:
        return "wrong_moment"
    worn = [role for row in rows for role, scope in row.who if _may_act(cell, role, scope, own=own, dossier=dossier)]
    if not worn:
        if own and cell.step is Step.JOIN_ACCOUNT:
            return "already_in_account"
        hired = cell.role is Role.POSTAL_STAFF and cell.unit in list_concerned_units(dossier)
        return "not_your_stage" if hired else "forbidden"
    return "own_dossier" if own and worn[0] is not Role.APPLICANT else "ok"


def _may_see(cell: CellTry, dossier: Dossier) -> bool:
    if cell.role is None or cell.role in WIDE:
        return cell.role in READS_ALL
    true = {OnlyIf.HAS_SUMS} if dossier.obligations else set()
    if (dossier.handed[-1] if dossier.handed else dossier.handover.way) == "post":
        true.add(OnlyIf.BY_POST)
    return is_said(cell.role, _list_places(cell.unit, dossier), dossier.state, Content.HEAD, true=true)


def _list_places(unit: str, dossier: Dossier) -> set[SightPlace]:
    shares = [task.done_at is None and not task.waits for task in dossier.tasks if task.unit == unit]
    asked = [each.answered_at is None for each in dossier.consultations if each.unit == unit]
    found = {
        SightPlace.ONE_STOP: unit == dossier.one_stop,
        SightPlace.DESK: unit == dossier.intake.desk != dossier.one_stop,
        SightPlace.AGENCY: unit == dossier.agency,
        SightPlace.PARTNER: any(shares),
        SightPlace.WAITING: bool(shares) and not any(shares),
        SightPlace.ASKED: any(asked) and dossier.state in SETTLING,
        SightPlace.ANSWERED: bool(asked) and not (any(asked) and dossier.state in SETTLING),
    }
    return {place for place, holds in found.items() if holds}


def _is_case(row: Transition, case: str, dossier: Dossier) -> bool:
    if row.case in OF_DOSSIER:
        return row.case in find_true_cases(dossier)
    return row.case in ("", case)


def find_true_cases(dossier: Dossier) -> set[str]:
    """The cases that are a fact of this dossier."""
    held = dossier.authority or Authority("")
    facts = {
        OWED: bool(dossier.owes), POSTED: dossier.handed[-1:] == ("post",), CALLED: dossier.original_call is not None,
        UNSIGNED: bool(dossier.handover.unchecked),
        BY_PAPER: (held.basis, held.revoked_by) == (PAPER, ""),
        AS_PARENT: (held.basis, held.revoked_by) == (CHILD, ""),
    }  # fmt: skip
    return {dossier.stage} & STAGES | {case for case, holds in facts.items() if holds}


def _may_act(cell: CellTry, role: Role, scope: Scope, *, own: bool, dossier: Dossier) -> bool:
    if scope in (Scope.OWNER, Scope.PRINCIPAL):
        return own
    places = {
        Scope.ONE_STOP: {dossier.one_stop},
        Scope.COUNTER: {dossier.one_stop},
        Scope.AGENCY: {dossier.agency} - {""},
        Scope.PARTNER: {t.unit for t in dossier.tasks if not t.done_at},
        Scope.CONSULTED: {c.unit for c in dossier.consultations if not c.answered_at},
        Scope.PROVINCE: {cell.unit},
        Scope.SERVED: set(dossier.served_at),
        # Nobody here works at a counter of the whole province: those have tests of their own.
        Scope.PAYING_CENTRE: set(),
        Scope.RETURNING_CENTRE: set(),
        # Nor is anybody named by a dossier of nobody's account (tests/product/filing/test_unjoined.py).
        Scope.NAMED: set(),
    }
    return cell.role is role and cell.unit in places[scope]


@pytest.mark.clause("VL-4.4")
@pytest.mark.parametrize(("state", "stage"), AFTER_DRAFT)
def test_the_rule_lets_exactly_the_tables_cells_through(state: State, stage: str) -> None:
    case, tried = prepare_ready(state, stage).case, 0
    dossier = case.dossier
    for cell in list_cells(case):
        tried += 1
        want = find_expected(cell, dossier)
        assert (_try_permit(cell, dossier, case) if want != "not_found" else "not_found") == want, cell
    assert tried > 3000


def _try_permit(cell: CellTry, dossier: Dossier, case: Case) -> str:
    try:
        permit_step(cell.who, dossier, cell.step, case.now, cell.case)
    except Refusal as refused:
        return refused.code
    return "ok"


@pytest.mark.clause("VL-4.4", "HUE-4.2")
@pytest.mark.parametrize(("state", "stage"), AFTER_DRAFT)
def test_exactly_the_tables_cells_succeed(state: State, stage: str) -> None:
    succeeded: set[tuple[Step, str]] = set()
    for cell in list_cells(prepare_ready(state, stage).case):
        if cell.step in PAYMENT_STEPS:
            continue
        # A partner at work is what finishing needs and granting waits for; a call for originals is open once.
        free = cell.case == "granted" or cell.step is Step.CALL_ORIGINAL
        held = state in SETTLING and cell.step is Step.HAND_OVER
        ready = prepare_ready(state, stage, partners_done=state is State.PROCESSING and free, held=held)
        got, trial = try_cell(cell, ready)
        want = find_expected(cell, ready.case.dossier)
        if (cell.step, want) == (Step.FINISH_TASK, "ok") and cell.unit == ready.case.agency:
            want = "lead_task"  # the lead ends its share by resolving; both hold a task, so the table has one row
        assert got == want, cell
        if got == "ok":
            assert trial.store.saves == 1
            assert trial.dossier.length > ready.case.dossier.length
            assert fold_facts(trial.facts) == trial.dossier
            succeeded.add((cell.step, cell.case))
        else:
            assert trial.store.items == ready.case.store.items, cell
    assert succeeded == _list_known(prepare_ready(state, stage).case.dossier)


def _list_known(dossier: Dossier) -> set[tuple[Step, str]]:
    untried = PAYMENT_STEPS | {Step.JOIN_ACCOUNT}
    rows = [row for row in TABLE if row.state is dossier.state and row.step not in untried]
    absent = OF_DOSSIER - find_true_cases(dossier)
    return {(row.step, "" if row.case in OF_DOSSIER else row.case) for row in rows if row.case not in absent}


def try_cell(cell: CellTry, ready: Ready) -> tuple[str, Case]:
    """Take the step of a cell with a good body; «ok» or the refusal's code, and what became of the dossier."""
    trial = ready.case.copy()
    command = replace(ask_first(ready, cell.step, cell.case), actor=cell.who)
    try:
        TAKE[cell.step.value](trial.deps, command)
    except Refusal as refused:
        # The list is looked at where there is one: working it out takes longer than the refusal.
        said = refused.code != "wrong_moment" or list(refused.allowed) == list_allowed(cell.who, ready)
        return refused.code if said else "wrong list of what is allowed", trial
    return "ok", trial


@cache
def ask_first(ready: Ready, step: Step, case: str) -> Command[Any]:
    """The command of a step with a good body, read once for all who try it: each has the first key of their copy."""
    trial = ready.case.copy()
    body = build_good_body(CellTry(CITIZEN, None, "", step, case), ready)
    return trial.ask(step.value, CITIZEN, body, trial.dossier.version)


def list_allowed(who: Actor, ready: Ready) -> list[str]:
    """Return what somebody may do, worked out once for all steps that they try."""
    key = id(ready), who
    if key not in _ALLOWED:
        _ALLOWED[key] = list_allowed_steps(who, ready.case.dossier, ready.case.now)
    return _ALLOWED[key]


def build_good_body(cell: CellTry, ready: Ready) -> dict[str, Any]:
    """A body that the step accepts in the states that know it."""
    if cell.step is Step.ERASE:
        return FULL["erase"] | {"digest": min(ready.case.store.load_parts(ready.case.id))}
    granted = {"result": ready.result}
    denied = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ"}
    special: dict[Step, dict[str, Any]] = {
        Step.SUBMIT: {"papers": [], "declared_true": True},
        Step.REQUEST_SUPPLEMENT: {"components": ready.case.some_component},
        Step.SUPPLEMENT: {"papers": [ready.component]},
        Step.RESOLVE: granted if cell.case == "granted" else denied,
        Step.CORRECT: {"result": ready.result},
        Step.CONSULT: {"unit": CONSULTED},
        Step.CALL_ORIGINAL: {"components": _list_filed(ready.case)},
        Step.ASSIGN: {"officer": HOLDER},
        Step.HAND_OVER: {"officer": HOLDER},
        Step.FORWARD: {"unit": f"{ELSEWHERE}-1C"},
    }
    return FULL.get(cell.step.value, {}) | special.get(cell.step, {})


@pytest.mark.parametrize("step", [step for step in Step if step not in PAYMENT_STEPS | {Step.SUBMIT, Step.DISCARD}])
def test_a_draft_has_no_steps_but_its_own(step: Step) -> None:
    ready = Case().start()
    needed = fit_body(step.value, {"unit": CONSULTED, "components": [], "result": "r", "digest": "0" * 64})
    command = ready.ask(step.value, CITIZEN, FULL.get(step.value, {}) | needed)
    refused = ready.refusal(lambda: TAKE[step.value](ready.deps, command))
    assert refused.code == "not_found"
