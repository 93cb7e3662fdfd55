"""Payloads of the handover, the end and the erasure of a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired

from chalicelib.domain.ledger.payload_types.stated import Stated


class GivenBack(Stated):
    """One handover, its way and what went with it."""

    way: str
    results: Sequence[str]
    originals: NotRequired[bool]
    compared: NotRequired[Sequence[str]]
    chosen: NotRequired[bool]
    announced_by: NotRequired[str]
    letters: NotRequired[Sequence[str]]


class PostInvited(Stated):
    """The number of this invitation to collect."""

    n: int


class PostReturned(Stated):
    """The number of invitations after which uncollected post came back."""

    invitations: int


class Closed(Stated):
    """The end, with the national code of the outcome."""

    national_code: str


class Rated(Stated):
    """The applicant's answers from 1 to 5 by question, with the weight of each, the way in which they were given, and
    the coded reasons of low ones; `desk` is the unit on whose tablet they were given."""

    way: str
    answers: Mapping[str, int]
    weights: Mapping[str, int]
    reasons: NotRequired[Sequence[str]]
    desk: NotRequired[str]


class Withdrawn(Stated):
    """A dossier that was taken back; with a request where it needed approval."""

    request: NotRequired[int]


class AuthorityRevoked(Stated):
    """The end of a right to act that was declared by a paper: who ended it, the principal or the desk."""

    revoked_by: str


class AccountJoined(Stated):
    """A dossier of nobody's account came into that of the person whom it names, who did this: as the one for whom
    somebody else filed (`represented`), or as the one who filed without an account."""

    represented: bool


class Stopped(Stated):
    """A settlement that was stopped on a coded ground."""

    ground: str


class ErasureGround(Stated):
    """The ground of an erasure, and the decision of an authority where it rests on one."""

    ground: str
    decision: NotRequired[str]


class PartErased(ErasureGround):
    """The digest of an erased personal part."""

    digest: str


class DossierErased(Stated):
    """Digests of the erased parts and ids of the erased papers; `kept_papers` each with the dossier that needs it."""

    erased_parts: Sequence[str]
    erased_papers: NotRequired[Sequence[str]]
    kept_papers: NotRequired[Mapping[str, str]]
