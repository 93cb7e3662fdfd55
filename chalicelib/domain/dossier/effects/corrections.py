"""The effect of a corrected reception on a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.handover import ADDRESS
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import pack, unpack

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.corrections import PERSONAL, Corrections


def apply_correction(d: Dossier, f: Fact) -> Dossier:
    """Return the dossier with the right values of a correction."""
    data = f.data
    replaced = {name: digest for name, digest in f.parts.items() if name in PERSONAL}
    intake: Intake = unpack(Intake, {**pack(d.intake), **data.get("intake", {})})
    handover = replace(
        d.handover,
        way=data.get("return_way", d.handover.way),
        addressed=d.handover.addressed or ADDRESS in f.parts,
        unchecked=tuple(data.get("unchecked", d.handover.unchecked)),
    )
    return replace(
        d,
        channel=data.get("channel", d.channel),
        papers=data.get("papers", d.papers),
        received_at=unpack(datetime, data["received_at"]) if "received_at" in data else d.received_at,
        intake=intake,
        handover=handover,
        corrections=Corrections(f.seq, {**d.corrections.parts, **replaced}),
    )
