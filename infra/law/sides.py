"""The two sides of a comparison: a year, a province on a day, or a rule set named by its digest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chalicelib.domain.law.model import Rules, Scope
from chalicelib.domain.law.rule_values import Silence, Value
from chalicelib.domain.law.rulings import NoRule, resolve_parameter
from chalicelib.repositories.law.rule_set import parse_rules
from infra.law.build import BUILT, KEPT, build_rule_set
from infra.law.pack import pack_rule_set

FIRST_YEAR = 2018
"""NĐ 61/2018: no rule is older."""
NATIONAL = "national"
Key = tuple[str, tuple[tuple[str, str], ...]]
Answer = Value | Silence


class NoSuchSideError(Exception):
    """The text names no year, province or kept rule set."""


@dataclass(frozen=True, slots=True)
class Side:
    """One column of the comparison: its heading, and the rules, day and province it is read from."""

    name_vi: str
    rules: Rules
    on: date
    province: str = ""
    whole: bool = False  # a rule set as such, compared entry by entry

    def list_answers(self) -> dict[Key, Answer]:
        """Return this side's answers by parameter and subject; those without a rule are left out."""
        found: dict[Key, Answer] = {}
        for param in self.rules.params.values():
            for scope in param.list_cells():
                answer = answer_of(self.rules, param.id, self.on, self.province, scope)
                if answer is not None:
                    found[param.id, tuple(scope.items())] = answer
        return found


def answer_of(rules: Rules, param: str, on: date, province: str, scope: Scope) -> Answer | None:
    """Return the answer, or None where nothing is in force."""
    try:
        return resolve_parameter(rules, param, on, province, scope)
    except NoRule:
        return None


def build_current_rules() -> Rules:
    """Return the rule set of the sources as they are."""
    return parse_rules(pack_rule_set(build_rule_set()))


def list_years(rules: Rules) -> range:
    """Return the years that can be named: from the first rule to the last calendar."""
    return range(FIRST_YEAR, max(each.year for each in rules.years) + 1)


def find_latest_day(rules: Rules, today: date | None = None) -> date:
    """Return the day on which a province or rule set without one is read: the last of the year of its newest
    instrument, but not of a year that is still to come on `today`."""
    newest = max(doc.effect_from.year for doc in rules.instruments.values() if doc.kind == "law")
    return date(min(newest, today.year) if today else newest, 12, 31)


def parse_side(text: str, rules: Rules, today: date | None = None) -> Side:
    """`2026` (the nation on that year's last day), a province, `code@2025-06-30`, `national@2026-08-05`, a digest's
    first letters, or a law.json."""
    if text.isdecimal() and int(text) in list_years(rules):
        on = date(int(text), 12, 31)
        return Side(f"Nền quốc gia, hết năm {text}", rules, on)
    name, _, day = text.partition("@")
    if name in rules.provinces or name == NATIONAL:
        on = _parse_day(day) if day else find_latest_day(rules, today)
        if name == NATIONAL:
            return Side(f"Nền quốc gia, ngày {on:%d/%m/%Y}", rules, on)
        return Side(f"{rules.provinces[name].name_vi}, ngày {on:%d/%m/%Y}", rules, on, name)
    other = _find_kept_rules(text, rules)
    return Side(f"Bộ quy định {other.digest[:12]}", other, find_latest_day(other), whole=True)


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise NoSuchSideError(f"{text!r} is no day: write it as 2026-08-05") from fault


def _find_kept_rules(text: str, rules: Rules) -> Rules:
    if len(text) >= 6 and rules.digest.startswith(text):
        return rules
    for path in (Path(text), BUILT, *sorted(KEPT.glob("*.json"))):
        if path.is_file():
            found = parse_rules(json.loads(path.read_text(encoding="utf-8")))
            if path == Path(text) or (len(text) >= 6 and found.digest.startswith(text)):
                return found
    span = list_years(rules)
    raise NoSuchSideError(f"{text!r} is no year ({span[0]} to {span[-1]}), province, digest kept in build/law, or file")
