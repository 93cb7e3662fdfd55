"""Which personal parts of a dossier count after its corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.domain.ledger.chain import Fact, Part

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def digest_of_part(dossier: Dossier, filing: Fact, name: str) -> str | None:
    """Return the digest of a person's current part: that of the newest correction, else of the filing."""
    return dossier.corrections.parts.get(name) or filing.parts.get(name)


def is_superseded(dossier: Dossier, digest: str, part: Part) -> bool:
    """Return whether a correction has replaced the part by another of the same name."""
    return dossier.corrections.parts.get(part.name, digest) != digest


def select_current_parts(dossier: Dossier, parts: Mapping[str, Part]) -> dict[str, Part]:
    """The parts that no correction has replaced."""
    return {digest: part for digest, part in parts.items() if not is_superseded(dossier, digest, part)}
