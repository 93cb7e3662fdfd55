"""Refuse: the filing is not accepted, for a coded reason of the law (refusal slip)."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part, require_ground


def refuse(desk: Desk, ask: Ask) -> Answer:
    """Refuse to receive (NĐ 61/2018 17.1.b; VL-7.2.c: never without a lawful, coded reason)."""
    return take(desk, ask, Step.REFUSE, decide)


def decide(m: Moment) -> Decision:
    """Record the refusal with its ground; the reason in words is a personal part."""
    ground = require_ground(m, "refusal.reasons", moment="intake")
    data = {
        "to": "not_received",
        "ground": m.body["ground"],
        "reception": pack(clocks.end(m.dossier.reception, m.now)) if m.dossier.reception else None,
        "obligations": pack(fees.cancel_open(m.dossier.obligations)),
    }
    return Decision((NewFact("refused", data, part(m, "reason"), cited(ground)),))
