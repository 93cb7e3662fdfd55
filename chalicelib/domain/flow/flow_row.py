"""One row of the table of steps."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.flow.flow_actors import (
    Who,
)
from chalicelib.domain.flow.flow_words import RequestKind, State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell of the table. `case` distinguishes rows of one state and step (an outcome, a stage); `to` None keeps the
    state; a row with `request` only proposes, and moves nothing by itself. `when` is the condition under which the step
    leads to `to`; until then it keeps the state."""

    state: State
    step: Step
    to: State | None
    who: Who
    fact: FactKind | None
    article: str
    case: str = ""
    request: RequestKind | None = None
    clock: str = ""
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    when: str = ""
