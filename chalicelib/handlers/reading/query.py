"""What the address of a plain page may ask for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.handlers.http import read
from chalicelib.models.http.base import Query


class PlainPageQuery(Query):
    """The language of a page; Vietnamese where none is named."""

    lang: Literal["vi", "en"] = "vi"


class PlainListQuery(PlainPageQuery):
    """What a list shows: words to search for, filters, and its page, a number or what the link to it holds."""

    q: Annotated[str, Field(max_length=100)] = ""
    field: Annotated[str, Field(max_length=40)] | None = None
    group: Annotated[str, Field(max_length=80)] | None = None
    month: Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")] | None = None
    page: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


def read_page_number(page: str | None) -> int:
    """Return the number of a page, from 1; raise Malformed for what is no number."""
    if page is None:
        return 1
    if not page.isdecimal() or len(page) > 4 or int(page) == 0:
        raise read.build_malformed("/query/page", "wrong_format")
    return int(page)
