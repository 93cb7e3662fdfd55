"""Check one uploaded paper and settle it: accepted, or quarantined with its reason.

The event may come twice, late, or for a deleted object; only a pending paper is changed, and only once. The malware
scan runs before any parser reads the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.papers.paper import Paper, PaperState, settle_paper
from chalicelib.domain.papers.paper_check import ScanVerdict, find_envelope_fault, scan_fault
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.domain.papers.paper_files import parse_key


@dataclass(frozen=True, slots=True)
class Arrival:
    """An uploaded object version, or a scanned one; `scan` is the scan's verdict if it came along."""

    key: str
    version_id: str
    scan: ScanVerdict | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of an arrival: accepted, quarantined, waiting (for the scan) or ignored, and why."""

    outcome: str
    reason: str = ""


class PaperItems(Protocol):
    """Paper items."""

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """Return the present paper, None when there is none."""

    def settle(self, paper: Paper) -> bool:
        """Replace the pending paper by its checked version; return False when another run has done so."""


class ArrivedVersion(Protocol):
    """One object version as the store describes it; `sha256` in hexadecimal, if the store kept it."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def sha256(self) -> str | None:
        """Digest."""


class ArrivalStore(Protocol):
    """The file store."""

    def find_newest(self, key: str) -> str | None:
        """Return the id of the newest version, None when there is none."""

    def read_head(self, key: str, version_id: str) -> ArrivedVersion | None:
        """Return the metadata of a version, None when it is deleted."""


class Scanner(Protocol):
    """The malware scan."""

    def read_verdict(self, key: str, version_id: str) -> ScanVerdict:
        """Return the scan's verdict on this version."""


class Inspector(Protocol):
    """Inspects a file, with no other right than to read it."""

    def find_fault(self, paper: Paper, version_id: str) -> QuarantineReason | None:
        """Return why a version is not the harmless file that was declared, None when it is."""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """The check with its dependencies."""

    papers: PaperItems
    store: ArrivalStore
    scanner: Scanner
    inspector: Inspector

    def __call__(self, arrival: Arrival, *, real_now: datetime) -> Checked:
        """Check an arrival. Raise faults of the store, so that the event is delivered again."""
        paper = self._load_pending(arrival.key)
        if not isinstance(paper, Paper):
            return paper
        # Not every store names the version in its event. An upload is write-once: the newest is the only one.
        version = arrival.version_id or self.store.find_newest(arrival.key)
        stored = self.store.read_head(arrival.key, version) if version else None
        if version is None or stored is None:
            return Checked("ignored", "object_gone")
        arrival = replace(arrival, version_id=version)
        verdict, reason = self._judge_paper(paper, stored, arrival)
        if verdict is ScanVerdict.WAITING:
            return Checked("waiting")
        return self._settle_paper(settle_paper(paper, arrival.version_id, reason, real_now=real_now))

    def _load_pending(self, key: str) -> Paper | Checked:
        ids = parse_key(key)
        paper = self.papers.load(*ids) if ids else None
        if paper is None:
            return Checked("ignored", "unknown_paper")
        if paper.state is not PaperState.PENDING:
            return Checked("ignored", "already_checked")
        return paper

    def _judge_paper(
        self, paper: Paper, stored: ArrivedVersion, arrival: Arrival
    ) -> tuple[ScanVerdict | None, QuarantineReason | None]:
        # A wrong size is detected without a download, which bounds all downloads.
        if fault := find_envelope_fault(paper, stored.size, stored.sha256):
            return None, fault
        verdict = arrival.scan or self.scanner.read_verdict(arrival.key, arrival.version_id)
        if verdict is ScanVerdict.WAITING:
            return verdict, None
        return verdict, scan_fault(verdict) or self.inspector.find_fault(paper, arrival.version_id)

    def _settle_paper(self, paper: Paper) -> Checked:
        if not self.papers.settle(paper):
            return Checked("ignored", "already_checked")
        return Checked(str(paper.state), str(paper.reason or ""))
