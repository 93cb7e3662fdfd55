"""Linked systems: what a sector system reports is on record and told to the national portal, which hears every step."""

from __future__ import annotations

import pytest

from tests.product.journeys import LINKED, processing


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-5.1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-17.1#1", "QN-23.3", "QN-22.1", "QN-3.5#1")),
    ],
)
def test_a_sector_system_shares_its_progress_and_the_national_portal_hears_of_it_and_of_each_step(office, province, at):
    product = office(province, at)
    around, dossier = product.around, processing(product, LINKED)
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    around.bring("sync_national", dossier)
    assert around.portal.holding(code)[0] == "4"
    before = len(around.portal.packages)
    stranger = around.reports(f"{product.place.tax}.thue", code, "da_tham_dinh")
    assert stranger.status == 404, "it has no part in this dossier"
    insurance = next(
        task["unit"] for task in product("desk1").get(f"/api/dossiers/{dossier}")["tasks"] if not task["lead"]
    )
    assert around.reports(f"{insurance}.bhyt", code, "da_tham_dinh").body == {"dossier_code": code, "repeated": False}
    shown = product("desk1").get(f"/api/dossiers/{dossier}")
    assert shown["state"] == "processing", "the state stays ours to decide"
    line = product("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert (line["kind"], line["reported"]["status"]) == ("status_reported", "da_tham_dinh")
    around.bring("sync_national", dossier)
    (told,) = around.portal.packages[before:]
    kinds = {each["Loai"]: each["NoiDung"] for each in told["ThongDiep"]}
    assert (told["MaHoSo"], kinds["progress"]["TrangThai"]) == (code, "4")
