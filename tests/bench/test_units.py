"""The store's documented arithmetic of sizes and units, on examples counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bench.units import Item, Schema, TableIndex, get_units, measure_item, query_units, write_units

TABLE = Schema(("pk", "sk"), (TableIndex("work", ("w", "x"), frozenset({"state"})),))


def build_item(**more: dict[str, Any]) -> Item:
    return {"pk": {"S": "a"}, "sk": {"S": "b"}, **more}


@pytest.mark.parametrize(
    ("value", "bytes_"),
    [({"S": "ế"}, 3), ({"N": "7"}, 2), ({"N": "1234"}, 3), ({"N": "100"}, 2), ({"BOOL": True}, 1), ({"B": b"123"}, 3),
     ({"B": "MTIz"}, 3), ({"L": [{"S": "ab"}]}, 6), ({"M": {"k": {"S": "ab"}}}, 7)],
)  # fmt: skip
def test_a_value_is_as_long_as_the_store_says(value: dict[str, Any], bytes_: int) -> None:
    assert measure_item({"n": value}) == 1 + bytes_


def test_an_unknown_type_has_no_size() -> None:
    with pytest.raises(ValueError, match="SS"):
        measure_item({"n": {"SS": ["a"]}})


@pytest.mark.parametrize(("length", "plain"), [(0, 1), (1024 - 7, 1), (1025 - 7, 2), (2049 - 7, 3)])
def test_a_write_costs_by_the_kilobyte_and_twice_in_a_transaction(length: int, plain: int) -> None:
    new = build_item(b={"S": "x" * length})
    assert write_units(TABLE, None, new, transaction=False) == {"table": plain}
    assert write_units(TABLE, None, new, transaction=True) == {"table": 2 * plain}


def test_the_larger_of_old_and_new_is_charged() -> None:
    assert write_units(TABLE, build_item(b={"S": "x" * 3000}), build_item(), transaction=False) == {"table": 3}


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, {"w": "1", "x": "1"}, 1),
        ({"w": "1", "x": "1"}, {"w": "1", "x": "1"}, 0),
        ({"w": "1", "x": "1"}, {"w": "1", "x": "1", "version": "2"}, 0),
        ({"w": "1", "x": "1"}, {"w": "1", "x": "1", "state": "2"}, 1),
        ({"w": "1", "x": "1"}, {"w": "1", "x": "2"}, 2),
        ({"w": "1", "x": "1"}, {}, 1),
        ({"w": "1"}, {"w": "2"}, 0),
    ],
)
def test_an_index_is_charged_for_what_changes_in_it(before: Any, after: Any, units: int) -> None:
    was, now = (
        None if each is None else build_item(**{k: {"S": v} for k, v in each.items()}) for each in (before, after)
    )
    assert write_units(TABLE, was, now, transaction=True).get("work", 0) == units


def test_reads_round_up_to_four_kilobytes_and_halve_when_they_may_lag() -> None:
    large = build_item(b={"S": "x" * 5000})
    assert [get_units(each, consistent=True) for each in (None, build_item(), large)] == [1, 1, 2]
    assert get_units(large, consistent=False) == 1
    assert query_units([build_item()] * 10, consistent=False) == 0.5
