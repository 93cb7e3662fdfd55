"""Malware scanning: one port with two implementations.

Production reads the tag that the managed scan wrote on the object. Local stages have no such service: there a stand-in
looks for the standard test string, and only a local stage may choose it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from chalicelib.domain.papers.paper_check import ScanVerdict, scan_verdict

MANAGED = "managed"
EICAR = "eicar"
SCAN_TAG = "GuardDutyMalwareScanStatus"

# In two halves, so that no scanner takes this file for the test file itself.
EICAR_STRING = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_CHUNK = 1024 * 1024

Tags = Callable[[str, str], dict[str, str]]


class ScannedBody(Protocol):
    """A downloaded version."""

    @property
    def path(self) -> Path:
        """Where the bytes are."""


class ScanStore(Protocol):
    """The store of scanned versions: their tags and bytes."""

    def read_tags(self, key: str, version_id: str) -> dict[str, str]:
        """Return tags of a version."""

    def open_download(self, key: str, version_id: str) -> AbstractContextManager[ScannedBody]:
        """The version's bytes in a temporary file that is deleted afterwards."""


class ManagedScanner:
    """The verdict that the managed scan wrote as a tag of the object version."""

    def __init__(self, tags: Tags) -> None:
        self._tags = tags

    def read_verdict(self, key: str, version_id: str) -> ScanVerdict:
        """Read the tag; no tag means that the scan has not run yet."""
        return scan_verdict(self._tags(key, version_id).get(SCAN_TAG))


class EicarScanner:
    """Stand-in for local stages: finds the standard anti-virus test string and nothing else."""

    def __init__(self, downloaded: Callable[[str, str], AbstractContextManager[ScannedBody]]) -> None:
        self._downloaded = downloaded

    def read_verdict(self, key: str, version_id: str) -> ScanVerdict:
        """Search the bytes in pieces that overlap by the string's length."""
        tail = b""
        with self._downloaded(key, version_id) as body, body.path.open("rb") as file:
            while piece := file.read(_CHUNK):
                if EICAR_STRING in tail + piece:
                    return ScanVerdict.THREAT
                tail = piece[-len(EICAR_STRING) :]
        return ScanVerdict.CLEAN


def choose_scanner(name: str, *, is_local: bool, store: ScanStore) -> ManagedScanner | EicarScanner:
    """Return the scanner of the setting SCANNER. Raise ValueError for an unknown one, or the stand-in in
    a real stage."""
    if name == MANAGED:
        return ManagedScanner(store.read_tags)
    if name == EICAR and is_local:
        return EicarScanner(store.open_download)
    raise ValueError(f"SCANNER={name} is not possible here: use {MANAGED}, or {EICAR} in a local stage")
