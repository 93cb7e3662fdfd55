"""Effects of alerts and prepared apologies on a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.alert_marks import APOLOGY, Alerted, name_mark
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.timezone import parse_stamp

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def apply_alert(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that one alert level of one deadline was sent."""
    alert = payloads.read_alert(fact)
    key = name_mark(alert["deadline"], alert.get("n", 0))
    mark = Alerted(alert["level"], parse_stamp(alert["due_at"]))
    return replace(dossier, alerted={**dossier.alerted, key: mark})


def apply_prepared_apology(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that the system opened the apology for a due time; that due time gets no second one."""
    prepared_for = payloads.REQUEST_OPENED.read(fact)["about"].get("prepared_for")
    if not prepared_for:
        return dossier
    return replace(dossier, alerted={**dossier.alerted, APOLOGY: Alerted(APOLOGY, parse_stamp(prepared_for))})
