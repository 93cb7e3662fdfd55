"""Effects of originals that are called for and compared, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.handover import BROUGHT
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.flow.transitions import UNSIGNED
from chalicelib.domain.ledger.chain import Fact

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.originals import OriginalCall


def called(d: Dossier, f: Fact) -> Dossier:
    """Open a call."""
    call = OriginalCall(
        tuple(f.data["components"]), f.occurred_at, f.data.get("legal_basis", ""), f.data.get("shown_as", "")
    )
    return replace(d, original_call=call)


def compared(d: Dossier, f: Fact) -> Dossier:
    """Record a comparison: matching papers need no second check at the handover, and bringing the paper of an
    electronic dossier to the desk is a visit. An open call is answered."""
    matching = set(f.data["components"]) - set(f.data["differing"])
    at_desk = f.actor.get("role") in (Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP)
    came = at_desk and f.data.get("came", BROUGHT) == BROUGHT and d.channel not in PAPER_CHANNELS
    handover = d.handover.compared(matching)
    call = d.original_call if f.data.get("of") == UNSIGNED else None
    return replace(d, original_call=call, handover=handover.visited(f.occurred_at) if came else handover)
