"""What a fact of any kind may state, and the shapes that several payloads share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

Packed = Mapping[str, object]
"""A value in the stored form of `pack_value`; `unpack_value` reads it and refuses unknown keys."""

Papers = Mapping[str, str]
"""Paper ids, each with its component; empty for a paper that answers no component."""


class ManifestEntry(TypedDict):
    """An accepted paper: its id, kind and component, the stored version, the SHA-256, the size in bytes, the type."""

    paper: str
    kind: str
    component: str
    version: str
    sha256: str
    size: int
    type: str


Manifest = Sequence[ManifestEntry]


class NamedDesk(TypedDict):
    """A role in a unit that a fact notifies; the applicant has no unit."""

    role: str
    unit: str


class Register(TypedDict):
    """The outage during whose time the act was taken on paper."""

    outage: str


class Stated(TypedDict, total=False):
    """What a fact of any kind may state: the next state, clocks, money, due times; and its entry after an outage."""

    to: str
    clock: Packed | None
    reception: Packed | None
    obligations: Sequence[Packed]
    task_dues: Mapping[str, str]
    pay_until: str | None
    register: Register


class WithFiles(Stated):
    """What may come with files between officers."""

    papers: NotRequired[Papers]
