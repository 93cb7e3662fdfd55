"""Units leave the table as they entered it."""

from __future__ import annotations

import json
from datetime import date, time

import pytest

from chalicelib.domain.catalogue.agencies import Agency, OpeningHours
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind
from chalicelib.provinces import list_provinces
from chalicelib.repositories.catalogue.catalogue_files import DATA, CatalogueFiles
from chalicelib.repositories.catalogue.unit_records import pack_units, unpack_units, write_tree
from infra.operations.export_units import render_file


@pytest.mark.parametrize("province", list_provinces())
def test_the_export_equals_the_imported_file(province: str) -> None:
    shipped = (DATA / "province" / province / "agencies.json").read_text(encoding="utf-8")
    exported = write_tree(CatalogueFiles().load_agencies(province))
    assert (exported, render_file(exported)) == (json.loads(shipped), shipped)


def test_changes_are_stored_whole_and_in_their_order() -> None:
    opened = Agency(
        "NEW", "TOP", "department", Names("Sở Mới", "New"), None, "H1", "x",
        office_hours=(OpeningHours((1, 2), time(7, 30), time(11)),),
    )  # fmt: skip
    open_it = UnitChange(UnitChangeKind.OPEN, date(2026, 7, 1), opened=(opened,))
    rename = UnitChange(UnitChangeKind.RENAME, date(2026, 8, 1), ("NEW",), name=Names("Sở Khác", "Other"))
    assert unpack_units(pack_units({"agencies": []}, (rename, open_it))) == ({"agencies": []}, (rename, open_it))
