"""Erase: delete one personal part, or all personal data of a dossier; digests stay in the chain, and the deletion is
itself a fact.

One part is deleted at once. A whole dossier is proposed by one officer and ordered by another; then `erase_records`
does it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.erasure import ErasureUnderWay
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.privacy.erasure_orders import describe_order
from chalicelib.domain.shared.errors import NotFound, OwnProposal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.dossier.items import ContactItem, ErasureOrderItem, PartItem
from chalicelib.steps.dossier.ports import ExtraPut
from chalicelib.steps.notices.contacts import PART_OF
from chalicelib.steps.privacy.retention import require_erasable

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import ErasureGround, PartErased
    from chalicelib.models.steps import EraseBody


def erase_dossier(deps: Dependencies, command: Command[EraseBody]) -> CommandResult:
    """Delete one personal part of a closed dossier, or without a digest all of them with its papers, for a recorded
    ground (Luật 91/2025 14)."""
    digest = command.body.digest
    if not digest:
        return run_step(deps, command, Step.ERASE, decide_whole)
    part = PartItem(command.dossier_id, digest)
    return run_step(deps, command, Step.ERASE, partial(decide_part, digest=digest), extra=[part])


def decide_part(context: StepContext[EraseBody], digest: str) -> Decision:
    """Delete exactly the part named by its digest, and with a person's data the contacts kept for them."""
    if not context.loaded.extra:
        raise NotFound()
    rules = require_erasable(context)
    (part,) = context.loaded.extra.values()
    why = _describe_ground(context)
    erased: PartErased = {"digest": digest, "ground": why["ground"]}
    if "decision" in why:
        erased["decision"] = why["decision"]
    fact = payloads.PART_ERASED.build(erased, law=list_cites(*rules))
    return Decision((fact,), erased=(digest,), gone=list_contact_items(context.dossier.id, part["name"]))


def decide_whole(context: StepContext[EraseBody]) -> Decision:
    """Propose to erase the dossier, or order an erasure that somebody else has proposed on the same ground."""
    rules = require_erasable(context)
    proposed, why = context.dossier.erasure, _describe_ground(context)
    if proposed is not None and proposed.under_way:
        raise ErasureUnderWay()
    if proposed is None or not proposed.is_same_proposal(why["ground"], why.get("decision", "")):
        return Decision((payloads.ERASURE_PROPOSED.build(why, law=list_cites(*rules)),))
    if proposed.proposer == context.command.actor.sub:
        raise OwnProposal()
    order = describe_order(context.dossier.id, context.command.real_now)
    place = ExtraPut(ErasureOrderItem(context.dossier.id, context.dossier.length + 1), order)
    return Decision((payloads.ERASURE_ORDERED.build(why, law=list_cites(*rules)),), extras=(place,))


def list_contact_items(dossier_id: str, part: str) -> tuple[ContactItem, ...]:
    """Return the items in which the contacts of the part's person are stored."""
    return tuple(ContactItem(dossier_id, party) for party, name in PART_OF.items() if name == part)


def _describe_ground(context: StepContext[EraseBody]) -> ErasureGround:
    why: ErasureGround = {"ground": context.body.ground}
    if decision := context.body.decision:
        why["decision"] = decision
    return why
