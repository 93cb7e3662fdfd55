"""Numbers given, lost, restored and moved on, in any order and by any witness: none is given twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.repositories.dynamodb.keys import COUNTER
from infra.operations.number_series import CodeSeries, find_behind, move_series_ahead

SERIES = CodeSeries("H57.1-20261201", 7, range(9001, 10_000))
SHORT = CodeSeries("H57.1-261201", 4, range(9001, 10_000))
PK = f"CODES#{SERIES.name}"


class ConditionFailed(Exception):
    """The store's refusal of an update."""


class Store:
    """Tables in memory, by the calls that the step makes."""

    class exceptions:  # noqa: N801 - as the SDK has it
        """Errors of the client."""

        ConditionalCheckFailedException = ConditionFailed

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, int]] = {"now": {}}

    def draw(self, series: CodeSeries = SERIES) -> int:
        """A number as a reception draws it, noted at its dossier."""
        rows = self.tables["now"]
        rows[COUNTER] = number = rows.get(COUNTER, 0) + 1
        printed = number if number < series.reserved.start else number + len(series.reserved)
        rows[f"{printed:0{series.digits}d}"] = 0
        return number

    def get_paginator(self, _: str) -> Store:
        """Pages of a query."""
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """All rows of the series, as one page."""
        rows = self.tables[asked["TableName"]].items()
        yield {"Items": [{"sk": {"S": sk}, **({"length": {"N": str(n)}} if n else {})} for sk, n in rows]}

    def get_item(self, **asked: Any) -> dict[str, Any]:
        """The counter's row."""
        at = self.tables[asked["TableName"]].get(COUNTER)
        return {"Item": {"length": {"N": str(at)}}} if at is not None else {}

    def update_item(self, **asked: Any) -> None:
        """Raise the counter, unless it is further."""
        rows, to = self.tables[asked["TableName"]], int(asked["ExpressionAttributeValues"][":to"]["N"])
        if rows.get(COUNTER, -1) >= to:
            raise ConditionFailed
        rows[COUNTER] = to


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("draw"), st.integers(1, 60)),
        st.tuples(st.just("keep"), st.just(0)),
        st.tuples(st.just("restore"), st.integers(0, 9)),
        st.tuples(st.just("restore twice"), st.integers(0, 9)),
    ),
    max_size=14,
)


@given(ACTS, st.sampled_from(["nobody", "portal", "former", "both"]), st.sampled_from([SERIES, SHORT]))
def test_no_history_of_restores_gives_a_number_twice(acts: list[Any], witness: str, series: CodeSeries) -> None:
    store, given_out = Store(), []
    images: list[dict[str, int]] = [{}]
    for act, n in acts:
        if act == "draw":
            given_out += [store.draw(series) for _ in range(n)]
        elif act == "keep":
            images.append(dict(store.tables["now"]))
        else:
            for _ in range(2 if act == "restore twice" else 1):
                store.tables["former"], store.tables["now"] = store.tables["now"], dict(images[n % len(images)])
                told = [f"{series.name}-{sk}" for sk in store.tables["former"] if sk != COUNTER]
                moved = move_series_ahead(
                    store, "now", {series.name: series}, ["former"] if witness in ("former", "both") else [],
                    told if witness in ("portal", "both") else [],
                )  # fmt: skip
                assert find_behind(store, "now", moved) == []
            # An image of before is not taken again: from now on the moved table is the one that is kept.
            images = [dict(store.tables["now"])]
    assert len(set(given_out)) == len(given_out)


ODD_NUMBERS = (
    "9" * 8, "9" * 30, "9" * 5000, "٩٩٩٩٩٩٩", "９９９９９９９", "0009999 ", " 0009999", "-000999", "+000999", "0x00fff",
    "1e00006", "000\u200b999", "000999", "00009990", "000999O", "000999l", "", "0009999\n",
    "९९९९९९९", "①②③④⑤⑥⑦", "0009999-1", "1_00_00",
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD_NUMBERS, ids=lambda odd: ascii(odd)[:20])
def test_what_is_no_number_of_the_series_moves_nothing_and_breaks_nothing(odd: str) -> None:
    """The portal is another system: a code that nobody gave must not use up a series, nor stop the drill."""
    store = Store()
    store.draw()
    (moved,) = move_series_ahead(
        store, "now", {SERIES.name: SERIES}, (), [f"{SERIES.name}-{odd}", f"{SERIES.name.lower()}-{odd}"]
    )
    assert (moved.known, moved.to) == (1, 10_000)
