"""Revoke the paper by which somebody filed a dossier for another person (BLDS 91/2015 563, 569)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import AuthorityRevoked
    from chalicelib.models.steps import RevokeBody

PRINCIPAL, DESK = "principal", "desk"


def revoke_authority(deps: Dependencies, command: Command[RevokeBody]) -> CommandResult:
    """End the agent's right to act in the dossier; the dossier stays its owner's."""
    return run_step(deps, command, Step.REVOKE_AUTHORITY, decide_revocation)


def decide_revocation(context: StepContext[RevokeBody]) -> Decision:
    """Record who ended it. The desk states by what it knows the principal's will."""
    by = PRINCIPAL if context.role is Role.APPLICANT else DESK
    if by == DESK and not context.body.reason:
        vi, en = "Ghi ai yêu cầu chấm dứt và bằng cách nào.", "Enter who asked for it, and how."
        raise Invalid(fields=(FieldError("/reason", "required", vi, en),))
    data: AuthorityRevoked = {"revoked_by": by}
    reason = build_text_part(context, "reason", context.body.reason)
    return Decision((payloads.AUTHORITY_REVOKED.build(data, reason),))
