"""Carry out ordered erasures: files with all their versions, names of files, personal parts, contacts.

A run may stop anywhere and start again: deleted items are skipped. The fact of the erasure, with the digests of
everything deleted, is written last, together with the end of the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.erasure import ORDERED, list_erased_digests
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.papers.paper import Paper, PaperState
from chalicelib.domain.privacy.erasure_orders import OpenErasure, must_wait, pick_turn
from chalicelib.steps.dossier.command import build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.items import ErasureOrderItem
from chalicelib.steps.dossier.ports import Change, Loaded

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import DossierErased

MOST = 25
"""Dossiers that one run erases; the rest waits for the next run."""
RUNS_EVERY = 15 * 60
"""Seconds from one run to the next (`EraseRecordsRule`)."""


class ErasureRecords(Protocol):
    """Rows that hold personal data."""

    def find_open(self) -> Sequence[OpenErasure]:
        """Return the unfinished erasures, each with its place."""

    def list_deliveries(self, order: OpenErasure) -> Sequence[Delivery]:
        """Return the deliveries of an order's notice."""

    def list_papers(self, dossier_id: str) -> Sequence[Paper]:
        """Return every paper of a dossier, erased ones included."""

    def replace(self, paper: Paper) -> None:
        """Replace the row of a paper by its remaining data."""

    def list_owned(self, sub: str) -> Sequence[str]:
        """Return ids of the dossiers of an account."""

    def list_drafts(self, sub: str) -> Sequence[str]:
        """Return ids of the drafts of an account."""

    def drop_personal(self, dossier_id: str) -> int:
        """Delete the rows that are entirely personal; return their number."""


class ErasedFiles(Protocol):
    """The store of files."""

    def erase(self, key: str) -> int:
        """Delete every version of a file; return their number."""


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """Result of a run: dossiers erased, versions of files deleted, and faults of single dossiers; `waiting` are those
    whose notice is still being delivered, or of which a draft uses a file."""

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
    """Erases dossiers as ordered; `now` is legal time."""

    deps: Dependencies
    records: ErasureRecords
    files: ErasedFiles
    now: datetime
    real_now: datetime

    def erase_ordered(self) -> ErasureReport:
        """Erase the waiting dossiers."""
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
        """Erase one dossier and record it; return how many versions of files were deleted. Raise NotYet while its
        notice is being delivered, or while a draft uses one of its files: the rest is deleted then."""
        dossier = self.deps.dossiers.load(order.dossier_id).dossier
        if dossier is None:
            raise ValueError("only a filed dossier can be erased")
        if must_wait(order, self.records.list_deliveries(order), self.real_now):
            raise NotYet
        versions, kept = self._erase_papers(dossier)
        self.records.drop_personal(dossier.id)
        if any(paper.state is not PaperState.ERASED for paper in self.records.list_papers(dossier.id)):
            raise NotYet
        self._record_end(dossier.id, order.seq, kept)
        return versions

    def _erase_papers(self, dossier: Dossier) -> tuple[int, dict[str, str]]:
        """Delete files first, then their rows; a file that a draft uses stays with its row until the draft is filed or
        deleted. Return the deleted versions, and by paper the dossier that still needs the file."""
        own = self.records.list_papers(dossier.id)
        used, drafted = (self._find_users(dossier), self._find_drafted(dossier)) if own else ({}, frozenset[str]())
        versions = 0
        for paper in own:
            if paper.state is PaperState.ERASED or (paper.key in drafted and paper.key not in used):
                continue
            if paper.key not in used:
                versions += sum(self.files.erase(key) for key in paper.keys)
            self.records.replace(papers.erase_paper(paper))
        # Of every paper, including those of an interrupted run.
        return versions, {paper.id: used[paper.key] for paper in own if paper.key in used}

    def _find_users(self, dossier: Dossier) -> dict[str, str]:
        """Return files that other dossiers use (filed again, or a result used again), each with one
        of those dossiers."""
        into, origin = dossier.refiled_into, dossier.refiled_from
        related = {into.dossier if into else "", origin.dossier if origin else ""}
        for account in _list_accounts(dossier):
            related |= set(self.records.list_owned(account))
        return {
            paper.key: other
            for other in sorted(related - {"", dossier.id})
            for paper in self.records.list_papers(other)
            if paper.state is not PaperState.ERASED
        }

    def _find_drafted(self, dossier: Dossier) -> frozenset[str]:
        """Return files that drafts of the same accounts use."""
        drafts = {draft for account in _list_accounts(dossier) for draft in self.records.list_drafts(account)}
        return frozenset(paper.key for draft in sorted(drafts) for paper in self.records.list_papers(draft))

    def _record_end(self, dossier_id: str, seq: int, kept: dict[str, str]) -> None:
        """Record the end, with the digests of the deleted parts and the ids of the deleted papers."""
        command = Command("erase_records", dossier_id, SYSTEM, self.now, self.real_now, None)
        order = ErasureOrderItem(dossier_id, seq)

        def build_end_change(loaded: Loaded) -> Change:
            if loaded.dossier is None or order not in loaded.extra:
                raise AlreadyErased
            facts = self.deps.dossiers.load_ledger(dossier_id)
            held = self.deps.dossiers.load_parts(dossier_id)
            gone = [each.id for each in self.records.list_papers(dossier_id) if each.state is PaperState.ERASED]
            data: DossierErased = {
                "erased_parts": sorted(_list_named_parts(facts) - list_erased_digests(facts) - held.keys()),
                "erased_papers": sorted(gone),
            }
            if kept:
                data["kept_papers"] = kept
            fact = payloads.DOSSIER_ERASED.build(data, law=_list_basis(facts), by_system=True)
            return build_change(self.deps, command, loaded.dossier, Decision((fact,), gone=(order,)), None, "")

        try:
            run_command(self.deps, command, build_end_change, extra=[order])
        except AlreadyErased:
            return


class NotYet(Exception):
    """The erasure continues in a later run."""


class AlreadyErased(Exception):
    """Another run has already recorded it."""


def _list_accounts(dossier: Dossier) -> set[str]:
    return {dossier.owner, dossier.filer} - {""}


def _list_named_parts(facts: Iterable[Fact]) -> set[str]:
    return {digest for fact in facts for digest in fact.parts.values()}


def _list_basis(facts: Sequence[Fact]) -> tuple[dict[str, str], ...]:
    """Return the articles of the executed order."""
    ordered = next((fact for fact in reversed(facts) if fact.kind == ORDERED), None)
    return tuple(dict(cite) for cite in ordered.law) if ordered else ()
