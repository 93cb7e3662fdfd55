"""The request to the function that inspects a file, and its answer: each has one parser, used where it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.papers.paper_errors import QuarantineReason


@dataclass(frozen=True, slots=True)
class Upload:
    """A version of an object, and its declaration: bytes, SHA-256 in hexadecimal, and type."""

    key: str
    version_id: str
    size: int
    sha256: str
    content_type: str


class InspectionAnswer(TypedDict):
    """The code of the reason for which a file is quarantined, empty when it is harmless."""

    reason: str


def build_inspection_request(paper: Paper, version_id: str) -> dict[str, str | int]:
    """Return the request to inspect a version of a paper's file."""
    return {
        "key": paper.key, "version_id": version_id, "size": paper.size, "sha256": paper.sha256,
        "content_type": paper.content_type,
    }  # fmt: skip


def parse_inspection_request(event: Mapping[str, object]) -> Upload:
    """Return the upload that an event names. Raise KeyError for a missing field, ValueError for a wrong one."""
    return Upload(
        _read_text(event, "key"), _read_text(event, "version_id"), _read_whole(event, "size"),
        _read_text(event, "sha256"), _read_text(event, "content_type"),
    )  # fmt: skip


def build_inspection_answer(fault: QuarantineReason | None) -> InspectionAnswer:
    """Return the answer for a reason; None means harmless."""
    return {"reason": str(fault or "")}


def parse_inspection_answer(answer: Mapping[str, object]) -> QuarantineReason | None:
    """Return why a version is quarantined, None when it is harmless. Raise KeyError for an answer without a reason,
    ValueError for an unknown one."""
    code = _read_text(answer, "reason")
    return QuarantineReason(code) if code else None  # type: ignore[call-arg]


def _read_text(message: Mapping[str, object], field: str) -> str:
    found = message[field]
    if not isinstance(found, str):
        raise ValueError(f"{field} is not a text")
    return found


def _read_whole(message: Mapping[str, object], field: str) -> int:
    found = message[field]
    if not isinstance(found, int):
        raise ValueError(f"{field} is not a whole number")
    return found
