"""One list over several partitions, page by page, while lines move from one to another."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Malformed
from chalicelib.domain.supervision.worklist import Narrowing
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.successor_lists import SuccessorLists
from chalicelib.repositories.dynamodb.table import TableItem
from tests.contract.engines import DYNAMODB

pytestmark = [pytest.mark.engine(DYNAMODB), pytest.mark.usefixtures("table")]
HEIR, UNITS = "U-HEIR", ("U-HEIR", "U-1", "U-2")
STATE = State.PROCESSING


def put_line(number: int, unit: str, kind: str = "task") -> None:
    """A line of a unit's queue; its place is that of its number."""
    due = f"2026-12-{1 + number % 28:02d}T00:00:00Z#{number:02d}"
    TableItem(
        keys.DOSSIER(f"d{number}"), keys.STATE, kind=kind, dossier_id=f"d{number}", holder=f"h{number}",
        work_pk=keys.QUEUE(unit, STATE.value), work_sk=due,
    ).save()  # fmt: skip


def read_pages(lists: SuccessorLists, limit: int, between: Callable[[], None], **how: Any) -> list[str]:
    """The dossiers of the heir's queue over all pages; something happens between two of them."""
    found, cursor = list[str](), None
    while True:
        page = lists.list_queue(HEIR, STATE, Narrowing(), limit, cursor, **how)
        found += [str(each["dossier_id"]) for each in page.items]
        if (cursor := page.cursor) is None:
            return found
        between()


@pytest.mark.parametrize("backward", [False, True])
def test_each_line_comes_once_in_one_order_whenever_it_moves(backward: bool) -> None:
    chance, lists = random.Random(3), SuccessorLists(lambda _: UNITS, lambda _: UNITS)  # noqa: S311 - the order of a test
    where = {number: chance.choice(UNITS) for number in range(14)}
    for number, unit in where.items():
        put_line(number, unit)
    wanted = [f"d{number}" for number in sorted(where, reverse=backward)]

    def move_one() -> None:
        number = chance.choice([number for number, unit in where.items() if unit != HEIR] or [0])
        where[number] = HEIR
        put_line(number, HEIR)

    for limit in (3, 5, 1, 20):
        assert read_pages(lists, limit, move_one, backward=backward) == wanted, limit
    assert sorted(lists.list_held(HEIR)) == sorted((f"h{number}", None) for number in where)
    whole = lists.list_whole(HEIR, [STATE], Narrowing(), 50)
    assert sorted(str(each["dossier_id"]) for each in whole) == sorted(wanted)
    assert len(lists.list_whole(HEIR, [STATE], Narrowing(), 4)) == 5, "one more says that there are others"


def test_a_page_of_another_list_is_no_page_of_this_one() -> None:
    def find_units(unit: str) -> tuple[str, ...]:
        return UNITS if unit == HEIR else (unit,)

    lists = SuccessorLists(find_units, find_units)
    for number in range(3):
        put_line(number, "U-1")
    cursor = lists.list_queue("U-1", STATE, Narrowing(), 1, None).cursor
    with pytest.raises(Malformed):
        lists.list_queue(HEIR, STATE, Narrowing(), 1, cursor)
