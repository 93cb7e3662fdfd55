"""The projection that everybody reads: consumers write in any order, searches stay bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.matters.public_face import MOST_ASKED, PublicMatter
from chalicelib.domain.shared.errors import Malformed
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters import public_matters
from chalicelib.repositories.matters.public_matters import MOST_HITS, PublicMatterTable
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.people import MONDAY
from tests.support.running.requests_counted import count_requests

pytestmark = pytest.mark.engine(DYNAMODB)

WORDS = ("cap", "lai", "khai", "sinh")


@pytest.fixture
def public(request: pytest.FixtureRequest) -> Iterator[PublicMatterTable]:
    """An empty table."""
    with open_simple_table(request):
        yield PublicMatterTable()


def build_shown(number: int = 1, minutes: int = 0, unit: str = "unit-a", **texts: str) -> PublicMatter:
    """A public question."""
    at = MONDAY + timedelta(minutes=minutes)
    return PublicMatter(f"{number:026d}", "question", f"HD-{number}", "published", unit, at, at, {}, texts)


def search_ids(public: PublicMatterTable, *words: str, limit: int = 20) -> list[int]:
    """The numbers of what a search finds."""
    return [int(each.id) for each in public.search("question", words, limit)]


def count_items() -> dict[str, int]:
    """How many items of each sort the table holds."""
    found = [str(row.pk).partition("#")[0] for row in TableItem.scan()]
    return {sort: found.count(sort) for sort in sorted(set(found))}


def test_a_newer_state_replaces_an_older_one_and_its_lost_words(public: PublicMatterTable) -> None:
    public.put(build_shown(answer="Một"), WORDS, 4)
    newer = build_shown(answer="Hai")
    public.put(newer, ("khai", "sinh", "moi"), 6)
    public.put(build_shown(answer="Ba"), ("cu",), 5)
    assert public.find(newer.id) == newer
    assert {word: search_ids(public, word) for word in ("cap", "lai", "khai", "moi", "cu")} == {
        "cap": [], "lai": [], "khai": [1], "moi": [1], "cu": [],
    }  # fmt: skip
    assert count_items() == {"PUBLIC": 1, "PUBLIC_WORD": 3}


def test_what_was_removed_is_not_brought_back_by_a_late_writer(public: PublicMatterTable) -> None:
    shown = build_shown(answer="Một")
    public.put(shown, WORDS, 4)
    public.remove(shown.id, 3)
    assert public.find(shown.id) == shown
    public.remove(shown.id, 5)
    public.put(shown, WORDS, 4)
    assert (public.find(shown.id), search_ids(public, *WORDS)) == (None, [])
    assert public.list_newest("question", None, 9, None).items == []
    assert public.list_newest("question", "unit-a", 9, None).items == []
    (left,) = TableItem.scan()
    assert "Một" not in str(left.body), "no text is left"
    assert not any(word in str(left.body) for word in WORDS)
    public.put(shown, WORDS, 7)
    assert public.find(shown.id) == shown


def test_a_removal_that_comes_first_is_remembered(public: PublicMatterTable) -> None:
    shown = build_shown()
    public.remove(shown.id, 5)
    public.put(shown, WORDS, 4)
    assert public.find(shown.id) is None
    assert count_items() == {"PUBLIC": 1}


@pytest.mark.parametrize("change", ["put", "remove"])
def test_a_writer_that_ended_before_the_words_is_completed_by_its_repeat(
    public: PublicMatterTable, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    shown = build_shown()
    public.put(shown, WORDS, 4)

    def write_again() -> None:
        public.put(shown, ("khai", "moi"), 5) if change == "put" else public.remove(shown.id, 5)

    class EndedError(Exception):
        """The function ended."""

    def end(*_: Any) -> None:
        raise EndedError

    with monkeypatch.context() as patch:
        patch.setattr(public_matters, "build_word_row", end)
        with pytest.raises(EndedError):
            write_again()
    write_again()
    kept = {"khai", "moi"} if change == "put" else set()
    assert {word for word in (*WORDS, "moi") if list(TableItem.query(keys.PUBLIC_WORD("question", word)))} == kept


def test_two_writers_at_once_leave_the_newer_state(public: PublicMatterTable, monkeypatch: pytest.MonkeyPatch) -> None:
    older, newer = build_shown(answer="Một"), build_shown(answer="Hai")
    public.put(older, WORDS, 4)
    read = public_matters._read_face

    def read_then_be_overtaken(matter_id: str) -> Any:
        found = read(matter_id)
        monkeypatch.setattr(public_matters, "_read_face", read)
        public.put(newer, WORDS, 6)
        return found

    monkeypatch.setattr(public_matters, "_read_face", read_then_be_overtaken)
    public.put(older, ("cu",), 5)
    assert (public.find(newer.id), search_ids(public, "cu")) == (newer, [])


def test_lists_are_newest_first_of_a_kind_and_of_a_unit(public: PublicMatterTable) -> None:
    for number, minutes in ((1, 20), (2, 0), (3, 10)):
        public.put(build_shown(number, minutes, "unit-b" if number == 3 else "unit-a"), WORDS, 4)
    public.put(replace(build_shown(4), kind="feedback"), WORDS, 4)
    first = public.list_newest("question", None, 2, None)
    rest = public.list_newest("question", None, 2, first.cursor)
    assert [int(each.id) for each in (*first.items, *rest.items)] == [1, 3, 2]
    assert rest.cursor is None
    assert [int(each.id) for each in public.list_newest("question", "unit-a", 9, None).items] == [1, 2]
    with pytest.raises(Malformed):
        public.list_newest("question", "unit-b", 2, first.cursor)


def test_a_search_ranks_by_words_then_age_and_asks_a_bounded_number_of_times(public: PublicMatterTable) -> None:
    public.put(build_shown(1, 0), WORDS, 4)
    public.put(build_shown(2, 10), ("khai", "sinh"), 4)
    public.put(build_shown(3, 20), ("khai", "tu"), 4)
    assert search_ids(public, "cap", "khai", "sinh") == [1, 2, 3]
    assert search_ids(public, "khai", limit=2) == [3, 2]
    with count_requests() as seen:
        public.search("question", tuple(f"tu{number}" for number in range(MOST_ASKED + 9)), 20)
        public.search("question", ("khai",), 20)
    assert seen == ["Query"] * (MOST_ASKED + 1) + ["BatchGetItem"]
    with TableItem.batch_write() as batch:
        for number in range(10, 11 + MOST_HITS):
            batch.save(TableItem(keys.PUBLIC_WORD("question", "dong"), keys.ENTRY_PLACE("2026", f"{number:026d}")))
    with count_requests() as seen:
        public.search("question", ("dong",), 20)
    assert seen == ["Query", "BatchGetItem"]
