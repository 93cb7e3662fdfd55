"""Note: officers who work on a dossier write to each other about it, with files. The applicant never sees it."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import attached_files, part


def note(desk: Desk, ask: Ask) -> Answer:
    """Add a note to the dossier's course, for the own unit or for all units that settle it (F38; HUE-6.5)."""
    return take(desk, ask, Step.NOTE, decide, papers=ask.body.get("papers", ()))


def decide(m: Moment) -> Decision:
    """The text is a personal part, so that it can be erased."""
    return Decision((NewFact("noted", {"reach": m.body["reach"], **attached_files(m)}, part(m, "text")),))
