"""Effects of alerts and prepared apologies on a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.alert_marks import APOLOGY, Alerted, key_of


def alerted(d: Dossier, f: Fact) -> Dossier:
    """Record that one alert level of one deadline was sent."""
    key = key_of(f.data["deadline"], f.data.get("n", 0))
    mark = Alerted(f.data["level"], unpack(datetime, f.data["due_at"]))
    return replace(d, alerted={**d.alerted, key: mark})


def apology_prepared(d: Dossier, f: Fact) -> Dossier:
    """Record that the system opened the apology for a due time; that due time gets no second one."""
    prepared_for = f.data["about"].get("prepared_for")
    if not prepared_for:
        return d
    return replace(d, alerted={**d.alerted, APOLOGY: Alerted(APOLOGY, unpack(datetime, prepared_for))})
