"""Who reads a plain page: the language, and the public reads that the page is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import quote, urlencode

from pydantic import BaseModel

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.nested_read import load_public_read, read_operation

V = TypeVar("V", bound=BaseModel)
Language = Literal["vi", "en"]
HOME = "/doc"


class InBoth(Protocol):
    """A text in both languages."""

    @property
    def vi(self) -> str:
        """The Vietnamese text."""
        ...

    @property
    def en(self) -> str:
        """The English text."""
        ...


@dataclass(frozen=True, slots=True)
class PageReader:
    """One request of a page. `caches` collects the Cache-Control of each public read that the page is made from."""

    call: Call[Any, Any]
    language: Language
    caches: list[str] = field(default_factory=list)

    def read(self, path: str, answer: type[V], params: Mapping[str, str] | None = None, **query: str | None) -> V:
        """Return the view of a public read. Query parameters without a value are left out. Raises its refusals."""
        operation = load_public_read(path)
        given = {name: text for name, text in query.items() if text}
        view = read_operation(operation, self.call, answer, params or {}, given)
        self.caches.append(operation.cache)
        return view

    def localise(self, words: InBoth) -> str:
        """Return a text in the reader's language; Vietnamese where there is no other."""
        return words.en or words.vi if self.language == "en" else words.vi

    def find_lang(self, words: InBoth) -> str | None:
        """Return the `lang` of a text that is shown in another language than the page."""
        return "vi" if self.language == "en" and not words.en else None

    @property
    def vietnamese(self) -> str | None:
        """The `lang` of a text that there is in Vietnamese alone; None on a Vietnamese page."""
        return "vi" if self.language == "en" else None

    def link_page(self, *places: str, **query: str | None) -> str:
        """Return the address of a page in the reader's language: `link_page("procedures", "1.001")`."""
        return make_address(self.language, *places, **query)

    def choose_cache(self) -> str | None:
        """Return the shortest Cache-Control of the page's reads; None for a page without any."""
        return min(self.caches, key=lambda cache: int(cache.rpartition("=")[2]), default=None)

    def write_day(self, day: date | datetime | str) -> str:
        """Return a day as 28/11/2026, of an instant the one in Vietnam. A text is a day as YYYY-MM-DD."""
        found = date.fromisoformat(day) if isinstance(day, str) else day
        return f"{found.astimezone(VIETNAM) if isinstance(found, datetime) else found:%d/%m/%Y}"


def make_address(language: str, *places: str, **query: str | None) -> str:
    """Return the address of a page, with the language where it is not Vietnamese."""
    asked = {name: text for name, text in query.items() if text} | ({"lang": language} if language != "vi" else {})
    path = "/".join((HOME, *(quote(place, safe="") for place in places)))
    return f"{path}?{urlencode(asked)}" if asked else path
