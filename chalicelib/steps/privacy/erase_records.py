"""Carry out ordered erasures: files with all their versions, names of files, personal parts, contacts.

A run may stop anywhere and start again: deleted items are skipped. The fact of the erasure, with the digests of
everything deleted, is written last, together with the end of the order. What differs between a dossier and a matter is
behind `ErasedSort`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.dossier.erasure import list_erased_digests
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.papers.paper import Paper, PaperState
from chalicelib.domain.privacy.erasure_orders import OpenErasure, must_wait, pick_turn

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import DossierErased

MOST = 25
"""Dossiers and matters that one run erases; the rest waits for the next run."""
RUNS_EVERY = 15 * 60
"""Seconds from one run to the next (`EraseRecordsRule`)."""


class ErasureRecords(Protocol):
    """Rows that hold personal data."""

    def find_open(self) -> Sequence[OpenErasure]:
        """Return the unfinished erasures, each with its place."""

    def list_deliveries(self, order: OpenErasure) -> Sequence[Delivery]:
        """Return the deliveries of an order's notice."""

    def list_papers(self, dossier_id: str) -> Sequence[Paper]:
        """Return every paper of a dossier or a matter, erased ones included."""

    def replace(self, paper: Paper) -> None:
        """Replace the row of a paper by its remaining data."""

    def list_owned(self, sub: str) -> Sequence[str]:
        """Return ids of the dossiers of an account."""

    def list_drafts(self, sub: str) -> Sequence[str]:
        """Return ids of the drafts of an account."""

    def drop_personal(self, dossier_id: str, kept: Collection[str] = ()) -> int:
        """Delete the rows that are entirely personal but the parts with these digests; return their number."""


class ErasedFiles(Protocol):
    """The store of files."""

    def erase(self, key: str) -> int:
        """Delete every version of a file; return their number."""


@dataclass(frozen=True, slots=True)
class ErasedRecord:
    """A dossier or matter to erase: accounts whose other dossiers and drafts may use its files, other dossiers that
    may, and the digests of parts that stay: the decision on which an erasure rests. Files that are `in_use` stay until
    they are not."""

    id: str
    accounts: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    kept_parts: frozenset[str] = frozenset()
    in_use: bool = False


class DescribeEnd(Protocol):
    """Returns the payload of the last fact from the ledger, the parts still held, and the present papers."""

    def __call__(self, facts: Sequence[Fact], held: Collection[str]) -> DossierErased:
        """Return the digests of the deleted parts and the ids of the deleted papers."""


class ErasedSort(Protocol):
    """Dossiers, or matters."""

    def find_record(self, number: str) -> ErasedRecord:
        """Return what is to be erased. Raise ValueError for one that cannot be."""

    def hide_record(self, number: str) -> None:
        """Remove what everybody still reads of it; may be repeated."""

    def record_end(self, order: OpenErasure, describe: DescribeEnd, now: datetime, real_now: datetime) -> None:
        """Record the erasure and end the order in one transaction; do nothing when that was done before."""


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """Result of a run: dossiers erased, versions of files deleted, and faults of single dossiers; `waiting` are those
    whose notice is still being delivered, or of which a file is in use."""

    dossiers: int = 0
    versions: int = 0
    waiting: int = 0
    faults: tuple[Exception, ...] = ()

    @property
    def failed(self) -> int:
        """Return the dossiers that could not be erased this time."""
        return len(self.faults)


@dataclass(frozen=True, slots=True)
class Eraser:
    """Erases dossiers and matters as ordered; `now` is legal time, `sorts` are the two by what an order says."""

    sorts: Mapping[str, ErasedSort]
    records: ErasureRecords
    files: ErasedFiles
    now: datetime
    real_now: datetime

    def erase_ordered(self) -> ErasureReport:
        """Erase what waits."""
        done, versions, waiting, faults = 0, 0, 0, list[Exception]()
        turn = int(self.real_now.timestamp()) // RUNS_EVERY
        for order in pick_turn(self.records.find_open(), MOST, turn):
            try:
                gone = self.erase(order)
                done, versions = done + 1, versions + gone
            except NotYet:
                waiting += 1
            except Exception as fault:  # noqa: BLE001 - one dossier's trouble is not the others'; the caller reports it
                faults.append(fault)
        return ErasureReport(done, versions, waiting, tuple(faults))

    def erase(self, order: OpenErasure) -> int:
        """Carry out one order and record it; return how many versions of files were deleted. Raise NotYet while its
        notice is being delivered, or while a draft, or the matter as which it continues, uses one of its files: the
        rest is deleted then."""
        sort = self.sorts[order.about]
        record = sort.find_record(order.dossier_id)
        if must_wait(order, self.records.list_deliveries(order), self.real_now):
            raise NotYet
        versions, kept = self._erase_papers(record)
        sort.hide_record(record.id)
        self.records.drop_personal(record.id, record.kept_parts)
        if any(paper.state is not PaperState.ERASED for paper in self.records.list_papers(record.id)):
            raise NotYet

        def describe(facts: Sequence[Fact], held: Collection[str]) -> DossierErased:
            gone = [each.id for each in self.records.list_papers(record.id) if each.state is PaperState.ERASED]
            data: DossierErased = {
                "erased_parts": sorted(_list_named_parts(facts) - list_erased_digests(facts) - set(held)),
                "erased_papers": sorted(gone),
            }
            if kept:
                data["kept_papers"] = kept
            return data

        sort.record_end(order, describe, self.now, self.real_now)
        return versions

    def _erase_papers(self, record: ErasedRecord) -> tuple[int, dict[str, str]]:
        """Delete files first, then their rows; a file that a draft uses stays with its row until the draft is filed or
        deleted. Return the deleted versions, and by paper the dossier that still needs the file."""
        own = self.records.list_papers(record.id)
        used, drafted = (self._find_users(record), self._find_drafted(record)) if own else ({}, frozenset[str]())
        versions = 0
        for paper in own:
            waits = record.in_use or (paper.key in drafted and paper.key not in used)
            if waits or paper.state is PaperState.ERASED:
                continue
            if paper.key not in used:
                versions += sum(self.files.erase(key) for key in paper.keys)
            self.records.replace(papers.erase_paper(paper))
        # Of every paper, including those of an interrupted run.
        return versions, {paper.id: used[paper.key] for paper in own if paper.key in used}

    def _find_users(self, record: ErasedRecord) -> dict[str, str]:
        """Return files that other dossiers use (filed again, or a result used again), each with one
        of those dossiers."""
        related = {*record.related, *(each for sub in record.accounts for each in self.records.list_owned(sub))}
        return {
            paper.key: other
            for other in sorted(related - {"", record.id})
            for paper in self.records.list_papers(other)
            if paper.state is not PaperState.ERASED
        }

    def _find_drafted(self, record: ErasedRecord) -> frozenset[str]:
        """Return files that drafts of the same accounts use."""
        drafts = {draft for account in record.accounts for draft in self.records.list_drafts(account)}
        return frozenset(paper.key for draft in sorted(drafts) for paper in self.records.list_papers(draft))


class NotYet(Exception):
    """The erasure continues in a later run."""


class AlreadyErased(Exception):
    """Another run has already recorded it."""


def list_basis(facts: Sequence[Fact], is_order: Callable[[Fact], bool]) -> tuple[dict[str, str], ...]:
    """Return the articles of the executed order."""
    ordered = next((fact for fact in reversed(facts) if is_order(fact)), None)
    return tuple(dict(cite) for cite in ordered.law) if ordered else ()


def _list_named_parts(facts: Iterable[Fact]) -> set[str]:
    return {digest for fact in facts for digest in fact.parts.values()}
