"""Corrections of a reception while the dossier is still at the desk: what was entered wrongly, and the right value.

A correction changes the folded dossier; the facts before it stay as they were. A person's right data are personal parts
of the correction's own fact, and the newest part of a name holds. The receipt of the newest correction replaces those
before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.codec import pack, unpack
from chalicelib.domain.handover import ADDRESS
from chalicelib.domain.intake import Intake
from chalicelib.domain.ledger import Fact, Part

if TYPE_CHECKING:
    from chalicelib.domain.dossier import Dossier

CORRECTED = "reception_corrected"
PERSONAL = ("applicant", "principal", "return_address")
"""Personal parts of a filing that a correction may replace."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What corrections have replaced: the place in the ledger of the newest one, and the digest of the part that holds
    by name."""

    seq: int = 0
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReceptionChange:
    """One value of a reception that was wrong: of which field (and, for a paper, which one), what it was and what it
    is. Personal values are parts, so of them the field alone is named."""

    field: str
    subject: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def apply_correction(d: Dossier, f: Fact) -> Dossier:
    """The dossier with the right values of a correction."""
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


def changes_of(fact: Fact) -> tuple[ReceptionChange, ...]:
    """What a correction changed, in the order in which it was entered."""
    return unpack(tuple[ReceptionChange, ...], fact.data.get("changes", ()))  # type: ignore[no-any-return]


def digest_of_part(d: Dossier, filing: Fact, name: str) -> str | None:
    """The digest of a person's part as it holds now: that of the newest correction, else of the filing."""
    return d.corrections.parts.get(name) or filing.parts.get(name)


def is_superseded(d: Dossier, digest: str, part: Part) -> bool:
    """Whether a correction has put another part of the same name in its place."""
    return d.corrections.parts.get(part.name, digest) != digest


def current_parts(d: Dossier, parts: Mapping[str, Part]) -> dict[str, Part]:
    """The parts that no correction has replaced."""
    return {digest: part for digest, part in parts.items() if not is_superseded(d, digest, part)}


def plain_changes(changes: tuple[ReceptionChange, ...]) -> Any:
    """Changes as a fact keeps them."""
    return pack(changes)
