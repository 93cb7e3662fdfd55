"""Erasures on a table: orders that wait, also those of before, and the drafts that may use a file again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.domain.privacy.erasure_orders import OpenErasure
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.privacy.erasures import ErasureTable
from chalicelib.steps.dossier.items import ErasureOrderItem
from chalicelib.steps.dossier.ports import Draft, ExtraPut
from tests.contract.engines import DYNAMODB, open_simple_table

pytestmark = pytest.mark.engine(DYNAMODB)
AT = datetime(2026, 12, 1, 3, tzinfo=UTC)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[ErasureTable]:
    """An empty table in this process."""
    with open_simple_table(request):
        yield ErasureTable()


def test_every_order_is_found_also_one_of_before_its_time_was_kept(table: ErasureTable) -> None:
    for n in range(30):
        since = {"since": write_stamp(AT)} if n else {}
        rows.build_extra_row(ExtraPut(ErasureOrderItem(f"d{n:02d}", 7), {"dossier": f"d{n:02d}", **since})).save()
    found = table.find_open()
    assert found == [OpenErasure(f"d{n:02d}", f"d{n:02d}#00000007", AT if n else None) for n in range(30)]
    assert {order.seq for order in found} == {7}
    assert table.list_deliveries(found[0]) == []


def test_the_drafts_of_an_account_are_found_apart_from_its_dossiers(table: ErasureTable) -> None:
    for number, author in (("a", "citizen"), ("b", "citizen"), ("c", "other")):
        rows.build_draft_row(Draft(number, 1, author, "", {"procedure": "p"}, AT)).save()
    TableItem(
        "D#d", "STATE", kind="dossier", dossier_id="d", body=json.dumps({}), owner_pk="OWNER#other", owner_sk="x"
    ).save()
    assert sorted(table.list_drafts("citizen")) == ["a", "b"]
    assert table.list_drafts("nobody") == []
    assert table.list_owned("citizen") == []
