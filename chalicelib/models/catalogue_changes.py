"""Differences between the national portal's shared catalogues and ours, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.models.http.base import Body, View
from chalicelib.models.sync import WaitingPageQuery


class ChangesQuery(WaitingPageQuery):
    """A page of differences of one state."""

    standing: Literal["open", "accepted", "rejected", "applied", "gone"] = "open"


class VerdictBody(Body):
    """A decision about a difference, and why."""

    verdict: Literal["accepted", "rejected"]
    reason: Annotated[str, Field(min_length=3, max_length=1000)]


class ReviewView(View):
    """A decision: author, time and reason."""

    verdict: str
    reason: str
    by: str
    by_name: str
    at: datetime


class ChangeView(View):
    """One difference with both sides; a side without the entry is null. `digest` (SHA-256) covers both."""

    id: str
    version: int
    catalogue: str
    code: str
    difference: str
    standing: str
    ours: dict[str, str] | None
    theirs: dict[str, str] | None
    digest: str
    portal_version: str
    first_seen: datetime
    reviews: list[ReviewView]


class ChangesPage(View):
    """Differences, first seen first."""

    items: list[ChangeView]
    cursor: str | None
