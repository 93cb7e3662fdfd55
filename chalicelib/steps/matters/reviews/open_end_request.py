"""The account request that a review of rights opens with the answer that a right should end, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter_clocks import move_clocks
from chalicelib.domain.matters.matter_forms import MatterAnswers
from chalicelib.domain.matters.matter_kind import MatterStep
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.matters.matter_command import MatterDecision, build_matter_change
from chalicelib.steps.matters.matter_fact_parts import (
    build_matter_fact,
    choose_first_unit,
    describe_state,
    draw_matter_number,
)
from chalicelib.steps.matters.matter_ports import CheckContext, MatterChange

OPENS = "opens"
"""The note of a check that holds the answers of the other matter's opening form."""


def open_with_step(
    row: MatterStep, context: CheckContext, unit: str, notes: Mapping[str, Any], drawn: list[str]
) -> tuple[MatterChange, dict[str, Any]]:
    """Return the writes of the other matter's opening, and the notes of the step's fact, whose line names it. `drawn`
    keeps its number for a second try of the command."""
    deps, matter, kind, command = context.deps, context.matter, find_kind(row.opens), context.command
    if matter is None:
        raise ValueError("only a matter that stands opens another")
    if not drawn:
        drawn.append(draw_matter_number(deps, kind, command.now))
    answers = MatterAnswers(notes[OPENS])
    first = choose_first_unit(deps, kind, answers, command.now)
    calendar = deps.reference.find_calendar(first)
    moves = move_clocks(kind.opening.clocks, None, command.now, context.find_rule, calendar)
    data = {
        "matter": kind.name, "number": drawn[0], "province": matter.province, "unit": first,
        "to": kind.opening.state, "sender_unit": matter.unit,
        "came_from": {"kind": matter.kind, "id": matter.id, "number": matter.number},
        **describe_state(kind.find_state(kind.opening.state)),
    }  # fmt: skip
    fact = build_matter_fact(
        deps, kind, MatterFact.OPENED, data, kind.opening.fields, answers, moves, kind.opening.article
    )
    opening = replace(command, dossier_id=derive_dossier_id(matter.id, f"{kind.name}|{matter.version}"))
    change = build_matter_change(deps, opening, None, MatterDecision((fact,), context.role, unit))
    lines = {key: {**said, "request": change.after.id, "number": drawn[0]} for key, said in notes["lines"].items()}
    rest = {key: value for key, value in notes.items() if key != OPENS}
    return replace(change, quotas=()), {**rest, "lines": lines}
