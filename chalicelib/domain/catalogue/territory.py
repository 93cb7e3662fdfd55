"""Where a procedure may be filed: only where it is settled, anywhere in the province, or anywhere in the country.

The rule `reception.territory` says which of these the law of a day allows; a published list, kept as data, names the
procedures that the whole country accepts (NĐ 309/2026 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NATIONAL = "national_list"


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list of procedures by national code, in force from `since` until the day before `until`. `instrument` and
    `article` are its legal basis; `number` is its decision's, empty while no decision was seen."""

    number: str
    name_vi: str
    instrument: str
    article: str
    since: date
    until: date | None
    procedures: frozenset[str]
    certainty: str
    question: str

    def is_in_force(self, on: date) -> bool:
        """Return whether it is in force on the day."""
        return self.since <= on and (self.until is None or on < self.until)


def find_reach(rule: str | None, procedure_code: str, lists: Iterable[PublishedList], on: date) -> str:
    """Return `own_desk`, `province` or `national`: how far away a procedure may be filed on a day, where the rule
    `reception.territory` has that value. A silent rule means the settling unit only."""
    if rule is None or rule == "own_desk":
        return "own_desk"
    listed = rule == NATIONAL and any(each.is_in_force(on) and procedure_code in each.procedures for each in lists)
    return "national" if listed else "province"
