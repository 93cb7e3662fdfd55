"""Files that come with a matter: announced, sent and checked as papers of dossiers are, then taken by an opening or a
step.

The units and the reporter read them; nobody else does, also once the matter is public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.kinds.erasure_rows import ERASED
from chalicelib.domain.matters.matter_permission import require_matter_sight, require_opener, require_paper_step
from chalicelib.domain.matters.matter_refusals import PapersNotTaken
from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.dossier.body_fields import MatterPaperAnnouncement
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.matters.matter_command import read_matter_law, require_offered
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.matter_views import RecordView, list_read_papers, open_reading
from chalicelib.steps.papers.add_paper import declare_once, derive_paper_id, record_paper


class MatterPaperRows(Protocol):
    """The papers of a dossier or matter."""

    def list_by_dossier(self, dossier_id: str) -> tuple[Paper, ...]:
        """Return all papers of a partition."""


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What reading the files of matters needs."""

    deps: MatterDependencies
    papers: MatterPaperRows
    record: RecordView


def add_matter_paper(
    deps: MatterDependencies, stores: Dependencies, command: Command[MatterPaperAnnouncement]
) -> Paper:
    """Record a file as announced, for a matter that stands or one that its sender is about to open. The same key always
    returns the same paper.

    Raise NotFound, Forbidden, PapersNotTaken, NotOffered, and the refusals of a declaration."""
    _require_taker(deps, command)
    number = derive_paper_id(command.actor.sub, command.key)

    def declare_attachment(loaded: Loaded) -> Paper:
        return declare_once(command, loaded, number)

    return record_paper(stores, command, number, declare_attachment)


def _require_taker(deps: MatterDependencies, command: Command[MatterPaperAnnouncement]) -> None:
    """Refuse somebody who can neither open such a matter with files, nor take a step with files on the one that
    stands."""
    kind, actor, now = KINDS.get(command.body.matter_kind), command.actor, command.now
    if kind is None:
        raise NotFound()
    found = deps.matters.load_matter(command.dossier_id).matter
    law = read_matter_law(deps.reference, now, found)
    if found is None and command.body.opening:
        require_opener(actor, kind, now)
        require_offered(deps.reference, kind, actor, now)
        if not kind.opening.papers:
            raise PapersNotTaken()
        return
    matter, _ = require_matter_sight(actor, kind, found, now, law)
    require_paper_step(actor, kind, matter, now, law)


def list_matter_papers(reading: PaperReading, matter_id: str, actor: Actor, now: datetime) -> Sequence[Paper]:
    """Return the files of a matter that the reader may have: taken ones as the page shows them, and their own.

    Raise NotFound for a matter that is absent or not theirs."""
    return _list_readable(reading, matter_id, actor, now, "papers", lambda _: True)


def find_matter_paper(reading: PaperReading, matter_id: str, paper_id: str, actor: Actor, now: datetime) -> Paper:
    """Return one file of a matter. Raise NotFound for one that the reader may not have."""
    found = _list_readable(reading, matter_id, actor, now, f"paper {paper_id}", lambda paper: paper.id == paper_id)
    if not found:
        raise NotFound()
    return found[0]


def _list_readable(
    reading: PaperReading, matter_id: str, actor: Actor, now: datetime, what: str, wanted: Callable[[Paper], bool]
) -> Sequence[Paper]:
    held = [*reading.papers.list_by_dossier(matter_id)]
    own = [paper for paper in held if paper.kind is PaperKind.ATTACHMENT and paper.uploaded_by == actor.sub]
    matter = reading.deps.matters.load_matter(matter_id).matter
    if matter is None:
        # Before the opening only the person who is writing it knows of it.
        if not own:
            raise NotFound()
        return [paper for paper in own if wanted(paper)]
    opened = open_reading(reading.deps, find_kind(matter.kind), matter, actor, now, reading.record, what)
    readable = _list_named(opened.facts, lambda fact: list_read_papers(fact, opened.reading))
    carried = matter.carried if matter.state != ERASED else {}
    for first in sorted({entry["matter"] for entry in carried.values()}):
        held += [paper for paper in reading.papers.list_by_dossier(first) if paper.id in matter.carried]
    there = (paper for paper in held if paper.state is not PaperState.ERASED and wanted(paper))
    return [paper for paper in there if paper.id in readable or paper in own]


def _list_named(facts: Iterable[Fact], read: Callable[[Fact], Iterable[str]]) -> frozenset[str]:
    return frozenset(paper for fact in facts for paper in read(fact))
