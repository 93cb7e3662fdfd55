"""The made-up province: what is filled in as text is what the steps would have written."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bench.growth_data import DUE_DAYS, FILED, MIX, Province, Template, named, put, stencil
from bench.loading import BATCH, batches
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.supervision import boards
from chalicelib.repositories.dynamodb import rows
from chalicelib.steps.dossier.ports import ExtraPut
from tests.support.builders import MONDAY, Case

CASES = {State.SUBMITTED: Case().file(), State.PROCESSING: Case().processing(), State.CLOSED: Case().closed()}


def province() -> Province:
    """Every state of the mix stands for one of three dossiers."""
    near = {state: CASES.get(state, CASES[State.CLOSED]) for state in MIX}
    return Province({state: Template(case.dossier, case.facts, ()) for state, case in near.items()}, MONDAY)


def items(puts: Any) -> list[dict[str, Any]]:
    return [json.loads(text)["PutRequest"]["Item"] for text in puts]


def by_key(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(given, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@pytest.mark.parametrize("state", CASES)
def test_filled_rows_are_those_of_the_steps(state: State) -> None:
    d, words = province().dossier(state, 3, FILED), named(123_456, MONDAY, "UNIT-07", "1.000042")
    tasks = tuple(replace(task, unit=words["agency"]) for task in d.tasks)
    mine = replace(
        d, id=words["id"], receipt_no=words["receipt"], one_stop="UNIT-07", procedure="1.000042", filed_at=MONDAY,
        owner=words["person"], code=f"{words['series']}-{words['number']}" if d.code else "", tasks=tasks,
    )  # fmt: skip
    alert_at = mine.next_due if mine.is_open else None
    wanted = [rows.state_row(mine, alert_at), *(rows.task_row(mine, task, alert_at) for task in mine.tasks)]
    if mine.code:
        body = {"dossier": mine.id}
        wanted.append(rows.extra_row(ExtraPut(f"CODES#{words['series']}", words["number"], body)))
    wanted[0].packed = rows.state_row(d).packed
    assert by_key(items(stencil(d).filled(words, whole=True))) == by_key(items(map(put, wanted)))


def test_the_same_seed_gives_the_same_rows_and_counts_what_is_open() -> None:
    first, second = boards_and_rows(), boards_and_rows()
    assert first == second
    board, made = first
    listed = [row for row in made if "work_pk" in row]
    assert sum(board.values()) == len(listed)
    assert {row["sk"]["S"] for row in made} >= {"STATE", "FACT#00000001"}


def boards_and_rows() -> tuple[Counter[boards.Line], list[dict[str, Any]]]:
    board: Counter[boards.Line] = Counter()
    return board, items(province().puts(range(DUE_DAYS), board))


def test_a_request_carries_no_more_than_it_may() -> None:
    assert [len(lot) for lot in batches(map(str, range(BATCH * 2 + 1)))] == [BATCH, BATCH, 1]
