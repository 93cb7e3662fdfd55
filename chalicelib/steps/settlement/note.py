"""Note: officers who work on a dossier write to each other about it, with files. The applicant never sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import attach_files, build_text_part

if TYPE_CHECKING:
    from chalicelib.models.steps import InternalNoteBody


def add_note(desk: Dependencies, ask: Command[InternalNoteBody]) -> CommandResult:
    """Add a note to the dossier's course, for the own unit or for all units that settle it (F38; HUE-6.5)."""
    return run_step(desk, ask, Step.NOTE, decide_note, papers=ask.body.papers)


def decide_note(context: StepContext[InternalNoteBody]) -> Decision:
    """The text is a personal part, so that it can be erased."""
    return Decision(
        (
            NewFact(
                "noted",
                {"reach": context.body.reach, **attach_files(context)},
                build_text_part(context, "text", context.body.text),
            ),
        )
    )
