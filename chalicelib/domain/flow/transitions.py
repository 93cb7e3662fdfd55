"""The allowed steps of a dossier: the one module that answers this.

It combines the vocabulary (`flow_words.py`), the actors (`flow_actors.py`), the table of the steps (`flow_table.py`)
and the approval requests (`flow_requests.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.flow.flow_actors import EVERYWHERE, POST_STAGES, Who
from chalicelib.domain.flow.flow_requests import REQUESTS, RequestRule
from chalicelib.domain.flow.flow_row import Transition
from chalicelib.domain.flow.flow_table import TABLE
from chalicelib.domain.flow.flow_words import (
    AS_PARENT,
    BY_PAPER,
    CALLED,
    CLOCK_RUNS,
    NATIONAL_CODE,
    OF_DOSSIER,
    OPEN_STATES,
    OWED,
    POSTED,
    SETTLING,
    STAGES,
    UNSIGNED,
    RequestKind,
    Scope,
    State,
    Step,
)

__all__ = [
    "AS_PARENT",
    "BY_PAPER",
    "CALLED",
    "CLOCK_RUNS",
    "NATIONAL_CODE",
    "OF_DOSSIER",
    "OPEN_STATES",
    "OWED",
    "POSTED",
    "REQUESTS",
    "SETTLING",
    "STAGES",
    "TABLE",
    "UNSIGNED",
    "RequestKind",
    "RequestRule",
    "Scope",
    "State",
    "Step",
    "Transition",
    "Who",
    "export_table",
    "find_transition",
    "list_serving_transitions",
    "list_steps",
    "list_transitions",
]

_BY_CELL: dict[tuple[State, Step], tuple[Transition, ...]] = {}
for _row in TABLE:
    _BY_CELL[_row.state, _row.step] = (*_BY_CELL.get((_row.state, _row.step), ()), _row)

_EVERYWHERE = {
    state: tuple(row for row in TABLE if row.state is state and any(scope in EVERYWHERE for _, scope in row.who))
    for state in State
}


def list_serving_transitions(state: State) -> tuple[Transition, ...]:
    """Return the rows of a state that a counter of the whole province may take."""
    return _EVERYWHERE.get(state, ())


def list_transitions(state: State, step: Step) -> tuple[Transition, ...]:
    """Return the rows of one cell; empty where the table does not allow the step."""
    return _BY_CELL.get((state, step), ())


def find_transition(state: State, step: Step, case: str = "") -> Transition | None:
    """Return the one row of a cell for a case, or None."""
    return next((row for row in list_transitions(state, step) if row.case == case), None)


_STEPS_FROM = {state: tuple(dict.fromkeys(row.step for row in TABLE if row.state is state)) for state in State}


def list_steps(state: State) -> tuple[Step, ...]:
    """Return the steps the table allows in a state, in table order, each once."""
    return _STEPS_FROM.get(state, ())


def export_table(cite: Callable[[str], object]) -> dict[str, object]:
    """Return the table for the web app: states with national codes, rows and request rules; `cite` reads their short
    citations as articles."""
    return {
        "states": [{"state": s, "national_code": NATIONAL_CODE.get(s)} for s in State],
        "rows": [_export_transition(row, cite) for row in TABLE],
        "requests": [
            {
                "kind": rule.kind,
                "chain": [_export_who(who) for who in rule.chain],
                "chain_from_law": rule.chain_from_law or None,
                "law_adds": list(rule.law_adds),
                "articles": cite(rule.article),
                "makes": list(rule.makes),
                "answered": rule.answered,
            }
            for rule in REQUESTS.values()
        ],
        "post_stages": dict(POST_STAGES),
    }


def _export_who(who: Who) -> list[dict[str, str]]:
    return [{"role": role, "scope": scope} for role, scope in who]


def _export_transition(row: Transition, cite: Callable[[str], object]) -> dict[str, object]:
    return {
        "state": row.state,
        "step": row.step,
        "case": row.case or None,
        "to": row.to,
        "who": _export_who(row.who),
        "request": row.request,
        "clock": row.clock or None,
        "needs": list(row.needs),
        "makes": list(row.makes),
        "when": row.when or None,
        "fact": row.fact or None,
        "articles": cite(row.article),
    }
