"""No rule of a province ends by accident: each ending is a row of `docs/law/endings.csv`, decided and explained."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.domain.law.model import RuleEntry
from chalicelib.domain.law.rule_values import Silence
from chalicelib.domain.law.rulings import resolve_parameter
from tests.law.calendars import RULES

TABLE = Path(__file__).parents[2] / "docs" / "law" / "endings.csv"
with TABLE.open(encoding="utf-8", newline="") as lines:
    ENDINGS = {row["entry"]: row for row in csv.DictReader(lines)}


def list_ended() -> Iterator[RuleEntry]:
    """Rules of provinces that end without a successor in the same province."""
    for entry in RULES.entries.values():
        if entry.province and entry.until is not None:
            place = (entry.province, entry.where, entry.until)
            if not any((each.province, each.where, each.since) == place for each in RULES.list_entries(entry.param)):
                yield entry


def test_every_ending_is_decided_and_nothing_else_is_listed() -> None:
    assert {(entry.id, str(entry.until)) for entry in list_ended()} == {
        (row["entry"], row["until"]) for row in ENDINGS.values()
    }


def _is_borne_out(decision: str, was: object, now: object) -> bool:
    """Whether the values bear a decision out."""
    if decision == "contained":
        return isinstance(was, tuple) and isinstance(now, tuple) and set(was) < set(now)
    same = set(was) == set(now) if isinstance(was, tuple) and isinstance(now, tuple) else was == now
    return same if decision == "same" else decision == "nation" and not same


@pytest.mark.parametrize("name", list(ENDINGS))
def test_what_follows_is_what_the_decision_says(name: str) -> None:
    entry, row = RULES.entries[name], ENDINGS[name]
    assert entry.until is not None
    scope = next(cell for cell in RULES.params[entry.param].list_cells() if entry.where.items() <= cell.items())
    answer = resolve_parameter(RULES, entry.param, entry.until, entry.province, scope)
    assert answer.entry_id == row["then"]
    assert not isinstance(answer, Silence)
    assert _is_borne_out(row["decision"], entry.value, answer.value), (row["decision"], entry.value, answer.value)
    assert row["why"].endswith(".")
    assert not RULES.entries[row["then"]].province, "a province's rule goes on, which is no ending"
