"""Small wrong changes of the law's data, each of which the build or the value table must notice.

A mutant is one parameter with one field of one entry, or of its declaration, changed. `survivors` tries them
in memory; nothing on disk is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chalicelib.domain.law.case_dates import Anchor
from chalicelib.domain.law.model import Param, Plain, RuleEntry, Rules
from infra.law.checks import check_param
from infra.law.reader import EPOCH, GUARDS, UNITS
from infra.law.source import LawSource

DAY = timedelta(days=1)
OTHER_TYPES = {"15:00": "16:00", "1/3": "1/2"}


@dataclass(frozen=True, slots=True)
class RuleMutant:
    """The change, with the resulting parameter and entries."""

    what: str
    param: Param
    entries: tuple[RuleEntry, ...]

    def build_rules(self, source: LawSource) -> Rules:
        """Return a rule set of this parameter alone."""
        return Rules(
            "mutant", source.instruments, {self.param.id: self.param}, {each.id: each for each in self.entries},
            source.provinces, source.questions, tuple,
        )  # fmt: skip


def list_mutants(source: LawSource, param: Param) -> Iterator[RuleMutant]:
    """Yield every mutant of one parameter's entries and declaration."""
    entries = tuple(entry for entry in source.entries.values() if entry.param == param.id)
    for n, entry in enumerate(entries):
        for what, changed in _list_entry_mutants(source, param, entry):
            kept = (*entries[:n], *((changed,) if changed else ()), *entries[n + 1 :])
            yield RuleMutant(f"{entry.id}: {what}", param, kept)
    for what, declared in _list_declaration_mutants(param):
        yield RuleMutant(f"{param.id}: {what}", declared, entries)


def _list_entry_mutants(source: LawSource, param: Param, entry: RuleEntry) -> Iterator[tuple[str, RuleEntry | None]]:
    yield "dropped", None
    for value in _list_other_values(param, entry.value):
        yield f"value {value!r}", replace(entry, value=value)
    if entry.value is not None:
        yield "silent", replace(entry, value=None)
    yield "from − 1", replace(entry, since=entry.since - DAY)
    yield "from + 1", replace(entry, since=entry.since + DAY)
    if entry.until is not None:
        yield "until − 1", replace(entry, until=entry.until - DAY)
        yield "until + 1", replace(entry, until=entry.until + DAY)
        yield "until dropped", replace(entry, until=None)
    if entry.above:
        yield "target dropped", replace(entry, derogates="", fills="")
    if entry.province:
        yield "another province", replace(entry, province=next(c for c in source.provinces if c != entry.province))
    for axis, word in entry.where.items():
        other = next((each for each in param.scope[axis] if each != word), "")
        yield f"another {axis}", replace(entry, where={**entry.where, axis: other})


def _list_other_values(param: Param, value: Plain | None) -> Iterator[Plain]:
    """Return minimally different values."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1) if value else (value + 1,)
    elif isinstance(value, tuple):
        yield from _list_other_lists(param, value)
    elif value is not None and param.choices:
        yield from (word for word in param.choices if word != value)
    elif value is not None:
        yield OTHER_TYPES.get(value, f"{value}0")


def _list_other_lists(param: Param, value: tuple[str, ...]) -> Iterator[Plain]:
    yield value[:-1]
    yield from ((*value, word) for word in param.choices if word not in value)
    if len(value) > 1:
        yield value[::-1]


def _list_declaration_mutants(param: Param) -> Iterator[tuple[str, Param]]:
    if param.unit:
        yield "another unit", replace(param, unit=next(unit for unit in UNITS if unit != param.unit))
    yield "another anchor", replace(param, anchor=next(anchor for anchor in Anchor if anchor != param.anchor))
    yield "running the other way", replace(param, running="switch" if param.running == "keep" else "keep")
    if param.open_to:
        yield "closed", replace(param, open_to=(), guard="")
        yield "another guard", replace(param, guard=next(guard for guard in GUARDS if guard != param.guard))
    else:
        yield "opened", replace(param, open_to=("province",), guard="may_set")
    if param.since == EPOCH:
        yield "since a day earlier", replace(param, since=param.since - DAY)


def is_refused(source: LawSource, mutant: RuleMutant) -> bool:
    """Return whether the build refuses the mutant."""
    tried = replace(source, problems=[], params={mutant.param.id: mutant.param})
    check_param(tried, mutant.param, list(mutant.entries))
    return bool(tried.problems)


def list_survivors(
    source: LawSource, params: Iterable[Param], noticed: Callable[[Rules, Param], bool]
) -> tuple[int, list[str]]:
    """Return the number of tried mutants, and the changes of the survivors."""
    tried, left = 0, []
    for param in params:
        for mutant in list_mutants(source, param):
            tried += 1
            if not is_refused(source, mutant) and not noticed(mutant.build_rules(source), mutant.param):
                left.append(mutant.what)
    return tried, left


def list_boundaries(entries: Iterable[RuleEntry]) -> list[date]:
    """Return the days on which something begins or ends, and the day before each."""
    days = {day for entry in entries for day in (entry.since, entry.until) if day}
    return sorted(days | {day - DAY for day in days})
