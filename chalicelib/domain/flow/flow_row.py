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


def open_request(state: State, step: Step, who: Who, article: str, request: RequestKind, case: str = "") -> Transition:
    """Return the row of a step that only proposes: the state is kept until the request is approved."""
    return Transition(state, step, None, who, FactKind.REQUEST_OPENED, article, case, request)


def stop_settlement(state: State, who: Who) -> Transition:
    """Return the row of a decision to stop settling a dossier."""
    article = "TT 03/2025 Phụ lục I"
    return Transition(
        state, Step.STOP, State.STOPPED, who, FactKind.STOPPED, article, clock="resolution ends", makes=("stop_notice",)
    )
