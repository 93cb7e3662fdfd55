"""The keys of the steps' named items are those that stored data has: an item under another key would be lost."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.item_keys import locate_item, locate_list, name_view
from chalicelib.repositories.dynamodb.keys import KeyPattern
from chalicelib.steps.dossier import items
from chalicelib.steps.dossier.items import ItemName, ListName, ListPlace, StoredName, ViewedName
from chalicelib.steps.dossier.ports import ExtraPut

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
STAMP = "2026-03-02T01:02:03.000000Z"
STORED: list[tuple[ItemName, tuple[str, str]]] = [
    (items.CodeItem("H57.01-260302", "0000007"), ("CODES#H57.01-260302", "0000007")),
    (items.RightsItem("sub"), ("OFFICER#sub", "RIGHTS")),
    (items.OutageItem("o1"), ("OUTAGES", "o1")),
    (items.LateEntryItem("unit", AT, ["d1"], 4, "late_step"), ("LATE#unit", f"{STAMP}#d1#4#late_step")),
    (items.LateEntryItem("unit", AT, ["c-1", STAMP], 0, "unknown"), ("LATE#unit", f"{STAMP}#c-1#{STAMP}#0#unknown")),
    (items.UseReportItem("r1"), ("USE_REPORTS", "r1")),
    (items.ChannelItem("zalo"), ("LOOKUP_CHANNELS", "zalo")),
    (items.PaperCountItem("d1"), ("D#d1", "PAPERS")),
    (items.PartItem("d1", "ab"), ("D#d1", "PART#ab")),
    (items.ContactItem("d1", "filer"), ("D#d1", "REACH#filer")),
    (items.SearchNoteItem("d1"), ("D#d1", "FIND")),
    (items.ErasureOrderItem("d1", 12), ("ERASURES", "d1#00000012")),
    (items.TransactionItem("counter.x", "17"), ("TXN#counter.x#17", "TXN")),
    (items.RatingCodeItem("ab12"), ("RATING_CODE#ab12", "STEP")),
    (items.ReversalItem("counter.x", "17"), ("TXN#counter.x#17", "REVERSAL")),
    (items.IntentItem("d1-ref"), ("INTENT#d1-ref", "INTENT")),
    (items.OpenIntentsItem("d1"), ("D#d1", "INTENTS")),
    (items.ReconciliationItem("t1"), ("RECON#t1", "TASK")),
]
LISTED: list[tuple[ListName, str]] = [
    (items.UnansweredIntents(3), "INTENTS#3"),
    (items.OpenReconciliations("unit"), "RECON#unit"),
    (items.EndedReconciliations("unit"), "RECON#unit#ended"),
    (items.TillList("unit"), "TILL#unit"),
]
VIEWED: list[tuple[ViewedName, str]] = [
    (items.ViewedList("unit"), "LIST#unit"),
    (items.ViewedSearch("province"), "SEARCH#province"),
    (items.ViewedPopulation("2026-03"), "POPULATION#2026-03"),
]


@pytest.mark.parametrize(("item", "key"), STORED, ids=lambda each: type(each).__name__)
def test_an_item_has_the_key_of_stored_data(item: ItemName, key: tuple[str, str]) -> None:
    row = rows.build_extra_row(ExtraPut(item, {"n": 1}))
    assert locate_item(item) == (row.pk, row.sk) == key


def test_lists_and_views_have_their_stored_names() -> None:
    assert [locate_list(each) for each, _ in LISTED] == [key for _, key in LISTED]
    assert [name_view(each) for each, _ in VIEWED] == [key for _, key in VIEWED]
    assert name_view("d1") == "d1"


def test_each_named_value_is_compared() -> None:
    compared = {type(each) for each, _ in (*STORED, *LISTED, *VIEWED)}
    bases = {StoredName, ItemName, ListName, ViewedName}
    named = {each for _, each in inspect.getmembers(items, inspect.isclass) if issubclass(each, StoredName)}
    assert compared == named - bases


def test_names_of_two_kinds_differ_with_equal_parts() -> None:
    two: set[ItemName] = {items.TransactionItem("x", "1"), items.ReversalItem("x", "1")}
    assert len(two) == 2
    assert items.CodeItem("x", "1") == items.CodeItem("x", "1")


def test_a_place_in_a_list_is_its_instant_and_entry() -> None:
    intent = items.IntentItem("ref")
    waits = ListPlace(items.UnansweredIntents(1), AT, "ref")
    row = rows.build_extra_row(ExtraPut(intent, {}, None, {"kind": "intent"}, waits))
    assert [row.kind, row.due_pk, row.due_sk, row.work_pk] == ["intent", "INTENTS#1", f"{STAMP}#ref", None]
    row = rows.build_extra_row(ExtraPut(intent, {}, place=ListPlace(items.TillList("u"), AT, "x:1")))
    assert [row.work_pk, row.work_sk, row.due_pk] == ["TILL#u", f"{STAMP}#x:1", None]


def test_a_key_takes_exactly_its_parts() -> None:
    assert KeyPattern("A#{one}#{two:03d}")("x", 7) == "A#x#007"
    for wrong in (("x",), ("x", 1, 2)):
        with pytest.raises(TypeError):
            keys.TRANSACTION(*wrong)


def test_keys_are_written_in_one_module() -> None:
    """A string that begins as a key does is found in `keys.py` alone."""
    module = ROOT / "chalicelib" / "repositories" / "dynamodb" / "keys.py"
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in sorted((ROOT / "chalicelib").rglob("*.py"))
        if path != module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\b[A-Z_]+#", node.value)
    ]
    assert found == []
