"""Making slips in memory: stores that keep what is put first, and a renderer whose bytes follow from the words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chalicelib.domain.documents.slip_values import Slip
from chalicelib.domain.papers.paper import Paper
from chalicelib.steps.documents.ports import StoredObject
from chalicelib.steps.documents.render_slip import SlipMaking
from tests.support.builders import Case
from tests.support.slip_builders import build_library

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


class StoreBroken(RuntimeError):
    """The store went away."""


@dataclass
class FakeStore:
    """Objects by key, each once; `fails` is the number of the put that breaks."""

    objects: dict[str, StoredObject] = field(default_factory=dict)
    puts: int = 0
    fails: int = 0

    def put_once(self, key: str, body: bytes, content_type: str) -> StoredObject:
        """Keep the first."""
        self.puts += 1
        if self.puts == self.fails:
            raise StoreBroken
        return self.objects.setdefault(key, StoredObject(f"v{len(self.objects)}", body))


@dataclass
class FakePapers:
    """Rows by id; `lost` rows are not seen when asked for first, as for a rival who is a moment ahead."""

    rows: dict[str, Paper] = field(default_factory=dict)
    blind: bool = False

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """The row."""
        return None if self.blind else self.rows.get(paper_id)

    def add(self, paper: Paper) -> bool:
        """Keep the first."""
        return self.rows.setdefault(paper.id, paper) is paper


@dataclass
class FakeRenderer:
    """Bytes that follow from the words."""

    engine: str = "fake 1"
    drawn: int = 0

    def render(self, slip: Slip) -> bytes:
        """The words' digest."""
        self.drawn += 1
        return hashlib.sha256(repr(slip).encode()).digest()


@dataclass
class SlipWorld:
    """One dossier and what makes its slips."""

    case: Case
    store: FakeStore = field(default_factory=FakeStore)
    papers: FakePapers = field(default_factory=FakePapers)
    renderer: FakeRenderer = field(default_factory=FakeRenderer)

    @property
    def making(self) -> SlipMaking:
        """The step."""
        return SlipMaking(self.case.store, build_library(), self.renderer, self.store, self.papers)

    def made(self, seq: int) -> list[tuple[str, bool]]:
        """Kinds made of a fact, and whether each was new."""
        return [(one.kind, one.fresh) for one in self.making.render_for_fact(self.case.id, seq, real_now=NOW)]

    def all_made(self) -> list[str]:
        """Make the slips of the dossier's facts; return the kinds of all its slips, in the order of their making."""
        self.making.render_for_dossier(self.case.id, real_now=NOW)
        return [paper.component for paper in self.papers.rows.values()]
