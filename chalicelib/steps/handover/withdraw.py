"""Withdraw: before reception it takes effect at once; after it, the one-stop unit or the agency confirms."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part
from chalicelib.steps.dossier.proposals import opened


def withdraw(desk: Desk, ask: Ask) -> Answer:
    """Take one's own dossier back (QN-13.4), as long as no result is signed."""
    return take(desk, ask, Step.WITHDRAW, decide)


def decide(m: Moment) -> Decision:
    """Withdraw now, or request it, as the row says."""
    rule = m.rule("withdrawal.until")
    if m.row.request is not None:
        return Decision((opened(m, RequestKind.WITHDRAWAL, {}, part(m, "reason"), rule),))
    reception = m.dossier.reception
    running = reception is not None and reception.ended_at is None
    data = {
        "to": "withdrawn",
        "reception": pack(clocks.end(reception, m.now)) if reception and running else pack(reception),
        "obligations": pack(fees.cancel_open(m.dossier.obligations)),
    }
    return Decision((NewFact("withdrawn", data, part(m, "reason"), cited(rule)),))
