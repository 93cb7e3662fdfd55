"""Which personal parts of a dossier count after its corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.domain.ledger.chain import Fact, Part

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def digest_of_part(d: Dossier, filing: Fact, name: str) -> str | None:
    """Return the digest of a person's current part: that of the newest correction, else of the filing."""
    return d.corrections.parts.get(name) or filing.parts.get(name)


def is_superseded(d: Dossier, digest: str, part: Part) -> bool:
    """Return whether a correction has replaced the part by another of the same name."""
    return d.corrections.parts.get(part.name, digest) != digest


def current_parts(d: Dossier, parts: Mapping[str, Part]) -> dict[str, Part]:
    """The parts that no correction has replaced."""
    return {digest: part for digest, part in parts.items() if not is_superseded(d, digest, part)}
