"""Base classes of everything that crosses the HTTP edge."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

LONGEST_TEXT = 10_000
"""No single text is longer than this, whatever its field says (characters)."""


class Body(BaseModel):
    """A request body: unknown fields and wrong types are refused, never guessed at."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_max_length=LONGEST_TEXT)


class Query(BaseModel):
    """Query parameters: unknown ones are refused; numbers and dates are read from their text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=200)


class View(BaseModel):
    """An answer. Aware datetimes are written as RFC 3339 in Vietnamese time, money as whole đồng."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class JsonObject(RootModel[dict[str, Any]]):
    """A JSON object described elsewhere: the API's own description, an e-form's schema, the flow."""
