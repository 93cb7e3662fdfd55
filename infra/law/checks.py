"""Checks across entries: citation, derogation, guard, and one answer for every day, province and subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from difflib import get_close_matches

from chalicelib.domain.law.article_words import ARTICLE_FIRST, UNSEEN
from chalicelib.domain.law.model import Param, Plain, RuleEntry
from infra.law.fault_words import refuse_outside, show
from infra.law.holidays import check_holidays
from infra.law.layers import is_month_day
from infra.law.own_rules import OFFICIAL, check_own_rule, explain_scope, find_neighbours
from infra.law.source import REGIME_CHANGE, LawSource

CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?")
SMALLEST_FIRST = '"khoản 2 Điều 37", "điểm a khoản 2 Điều 37"'


def check_source(source: LawSource) -> None:
    """Run every check, noting each fault in the source's problems."""
    for entry in source.entries.values():
        if entry.param not in source.params:
            file = source.files[entry.id]
            near = get_close_matches(entry.param, source.params, 1, 0.75)
            meant = f"; did you mean {near[0]}?" if near else ""
            source.refuse_value(file, f"{entry.id}.param", f"params.toml does not declare {entry.param!r}{meant}")
    of_param: dict[str, list[RuleEntry]] = defaultdict(list)
    for entry in source.entries.values():
        of_param[entry.param].append(entry)
    for param in source.params.values():
        check_param(source, param, of_param[param.id])
    _check_years(source)


def check_param(source: LawSource, param: Param, entries: list[RuleEntry]) -> None:
    """Every check of one parameter's entries, then that one of them answers on every day."""
    by_id = {entry.id: entry for entry in entries}
    placed = [_check_entry(source, entry, param, by_id) for entry in entries]
    # Two that overlap because one names the wrong target are one mistake.
    if all(placed) and all(entry.doc in source.instruments for entry in entries):
        _check_coverage(source, param, entries)


def _check_entry(source: LawSource, entry: RuleEntry, param: Param, entries: Mapping[str, RuleEntry]) -> bool:
    """Check one entry; return whether it replaces the entry that it names."""
    file = source.files[entry.id]
    fault = find_value_fault(param, entry.value) if entry.value is not None else ""
    if fault:
        source.refuse_value(file, f"{entry.id}.value", fault)
    for axis, word in entry.where.items():
        if axis not in param.scope:
            known = f": it has {', '.join(param.scope)}" if param.scope else " and none at all"
            source.refuse_value(file, f"{entry.id}.where", f"{param.id} has no scope {axis}{known}")
        elif word not in param.scope[axis]:
            source.refuse_value(file, f"{entry.id}.where.{axis}", refuse_outside(word, param.scope[axis]))
    if entry.until is not None and entry.until <= entry.since:
        source.refuse_value(file, f"{entry.id}.until", f"must be after {entry.since}")
    _check_certainty(source, file, entry)
    if entry.doc in source.instruments:
        _check_citation(source, file, entry)
    placed = not entry.above or _check_target(source, file, entry, param, entries)
    if entry.province:
        check_own_rule(source, file, entry, param)
        _check_regime(source, file, entry, entries)
    return placed


def _check_certainty(source: LawSource, file: str, entry: RuleEntry) -> None:
    if entry.certainty == "placeholder":
        source.refuse_value(file, f"{entry.id}.certainty", "a placeholder cannot be released")
    if entry.certainty == "inferred" and not entry.question:
        source.refuse_value(file, f"{entry.id}.question", "an inferred entry needs a question")
    if entry.question and not entry.province:
        source.refuse_unknown_question(file, f"{entry.id}.question", entry.question)


def _check_citation(source: LawSource, file: str, entry: RuleEntry) -> None:
    doc = source.instruments[entry.doc]
    if doc.kind == "service":
        if entry.article or entry.certainty != "inferred":
            source.refuse_value(file, f"{entry.id}.article", "a service default is inferred and cites no article")
    elif not entry.article:
        source.refuse_value(file, f"{entry.id}.article", "missing")
    elif not (OFFICIAL.match(entry.article) or entry.article.endswith(UNSEEN)):
        reason = f"{entry.article!r} are not official words, and do not end with {UNSEEN}"
        source.refuse_value(
            file, f"{entry.id}.article", f'{reason}: write "Điều 37", or the smallest part first, {SMALLEST_FIRST}'
        )
    elif ARTICLE_FIRST.search(entry.article):
        reason = f"{entry.article!r} names an article before its clause: write {SMALLEST_FIRST}"
        source.refuse_value(file, f"{entry.id}.article", reason)
    if entry.since < doc.effect_from:
        source.refuse_value(file, f"{entry.id}.from", f"{doc.id} has effect only from {doc.effect_from}")
    if doc.effect_until and (entry.until is None or entry.until > doc.effect_until):
        source.refuse_value(file, f"{entry.id}.until", f"{doc.id} has effect only until {doc.effect_until}")


def _check_target(
    source: LawSource, file: str, entry: RuleEntry, param: Param, entries: Mapping[str, RuleEntry]
) -> bool:
    key = f"{entry.id}.{'fills' if entry.fills else 'derogates'}"
    target = entries.get(entry.above)
    if entry.fills and entry.derogates:
        source.refuse_value(file, key, "an entry fills a slot or derogates from a rule, not both")
    if target is None:
        near = get_close_matches(entry.above, [each.id for each in entries.values() if not each.province], 1, 0.6)
        reason = f"no entry {entry.above!r} of {entry.param}"
        source.refuse_value(file, key, reason + (f"; did you mean {near[0]}?" if near else ""))
        return False
    before = len(source.problems)
    if target.slot == bool(entry.derogates):
        source.refuse_value(
            file, key, f"{target.id} is {'a slot: fill it' if target.slot else 'no slot: derogate from it'}"
        )
    if is_law(source, target):
        if entry.derogates and not entry.power:
            source.refuse_value(file, f"{entry.id}.power", "missing: the article that allows the derogation")
        if entry.province and "province" not in param.open_to:
            source.refuse_value(file, key, f"{param.id} is not open to provinces")
    if target.province not in ("", entry.province) or not target.where.items() <= entry.where.items():
        of, reason = explain_scope(target, entry, find_neighbours(entry, entries))
        source.refuse_value(file, f"{entry.id}.{of}" if of else key, reason)
    if entry.since < target.since or (target.until and (entry.until is None or entry.until > target.until)):
        reason = f"outside {target.id}, in force {target.since} – {target.until or 'open'}"
        next_ones = [name for name in find_neighbours(entry, entries) if name != target.id]
        follows = f", {' or '.join(next_ones)}" if next_ones and entry.since >= target.since else ""
        source.refuse_value(
            file, key, f"{reason}: end yours with it (until), or take the place of what follows it{follows}"
        )
    if entry.id in _list_ancestors(entry, entries):
        source.refuse_value(file, key, "a cycle of derogations")
    placed = len(source.problems) == before
    _check_guard(source, file, entry, _find_national_rule(source, entry, entries), param)
    return placed


def is_law(source: LawSource, entry: RuleEntry) -> bool:
    """Return whether an entry's instrument is law: our own defaults bind nobody, so that a rule of law may replace them
    without a power."""
    doc = source.instruments.get(entry.doc)
    return doc is None or doc.kind != "service"


def _find_national_rule(source: LawSource, entry: RuleEntry, entries: Mapping[str, RuleEntry]) -> RuleEntry | None:
    """Return the nearest rule of national law that an entry derogates from, through any entries between."""
    above = (entries[name] for name in _list_ancestors(entry, entries))
    return next((each for each in above if not each.province and is_law(source, each)), None)


def _list_ancestors(entry: RuleEntry, entries: Mapping[str, RuleEntry]) -> list[str]:
    seen: list[str] = []
    above = entries.get(entry.above)
    while above is not None and above.id not in seen:
        seen.append(above.id)
        above = entries.get(above.above)
    return seen


def _check_guard(source: LawSource, file: str, entry: RuleEntry, target: RuleEntry | None, param: Param) -> None:
    if target is None or not isinstance(entry.value, int) or not isinstance(target.value, int):
        return
    if param.guard == "may_lower" and entry.value > target.value:
        source.refuse_value(file, f"{entry.id}.value", f"may only lower {target.id} ({target.value})")
    if param.guard == "may_raise" and entry.value < target.value:
        source.refuse_value(file, f"{entry.id}.value", f"may only raise {target.id} ({target.value})")


def _check_regime(source: LawSource, file: str, entry: RuleEntry, entries: Mapping[str, RuleEntry]) -> None:
    """A provincial rule from before the change of regime has a written decision: carried on, or ended."""
    doc = source.instruments.get(entry.doc)
    if doc is None or doc.effect_from >= REGIME_CHANGE:
        return
    if entry.since >= REGIME_CHANGE:
        if entry.decision != "carried" or entry.certainty != "inferred":
            since = f"{doc.id} has effect since {doc.effect_from} by docs.toml"
            source.refuse_value(
                file, f"{entry.id}.decision", f"after the change of regime: carried, and inferred; {since}"
            )
    elif entry.until is None or entry.until > REGIME_CHANGE:
        source.refuse_value(file, f"{entry.id}.until", f"must end by {REGIME_CHANGE}, or be carried by a new entry")
    elif entry.until == REGIME_CHANGE and entry.decision != "ended" and not _has_successor(entry, entries.values()):
        source.refuse_value(file, f"{entry.id}.after", f"what becomes of it from {REGIME_CHANGE} is not decided")


def _has_successor(entry: RuleEntry, entries: Iterable[RuleEntry]) -> bool:
    place = (entry.province, entry.doc, entry.where)
    return any(
        other.decision == "carried" and other.since == entry.until and (other.province, other.doc, other.where) == place
        for other in entries
    )


def _check_coverage(source: LawSource, param: Param, entries: list[RuleEntry]) -> None:
    """Exactly one entry for each stretch between boundaries, nationally and in each province. The same entries are
    looked at once, unless they have a fault: it is said of each place."""
    faultless: set[tuple[str, ...]] = set()
    for province in ("", *source.provinces):
        for scope in param.list_cells():
            mine = [entry for entry in entries if entry.matches_subject(province, scope)]
            if (names := tuple(entry.id for entry in mine)) in faultless:
                continue
            faults = len(source.problems)
            days = {day for entry in mine for day in (entry.since, entry.until) if day and day > param.since}
            for day in sorted({param.since, *days}):
                _check_day(source, param, province, scope, day, mine)
            if len(source.problems) == faults:
                faultless.add(names)


def _check_day(
    source: LawSource, param: Param, province: str, scope: dict[str, str], day: date, entries: Iterable[RuleEntry]
) -> None:
    live = [entry for entry in entries if entry.is_in_force(day)]
    defeated = {entry.above for entry in live}
    left = [entry for entry in live if entry.id not in defeated]
    subject = ", ".join(f"{axis} = {word}" for axis, word in scope.items())
    place = f"{province or 'national'}{f' ({subject})' if subject else ''}"
    if not left:
        source.refuse_value("params.toml", param.id, f"gap: nothing says it on {day} for {place}")
    if len(left) > 1:
        ids = ", ".join(entry.id for entry in left)
        source.refuse_value(
            source.files[left[-1].id], param.id, f"overlap on {day} for {place}: {ids}: one of them is too much"
        )


def _check_years(source: LawSource) -> None:
    numbers = [year.year for year in source.years]
    if numbers != list(range(min(numbers, default=0), min(numbers, default=0) + len(numbers))):
        source.refuse_value("calendar", "year", f"years must follow one another: {numbers}")
    off = {day.day: day.kind for year in source.years for day in year.off}
    for year in source.years:
        check_holidays(source, year)
        file = f"calendar/{year.year}.toml"
        named = [day.day for day in year.off] + [work.day for work in year.worked]
        for day in sorted({day for day in named if named.count(day) > 1}):
            source.refuse_value(file, str(day), "named twice: a day is off or worked, and once")
        for day in named:
            if day.year != year.year:
                source.refuse_value(file, str(day), "belongs to another year")
        for work in year.worked:
            if work.day.weekday() < 5:
                source.refuse_value(file, str(work.day), "only a weekly day off can be worked in exchange")
            if off.get(work.in_lieu_of) != "swap" or abs(work.day - work.in_lieu_of) > timedelta(days=60):
                source.refuse_value(file, str(work.day), f"{work.in_lieu_of} is not a swapped day off near it")


def find_value_fault(param: Param, value: Plain | None) -> str:
    """Why a value does not fit its declaration; empty when it does."""
    match param.type:
        case "int":
            ok, wanted = type(value) is int and value >= 0, "a whole number from 0 up, without quotation marks"
        case "flag":
            ok, wanted = isinstance(value, bool), "true or false, without quotation marks"
        case "choice":
            return "" if value in param.choices else refuse_outside(value, param.choices)
        case "choices":
            return _choices_fault(param, value)
        case "time":
            ok, wanted = _is_time(value), 'a time of the day such as "16:00"'
        case "month_day":
            ok, wanted = is_month_day(value), 'a day of the year, month first, such as "11-30"'
        case "fraction":
            ok, wanted = isinstance(value, str) and _is_fraction(value), 'a share such as "1/2"'
        case _:
            ok, wanted = isinstance(value, str) and value != "", "a text that is not empty"
    return "" if ok else f"{show(value)} is not {wanted}"


def _choices_fault(param: Param, value: Plain | None) -> str:
    if not isinstance(value, tuple) or not value:
        return f"{show(value)} is not a list of some of {', '.join(param.choices)}"
    if wrong := [each for each in value if each not in param.choices]:
        return refuse_outside(wrong[0], param.choices)
    return "" if len(set(value)) == len(value) else f"{show(value)} names something twice"


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        return False
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_fraction(text: str) -> bool:
    parts = text.split("/")
    return len(parts) == 2 and all(part.isdigit() and int(part) > 0 for part in parts)
