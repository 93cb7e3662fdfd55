"""The last failed attempt to pay an obligation online, so that the payer can try again: effects for the fold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.dossier.transactions import EndedAs


@dataclass(frozen=True, slots=True)
class FailedPayment:
    """An attempt under an intent that ended without money, and when the gateway reported it."""

    intent: str
    ended_as: EndedAs
    at: datetime
