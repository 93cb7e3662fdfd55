"""The effect of a corrected reception on a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.corrections import PERSONAL, Corrections
from chalicelib.domain.dossier.handover import ADDRESS
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import parse_stamp

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def apply_correction(dossier: Dossier, fact: Fact) -> Dossier:
    """Return the dossier with the right values of a correction."""
    data = payloads.RECEPTION_CORRECTED.read(fact)
    replaced = {name: digest for name, digest in fact.parts.items() if name in PERSONAL}
    intake = unpack_value(Intake, {**pack_value(dossier.intake), **data.get("intake", {})})
    handover = replace(
        dossier.handover,
        way=data.get("return_way", dossier.handover.way),
        addressed=dossier.handover.addressed or ADDRESS in fact.parts,
        unchecked=tuple(data.get("unchecked", dossier.handover.unchecked)),
    )
    return replace(
        dossier,
        channel=data.get("channel", dossier.channel),
        papers=data.get("papers", dossier.papers),
        received_at=parse_stamp(data["received_at"]) if "received_at" in data else dossier.received_at,
        intake=intake,
        handover=handover,
        corrections=Corrections(fact.seq, {**dossier.corrections.parts, **replaced}),
    )
