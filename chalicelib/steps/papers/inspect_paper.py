"""Inspect one version of an uploaded file: check that it is the harmless file that was declared.

Runs with the right to read uploads and no other. It changes nothing: the result goes back to the check of the paper.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from chalicelib.domain.papers.inspection_messages import Upload
from chalicelib.domain.papers.paper_check import find_content_fault
from chalicelib.domain.papers.paper_errors import QuarantineReason


class InspectedBody(Protocol):
    """A downloaded version, counted and hashed."""

    @property
    def path(self) -> Path:
        """Where the bytes are."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def sha256(self) -> str:
        """Digest in hexadecimal."""


class InspectionStore(Protocol):
    """The file store."""

    def open_download(self, key: str, version_id: str) -> AbstractContextManager[InspectedBody]:
        """The version's bytes in a temporary file that is deleted afterwards."""


class Look(Protocol):
    """Inspects a file."""

    def find_fault(self, body: Path, content_type: str) -> QuarantineReason | None:
        """Return why the bytes are not a harmless file of that type, None when they are."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """The inspection with its dependencies."""

    store: InspectionStore
    look: Look

    def __call__(self, upload: Upload) -> QuarantineReason | None:
        """Return why the version is quarantined, None when it is harmless. Raise faults of the store."""
        with self.store.open_download(upload.key, upload.version_id) as body:
            if fault := find_content_fault(upload.size, upload.sha256, body.size, body.sha256):
                return fault
            return self.look.find_fault(body.path, upload.content_type)
