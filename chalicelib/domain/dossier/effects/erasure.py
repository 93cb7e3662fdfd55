"""Effects of an erasure that is proposed, ordered or finished, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.erasure import Erasure
from chalicelib.domain.ledger import payloads

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Fact


def apply_proposal(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier with a proposal, which replaces an earlier one."""
    by = str(fact.actor.get("sub", ""))
    data = payloads.ERASURE_PROPOSED.read(fact)
    return replace(dossier, erasure=Erasure(data["ground"], data.get("decision", ""), by, fact.occurred_at))


def apply_order(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier whose erasure a second person has ordered."""
    if dossier.erasure is None:
        raise ValueError("only a proposed erasure can be ordered")
    return replace(dossier, erasure=replace(dossier.erasure, ordered_at=fact.occurred_at))


def apply_erasure(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier after the ordered erasure."""
    if dossier.erasure is None:
        raise ValueError("only an ordered erasure can be finished")
    return replace(dossier, erasure=replace(dossier.erasure, done_at=fact.occurred_at))
