"""What a unit is competent for: everybody reads it, and officers read which matters decided what was changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.product.catalogue.test_unit_changes import (
    DAY,
    DECIDED,
    PLURAL,
    build_proposal,
    find_merged,
    find_second,
    let_caches_pass,
)
from tests.product.catalogue.test_unit_effects import preview
from tests.product.matters.matter_calls import open_matter, take_step
from tests.product.office import Office


def read_unit(product: Office, unit: str, by: str = "desk1", day: date | None = None) -> dict[str, Any]:
    """What an officer reads of a unit."""
    asked = f"?date={day}" if day else ""
    return dict(product(by).ask("GET", f"/api/units/{unit}{asked}", expect=200).body)


def read_public(product: Office, unit: str, day: date | None = None) -> dict[str, Any]:
    """What everybody reads of a unit."""
    asked = f"&date={day}" if day else ""
    return dict(product("citizen1").ask("GET", f"/api/territory?unit={unit}{asked}", expect=200).body["unit"])


@pytest.mark.clause("VL-2.2")
def test_a_unit_shows_its_procedures_with_their_period_and_basis_to_everybody(office: Any) -> None:
    product = office("vinh-long")
    before, after = (read_public(product, "VL-H857", day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    (works,) = [[each for each in before["works"] if each["procedure"] == "1.001612"]]
    assert [(each["work"], each["level"], each["since"], each["until"]) for each in works] == [
        ("settles", "district", None, "2025-06-30")
    ]
    assert "nay cơ quan đăng ký kinh doanh cấp xã" in works[0]["note_vi"]
    assert "Nghị định số 168/2025/NĐ-CP" in works[0]["legal_basis"]
    assert (after["active"], after["works"]) == (False, [])
    desk = read_public(product, product.place.one_stop)
    assert {each["work"] for each in desk["works"]} == {"receives"}
    assert read_unit(product, product.place.one_stop) == desk, "without changes, officers read the same"


@pytest.mark.clause("VL-2.2")
def test_a_decided_merger_is_on_both_units_and_officers_see_which_matter_decided_it(office: Any) -> None:
    product = office("hue")
    second, (_, ends, _, stays) = find_second(product), find_merged(product)
    merger = build_proposal(product, action="merge", name_vi="", name_en="", unit=ends, successor=stays)
    proposed = open_matter(product("office"), PLURAL, merger)
    assert read_unit(product, ends)["changes"] == [], "nothing is decided yet"
    take_step(second, PLURAL, proposed["id"], "approve", DECIDED)
    let_caches_pass(product)
    for unit in (ends, stays):
        (change,) = read_unit(product, unit)["changes"]
        assert (change["kind"], change["effective"], change["units"], change["successor"], change["matter"]) == (
            "merge", f"{DAY}", [ends], stays, proposed["id"],
        )  # fmt: skip
        assert read_public(product, unit)["changes"] == [{**change, "matter": None}]
    ended, heir = read_unit(product, ends), read_unit(product, stays)
    last = f"{DAY - timedelta(days=1)}"
    assert {each["until"] for each in ended["works"]} == {last}
    assert {each["until"] for each in heir["works"]} == {None}
    assert (ended["successor"], heir["predecessors"]) == (stays, [ends])
    assert read_unit(product, ends, day=DAY)["works"] == []


def test_the_effect_of_a_merger_shows_the_counter_that_people_go_to_instead(office: Any) -> None:
    product = office("hue")
    _, ends, _, stays = find_merged(product)
    merger = {"action": "merge", "name_vi": "", "name_en": "", "unit": ends, "successor": stays}
    (line,) = preview(product, **merger)["units"]
    assert [line[each]["unit"] for each in ("counter_before", "counter_after")] == [ends, stays]
    assert line["counter_before"]["hotline"] != line["counter_after"]["hotline"]
    assert line["counter_after"]["hours"]["vi"].startswith("thứ Hai đến thứ Sáu ")
    assert line["procedures"] == len(read_unit(product, ends)["works"])
    opened = f"MOI-1|one_stop|Bộ phận Mới|New unit|{product.place.committee}|H57.99.01"
    (added,) = preview(product, action="open", unit="", name_vi="", name_en="", opened=opened)["units"]
    assert (added["counter_before"], added["counter_after"]["unit"]) == (None, "MOI-1")


def test_a_unit_that_is_not_there_is_not_found_and_applicants_read_the_public_part_alone(office: Any) -> None:
    product = office("hue")
    for path in ("/api/units/KHONG-CO", "/api/territory?unit=KHONG-CO"):
        assert product("office").ask("GET", path).code == "unknown_agency"
    assert product("citizen1").ask("GET", f"/api/units/{product.place.one_stop}").status == 403
    assert product("desk1").ask("GET", "/api/units/HUE-UBND?date=1900-13-01").status == 400
    assert product("citizen1").ask("GET", "/api/territory").body["unit"] is None
