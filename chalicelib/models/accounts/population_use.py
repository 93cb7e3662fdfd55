"""The use of population data, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.models.http.base import Body, View
from chalicelib.models.officers import Sub, UnitId

Outcome = Literal["matched", "mismatch", "unknown", "locked", "deceased", "unanswered", "refused"]


class PopulationUseBody(Body):
    """A month, and which of its look-ups are listed."""

    month: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
    unit: UnitId | None = None
    who: Sub | None = None
    outcome: Outcome | None = None
    skip: Annotated[int, Field(ge=0, le=100_000)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class PopulationUseLine(View):
    """A look-up: when, by whom, for which unit, what for, by which sort of number, with which outcome."""

    at: datetime
    sub: str
    name: str
    unit: str
    purpose: str
    kind: str
    outcome: Outcome


class PopulationCountView(View):
    """How many look-ups of a unit had an outcome."""

    unit: str
    outcome: Outcome
    number: int


class PopulationUseView(View):
    """Look-ups of the month, the newest first, of how many that the filters let through; numbers of the whole month by
    unit; and the unit whose account requests ask for the right to look up."""

    items: list[PopulationUseLine]
    total: int
    counts: list[PopulationCountView]
    requests_at: str
