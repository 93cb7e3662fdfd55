"""Values of law as data: instruments, parameters, entries, and cited answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.time.working_calendar import YearDays

Plain = int | bool | str | tuple[str, ...]
Scope = Mapping[str, str]

CERTAINTIES = ("read_twice", "read_once", "secondary", "inferred", "placeholder")
"""From strong to weak: two readers of the official text, one reader, an article about it, our own reading, none."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal instrument; `kind` is law, notice (a yearly decision) or service (our own default). With
    `effect_from_assumed` the text leaves the first day open: the day is our assumption, and its question says so."""

    id: str
    number: str
    name_vi: str
    kind: str
    issuer_vi: str
    effect_from: date
    effect_until: date | None = None
    effect_from_assumed: bool = False
    certainty: str = "read_once"
    question: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its type and unit, the event whose day selects the entry, and who may differ.

    `scope` lists, per subject axis, the values an entry may be limited to.
    """

    id: str
    label_vi: str
    label_en: str
    type: str
    unit: str
    anchor: str
    open_to: tuple[str, ...]
    guard: str
    running: str
    since: date
    choices: tuple[str, ...] = ()
    scope: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def choose_day(self, dates: CaseDates) -> date:
        """Return the day whose entry applies to a case: that of its own event, or today's. Raise LookupError without
        one."""
        return dates.find_day(self.anchor, self.running)

    def list_cells(self) -> tuple[dict[str, str], ...]:
        """Return every combination of scope values; one empty combination when there is no scope."""
        return tuple(dict(zip(self.scope, values, strict=True)) for values in product(*self.scope.values()))


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One statement of one instrument: a value, or, without one, the statement that it has no such rule.

    A `slot` is a silence that leaves the matter to the provinces; a provincial entry `fills` it.
    """

    id: str
    param: str
    doc: str
    since: date
    until: date | None
    says: str
    certainty: str
    checked_on: date
    value: Plain | None = None
    article: str = ""
    question: str = ""
    province: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    derogates: str = ""
    fills: str = ""
    power: str = ""
    decision: str = ""
    ended_by: str = ""
    note: str = ""
    slot: bool = False

    @property
    def above(self) -> str:
        """The entry it defeats where both are in force: the one it derogates from, or the slot it fills."""
        return self.derogates or self.fills

    def is_in_force(self, day: date) -> bool:
        """Return whether the entry is in force that day; `until` is the first day it is not."""
        return self.since <= day and (self.until is None or day < self.until)

    def matches_subject(self, province: str, scope: Scope) -> bool:
        """Return whether the entry applies to that province and subject."""
        if self.province not in ("", province):
            return False
        return not self.where or all(scope.get(k) == v for k, v in self.where.items())


@dataclass(frozen=True, slots=True)
class ServedProvince:
    """A province served by its own file. `basis` is own_regulation or national_base. Its own regulation's clauses are
    cited by a prefix (`clauses`), and rest on the question `carried_question` from `carried_from` on."""

    code: str
    name_vi: str
    name_en: str
    basis: str
    says: str
    successor_vi: str = ""
    successor_since: date | None = None
    regulation: str = ""
    clauses: str = ""
    carried_from: date | None = None
    carried_question: str = ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Articles of an instrument (`doc`) that articles of another one (`by`) replaced; where `by` is the same
    instrument, practice keeps them, since no replacement was seen."""

    doc: str
    articles: tuple[str, ...]
    by: str
    since: date
    certainty: str
    article: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours that override the agency file: for a whole province, or for one unit of it.

    ISO weekdays, or one date of its own (`on`); a season is its first and last day as MM-DD.
    """

    province: str
    doc: str
    opens: time
    closes: time
    days: tuple[int, ...] = ()
    unit: str = ""
    on: date | None = None
    season: tuple[str, ...] = ()
    reception_only: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which a province, or one unit of it, does not work, in addition to the national days off."""

    province: str
    doc: str
    day: date
    name_vi: str
    name_en: str
    unit: str = ""


T = TypeVar("T")


class Lazy(Mapping[str, T]):
    """A table of the built rule set whose rows are made on first use: a request reads few of them."""

    def __init__(self, packed: Mapping[str, str], make: Callable[[str, str], T]) -> None:
        self._packed = packed
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._make(key, self._packed[key])
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class EntryTable(Mapping[str, RuleEntry]):
    """Entries by id over groups by parameter, as they are read."""

    def __init__(self, groups: Mapping[str, tuple[RuleEntry, ...]]) -> None:
        self.groups = groups

    @cached_property
    def _all(self) -> dict[str, RuleEntry]:
        return {entry.id: entry for entries in self.groups.values() for entry in entries}

    def __getitem__(self, key: str) -> RuleEntry:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


@dataclass(frozen=True)
class Rules:
    """The whole built rule set; `digest` names it and is stored with every computed deadline. The calendars' years are
    built on demand: most answers need a rule and no calendar."""

    digest: str
    instruments: Mapping[str, Instrument]
    params: Mapping[str, Param]
    entries: Mapping[str, RuleEntry]
    provinces: Mapping[str, ServedProvince]
    questions: Mapping[str, str]
    make_years: Callable[[], tuple[YearDays, ...]] = field(compare=False, repr=False)
    hours: tuple[Hours, ...] = ()
    closures: tuple[Closure, ...] = ()
    replacements: tuple[Replacement, ...] = ()

    def list_entries(self, param: str) -> tuple[RuleEntry, ...]:
        """Return the entries of one parameter. Raise KeyError for an undeclared one."""
        return self._groups[param]

    @cached_property
    def years(self) -> tuple[YearDays, ...]:
        """The national calendar, year by year."""
        return self.make_years()

    @cached_property
    def _groups(self) -> Mapping[str, tuple[RuleEntry, ...]]:
        if isinstance(self.entries, EntryTable):
            return self.entries.groups
        grouped: dict[str, list[RuleEntry]] = {param: [] for param in self.params}
        for entry in self.entries.values():
            grouped[entry.param].append(entry)
        return {param: tuple(entries) for param, entries in grouped.items()}
