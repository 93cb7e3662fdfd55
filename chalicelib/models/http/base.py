"""Base classes of all data at the HTTP edge."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, RootModel
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 10_000
"""Longest text of any field (characters)."""


Instant = Annotated[AwareDatetime, Field(ge=datetime(2018, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))]
"""An instant with its zone, within the years of the calendars."""

_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _read_day(given: object) -> object:
    """Return the day that a text names. The validator would also read numbers, as seconds since 1970, and instants."""
    if not isinstance(given, str):
        return given
    try:
        day = date.fromisoformat(given) if _WRITTEN_DAY.fullmatch(given) else None
    except ValueError:
        day = None
    if day is None:
        raise PydanticCustomError("date_parsing", "not a day written as YYYY-MM-DD")
    return day


Day = Annotated[date, BeforeValidator(_read_day)]
"""A day of a query, written as YYYY-MM-DD; nothing else is accepted. Fields use one with bounds: a day at either end of
the calendar has no midnight in UTC."""

RecentDay = Annotated[Day, Field(ge=date(2018, 1, 1), lt=date(2100, 1, 1))]
"""A day of a filing or a due date: nothing was received before 2018."""

LawDay = Annotated[Day, Field(ge=date(1945, 9, 2), lt=date(2100, 1, 1))]
"""A day whose law is requested: none is older than the state that made it."""

Channel = Literal["desk", "post", "agent", "national_portal", "vneid", "kiosk", "own_portal"]
"""Channels of filing in law. The route of a request decides which of them it may name."""


class Body(BaseModel):
    """A request body: unknown fields and wrong types are refused. Outer blanks of a text are dropped before it is
    measured: a text of blanks alone is empty."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", strict=True, frozen=True, str_max_length=LONGEST_TEXT,
        str_strip_whitespace=True,
    )  # fmt: skip


class Query(BaseModel):
    """Query parameters: unknown ones are refused; numbers and dates are read from their text, without outer blanks."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, str_max_length=200, str_strip_whitespace=True
    )


class View(BaseModel):
    """An answer. Aware datetimes are written as RFC 3339 in Vietnamese time, money as whole đồng."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


class NamedView(View):
    """A name in both languages."""

    vi: str
    en: str


class JsonObject(RootModel[dict[str, Any]]):
    """A JSON object described elsewhere: the API's own description, an e-form's schema, the flow."""


class PageText(RootModel[str]):
    """A page, or a list of pages, as text that is no JSON."""
