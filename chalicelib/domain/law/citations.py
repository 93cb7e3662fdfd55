"""Short citations of the flow table (`NĐ 61/2018 19.4; QN-11.2`) as the articles of one province on one day.

An instrument no longer in force is followed to its replacement; a clause of another province is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain.law.article_words import write_article
from chalicelib.domain.law.model import Instrument, Replacement, RuleEntry, Rules, ServedProvince

_CLAUSE = re.compile(r"([A-Z]+)-([\d.a-zđ]+)")
_NATIONAL = re.compile(r"\S+ (\S+/\d{4}) (.+)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One article in force. `kept` is an article of an ended instrument that practice follows while no replacement was
    seen: not law."""

    instrument: str
    article: str
    certainty: str
    question: str = ""
    kept: bool = False

    @property
    def text(self) -> str:
        """The article as printed."""
        return f"{self.article} {self.instrument}" + (" (giữ theo thông lệ)" if self.kept else "")


@dataclass(frozen=True)
class Citations:
    """Citations of one province on one day."""

    rules: Rules
    on: date
    province: ServedProvince
    _own: list[RuleEntry] = field(default_factory=list, repr=False)

    def list_citations(self, text: str) -> tuple[Citation, ...]:
        """Return the articles that a short citation stands for in the province on the day, each once. Raise ValueError
        on a citation of an instrument that the register does not know."""
        found = (each for group in text.split(";") for each in self._read_group(group.strip()))
        return tuple(dict.fromkeys(found))

    def _read_group(self, group: str) -> Iterator[Citation]:
        if _CLAUSE.match(group):
            for prefix, numbers in _CLAUSE.findall(group):
                if prefix == self.province.clauses:
                    yield from self._find_clause(numbers)
            return
        cited = _NATIONAL.fullmatch(group)
        doc = cited and next((d for d in self.rules.instruments.values() if d.number.startswith(f"{cited[1]}/")), None)
        if not cited or doc is None:
            raise ValueError(f"no instrument of the register: {group!r}")
        for numbers in cited[2].split(", "):
            yield from self._follow_national(doc, numbers)

    def _find_clause(self, numbers: str) -> Iterator[Citation]:
        """Return a clause of the province's own regulation, unless it was repealed."""
        doc, article = self.rules.instruments[self.province.regulation], write_numbers(numbers)
        said = [each for each in self._list_own_entries(doc.id) if _has_article(each.article, article)]
        held = [each for each in said if each.is_in_force(self.on)]
        if self.on < doc.effect_from or (said and not held):
            return
        if held:
            yield Citation(doc.name_vi, article, held[0].certainty, held[0].question)
        elif self.province.carried_from and self.on >= self.province.carried_from:
            yield Citation(doc.name_vi, article, "inferred", self.province.carried_question)
        else:
            yield Citation(doc.name_vi, article, doc.certainty, doc.question)

    def _list_own_entries(self, doc: str) -> list[RuleEntry]:
        if not self._own:
            self._own.extend(each for each in self.rules.entries.values() if each.doc == doc)
        return self._own

    def _follow_national(
        self, doc: Instrument, numbers: str, certainty: str = "", question: str = ""
    ) -> Iterator[Citation]:
        """Return an article of a national instrument, followed to its replacement by that day."""
        row = self._find_replacement(doc.id, numbers)
        if row and row.by != doc.id:
            yield from self._follow_national(self.rules.instruments[row.by], row.article, row.certainty, row.question)
        elif row:
            yield Citation(doc.name_vi, write_numbers(numbers), row.certainty, row.question, kept=True)
        elif doc.effect_from <= self.on and (doc.effect_until is None or self.on < doc.effect_until):
            yield Citation(doc.name_vi, write_numbers(numbers), certainty or doc.certainty, question or doc.question)

    def _find_replacement(self, doc: str, numbers: str) -> Replacement | None:
        """Return the newest replacement of an article that applies on the day."""
        rows = [each for each in self.rules.replacements if each.doc == doc and each.since <= self.on]
        rows = [each for each in rows if any(f"{numbers}.".startswith(f"{one}.") for one in each.articles)]
        return max(rows, key=lambda each: each.since, default=None)


def write_numbers(numbers: str) -> str:
    """Return `19.4.b` as an article is written; text that is not a number stays as it is."""
    if not re.fullmatch(r"\d+[\d.a-zđ]*", numbers):
        return numbers
    first, *rest = numbers.split(".")
    return write_article(first, rest)


def _has_article(articles: str, article: str) -> bool:
    """Return whether a list of articles names this one, or a part of it."""
    return any(each == article or each.endswith(f" {article}") for each in articles.split(", "))
