"""Checks of a province's own rules: leftovers of a neighbour's copied text, and implausible figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from chalicelib.domain.law.model import Param, RuleEntry
from infra.law.fault_words import show
from infra.law.source import REGIME_CHANGE, LawSource

MOST = {"working_hour": 80, "working_day": 60, "calendar_day": 366, "month": 120, "count": 20}
"""The largest figure that a province's own rule may name, by unit: a larger figure is a typing error. The largest of
the provinces known are 24 working hours, 7 working days and 30 days."""
LARGEST_SHARE = Fraction(1)
EARLIEST = date(2000, 1, 1)
"""No regulation on one-stop shops is older (QĐ 181/2003)."""
OFFICIAL = re.compile(r"(?:điểm [a-zđ]\d? )?(?:khoản \d+[a-zđ]? )?Điều \d|Phụ lục [IVXL]")
"""How an article begins in official words, the smallest part first. One whose number was not seen ends with `UNSEEN`,
and is never printed."""
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
DAYTIME = ("05:00", "20:00")
IN_PLACE, SIGNER = "signing.in_place", "signer"


def check_own_rule(source: LawSource, file: str, entry: RuleEntry, param: Param) -> None:
    """Check one rule of a province; `param` is its parameter."""
    _check_sense(source, file, entry, param)
    _check_words(source, file, entry)
    _check_left_over(source, file, entry)
    _check_signer(source, file, entry, param)
    if entry.question:
        source.refuse_unknown_question(file, f"{entry.id}.question", entry.question, entry.province)


def check_dates(source: LawSource, today: date) -> None:
    """Check the days of provinces from outside the tree: nobody has read a text in the future, and a rule begins
    within the calendars. The days on which the tree's own law was checked are past, even if the clock is wrong."""
    past = (entry.checked_on for entry in source.entries.values() if entry.province not in source.added)
    source.today = now = max(today, *past, EARLIEST)
    last = max((year.year for year in source.years), default=now.year)
    for entry in source.entries.values():
        if entry.province in source.added:
            _refuse_future(source, source.files[entry.id], f"{entry.id}.checked_on", entry.checked_on, now)
    for name, doc in source.instruments.items():
        if (owner := source.owners.get(name)) in source.added:
            for key, day in (("effect_from", doc.effect_from), ("effect_until", doc.effect_until)):
                if day and not EARLIEST.year <= day.year <= last:
                    explanation = (
                        f"{day} lies outside the years from {EARLIEST.year} to {last}, the last with a calendar"
                    )
                    source.refuse_value(f"province/{owner}/docs.toml", f"{name}.{key}", explanation)
            if doc.effect_until and doc.effect_until <= doc.effect_from:
                source.refuse_value(
                    f"province/{owner}/docs.toml", f"{name}.effect_until", f"must be after {doc.effect_from}"
                )


def _refuse_future(source: LawSource, file: str, key: str, day: date, now: date) -> None:
    if day > now:
        source.refuse_value(file, key, f"{day} is still to come: the day on which somebody read the text")


def _check_sense(source: LawSource, file: str, entry: RuleEntry, param: Param) -> None:
    value, key = entry.value, f"{entry.id}.value"
    if param.type == "int" and type(value) is int and value > MOST[param.unit]:
        source.refuse_value(file, key, f"{value} is beyond sense: at most {MOST[param.unit]} ({param.unit})")
    if param.type == "int" and entry.value == 0 and param.unit != "count" and not _is_nothing_known(source, param):
        source.refuse_value(file, key, f"0 is beyond sense: at least 1 ({param.unit})")
    if param.type == "time" and isinstance(value, str) and not DAYTIME[0] <= value <= DAYTIME[1]:
        source.refuse_value(file, key, f"{value} is beyond sense: from {DAYTIME[0]} to {DAYTIME[1]}")
    if param.type == "fraction" and isinstance(value, str):
        try:
            share = Fraction(value)
        except (ValueError, ZeroDivisionError):
            return  # said by the check of its type
        if share > LARGEST_SHARE:
            source.refuse_value(file, key, f"{value} is beyond sense: a share is at most 1/1")


def _is_nothing_known(source: LawSource, param: Param) -> bool:
    """Return whether the national rule or the service default is 0 itself (an alert without delay)."""
    rules = (each for each in source.entries.values() if each.param == param.id and not each.province)
    return any(type(each.value) is int and each.value == 0 for each in rules)


def _check_words(source: LawSource, file: str, entry: RuleEntry) -> None:
    if not ID.fullmatch(entry.id):
        source.refuse_value(
            file, f"{entry.id}.id", "an id is letters without accents, digits, dots, - and _, at most 80"
        )
    if not is_vietnamese(entry.says):
        source.refuse_value(
            file, f"{entry.id}.says", f"{entry.says[:40]!r} is no Vietnamese sentence: it has no accents"
        )
    if entry.power and not OFFICIAL.match(entry.power):
        explanation = f"{entry.power[:40]!r} names no article: write it as Điều 38 Nghị định số 118/2025/NĐ-CP"
        source.refuse_value(file, f"{entry.id}.power", explanation)


def is_vietnamese(text: str) -> bool:
    """Return whether a text has a letter that only Vietnamese words have here: hardly any sentence is without one."""
    return any(sign.isalpha() and not sign.isascii() for sign in text)


def check_ends(source: LawSource) -> None:
    """Check what a province's text ends of its own: by an article, and not before it has effect itself."""
    for end in source.ends:
        doc = source.instruments.get(end.by)
        if not end.province or doc is None:
            continue
        if not OFFICIAL.match(end.article):
            source.refuse_value(
                end.file, f"end {end.entry}.article", f"{end.article!r} are not official words: write Điều 37"
            )
        if end.on < doc.effect_from:
            source.refuse_value(
                end.file, f"end {end.entry}.on", f"{end.on}: {doc.id} has effect only from {doc.effect_from}"
            )


def _check_left_over(source: LawSource, file: str, entry: RuleEntry) -> None:
    """Refuse references to a text from before the change of regime in a later one."""
    doc = source.instruments.get(entry.doc)
    if doc is not None and doc.effect_from >= REGIME_CHANGE and entry.decision:
        explanation = (
            f"speaks of texts of before {REGIME_CHANGE}, and {doc.id} has effect from {doc.effect_from}: take it out"
        )
        source.refuse_value(file, f"{entry.id}.decision", explanation)


def _check_signer(source: LawSource, file: str, entry: RuleEntry, param: Param) -> None:
    """Check that nobody signs in their own place. A rule without `where` applies to every signer."""
    if param.id != IN_PLACE or not isinstance(entry.value, tuple):
        return
    named = entry.where.get(SIGNER)
    for signer in (named,) if named else param.scope.get(SIGNER, ()):
        if signer in entry.value:
            explanation = f"{signer} cannot sign in the place of {signer}"
            more = "" if named else f': where = {{ {SIGNER} = "…" }} is missing, so that it speaks of every signer'
            source.refuse_value(file, f"{entry.id}.{'value' if named else 'where'}", explanation + more)
            return


def explain_scope(target: RuleEntry, entry: RuleEntry, names: Iterable[str]) -> tuple[str, str]:
    """Return key and reason for a target of another province or subject."""
    if target.province not in ("", entry.province):
        return "", f"{target.id} is a rule of another province, {target.province}"
    wanted = ", ".join(f"{axis} = {show(word)}".replace("'", '"') for axis, word in target.where.items())
    explanation = f"{target.id} speaks only of {wanted}: write where = {{ {wanted} }}"
    near = [name for name in names if name != target.id]
    return "where", explanation + (f", or take the place of {' or '.join(near)}" if near else "")


def find_neighbours(entry: RuleEntry, entries: Mapping[str, RuleEntry]) -> list[str]:
    """Return the nation's rules, the innermost, that speak of the subject of a province's entry and are in force while
    it is, from its first day or later: those whose place it could take."""
    while_it_is = [
        each for each in entries.values()
        if not each.province and each.where.items() <= entry.where.items()
        and (each.until is None or entry.since < each.until) and (entry.until is None or each.since < entry.until)
    ]  # fmt: skip
    defeated = {each.above for each in while_it_is}
    return [each.id for each in while_it_is if each.id not in defeated]
