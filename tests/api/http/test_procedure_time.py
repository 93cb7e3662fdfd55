"""The public information on a procedure's time: the shorter one for online filings, once it is adopted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from tests.api.conftest import Api
from tests.api.route_counter import ShiftedClock
from tests.steps.dossier.test_settlement_time import POLICY, build_files
from tests.support.builders import CERTIFICATE, MONDAY


@pytest.mark.parametrize(("province", "days", "shown"), [
    ("thai-binh", 0, True), ("thai-binh", -1, False), ("quang-ngai", 0, False),
])  # fmt: skip
def test_the_shorter_time_is_shown_with_its_basis_from_its_day(
    api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, province: str, days: int, shown: bool
) -> None:
    catalogue = build_files(tmp_path, POLICY | {"province": "thai-binh"})
    monkeypatch.setenv("PROVINCE", province)
    for made in (wiring.provide_settings, wiring_steps.provide_reference):
        made.cache_clear()
    monkeypatch.setattr(wiring, "provide_catalogue", lambda: catalogue)
    monkeypatch.setattr(wiring, "provide_clock", lambda: ShiftedClock(MONDAY + timedelta(days=days)))
    time = api("GET", f"/api/procedures/{CERTIFICATE}").json["time"]
    online = {
        "value": 1, "unit": "working_day", "since": "2026-11-23", "article": "Điều 2 Quyết định 90/2026/QĐ-UBND",
    }  # fmt: skip
    assert time["online"] == (online if shown else None)
    assert (time["value"], time["unit"]) == (3, "working_day")
