"""Note: officers who work on a dossier write to each other about it, with files. The applicant never sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_files

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import Noted
    from chalicelib.models.steps import InternalNoteBody


def add_note(deps: Dependencies, command: Command[InternalNoteBody]) -> CommandResult:
    """Add a note to the dossier's course, for the officer's unit or for all units that settle it (HUE-6.5)."""
    return run_step(deps, command, Step.NOTE, decide_note, papers=command.body.papers)


def decide_note(context: StepContext[InternalNoteBody]) -> Decision:
    """The text is a personal part, so that it can be erased."""
    data: Noted = {"reach": context.body.reach}
    if files := list_files(context):
        data["papers"] = files
    return Decision((payloads.NOTED.build(data, build_text_part(context, "text", context.body.text)),))
