"""What is wrong in the table of a kind of matter. A test holds every table to it."""

from __future__ import annotations

from chalicelib.domain.matters.kinds.erasure_rows import ERASE, ORDER, PROPOSE
from chalicelib.domain.matters.matter_kind import MatterKind


def list_table_faults(kind: MatterKind) -> list[str]:
    """Return what is wrong in a kind's table; empty when it can be used."""
    known = {state.key for state in kind.states}
    ended = {state.key for state in kind.states if state.ended}
    faults = [f"opens in {kind.opening.state}, which is no state"] if kind.opening.state not in known else []
    for step in kind.steps:
        faults += [f"{step.word}: no state {each}" for each in (*step.states, step.to) if each and each not in known]
        asked = filter(None, (step.hands_to, step.asks, step.rejects))
        faults += [f"{step.word}: no field {each}" for each in asked if not kind.find_field(each)]
        faults += [f"{step.word}: no article"] if not step.article else []
        moved = (*(each.clock for each in step.clocks), *step.measured_by)
        faults += [f"{step.word}: no clock {each}" for each in moved if each not in kind.clocks]
        faults += [
            f"{step.word}: {each} is no step"
            for each in (*step.not_by, *step.only_by, *filter(None, (step.only_after,)))
            if each not in ("open", *kind.list_words())
        ]
    reached = {kind.opening.state, *kind.opening.begins_in} | {step.to for step in kind.steps if step.to}
    named = (*kind.repeats, *kind.unit_clocks, *kind.measured_by)
    faults += [f"no clock {each}" for each in named if each not in kind.clocks]
    faults += [f"{state} cannot be reached" for state in sorted(known - reached)]
    left = {state for step in kind.steps for state in step.states if step.to}
    faults += [f"{state} cannot be left and has not ended" for state in sorted(known - ended - left)]
    if {PROPOSE, ORDER, ERASE} - {*kind.list_words()}:
        faults.append("its data can never be erased")
    if kind.find_field(kind.subject) is None:
        faults.append(f"the subject {kind.subject} is no field")
    return faults
