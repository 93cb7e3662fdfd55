"""Effects of alerts and prepared apologies on a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack_value

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.alert_marks import APOLOGY, Alerted, name_mark


def apply_alert(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that one alert level of one deadline was sent."""
    key = name_mark(fact.data["deadline"], fact.data.get("n", 0))
    mark = Alerted(fact.data["level"], unpack_value(datetime, fact.data["due_at"]))
    return replace(dossier, alerted={**dossier.alerted, key: mark})


def apply_prepared_apology(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that the system opened the apology for a due time; that due time gets no second one."""
    prepared_for = fact.data["about"].get("prepared_for")
    if not prepared_for:
        return dossier
    return replace(
        dossier, alerted={**dossier.alerted, APOLOGY: Alerted(APOLOGY, unpack_value(datetime, prepared_for))}
    )
