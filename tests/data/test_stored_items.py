"""Items that an earlier version wrote are read, replayed and written again unchanged.

`stored_items.json` was written by the code of 2026-11-30, before the packages were made: ledgers with every kind of
fact there was, and the state, tasks, requests and other items that went with them. A new kind of fact needs no entry
here; a change of a stored form needs an upgrade step first.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.compression import decompress_text
from chalicelib.repositories.dynamodb.table import TableItem

Item = dict[str, dict[str, Any]]
STORED = json.loads((Path(__file__).parent / "stored_items.json").read_text(encoding="utf-8"))
LEDGERS = range(len(STORED["ledgers"]))
KINDS_THEN = 49


def load_row(item: Item) -> TableItem:
    """The row of a stored item; binary values are base64 there."""
    raw = {
        name: {kind: base64.b64decode(value) if kind == "B" else value for kind, value in typed.items()}
        for name, typed in item.items()
    }
    return TableItem.from_raw_data(raw)


def show_row(row: TableItem) -> dict[str, Any]:
    """A row's stored values; compressed ones in clear, because another version of zlib may pack them otherwise."""
    found = dict(row.serialize())
    if row.packed is not None:
        found["packed"] = json.loads(decompress_text(row.packed))
    return found


@cache
def load_ledger(number: int) -> tuple[Any, ...]:
    return tuple(rows.read_fact(load_row(item)) for item in STORED["ledgers"][number]["facts"])


@pytest.mark.parametrize("number", LEDGERS)
def test_a_stored_ledger_replays_to_the_stored_state(number: int) -> None:
    held, facts = STORED["ledgers"][number], load_ledger(number)
    dossier = fold_facts(facts)
    stored = load_row(held["state"])
    assert rows.read_dossier(stored) == dossier
    assert show_row(rows.build_state_row(dossier)) == show_row(stored)
    problems = verify_ledger(
        dossier.id, (fact.body for fact in facts), head=dossier.head, length=dossier.length, parts={}
    )
    assert problems == []


@pytest.mark.parametrize("number", LEDGERS)
def test_the_items_of_a_stored_dossier_are_written_as_before(number: int) -> None:
    held, facts = STORED["ledgers"][number], load_ledger(number)
    dossier = rows.read_dossier(load_row(held["state"]))
    assert [show_row(rows.build_fact_row(fact)) for fact in facts] == [show_row(load_row(i)) for i in held["facts"]]
    made = [show_row(rows.build_task_row(dossier, task)) for task in dossier.tasks]
    assert made == [show_row(load_row(item)) for item in held["tasks"]]
    asked = [show_row(row) for row in rows.build_request_rows(dossier).values()]
    assert asked == [show_row(load_row(item)) for item in held["requests"]]


def test_the_stored_ledgers_hold_every_kind_of_fact_of_that_day() -> None:
    kinds = {fact.kind for number in LEDGERS for fact in load_ledger(number)}
    assert len(kinds) == KINDS_THEN
    assert kinds <= set(FactKind)


def test_drafts_outcomes_and_parts_are_read_and_written_as_before() -> None:
    draft, outcome, part = (load_row(STORED["others"][name]) for name in ("draft", "outcome", "part"))
    read = rows.read_draft(draft)
    assert show_row(rows.build_draft_row(read)) == show_row(draft)
    again = rows.build_outcome_row(outcome.pk.removeprefix("IDEM#"), rows.read_outcome(outcome), read.updated_at)
    assert show_row(again) == show_row(outcome)
    assert show_row(rows.build_part_row("dossier-of-a-part", rows.read_part(part))) == show_row(part)
