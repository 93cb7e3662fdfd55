"""Effects of online payments that took no money, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.transactions import EndedAs
from chalicelib.domain.ledger.chain import Fact

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.payment_attempts import FailedPayment


def mark_failure(d: Dossier, f: Fact) -> Dossier:
    """Record the failed attempt on each obligation that it was to pay."""
    failed = FailedPayment(f.data["intent"], EndedAs(f.data["ended_as"]), f.occurred_at)
    return replace(d, failed_payments={**d.failed_payments, **dict.fromkeys(f.data["tried"], failed)})


def clear_failures(d: Dossier, f: Fact) -> Dossier:
    """Remove the failed attempt from obligations that are paid, also when the receipt is reversed later."""
    left = {name: each for name, each in d.failed_payments.items() if name not in f.data["settles"]}
    return d if left == d.failed_payments else replace(d, failed_payments=left)
