"""The effect of the end of a declared right to act, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.ledger import payloads

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Fact


def end_authority(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier whose agent no longer acts for its owner."""
    if dossier.authority is None:
        return dossier
    by = payloads.AUTHORITY_REVOKED.read(fact)["revoked_by"]
    return replace(dossier, authority=replace(dossier.authority, revoked_by=by))
