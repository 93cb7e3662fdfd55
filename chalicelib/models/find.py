"""The search at the counter."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.search.counter_search import By, Purpose
from chalicelib.models.http.base import Body, View


class FindBody(Body):
    """An officer's search in a unit, and its purpose for the access record. Without a unit it is a code, searched in
    the whole province by readers of every dossier."""

    unit: Annotated[str | None, Field(min_length=1, max_length=64)] = None
    by: By
    text: Annotated[str, Field(min_length=2, max_length=100)]
    purpose: Purpose


class FoundLine(View):
    """A dossier that matches the search; `person` is the person whose name or number matched."""

    dossier_id: str
    code: str | None
    receipt_no: str
    state: State
    procedure: dict[str, str]
    unit: str
    filed_at: datetime
    due_at: datetime | None
    person: str | None


class FoundView(View):
    """The first dossiers found; `more` when there are others."""

    items: list[FoundLine]
    more: bool
