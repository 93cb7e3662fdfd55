"""Uncollected post: the applicant is invited, and after enough invitations the result goes back to the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier import handover
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.ledger import payloads
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import PostReturned
    from chalicelib.models.steps import NoteBody


def invite_applicant(deps: Dependencies, command: Command[NoteBody]) -> CommandResult:
    """Record that the postal operator invited the applicant to collect (TT 17/2017 5.2.h)."""
    return run_step(deps, command, Step.INVITE, decide_invitation)


def take_back(deps: Dependencies, command: Command[NoteBody]) -> CommandResult:
    """Take uncollected post back (TT 17/2017 5.2.h); the result can then be handed over again."""
    return run_step(deps, command, Step.TAKE_BACK, decide_return)


def decide_invitation(context: StepContext[NoteBody]) -> Decision:
    """Record one more invitation, some working days after the last."""
    gap = context.find_rule("return.post_invitation_gap")
    calendar = context.deps.reference.find_calendar(context.dossier.one_stop)
    handover.require_gap(calendar, context.dossier.handover.invitations, context.now, gap.to_int())
    number = len(context.dossier.handover.invitations) + 1
    note = build_text_part(context, "note", context.body.note)
    return Decision((payloads.POST_INVITED.build({"n": number}, note, list_cites(gap)),))


def decide_return(context: StepContext[NoteBody]) -> Decision:
    """Return the post to the unit, after as many invitations as the law requires."""
    least = context.find_rule("return.post_invitations")
    handover.require_invitations(context.dossier.handover.invitations, least.to_int())
    data: PostReturned = {"to": State.RESOLVED, "invitations": len(context.dossier.handover.invitations)}
    note = build_text_part(context, "note", context.body.note)
    return Decision((payloads.POST_RETURNED.build(data, note, list_cites(least)),))
