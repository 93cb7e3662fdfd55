"""The made-up province: what is filled in as text is what the steps would have written."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bench.growth_data import (
    DUE_DAYS,
    FILED,
    MIX,
    DossierTemplate,
    ProvinceGenerator,
    build_stencil,
    name_clone,
    write_put,
)
from bench.loading import BATCH, split_batches
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.supervision import boards
from chalicelib.repositories.dynamodb import rows
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import ExtraPut
from tests.support.builders import MONDAY, Case

CASES = {State.SUBMITTED: Case().file(), State.PROCESSING: Case().processing(), State.CLOSED: Case().closed()}


def build_generator() -> ProvinceGenerator:
    """Every state of the mix stands for one of three dossiers."""
    near = {state: CASES.get(state, CASES[State.CLOSED]) for state in MIX}
    return ProvinceGenerator(
        {state: DossierTemplate(case.dossier, case.facts, ()) for state, case in near.items()}, MONDAY
    )


def list_items(puts: Any) -> list[dict[str, Any]]:
    return [json.loads(text)["PutRequest"]["Item"] for text in puts]


def sort_by_key(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(given, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@pytest.mark.parametrize("state", CASES)
def test_filled_rows_are_those_of_the_steps(state: State) -> None:
    d, words = build_generator().build_dossier(state, 3, FILED), name_clone(123_456, MONDAY, "UNIT-07", "1.000042")
    tasks = tuple(replace(task, unit=words["agency"]) for task in d.tasks)
    mine = replace(
        d, id=words["id"], receipt_no=words["receipt"], one_stop="UNIT-07", procedure="1.000042", filed_at=MONDAY,
        owner=words["person"], code=f"{words['series']}-{words['number']}" if d.code else "", tasks=tasks,
    )  # fmt: skip
    alert_at = mine.next_due if mine.is_open else None
    wanted = [rows.build_state_row(mine, alert_at), *(rows.build_task_row(mine, task, alert_at) for task in mine.tasks)]
    if mine.code:
        body = {"dossier": mine.id}
        wanted.append(rows.build_extra_row(ExtraPut(CodeItem(words["series"], words["number"]), body)))
    wanted[0].packed = rows.build_state_row(d).packed
    assert sort_by_key(list_items(build_stencil(d).fill_rows(words, whole=True))) == sort_by_key(
        list_items(map(write_put, wanted))
    )


def test_the_same_seed_gives_the_same_rows_and_counts_what_is_open() -> None:
    first, second = build_boards_and_rows(), build_boards_and_rows()
    assert first == second
    board, made = first
    listed = [row for row in made if "work_pk" in row]
    assert sum(board.values()) == len(listed)
    assert {row["sk"]["S"] for row in made} >= {"STATE", "FACT#00000001"}


def build_boards_and_rows() -> tuple[Counter[boards.BoardLine], list[dict[str, Any]]]:
    board: Counter[boards.BoardLine] = Counter()
    return board, list_items(build_generator().list_puts(range(DUE_DAYS), board))


def test_a_request_carries_no_more_than_it_may() -> None:
    assert [len(lot) for lot in split_batches(map(str, range(BATCH * 2 + 1)))] == [BATCH, BATCH, 1]
