"""Decisions of a paper's check that need no bytes: size and digest, and the result of the malware scan."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.papers.paper_errors import QuarantineReason


class ScanVerdict(StrEnum):
    """The malware scan's verdict on one object version."""

    WAITING = "waiting"
    CLEAN = "clean"
    THREAT = "threat"
    FAILED = "failed"


def scan_verdict(status: str | None) -> ScanVerdict:
    """Return the managed scan's status in our words; any status but its two plain answers counts as no scan."""
    match status:
        case None:
            return ScanVerdict.WAITING
        case "NO_THREATS_FOUND":
            return ScanVerdict.CLEAN
        case "THREATS_FOUND":
            return ScanVerdict.THREAT
        case _:
            return ScanVerdict.FAILED


def scan_fault(verdict: ScanVerdict) -> QuarantineReason | None:
    """Return why a scanned paper is quarantined. Raise ValueError while the scan is still running."""
    if verdict is ScanVerdict.WAITING:
        raise ValueError("a paper cannot be checked before its scan")
    return {ScanVerdict.THREAT: QuarantineReason.MALWARE, ScanVerdict.FAILED: QuarantineReason.SCAN_FAILED}.get(verdict)


def find_envelope_fault(paper: Paper, size: int, sha256: str | None) -> QuarantineReason | None:
    """Return whether size (bytes) and digest, where one is known, match the declaration."""
    return find_content_fault(paper.size, paper.sha256, size, sha256)


def find_content_fault(
    declared_size: int, declared_sha256: str, size: int, sha256: str | None
) -> QuarantineReason | None:
    """Return whether size (bytes) and digest, where one is known, match the declaration."""
    if size != declared_size:
        return QuarantineReason.SIZE_MISMATCH
    if sha256 is not None and sha256 != declared_sha256:
        return QuarantineReason.CHECKSUM_MISMATCH
    return None
