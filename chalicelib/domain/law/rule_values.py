"""What the law says for one case: a value or its silence, each with its citation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from chalicelib.domain.law.article_words import print_cite
from chalicelib.domain.law.model import Plain

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Cited:
    """The source of an answer. `chain` starts with the entry itself, then the entries it derogates from."""

    param: str
    entry_id: str
    instrument: str
    article: str
    says: str
    certainty: str
    chain: tuple[str, ...]
    digest: str
    question: str
    is_law: bool

    @property
    def cite(self) -> str:
        """Return article and instrument as printed; empty for a service default, which is never printed as law."""
        return print_cite(self.article, self.instrument) if self.is_law else ""


@dataclass(frozen=True, slots=True)
class Value(Cited):
    """A parameter's value with its source. The `as_…` readers refuse a value of another type."""

    value: Plain
    unit: str

    def to_int(self) -> int:
        """Return a whole number of `unit`."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return self.value
        raise TypeError(f"{self.param} is not a number")

    def to_flag(self) -> bool:
        """Return yes or no."""
        if isinstance(self.value, bool):
            return self.value
        raise TypeError(f"{self.param} is not a flag")

    def to_text(self) -> str:
        """Return a word or pattern."""
        if isinstance(self.value, str):
            return self.value
        raise TypeError(f"{self.param} is not a text")

    def to_list(self) -> tuple[str, ...]:
        """Return a list of words, in the order of the law."""
        if isinstance(self.value, tuple):
            return self.value
        raise TypeError(f"{self.param} is not a list")

    def to_fraction(self) -> tuple[int, int]:
        """Return numerator and denominator."""
        numerator, denominator = self.to_text().split("/")
        return int(numerator), int(denominator)

    def to_time(self) -> time:
        """Return a time of day in Viet Nam."""
        return time.fromisoformat(self.to_text())


@dataclass(frozen=True, slots=True)
class Silence(Cited):
    """The instrument was read and has no such rule, which differs from an unread one."""
