"""The last attempt to pay an obligation online that took no money, for the payer to try again: effects for the fold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.ledger import Fact
from chalicelib.domain.transactions import EndedAs

if TYPE_CHECKING:
    from chalicelib.domain.dossier import Dossier


@dataclass(frozen=True, slots=True)
class FailedPayment:
    """An attempt under an intent that ended without money, and when the gateway said so."""

    intent: str
    ended_as: EndedAs
    at: datetime


def mark_failure(d: Dossier, f: Fact) -> Dossier:
    """The attempt, on each obligation that it was to pay."""
    failed = FailedPayment(f.data["intent"], EndedAs(f.data["ended_as"]), f.occurred_at)
    return replace(d, failed_payments={**d.failed_payments, **dict.fromkeys(f.data["tried"], failed)})


def clear_failures(d: Dossier, f: Fact) -> Dossier:
    """What was paid after all shows no failed attempt, also when its receipt is reversed."""
    left = {name: each for name, each in d.failed_payments.items() if name not in f.data["settles"]}
    return d if left == d.failed_payments else replace(d, failed_payments=left)
