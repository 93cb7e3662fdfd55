"""Render slips: the papers of a fact are written once, outside the request path.

Idempotent by the fact: a paper's id follows from fact and kind, its words are stored before its PDF and its PDF before
its row, each only if nothing is stored yet. A second run, or one after a crash, finishes with the first one's data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.documents import slip_source, slips
from chalicelib.domain.documents.slip_source import DocumentSource
from chalicelib.domain.documents.slip_values import Slip, Wording
from chalicelib.domain.law.model import Rules
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.ledger.fact_registry import PRINTING
from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.papers.paper_files import build_words_key
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.steps.documents.ports import Renderer, SlipPapers, SlipStore
from chalicelib.steps.dossier.ports import Ledgers

PDF, WORDS = "application/pdf", "application/json"
SYSTEM = "system"


def omit_link(dossier_id: str) -> str:
    """Return no address: the deployment has no look-up page."""
    return ""


@dataclass(frozen=True, slots=True)
class Library:
    """Sources of a slip's words: law, catalogue, agencies, templates; `link` gives a dossier's look-up address."""

    rules: Rules
    province: str
    procedure: Callable[[str], Procedure]
    agencies: Callable[[], AgencyTree]
    wording: Callable[[], Wording]
    link: Callable[[str], str] = omit_link

    def build_source(
        self, facts: tuple[Fact, ...], seq: int, parts: Mapping[str, Part], *, preview: bool = False
    ) -> DocumentSource:
        """Return the sources of one fact's slips, by the law of the dossier with that fact."""
        upto, before, after = slip_source.replay_until(facts, seq)
        law = Law(self.rules, after.build_dates(upto[-1].occurred_at), self.province)
        return DocumentSource(
            facts=upto,
            before=before,
            dossier=after,
            law=law,
            procedure=self.procedure(after.procedure),
            agencies=self.agencies(),
            wording=self.wording(),
            parts=parts,
            preview=preview,
            link="" if preview else self.link(after.id),
        )


@dataclass(frozen=True, slots=True)
class Made:
    """One paper of a fact; `fresh` when this run wrote its row."""

    paper_id: str
    kind: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class SlipMaking:
    """Makes the slips of facts."""

    ledgers: Ledgers
    library: Library
    renderer: Renderer
    store: SlipStore
    papers: SlipPapers

    def render_for_fact(self, dossier_id: str, seq: int, *, real_now: datetime) -> tuple[Made, ...]:
        """Write the papers that one fact makes. Raises ValueError when the ledger has no such fact (yet)."""
        facts = self.ledgers.load_ledger(dossier_id)
        return self._render_slips(facts, seq, self.ledgers.load_parts(dossier_id), real_now)

    def render_for_dossier(self, dossier_id: str, *, real_now: datetime) -> tuple[Made, ...]:
        """Write every missing paper of the dossier: for repair after a lost event."""
        facts, parts = self.ledgers.load_ledger(dossier_id), self.ledgers.load_parts(dossier_id)
        wanted = [fact.seq for fact in facts if fact.kind in PRINTING]
        return tuple(made for seq in wanted for made in self._render_slips(facts, seq, parts, real_now))

    def _render_slips(
        self, facts: tuple[Fact, ...], seq: int, parts: Mapping[str, Part], real_now: datetime
    ) -> tuple[Made, ...]:
        source = self.library.build_source(facts, seq, parts)
        dossier_id = source.dossier.id
        return tuple(self._write_slip(dossier_id, each, real_now) for each in slips.build_slips(source))

    def _write_slip(self, dossier_id: str, wanted: Slip, real_now: datetime) -> Made:
        if self.papers.load(dossier_id, wanted.paper_id) is not None:
            return Made(wanted.paper_id, wanted.kind.value, fresh=False)
        blank = _build_paper(dossier_id, wanted, real_now)
        words = self.store.put_once(build_words_key(blank.key), encode_words(wanted, self.renderer.engine), WORDS)
        slip = read_words(words.body)
        pdf = self.store.put_once(blank.key, self.renderer.render(slip), PDF)
        paper = replace(
            blank, size=len(pdf.body), sha256=hashlib.sha256(pdf.body).hexdigest(), version_id=pdf.version_id
        )
        return Made(slip.paper_id, slip.kind.value, fresh=self.papers.add(paper))


def encode_words(slip: Slip, engine: str) -> bytes:
    """Return the slip as stored next to its PDF: with its layout and this engine it gives the same bytes again."""
    body: dict[str, Any] = {"v": 1, "engine": engine, "slip": pack_value(slip)}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_words(body: bytes) -> Slip:
    """Return the slip of its stored words. Raise KeyError on words of a newer version."""
    data = json.loads(body)
    if data["v"] != 1:
        raise KeyError(f"words of version {data['v']}")
    slip: Slip = unpack_value(Slip, data["slip"])
    return slip


def _build_paper(dossier_id: str, slip: Slip, real_now: datetime) -> Paper:
    """Return the row of a slip; it was not uploaded, so it needs no check."""
    return Paper(
        dossier_id=dossier_id,
        id=slip.paper_id,
        kind=PaperKind.SLIP,
        component=slip.kind.value,
        name=f"{slip.title} {slip.number.partition('/')[0]}",
        size=0,
        sha256="",
        content_type=PDF,
        uploaded_by=SYSTEM,
        created_at=real_now,
        state=PaperState.ACCEPTED,
        checked_at=real_now,
    )
