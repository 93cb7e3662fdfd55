"""Payloads of approval requests, and their subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from chalicelib.domain.ledger.payload_types.stated import Manifest, NamedDesk, Packed, Stated, WithFiles


class Proposal(TypedDict, total=False):
    """The subject of an approval request; which fields there are depends on its kind."""

    stage: str
    cause: str
    components: Sequence[str]
    form_fields: Sequence[str]
    grounds: Sequence[str]
    without_trip: bool
    fallbacks: Mapping[str, str]
    payment: bool
    to_pay: int
    units: int
    due_at: str
    received_at: str
    lost: Sequence[str]
    transaction: Packed
    procedure: str
    outcome: str
    ground: str
    result: str
    manifest: Manifest
    minutes: Sequence[int]
    prepared_for: str


class RequestOpened(WithFiles):
    """An approval request with the roles that must agree, stage by stage. `completes` is one that the system
    prepared."""

    request: int
    kind: str
    chain: Sequence[Sequence[str]]
    about: Proposal
    completes: NotRequired[int]
    due_at: NotRequired[str]
    audience: NotRequired[Sequence[NamedDesk]]
    holder: NotRequired[str]


class RequestAnswered(WithFiles):
    """A proposal after the remarks on it."""

    request: int
    kind: str
    about: Proposal
    due_at: NotRequired[str]


class RequestEndorsed(Stated):
    """Stages up to `stage` have agreed."""

    request: int
    kind: str
    stage: int
    due_at: NotRequired[str]


class RequestSentBack(Stated):
    """A proposal that came back with remarks, and the officer who answers."""

    request: int
    kind: str
    stage: int
    officer: str
    due_at: NotRequired[str]


class RequestEnded(Stated):
    """A request that was declined or cancelled."""

    request: int
    kind: str
