"""What the law says for one case: a value or its silence, each with its citation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import time
from typing import TypedDict, TypeVar

from chalicelib.domain.law.article_words import print_cite
from chalicelib.domain.law.model import Plain

Found = TypeVar("Found")


class RuleCite(TypedDict):
    """The citation of a rule as a fact stores it. `article` is empty for a choice of the service."""

    param: str
    entry: str
    article: str
    instrument: str
    is_law: bool
    certainty: str


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


class RuleReader(ABC):
    """Reads a value by its type. `to_…` refuses a value of another type and the silence of the law; `find_…` returns
    None where the law is silent. Raise TypeError for a value of another type."""

    __slots__ = ()

    @property
    @abstractmethod
    def rule_name(self) -> str:
        """The parameter, for errors."""

    @property
    @abstractmethod
    def rule_value(self) -> Plain | None:
        """The value; None is the silence of the law."""

    def find_int(self) -> int | None:
        """Return a whole number of the parameter's unit, None where the law is silent."""
        found = self.rule_value
        if found is None or (isinstance(found, int) and not isinstance(found, bool)):
            return found
        raise TypeError(f"{self.rule_name} is not a number")

    def find_text(self) -> str | None:
        """Return a word or pattern, None where the law is silent."""
        found = self.rule_value
        if found is None or isinstance(found, str):
            return found
        raise TypeError(f"{self.rule_name} is not a text")

    def find_list(self) -> tuple[str, ...] | None:
        """Return a list of words, in the order of the law, None where the law is silent."""
        found = self.rule_value
        if found is None or isinstance(found, tuple):
            return found
        raise TypeError(f"{self.rule_name} is not a list")

    def list_words(self) -> tuple[str, ...]:
        """Return a list of words, in the order of the law; no word where the law is silent."""
        return self.find_list() or ()

    def to_int(self) -> int:
        """Return a whole number of the parameter's unit."""
        return self._require_value(self.find_int())

    def to_flag(self) -> bool:
        """Return yes or no."""
        found = self._require_value(self.rule_value)
        if isinstance(found, bool):
            return found
        raise TypeError(f"{self.rule_name} is not a flag")

    def to_text(self) -> str:
        """Return a word or pattern."""
        return self._require_value(self.find_text())

    def to_list(self) -> tuple[str, ...]:
        """Return a list of words, in the order of the law."""
        return self._require_value(self.find_list())

    def to_fraction(self) -> tuple[int, int]:
        """Return numerator and denominator."""
        numerator, denominator = self.to_text().split("/")
        return int(numerator), int(denominator)

    def to_time(self) -> time:
        """Return a time of day in Viet Nam."""
        return time.fromisoformat(self.to_text())

    def _require_value(self, found: Found | None) -> Found:
        if found is None:
            raise TypeError(f"{self.rule_name} is silent")
        return found


@dataclass(frozen=True, slots=True)
class Value(Cited, RuleReader):
    """A parameter's value with its source."""

    value: Plain
    unit: str

    @property
    def rule_name(self) -> str:
        """The parameter."""
        return self.param

    @property
    def rule_value(self) -> Plain:
        """The value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Silence(Cited):
    """The instrument was read and has no such rule, which differs from an unread one."""
