"""Whose dossier it is after it was filed: the end of a declared right to act, and an account that came later."""

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


def join_account(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier in the account of the person whom it names. Who filed for them stays its filer."""
    person = str(fact.actor["sub"])
    represented = payloads.ACCOUNT_JOINED.read(fact)["represented"]
    return replace(dossier, owner=person, filer=dossier.filer if represented else person)
