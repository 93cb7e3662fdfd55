"""Where slips are stored, found and rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.documents.slip_values import Slip
    from chalicelib.domain.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A stored object: its version and content."""

    version_id: str
    body: bytes


class SlipStore(Protocol):
    """The permanent store of slips."""

    def put_once(self, key: str, body: bytes, content_type: str) -> StoredObject:
        """Store the bytes unless the key has some; return the stored object."""


class SlipPapers(Protocol):
    """The rows by which people find the papers of a dossier."""

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """Return the paper, None when there is none."""

    def add(self, paper: Paper) -> bool:
        """Add a checked paper; return False when it already exists."""


class Renderer(Protocol):
    """Renders a slip as PDF; the same slip always gives the same bytes."""

    @property
    def engine(self) -> str:
        """Name and version of the rendering engine."""

    def render(self, slip: Slip) -> bytes:
        """Return the PDF."""
