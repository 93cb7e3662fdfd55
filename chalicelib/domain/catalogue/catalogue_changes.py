"""Differences between the national portal's shared catalogues and ours, and what people decided about them.

Pure. Nothing here changes the catalogues in use: they are files of a deployment, so an accepted difference is an order
to change a file. It ends as `applied` once the files say what the portal says (NĐ 107/2021 1.13; TB-5.1).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.shared.errors import Forbidden, Refusal, RefusalKind

Values = Mapping[str, str]
"""The values we use of one entry: field → text."""

Ours = Mapping[str, Sequence[Values]]
"""A catalogue of ours: code → values. Several of our entries may share a national code."""

REVIEWERS: Final = frozenset({Role.CATALOGUE_EDITOR, Role.OPERATOR})
MOST_ENTRIES: Final = 20_000
LONGEST: Final = 1_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# Control characters and those that reorder the following text: the reviewed text must be the stored text.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")


class CatalogueMalformed(Exception):
    """The whole catalogue is rejected because a part of it is malformed; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingToReview(Refusal):
    """The difference no longer exists: the portal or our files changed."""

    code = "catalogue_change_over"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Khác biệt này không còn: danh mục đã được cập nhật hoặc Cổng Dịch vụ công quốc gia đã thay đổi."
    en = "This difference no longer exists: our files or the national portal have changed."


class Difference(StrEnum):
    """How the portal's entry differs from ours."""

    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"


class ReviewStanding(StrEnum):
    """State of a difference. `applied`: accepted, and our files now agree; `gone`: it ended in another way."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    APPLIED = "applied"
    GONE = "gone"


REVIEWABLE: Final = frozenset({ReviewStanding.OPEN, ReviewStanding.ACCEPTED, ReviewStanding.REJECTED})


@dataclass(frozen=True, slots=True)
class SharedCatalogue:
    """One catalogue of the portal: our catalogue that it is compared with, its name there, and its fields
    there → ours."""

    ours: str
    name: str
    key: str
    until: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """One decision about a difference; `key` is a digest of the command and its caller, for repeats."""

    verdict: ReviewStanding
    reason: str
    by: str
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class CatalogueDifference:
    """One difference. `ours` or `theirs` is None where that side has no entry; `digest` covers both sides.

    `portal_version` is the version of the catalogue in which it was seen first.
    """

    id: str
    catalogue: str
    code: str
    digest: str
    ours: Mapping[str, str] | None
    theirs: Mapping[str, str] | None
    portal_version: str
    first_seen: datetime
    standing: ReviewStanding = ReviewStanding.OPEN
    reviews: tuple[Review, ...] = ()
    version: int = 0

    @property
    def difference(self) -> Difference:
        """Return the kind of the difference."""
        if self.theirs is None:
            return Difference.ENDED
        return Difference.NEW if self.ours is None else Difference.CHANGED

    @property
    def decided(self) -> ReviewStanding:
        """Return the last decision; `open` when there is none."""
        return self.reviews[-1].verdict if self.reviews else ReviewStanding.OPEN


def read_shared(data: Mapping[str, Any]) -> tuple[int, tuple[SharedCatalogue, ...]]:
    """Return version and catalogues of a data file. Raise TypeError or KeyError for a malformed file."""
    return int(data["version"]), tuple(SharedCatalogue(ours, **each) for ours, each in data["catalogues"].items())


def read_entries(shared: SharedCatalogue, entries: Sequence[Any], today: date) -> dict[str, Values]:
    """Return the portal's entries that are valid on a day: code → values. Raise CatalogueMalformed when any entry is
    malformed: a partly wrong page is rejected as a whole."""
    if not entries:  # an accepted empty page would end every entry of ours
        raise CatalogueMalformed("empty")
    if len(entries) > MOST_ENTRIES:
        raise CatalogueMalformed("too_many")
    found: dict[str, Values] = {}
    seen: set[str] = set()
    for entry in entries:
        if not isinstance(entry, dict):
            raise CatalogueMalformed("entry")
        code = entry.get(shared.key)
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise CatalogueMalformed("code")
        if code in seen:
            raise CatalogueMalformed("code_twice")
        seen.add(code)
        values = {ours: _require_text(entry.get(theirs)) for theirs, ours in shared.fields.items()}
        if _is_in_force(entry.get(shared.until), today):
            found[code] = values
    return found


def list_differences(
    catalogue: str, ours: Ours, theirs: Mapping[str, Values], version: str, now: datetime
) -> list[CatalogueDifference]:
    """Return the differences, in the order of the codes."""
    made = []
    for code in sorted({*ours, *theirs}):
        mine, other = ours.get(code, ()), theirs.get(code)
        if other not in mine:
            made.append(_build_change(catalogue, code, mine[0] if mine else None, other, version, now))
    return made


def list_changed_standings(
    kept: Iterable[CatalogueDifference], found: Iterable[CatalogueDifference], ours: Ours
) -> Iterator[CatalogueDifference]:
    """Return the differences to store after a comparison: new ones, returned ones and ended ones.

    The same difference is the same item in every night and version of the portal, decided or not.
    """
    known = {each.id: each for each in kept}
    there = {each.id: each for each in found}
    for number, change in there.items():
        before = known.get(number)
        if before is None:
            yield change
        elif before.standing not in REVIEWABLE:
            yield replace(before, standing=before.decided)
    for number, before in known.items():
        if number not in there and before.standing in REVIEWABLE:
            yield replace(before, standing=_find_end_standing(before, ours))


def require_reviewer(actor: Actor, now: datetime) -> None:
    """Raise Forbidden unless the actor administers the catalogues."""
    if not actor.list_roles(now) & REVIEWERS:
        raise Forbidden()


def review_change(change: CatalogueDifference, review: Review) -> CatalogueDifference:
    """Return the difference after a decision; a later decision replaces it, and all are kept. Refuse a difference that
    is over."""
    if change.standing not in REVIEWABLE:
        raise NothingToReview()
    return replace(change, standing=review.verdict, reviews=(*change.reviews, review))


def _find_end_standing(change: CatalogueDifference, ours: Ours) -> ReviewStanding:
    mine = ours.get(change.code, ())
    followed = not mine if change.theirs is None else change.theirs in mine
    return ReviewStanding.APPLIED if followed and change.decided is ReviewStanding.ACCEPTED else ReviewStanding.GONE


def _build_change(
    catalogue: str, code: str, ours: Values | None, theirs: Values | None, version: str, now: datetime
) -> CatalogueDifference:
    sides = {"catalogue": catalogue, "code": code, "ours": ours, "theirs": theirs}
    digest = hashlib.sha256(encode_canonical(sides))
    number = base64.b32encode(digest.digest()[:15]).decode().lower()
    return CatalogueDifference(number, catalogue, code, digest.hexdigest(), ours, theirs, version, now)


def _require_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or _UNPRINTABLE.search(value):
        raise CatalogueMalformed("field")
    return value


def _is_in_force(until: object, today: date) -> bool:
    """Return whether an entry is valid on a day; it may have no last day."""
    if until is None:
        return True
    try:
        return today <= date.fromisoformat(str(until))
    except ValueError:
        raise CatalogueMalformed("until") from None
