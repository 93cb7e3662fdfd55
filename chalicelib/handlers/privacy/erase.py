"""Erase personal data: one part, or a whole dossier."""

from __future__ import annotations

from chalicelib.domain.dossier.erasure import ErasureUnderWay, RetentionForGood, RetentionRunning, RetentionUnknown
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.models.steps import EraseBody
from chalicelib.steps.privacy import erase

bp = Blueprint(__name__)


@step_operation(bp, Step.ERASE, body=EraseBody, refuses=(
    RetentionRunning, RetentionForGood, RetentionUnknown, ErasureUnderWay,
))  # fmt: skip
def erase_dossier(deps: Dependencies, command: Command[EraseBody]) -> CommandResult:
    """Delete one personal part of a closed dossier; without a digest propose or order to delete all of them."""
    return erase.erase_dossier(deps, command)
