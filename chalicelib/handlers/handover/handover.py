"""Hand over the result, withdraw, stop or close a dossier."""

from __future__ import annotations

from chalicelib.domain.dossier import handover
from chalicelib.domain.payments.fee_errors import ObligationsOpen
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.models.reception import GiveBackBody
from chalicelib.models.steps import EmptyBody, GroundBody, NoteBody, RevokeBody, WithdrawBody
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.handover import give_back, invite, revoke_authority, stop, withdraw

bp = Blueprint(__name__)


@step_operation(bp, Step.GIVE_BACK, body=GiveBackBody, refuses=(
    ObligationsOpen, handover.WayNotOffered, handover.VisitNotNeeded,
))  # fmt: skip
def hand_over_result(deps: Dependencies, command: Command[GiveBackBody]) -> CommandResult:
    """Hand over the result, or the notice and originals."""
    return give_back.give_back(deps, command)


@step_operation(bp, Step.CLOSE, body=EmptyBody, refuses=(handover.PaperUncompared, handover.OriginalsKept))
def close_dossier(deps: Dependencies, command: Command[EmptyBody]) -> CommandResult:
    """Close a dossier after its handover."""
    return give_back.close_dossier(deps, command)


@step_operation(bp, Step.INVITE, body=NoteBody, refuses=(handover.InvitedTooSoon,))
def invite_applicant(deps: Dependencies, command: Command[NoteBody]) -> CommandResult:
    """Record that the postal operator invited the applicant to collect."""
    return invite.invite_applicant(deps, command)


@step_operation(bp, Step.TAKE_BACK, body=NoteBody, refuses=(handover.InvitationsMissing,))
def take_back(deps: Dependencies, command: Command[NoteBody]) -> CommandResult:
    """Take uncollected post back, to be handed over again."""
    return invite.take_back(deps, command)


@step_operation(bp, Step.WITHDRAW, body=WithdrawBody, refuses=(RequestPending,))
def withdraw_dossier(deps: Dependencies, command: Command[WithdrawBody]) -> CommandResult:
    """Withdraw one's own dossier."""
    return withdraw.withdraw_dossier(deps, command)


@step_operation(bp, Step.REVOKE_AUTHORITY, body=RevokeBody)
def revoke_declared_authority(deps: Dependencies, command: Command[RevokeBody]) -> CommandResult:
    """End the right of the person who filed by a signed paper to act in the dossier."""
    return revoke_authority.revoke_authority(deps, command)


@step_operation(bp, Step.STOP, body=GroundBody)
def stop_dossier(deps: Dependencies, command: Command[GroundBody]) -> CommandResult:
    """Stop the settlement, for a coded ground."""
    return stop.stop_dossier(deps, command)
