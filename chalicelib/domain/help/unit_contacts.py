"""Telephone and office hours of the one-stop units, and the search for a unit by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.office_week import write_shift, write_week
from chalicelib.domain.procedure_search.text_ranking import TextEntry, TextRanking
from chalicelib.domain.shared.folding import Word, read_words
from chalicelib.domain.time.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class UnitContact:
    """How people reach a one-stop unit: its hours of the present week in words, and the stretches in which it is open
    on the day asked about, empty on a day off."""

    id: str
    name: Names
    hotline: str
    week: Names
    today: tuple[str, ...]


def build_contact(unit: Agency, calendar: Calendar, day: date) -> UnitContact:
    """Return a unit's contact as of a day, its reception hours outside working time included."""
    week = [
        (*shifts, *more)
        for shifts, more in zip(calendar.find_week(day), calendar.find_reception_week(day), strict=True)
    ]
    open_today = (*calendar.list_shifts(day), *calendar.list_reception_shifts(day))
    return UnitContact(
        unit.id, unit.name, unit.hotline or "", Names(write_week(week, "vi"), write_week(week, "en")),
        tuple(map(write_shift, open_today)),
    )  # fmt: skip


LEAST = 0.5
"""A question is not about a unit when its name fits less than this."""
SHARED = 10
"""A word that more than one in so many names have, such as xã, does not name a unit."""
_ASKED = ("số điện thoại {}", "giờ làm việc {}", "telephone {}", "office hours {}")


class RankedUnit(NamedTuple):
    """A unit, and how well its name fits a question, from 0 to 1."""

    contact: UnitContact
    fit: float


class UnitRanking:
    """The search over the units of a province by name; immutable."""

    def __init__(self, contacts: Iterable[UnitContact], filler: Iterable[str]) -> None:
        self._contacts = tuple(contacts)
        self._own = _list_own_words(self._contacts)
        self._texts = TextRanking((_build_entry(each) for each in self._contacts), filler)

    def find(self, question: str) -> RankedUnit | None:
        """Return the unit that a question names; None where it names none, or several alike."""
        reading = self._texts.read_query(question)
        asked = [each.typed.word for each in reading.asked]
        scored = self._texts.score_entries(reading, lambda place: _has_words(asked, self._own[place]))
        fits = [each.score.total * reading.known for each in scored[:2]]
        if not fits or fits[0] < LEAST or fits[0] in fits[1:]:
            return None
        return RankedUnit(self._contacts[scored[0].place], fits[0])


def _list_own_words(contacts: Sequence[UnitContact]) -> tuple[tuple[Word, ...], ...]:
    """Return the words of each unit's Vietnamese name that few others have: those of its place."""
    names = [tuple(read_words(each.name.vi)) for each in contacts]
    holders = Counter(folded for name in names for folded in {word.folded for word in name})
    few = max(1, len(contacts) // SHARED)
    return tuple(tuple(word for word in name if holders[word.folded] <= few) for name in names)


def _has_words(asked: Iterable[Word], wanted: Iterable[Word]) -> bool:
    """Return whether a question has all words, with their accents or without any."""
    typed = [(each.folded, each.accents) for each in asked]
    return all((each.folded, each.accents) in typed or (each.folded, frozenset()) in typed for each in wanted)


def _build_entry(contact: UnitContact) -> TextEntry:
    names = (contact.name.vi, contact.name.en)
    return TextEntry(dict.fromkeys((*names, *(each.format(name) for each in _ASKED for name in names)), 1.0))
