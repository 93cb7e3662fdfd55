"""One list over several: a page of each, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chalicelib.domain.shared.chained import read_chained
from chalicelib.domain.shared.errors import Malformed
from chalicelib.domain.shared.http_errors import build_bad_cursor

LISTS = {"a": [1, 2, 3], "b": [4], "c": [5, 6]}


def read_two(name: str, cursor: str | None) -> tuple[Sequence[int], str | None]:
    """Two lines of a list, from the place that a cursor of this list names."""
    owner, _, place = (cursor or f"{name}:0").partition(":")
    if owner != name:
        raise build_bad_cursor()
    at = int(place)
    return LISTS[name][at : at + 2], f"{name}:{at + 2}" if at + 2 < len(LISTS[name]) else None


def test_every_line_comes_once_over_all_pages() -> None:
    found, cursor, pages = list[int](), None, 0
    while pages == 0 or cursor:
        items, cursor = read_chained("abc", cursor, read_two)
        found, pages = [*found, *items], pages + 1
    assert found == [1, 2, 3, 4, 5, 6]


def test_a_cursor_of_none_of_them_is_refused() -> None:
    with pytest.raises(Malformed):
        read_chained("abc", "d:0", read_two)
