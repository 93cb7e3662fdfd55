"""Confirm or reject an exemption: an officer checks the proof of the claim (NĐ 61/2018 22)."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part
from chalicelib.steps.payments import payment_items


def confirm_exemption(desk: Desk, ask: Ask) -> Answer:
    """Decide the claim on one obligation. The group claimed is personal and never enters the ledger."""
    return take(desk, ask, Step.CONFIRM_EXEMPTION, decide)


def decide(m: Moment) -> Decision:
    """Confirming ends the debt; rejecting keeps it. Nobody decides a claim of their own."""
    claimed = fees.select(m.dossier.obligations, [m.body["obligation"]])[0]
    how = fees.confirm_exemption if m.body["outcome"] == "confirmed" else fees.reject_exemption
    decided = fees.replaced(m.dossier.obligations, [how(claimed, m.ask.actor.sub)])
    rule = payment_items.gate(m.desk, m.dossier, m.now)
    data = {
        "obligation": claimed.id, "outcome": m.body["outcome"], **payment_items.owed_now(m.dossier, decided, rule)
    }  # fmt: skip
    law = cited(rule) if "to" in data else ()
    return Decision((NewFact("exemption_decided", data, part(m, "reason"), law),))
