"""Finding whom a request for rights is about, over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.models.http.base import Body, View


class FindOfficersBody(Body):
    """What was typed: words of a name without marks, or an office address. A body, since neither belongs into an
    address."""

    typed: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    cursor: Annotated[str, Field(max_length=1000)] | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 20


class FoundOfficer(View):
    """Somebody who may be meant."""

    sub: str
    name: str
    title: str
    email: str


class FoundOfficersView(View):
    """Officers who may be meant; `cursor` leads to those after them, and a page may be empty before the end."""

    items: tuple[FoundOfficer, ...]
    cursor: str | None
