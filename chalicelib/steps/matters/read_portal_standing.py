"""What the national portal has of a matter: acknowledged messages, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.matter_facts import PORTAL_MATTERS
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter_kind import FieldAudience
from chalicelib.domain.matters.matter_permission import require_matter_sight
from chalicelib.domain.portal.position import Circuit, Position
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_ports import MatterDependencies

ACKNOWLEDGED = frozenset({"message_acknowledged", "message_sent_again"})


class MessageLog(Protocol):
    """Positions of the sync, and its message logs."""

    def look(self, dossier_id: str) -> tuple[Position, Circuit]:
        """Return the position of a ledger, and the portal's health."""

    def list_messages(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the message log of a ledger, in order."""


@dataclass(frozen=True, slots=True)
class PortalReceipt:
    """The portal's confirmation of one message: when, of which step (empty for the opening), and under which
    reference."""

    at: datetime
    step: str
    reference: str


@dataclass(frozen=True, slots=True)
class PortalStanding:
    """The confirmations, oldest first; whether something waits to be sent; why it is parked, empty where it is not."""

    receipts: Sequence[PortalReceipt]
    waits: bool
    parked: str


def read_portal_standing(
    deps: MatterDependencies, log: MessageLog, matter_id: str, actor: Actor, now: datetime
) -> PortalStanding:
    """Return what the portal has of a matter. Raise NotFound for one that is absent, not handled by the reader's units,
    or of a kind that no portal gets."""
    found = deps.matters.load_matter(matter_id).matter
    if found is None or found.kind not in PORTAL_MATTERS:
        raise NotFound()
    law = read_matter_law(deps.reference, now, found)
    _, audiences = require_matter_sight(actor, find_kind(found.kind), found, now, law)
    if FieldAudience.UNITS not in audiences:
        raise NotFound()
    place, _ = log.look(matter_id)
    steps = {fact.id: str(fact.data.get("step", "")) for fact in deps.matters.load_ledger(matter_id)}
    receipts = [
        PortalReceipt(entry.recorded_at, steps[str(entry.data["fact"])], str(entry.data["reference"]))
        for entry in log.list_messages(matter_id)
        if entry.kind in ACKNOWLEDGED
    ]
    return PortalStanding(receipts, place.due_at is not None, place.parked)
