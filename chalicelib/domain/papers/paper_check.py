"""Decisions of a paper's check that need no bytes: size and digest, and the result of the malware scan."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.papers.paper_errors import Reason


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


def scan_fault(verdict: ScanVerdict) -> Reason | None:
    """Return why a scanned paper is quarantined. Raise ValueError while the scan is still running."""
    if verdict is ScanVerdict.WAITING:
        raise ValueError("a paper cannot be checked before its scan")
    return {ScanVerdict.THREAT: Reason.MALWARE, ScanVerdict.FAILED: Reason.SCAN_FAILED}.get(verdict)


def envelope_fault(paper: Paper, size: int, sha256: str | None) -> Reason | None:
    """Return whether size (bytes) and digest, where one is known, match the declaration."""
    return content_fault(paper.size, paper.sha256, size, sha256)


def content_fault(declared_size: int, declared_sha256: str, size: int, sha256: str | None) -> Reason | None:
    """Return whether size (bytes) and digest, where one is known, match the declaration."""
    if size != declared_size:
        return Reason.SIZE_MISMATCH
    if sha256 is not None and sha256 != declared_sha256:
        return Reason.CHECKSUM_MISMATCH
    return None
