"""Base classes of everything that crosses the HTTP edge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, RootModel

LONGEST_TEXT = 10_000
"""No single text is longer than this, whatever its field says (characters)."""


Instant = Annotated[AwareDatetime, Field(ge=datetime(2018, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))]
"""An instant that somebody states: with its zone, and within the years that the calendars could mean."""

Channel = Literal["desk", "post", "agent", "national_portal", "vneid", "kiosk", "own_portal"]
"""Ways to file that the law knows. Which of them a request may name is decided by the route it comes by."""


class Body(BaseModel):
    """A request body: unknown fields and wrong types are refused, never guessed at. Outer blanks of a text are dropped
    before it is measured: a text of blanks alone is none."""

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
