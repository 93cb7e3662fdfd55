"""The tree of units: imported once, changed by records, read by every function within a minute and as of a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind
from chalicelib.repositories.catalogue.agency_records import parse_tree
from chalicelib.repositories.catalogue.catalogue_files import DATA
from chalicelib.repositories.catalogue.unit_records import write_tree
from chalicelib.repositories.catalogue.unit_table import UNITS_LIVE
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.wiring import core as wiring
from infra.operations.export_units import write_export
from infra.operations.upgrade_stores import import_units
from tests.product.catalogue.test_unit_changes import find_merged
from tests.product.conftest import MONDAY
from tests.product.office import Office

TOMORROW = MONDAY.date() + timedelta(days=1)
RENAMED = Names("Ủy ban nhân dân phường Mới", "People's Committee of Moi ward")


class TableOnly:
    """An account of which nothing but the table is used."""

    def client(self, service: str) -> Any:
        """The client of a service."""
        assert service == "dynamodb"
        return boto3.client("dynamodb", "ap-southeast-1")


def import_shipped(product: Office) -> bool:
    """Import the folder of the province, as a deployment does."""
    return import_units(TableOnly(), str(TableItem.Meta.table_name), wiring.provide_catalogue(), product.province)


def record_change(change: UnitChange) -> None:
    """Store a decided change."""
    units = wiring.provide_units()
    writes = units.plan(units.load(), change, "m" * 26)
    with TransactWrite(connection=open_connection()) as transaction:
        writes.add_to(transaction)


def list_directory(product: Office, on: date | None = None) -> dict[str, dict[str, Any]]:
    """The public directory, by unit."""
    day = f"?date={on}" if on else ""
    return {each["id"]: each for each in product.nobody().get(f"/api/territory/units{day}")["items"]}


@pytest.mark.parametrize("imported", [True, False], ids=["imported", "a table of before"])
def test_a_change_takes_effect_on_its_day_everywhere_within_a_minute(office: Any, imported: bool) -> None:
    product = office("hue")
    shipped = wiring.provide_agencies()
    if imported:
        assert [import_shipped(product), import_shipped(product)] == [True, False], "once"
    ward = product.place.committee
    record_change(UnitChange(UnitChangeKind.RENAME, TOMORROW, (ward,), name=RENAMED))
    product.clock.later = UNITS_LIVE
    assert list_directory(product)[ward]["name"]["vi"] == shipped.get(ward).name.vi, "not before its day"
    assert list_directory(product, TOMORROW)[ward]["name"]["vi"] == RENAMED.vi
    product.at(MONDAY + timedelta(days=1))
    assert wiring.provide_agencies().get(ward).name == RENAMED
    assert list_directory(product)[ward]["formerly_vi"][-1] == shipped.get(ward).name.vi
    assert write_tree(wiring.provide_units().load().base) == write_tree(shipped), "what was imported stays"


def test_another_process_reads_the_change_within_a_minute(office: Any) -> None:
    product = office("hue")
    import_shipped(product)
    ward, before = product.place.committee, wiring.provide_agencies()
    units = wiring.provide_units()
    wiring.provide_units.cache_clear()
    record_change(UnitChange(UnitChangeKind.RENAME, MONDAY.date(), (ward,), name=RENAMED))
    assert units.load_tree(MONDAY.date(), product.clock.real_now()) is before, "read less than 50 s ago"
    product.clock.later = UNITS_LIVE
    assert units.load_tree(MONDAY.date(), product.clock.real_now()).get(ward).name == RENAMED


def test_of_two_changes_on_one_tree_the_second_is_refused(office: Any) -> None:
    product = office("hue")
    units, change = wiring.provide_units(), UnitChange(
        UnitChangeKind.RENAME, TOMORROW, (product.place.committee,), name=RENAMED
    )  # fmt: skip
    seen = units.load()
    record_change(change)
    with pytest.raises(TransactWriteError), TransactWrite(connection=open_connection()) as transaction:
        units.plan(seen, change, "n" * 26).add_to(transaction)
    assert units.load().version == 1


def test_the_tree_is_exported_to_the_folder_from_which_it_came(
    office: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    product = office("hue")
    table, today = str(TableItem.Meta.table_name), MONDAY.date()
    assert write_export(TableOnly(), table, tmp_path, today) == 1, "nothing is stored yet"
    import_shipped(product)
    shipped = (DATA / "province" / "hue" / "agencies.json").read_bytes()
    (tmp_path / "agencies.json").write_bytes(shipped)
    assert write_export(TableOnly(), table, tmp_path, today) == 0
    assert (tmp_path / "agencies.json").read_bytes() == shipped, "byte for byte while nothing is changed"
    _, ends, _, stays = find_merged(product)
    record_change(UnitChange(UnitChangeKind.RENAME, TOMORROW, (product.place.committee,), name=RENAMED))
    record_change(UnitChange(UnitChangeKind.MERGE, TOMORROW, (ends,), successor=stays))
    assert [write_export(TableOnly(), table, tmp_path, each) for each in (today, TOMORROW)] == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        f"unchanged: {tmp_path}/agencies.json",
        f"written: {tmp_path}/agencies.json, with 1 changes",
        f"not in the file yet: rename of {product.place.committee} from {TOMORROW}",
        f"written: {tmp_path}/agencies.json, with 2 changes",
    ]
    exported = json.loads((tmp_path / "agencies.json").read_text(encoding="utf-8"))
    again = parse_tree(exported, {"kinds": {}})
    assert again.get(product.place.committee).name == RENAMED
    assert (again.get(ends).successor, again.get(ends).active_until) == (stays, today)
