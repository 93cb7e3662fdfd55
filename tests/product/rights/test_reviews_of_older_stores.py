"""A store that was written before reviews of rights existed: nothing is opened for the past, and all of it still reads.

`tests/data/officers_before_reviews.json` was written by the code of 2026-12-03, before there were reviews: officers
with their changes, a granted and an open account request, and the mark of the watch over accounts.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.compression import decompress_text
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_table import build_matter_row
from chalicelib.wiring import core as wiring
from tests.product.conftest import MONDAY
from tests.product.office import Office
from tests.product.rights.test_rights_reviews import find_line, find_review, watch

STORED = json.loads((Path(__file__).parents[2] / "data" / "officers_before_reviews.json").read_text(encoding="utf-8"))
OPEN_REQUEST = "d8d8rzbfpxddebfxze571f47vy"


def load_row(item: dict[str, dict[str, Any]]) -> TableItem:
    """The row of a stored item; binary values are base64 there."""
    raw = {
        name: {kind: base64.b64decode(value) if kind == "B" else value for kind, value in typed.items()}
        for name, typed in item.items()
    }
    return TableItem.from_raw_data(raw)


@pytest.fixture
def older(office: Any) -> Office:
    """Huế on the store of before."""
    product: Office = office("hue", MONDAY)
    for item in STORED["items"]:
        load_row(item).save()
    product.appointed |= {"head1", "case1", "lan", "section", "operator"}
    wiring.provide_officers().cache.clear()
    return product


def test_the_first_run_sets_the_day_and_the_next_period_has_reviews(older: Office) -> None:
    assert watch(older)["reviews"] == 0, "the half-year that runs is not reviewed late"
    assert json.loads(str(TableItem.get(*keys.REVIEW_MARK).body)) == {"since": f"{MONDAY:%Y-%m-%d}", "done": ""}
    older.at(datetime(2026, 12, 31, 9, tzinfo=VIETNAM))
    assert watch(older)["reviews"] == 0
    older.at(datetime(2027, 1, 1, 1, tzinfo=VIETNAM))
    assert watch(older)["reviews"] == 2, "one of the agency, one of who runs the system"
    review = find_review(older, by="operator")
    assert {(each["officer"], each["role"]) for each in review["lines"]} == {
        ("head1", "agency_head"), ("case1", "case_officer"), ("lan", "case_officer"), ("lan", "head_of_section"),
        ("section", "head_of_section"),
    }  # fmt: skip
    assert find_line(review, "case1")["request_ref"] == "01/TB"


def test_a_matter_of_before_reads_and_is_written_again_unchanged() -> None:
    stored = [load_row(each) for each in STORED["items"] if each["sk"]["S"] == keys.MATTER]
    assert len(stored) == 2
    for row in stored:
        matter = rows.read_matter_row(row)
        assert matter.lines == {}
        assert json.loads(decompress_text(build_matter_row(matter).packed)) == json.loads(decompress_text(row.packed))


def test_a_request_of_before_still_revokes_every_right_in_the_unit(older: Office) -> None:
    seen = older("operator").get(f"/api/account-requests/{OPEN_REQUEST}")
    assert seen["values"]["action"] == "revoke"
    reply = {"values": {"reply": "9/TB", "outcome": "Đã thu hồi."}, "confirmed": []}
    path = f"/api/account-requests/{OPEN_REQUEST}/grant"
    assert older("operator").ask("POST", path, reply, version=seen["version"]).status == 200
    wiring.provide_officers().cache.clear()
    now = older.clock.now()
    assert not any(
        each.is_in_force(now) and each.unit == older.place.committee
        for each in wiring.provide_officers().load("case1").assignments
    )
