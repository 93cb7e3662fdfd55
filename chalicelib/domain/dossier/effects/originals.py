"""Effects of originals that are called for and compared, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.handover import BROUGHT
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.dossier.originals import OriginalCall
from chalicelib.domain.flow.transitions import UNSIGNED
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def apply_call(dossier: Dossier, fact: Fact) -> Dossier:
    """Open a call."""
    called = payloads.ORIGINAL_CALLED.read(fact)
    call = OriginalCall(
        tuple(called["components"]),
        fact.occurred_at,
        called.get("legal_basis", ""),
        called.get("shown_as", ""),
    )
    return replace(dossier, original_call=call)


def apply_comparison(dossier: Dossier, fact: Fact) -> Dossier:
    """Record a comparison: matching papers need no second check at the handover, and bringing the paper of an
    electronic dossier to the desk is a visit. An open call is answered."""
    compared = payloads.ORIGINAL_COMPARED.read(fact)
    matching = set(compared["components"]) - set(compared["differing"])
    at_desk = fact.actor.get("role") in (Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP)
    came = at_desk and compared.get("came", BROUGHT) == BROUGHT and dossier.channel not in PAPER_CHANNELS
    handover = dossier.handover.remove_checks(matching)
    call = dossier.original_call if compared.get("of") == UNSIGNED else None
    return replace(dossier, original_call=call, handover=handover.add_visit(fact.occurred_at) if came else handover)
