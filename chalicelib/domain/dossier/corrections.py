"""Corrections of a reception while the dossier is still at the desk: the wrong values and the right ones.

A correction changes the folded dossier; the facts before it stay as they were. A person's right data are personal parts
of the correction's own fact, and the newest part of a name holds. The receipt of the newest correction replaces those
before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.shared.serialization import pack_value, unpack_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.domain.ledger.payload_types.stated import Packed

CORRECTED = FactKind.RECEPTION_CORRECTED
PERSONAL = ("applicant", "principal", "return_address")
"""Personal parts of a filing that a correction may replace."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Effects of corrections: the place in the ledger of the newest one, and the digest of the current part by name."""

    seq: int = 0
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReceptionChange:
    """One wrong value of a reception: its field (and, for a paper, which one), the old value and the new one. Personal
    values are parts, so only their field is named."""

    field: str
    subject: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def list_changes(fact: Fact) -> tuple[ReceptionChange, ...]:
    """Return the changes of a correction, in the order in which they were entered."""
    changes = payloads.RECEPTION_CORRECTED.read(fact).get("changes", ())
    return unpack_value(tuple[ReceptionChange, ...], changes)


def pack_changes(changes: tuple[ReceptionChange, ...]) -> Sequence[Packed]:
    """Return changes in the stored form of a fact."""
    packed: Sequence[Packed] = pack_value(changes)
    return packed
