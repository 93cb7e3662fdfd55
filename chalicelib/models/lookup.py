"""Look-up without signing in, by text message and at kiosks, and the search at the counter."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from chalicelib.domain.find import By, Purpose
from chalicelib.domain.flow import State
from chalicelib.domain.links import LONGEST
from chalicelib.domain.lookup import LONGEST_CODE
from chalicelib.models.base import Body, View
from chalicelib.models.catalogue import NamedView


class LookupBody(Body):
    """A dossier code as on the receipt, or the token behind the `#` of a slip's link: one of the two."""

    code: Annotated[str, Field(min_length=1, max_length=LONGEST_CODE + 20)] | None = None
    link: Annotated[str, Field(min_length=1, max_length=LONGEST)] | None = None

    @model_validator(mode="after")
    def one(self) -> LookupBody:
        """Exactly one way to ask."""
        if (self.code is None) == (self.link is None):
            raise ValueError("one of code and link")
        return self


class CompletionView(View):
    """Where it stands: the state in words, and steps done of all."""

    state: State
    name: NamedView
    done: int
    of: int


class LookupView(View):
    """All that is told without signing in (TT 01/2018 16.2.d)."""

    code: str
    completion: CompletionView | None


class SmsView(View):
    """What the provider sends back to the asker, in plain letters."""

    text: str


class OpenRoute(View):
    """A route that works without signing in."""

    method: str
    path: str


class KioskView(View):
    """What a machine at a reception point may use; `article` is empty where no rule of the day speaks of them."""

    routes: list[OpenRoute]
    idle_seconds: int
    listed: bool
    article: str


class FindBody(Body):
    """What an officer looks for in a unit, and why: it stands in the access record."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]
    by: By
    text: Annotated[str, Field(min_length=2, max_length=100)]
    purpose: Purpose


class FoundLine(View):
    """A dossier that answers to the search; `person` is whose name or number it was found by."""

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
