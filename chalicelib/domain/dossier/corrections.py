"""Corrections of a reception while the dossier is still at the desk: what was entered wrongly, and the right value.

A correction changes the folded dossier; the facts before it stay as they were. A person's right data are personal parts
of the correction's own fact, and the newest part of a name holds. The receipt of the newest correction replaces those
before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import pack, unpack

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


def changes_of(fact: Fact) -> tuple[ReceptionChange, ...]:
    """What a correction changed, in the order in which it was entered."""
    return unpack(tuple[ReceptionChange, ...], fact.data.get("changes", ()))  # type: ignore[no-any-return]


def plain_changes(changes: tuple[ReceptionChange, ...]) -> Any:
    """Changes as a fact keeps them."""
    return pack(changes)
