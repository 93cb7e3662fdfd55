"""Reception: within the province's time, with the dossier code, and with a date that the published time gives."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.catalogue_files import DATA, CatalogueFiles
from chalicelib.wiring import core as wiring
from tests.product.journeys import (
    CERTIFICATE,
    COPY,
    LINKED,
    REQUIRED,
    approve_latest,
    bring_to_agency,
    choose_answers,
    file_dossier,
    list_cited,
    parse_instant,
    receive_dossier,
)


@pytest.mark.clause("HUE-13.1#1")
def test_in_hue_the_desk_has_one_working_hour_to_answer(office, at):
    product = office("hue", at)
    dossier, unit = file_dossier(product), product.place.one_stop
    due = parse_instant(product("citizen1").get(f"/api/dossiers/{dossier}")["reception_due_at"])
    assert due == at + timedelta(hours=1)
    (line,) = product("desk1").get(f"/api/worklist?unit={unit}&state=submitted")["items"]
    assert line["late"] is False
    product.at(at + timedelta(minutes=61))
    (line,) = product("desk1").get(f"/api/worklist?unit={unit}&state=submitted")["items"]
    assert line["late"] is True
    assert "khoản 1 Điều 13 Quyết định số 88/2017/QĐ-UBND (Thừa Thiên Huế)" in list_cited(product, dossier, "submitted")
    last = file_dossier(product.at(at.replace(hour=16, minute=30)))
    due = parse_instant(product("citizen1").get(f"/api/dossiers/{last}")["reception_due_at"])
    assert due.date() > at.date(), "half of it today, the other half on the next working day"
    assert due.hour * 60 + due.minute in (7 * 60 + 30, 8 * 60)


@pytest.mark.clause("HUE-13.1#2")
@pytest.mark.parametrize("minutes", [5, 59])
def test_in_hue_handing_on_shares_that_hour(office, at, minutes):
    product = office("hue", at)
    dossier = file_dossier(product)
    product.at(at + timedelta(minutes=minutes))
    taken = product("desk1").step(dossier, "receive")
    assert parse_instant(taken["transfer_due_at"]) == at + timedelta(hours=1)
    assert "khoản 1 Điều 13 Quyết định số 88/2017/QĐ-UBND (Thừa Thiên Huế)" in list_cited(product, dossier, "received")


@pytest.mark.clause("HUE-14.3")
def test_the_due_date_follows_from_the_published_time(office, at):
    product = office("hue", at)
    published = product.nobody().get(f"/api/procedures/{CERTIFICATE}")["time"]
    dossier = receive_dossier(product)
    counted = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")
    assert (counted["unit"], counted["value"]) == (published["unit"], published["value"]) == ("working_day", 3)
    assert len([each for each in counted["days"] if each["number"]]) == 3
    # In 2024 Thursday; today Friday, for Tuesday is Culture Day.
    assert parse_instant(counted["due_at"]) == at.replace(hour=17) + timedelta(days=3 if at.year == 2024 else 4)


@pytest.mark.clause("QN-11.3")
def test_the_code_comes_with_acceptance_and_not_before(office, at):
    product = office("quang-ngai", at)
    dossier = file_dossier(product)
    before = product("citizen1").get(f"/api/dossiers/{dossier}")
    taken = product("desk1").step(dossier, "receive")
    assert (before["code"], before["receipt_no"]) == (None, taken["receipt_no"])
    assert taken["code"].endswith(f"-{at:%y%m%d}-0001" if at.year == 2024 else f"-{at:%Y%m%d}-0000001")
    refused = file_dossier(product)
    gone = product("desk1").step(refused, "refuse", {"ground": "not_conforming", "reason": "Sai mẫu."})
    assert (gone["state"], gone["code"]) == ("not_received", None)


@pytest.mark.clause("QN-11.4#1")
def test_in_quang_ngai_reception_is_part_of_the_published_time(office, at):
    product = office("quang-ngai", at)
    dossier = file_dossier(product)
    later = at + timedelta(days=2)
    taken = product.at(later)("desk1").step(dossier, "receive")
    assert parse_instant(taken["received_at"]) == later
    counted = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")
    assert parse_instant(counted["started_at"]) == at, "the clock began with the filing"
    assert parse_instant(taken["due_at"]) == at.replace(hour=17) + timedelta(days=3 if at.year == 2024 else 4)
    assert any(
        each.startswith("khoản 4 Điều 11 Quyết định số 39/2020") for each in list_cited(product, dossier, "received")
    )


@pytest.mark.clause("QN-11.4#2")
def test_a_linked_dossier_has_one_deadline_that_its_partners_share(office, at):
    product = office("quang-ngai", at)
    dossier = bring_to_agency(product, LINKED)
    before = product("desk1").get(f"/api/dossiers/{dossier}")
    product("case1").step(dossier, "extend", {"units": 1, "reason": "Cần xác minh nơi cư trú."})
    after = approve_latest(product, dossier, "head1")
    assert parse_instant(after["due_at"]) > parse_instant(before["due_at"])
    for was, now in zip(before["tasks"], after["tasks"], strict=True):
        assert parse_instant(was["due_at"]) < parse_instant(now["due_at"]) <= parse_instant(after["due_at"])
    assert [task["lead"] for task in after["tasks"]] == [True, False]
    assert after["tasks"][0]["due_at"] == after["due_at"]


@pytest.mark.clause("QN-1.3", "QN-30.1")
@pytest.mark.parametrize(("hour", "days"), [(14, 0), (16, 1)])
def test_where_the_province_is_silent_the_national_text_of_the_day_decides_and_is_cited(office, at, hour, days):
    moment = (at + timedelta(days=2)).replace(hour=hour)
    product = office("quang-ngai", moment)
    desk, unit = product("desk1"), product.place.one_stop
    dossier = desk.draft(CERTIFICATE, unit, "desk", choose_answers())
    desk.submit(dossier, [desk.upload(dossier, "component", each) for each in REQUIRED[CERTIFICATE]])
    taken = desk.step(dossier, "receive")
    assert parse_instant(taken["transfer_due_at"]).astimezone(VIETNAM).date() == (moment + timedelta(days=days)).date()
    law = "Nghị định số 309/2026/NĐ-CP" if at.year == 2026 else "Nghị định số 61/2018/NĐ-CP"
    assert any(law in each for each in list_cited(product, dossier, "received"))


def add_policies(root: Path, province: str, since: str, *beside: str) -> CatalogueFiles:
    """The catalogue with a shorter time for online filings of one procedure; invented, for no province's was seen."""
    for name in ("province", "competence.json", "codelists"):
        (root / name).symlink_to(DATA / name)
    (root / "procedures").mkdir()
    for each in beside:
        (root / "procedures" / f"{each}.json").symlink_to(DATA / "procedures" / f"{each}.json")
    record = json.loads((DATA / "procedures" / f"{CERTIFICATE}.json").read_text(encoding="utf-8"))
    record["processing_time"]["online"] = [
        {"value": 1, "unit": "working_day", "since": since, "instrument": "Quyết định 90/QĐ-UBND", "article": "Điều 2",
         "province": province}
    ]  # fmt: skip
    (root / "procedures" / f"{CERTIFICATE}.json").write_text(json.dumps(record), encoding="utf-8")
    return CatalogueFiles(root)


@pytest.mark.clause("QN-11.5")
def test_a_shorter_time_that_was_adopted_holds_for_online_filings(office, at, tmp_path, monkeypatch):
    catalogue = add_policies(tmp_path, "quang-ngai", f"{at:%Y-%m-%d}")
    monkeypatch.setattr(wiring, "provide_catalogue", lambda: catalogue)
    product = office("quang-ngai", at)
    online, typed_at_desk = receive_dossier(product), receive_dossier(product, channel="desk")
    by_channel = [product("desk1").get(f"/api/dossiers/{each}/deadline")["value"] for each in (online, typed_at_desk)]
    assert by_channel == [1, 3]
    assert "Điều 2 Quyết định số 90/QĐ-UBND" in list_cited(product, online, "received")
    shown = product.nobody().get(f"/api/procedures/{CERTIFICATE}")["time"]
    assert (shown["value"], shown["online"]["value"]) == (3, 1)


@pytest.mark.clause("QN-11.5")
def test_procedures_without_a_shorter_online_time_are_listed_where_shortening_is_a_duty(
    office, at, tmp_path, monkeypatch
):
    catalogue = add_policies(tmp_path, "quang-ngai", f"{at:%Y-%m-%d}", COPY)
    monkeypatch.setattr(wiring, "provide_catalogue", lambda: catalogue)
    person = office("quang-ngai", at).nobody()
    listed = person.get("/api/procedures?online_time=same")
    assert [each["id"] for each in listed["items"]] == [COPY]
    told = listed["online_time"]
    assert (told["duty"], told["without"], told["article"].split(" Quyết")[0]) == (True, 1, "khoản 5 Điều 11")
    assert {each["id"]: each["shorter_online"] for each in person.get("/api/procedures")["items"]} == {
        CERTIFICATE: True, COPY: False,
    }  # fmt: skip


def test_where_no_rule_asks_for_a_shorter_time_nothing_is_listed(office):
    assert office("hue").nobody().get("/api/procedures")["online_time"] is None


@pytest.mark.parametrize("province", ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
def test_a_code_has_the_prescribed_form_or_is_not_given(office, province, at, monkeypatch):
    """TT 01/2018 19.1, TT 03/2025: an identifier that makes another code is a fault of the agency list, found before a
    number is used up."""
    product = office(province, at)
    first, second = (file_dossier(product) for _ in range(2))
    for dossier in (first, second):
        product.pays(dossier)
    with monkeypatch.context() as wrong:
        wrong.setattr(AgencyTree, "find_unit_code", lambda *_: "H-57")
        refused = product("desk1").try_step(first, "receive")
    assert (refused.status, refused.code) == (409, "code_malformed")
    codes = [product("desk1").step(dossier, "receive")["code"] for dossier in (first, second)]
    assert [int(code.rpartition("-")[2]) for code in codes] == [1, 2], "no number was used up"
