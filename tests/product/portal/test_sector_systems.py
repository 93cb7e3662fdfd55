"""Reports of an agency's sector system change the views of the applicant and of everybody with the code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office

FILING: dict[str, Any] = {"answers": MARITAL, "applicant": MARITAL_APPLICANT, "return_way": "online"}
THEN, TODAY = (datetime(year, 11, day, 9, tzinfo=VIETNAM) for year, day in ((2024, 25), (2026, 23)))
BY_LAW = pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-9.1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-16.4")),
    ],
)
DATES = pytest.mark.parametrize("at", [THEN, TODAY], ids=["2024", "today"])


def bring_to_agency(product: Office) -> tuple[str, str]:
    """A filing of citizen1, received and handed on: its id and code."""
    dossier = product.filed("1.004873", FILING, [FORM_2])
    code = product("desk1").step(dossier, "receive")["code"]
    product("desk1").step(dossier, "transfer")
    return dossier, code


def look_up_code(product: Office, code: str) -> Any:
    """Return the public view by the code."""
    return product.nobody().ask("POST", "/api/lookup", {"code": code}, expect=200).body["completion"]


@BY_LAW
@DATES
def test_the_progress_that_a_system_reports_is_what_people_see(office, province, at):
    product = office(province, at=at)
    dossier, code = bring_to_agency(product)
    system = f"{product.place.committee}.ho-tich"
    assert look_up_code(product, code)["progress"] is None
    assert product.around.reports(system, code, "dang_trinh_ky").status == 200
    seen = look_up_code(product, code)
    assert (seen["state"], seen["progress"]["vi"]) == ("processing", "Đang trình ký kết quả")
    mine = product("citizen1").get(f"/api/dossiers/{dossier}")
    assert (mine["state"], mine["reported"]["vi"]) == ("processing", "Đang trình ký kết quả")
    assert datetime.fromisoformat(mine["reported"]["at"]) == at
    line = product("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert (line["kind"], line["reported"]["status"]) == ("status_reported", "dang_trinh_ky")


@BY_LAW
def test_a_system_speaks_of_its_own_agencys_dossiers_and_the_next_step_replaces_its_word(office, province):
    product = office(province, at=TODAY)
    dossier, code = bring_to_agency(product)
    assert product.around.reports(f"{product.place.tax}.thue", code, "dang_tham_dinh").status == 404
    assert product.around.reports(product.place.committee, code, "dang_tham_dinh").status == 200
    refusal = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Không đủ điều kiện"}
    assert product("head1").step(dossier, "resolve", refusal)["reported"] is None
    seen = look_up_code(product, code)
    assert (seen["state"], seen["progress"]) == ("stopped", None)


@pytest.mark.clause("LC-16.4")
def test_what_a_system_reports_is_shared_with_the_national_portal(office):
    product = office("lai-chau", at=TODAY)
    dossier, code = bring_to_agency(product)
    product.around.bring("sync_national", dossier)
    product.around.reports(product.place.committee, code, "da_tham_dinh")
    product.around.bring("sync_national", dossier)
    (progress,) = [each["NoiDung"] for each in product.around.portal.packages[-1]["ThongDiep"]]
    assert (progress["MaHoSo"], progress["TrangThai"]) == (code, "4")
    assert progress["NoiDungXuLy"].endswith(": Đã thẩm định")


def test_a_text_message_shows_the_reported_progress_as_well(office):
    product = office("quang-ngai", at=TODAY)
    _, code = bring_to_agency(product)
    product.around.reports(product.place.committee, code, "dang_tham_dinh")
    assert product.around.texts(f"HS {code}").body["text"] == f"Ho so {code}: Dang giai quyet (2/4). Dang tham dinh."
