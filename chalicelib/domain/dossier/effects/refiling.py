"""The effect of a filing that continues under another procedure, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.refiling import RefiledInto
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack_value

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def mark_refiled(dossier: Dossier, fact: Fact) -> Dossier:
    """Mark the wrong dossier as void: its code is never issued again."""
    data = payloads.REFILED.read(fact)
    return replace(dossier, closed_as=data["national_code"], refiled_into=unpack_value(RefiledInto, data["into"]))
