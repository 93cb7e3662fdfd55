"""The time in which a clause holds: the entries of law behind it, and the fixed day that counts as today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from chalicelib.domain.law.model import RuleEntry, Rules
from chalicelib.repositories.law.rule_set import load_rules
from infra.conformance.clauses import Clause

TODAY = date(2027, 12, 31)
"""The last day of the decided calendars: until then the law in the data is known whole. No test reads the clock."""


@cache
def _provide_rules() -> Rules:
    return load_rules()


def find_entry(switch: str) -> RuleEntry | None:
    """Return the entry that a switch names, None for another switch. The switch's own check reports a missing entry."""
    return _provide_rules().entries.get(switch.removeprefix("law:")) if switch.startswith("law:") else None


def list_entries(clause: Clause) -> Iterator[RuleEntry]:
    """Return the entries that the clause's switches name."""
    return (named for switch in clause.switches if (named := find_entry(switch)) is not None)


def find_end(clause: Clause) -> date | None:
    """Return the first day on which none of the clause's entries holds any more; None where it lives on today."""
    ends = [entry.until for entry in list_entries(clause)]
    if not ends or any(until is None or until > TODAY for until in ends):
        return None
    return max(until for until in ends if until is not None)


def is_in_force(clause: Clause, day: date) -> bool:
    """Return whether one of the clause's entries holds that day; a clause that needs no entry holds on any."""
    held = [entry.is_in_force(day) for entry in list_entries(clause)]
    return day <= TODAY and (any(held) or not held)


@cache
def is_today(province: str, day: date) -> bool:
    """Return whether a province has the same law that day as today, so that a test of that day is one of today's
    product."""
    return _list_in_force(province, day) == _list_in_force(province, TODAY)


def _list_in_force(province: str, day: date) -> frozenset[str]:
    mine = (entry for entry in _provide_rules().entries.values() if entry.province in ("", province))
    return frozenset(entry.id for entry in mine if entry.is_in_force(day))
