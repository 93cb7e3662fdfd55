"""Ways of paying that the law of a dossier allows."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.payments.payment_ways import Way, list_open_ways
from chalicelib.steps.dossier.ports import Reference


def find_open_ways(reference: Reference, dossier: Dossier, now: datetime) -> tuple[tuple[Way, ...], tuple[Ruling, ...]]:
    """Return the allowed ways, with their rules: the province's list of today and the national one of the filing
    (VL-16.1, HUE-15, QN-12.1; NĐ 61/2018 22)."""
    dates = dossier.build_dates(now)
    channels, modes = reference.find_rule("payment.channels", dates), reference.find_rule("fee.modes", dates)
    return list_open_ways(channels.find_list(), modes.find_list()), tuple(
        rule for rule in (channels, modes) if rule.value
    )
