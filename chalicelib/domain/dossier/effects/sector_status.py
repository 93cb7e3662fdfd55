"""The effect of a reported status of a sector system, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.sector_status import Reported
from chalicelib.domain.ledger import payloads

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Fact


def keep_newest(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier with the reported progress, unless a newer one came before."""
    if dossier.reported is not None and dossier.reported.at > fact.occurred_at:
        return dossier
    data = payloads.STATUS_REPORTED.read(fact)
    made = Reported(data["system"], data["status"], fact.occurred_at)
    return replace(dossier, reported=made)
