"""Effects of online payments that took no money, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.payment_attempts import FailedPayment
from chalicelib.domain.dossier.transactions import EndedAs
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def mark_failure(dossier: Dossier, fact: Fact) -> Dossier:
    """Record the failed attempt on each obligation that it was to pay."""
    data = payloads.PAYMENT_FAILED.read(fact)
    failed = FailedPayment(data["intent"], EndedAs(data["ended_as"]), fact.occurred_at)
    return replace(dossier, failed_payments={**dossier.failed_payments, **dict.fromkeys(data["tried"], failed)})


def clear_failures(dossier: Dossier, fact: Fact) -> Dossier:
    """Remove the failed attempt from obligations that are paid, also when the receipt is reversed later."""
    settled = payloads.PAID.read(fact)["settles"]
    left = {name: each for name, each in dossier.failed_payments.items() if name not in settled}
    return dossier if left == dossier.failed_payments else replace(dossier, failed_payments=left)
