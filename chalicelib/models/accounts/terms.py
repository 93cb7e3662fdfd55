"""The terms of use over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.domain.accounts.terms import TermsKind
from chalicelib.models.http.base import Body, View
from chalicelib.models.http.problem import Text

TermsVersion = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


class TermsPartView(View):
    """A part of the terms: rights, duties or forbidden acts, with the text that it renders; empty for a choice of the
    service."""

    id: str
    kind: TermsKind
    title: Text
    source: str
    lines: tuple[Text, ...]


class TermsView(View):
    """The terms of the day. `article` is the province's article that names the parts; empty where none does."""

    version: str
    article: str
    parts: tuple[TermsPartView, ...]


class TermsBody(Body):
    """The version that the person has read and accepts."""

    version: TermsVersion


class AcceptanceView(View):
    """The version in force, and the one that the person accepted last. `due` asks for acceptance."""

    version: str
    due: bool
    accepted: str | None
    accepted_at: datetime | None
