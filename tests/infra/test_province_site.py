"""What the pages show of a province: its names, colours and mark, who runs it and when it is open."""

from __future__ import annotations

import shutil
from pathlib import Path

from chalicelib.provinces import list_provinces
from infra.law.province_about import COLOUR
from infra.province_site import describe_hours, describe_site
from tests.infra.planted.places import ABOUT, EXAMPLE


def test_the_pages_get_the_name_in_both_languages_and_the_colours(tmp_path: Path) -> None:
    folder = tmp_path / "tan-phu"
    folder.mkdir()
    text = (
        'name_vi = "Tỉnh Tân Phú"\nname_en = "Tan Phu Province"\n[look]\naction = "#7a1f2b"\naction_dark = "#f0a0a8"\n'
    )
    (folder / "province.toml").write_text(text, encoding="utf-8")
    (folder / "mark.svg").write_text("<svg/>")
    assert describe_site("tan-phu", tmp_path) == {
        "province": "tan-phu", "province_vi": "Tỉnh Tân Phú", "province_en": "Tan Phu Province", "action": "#7a1f2b",
        "action_hover": "#5c1720", "action_dark": "#f0a0a8", "action_dark_hover": "#f5c1c6", "mark": "/mark.svg",
        "operator_vi": "", "operator_en": "", "hotline": "", "hours_vi": "", "hours_en": "", "address": "", "email": "",
    }  # fmt: skip


def test_the_pages_show_who_runs_the_service_and_when_it_is_open() -> None:
    told = describe_site("hue")
    assert told["operator_vi"] == "Trung tâm Phục vụ hành chính công thành phố Huế"
    assert told["hotline"] == "0234.0000.003"
    assert told["hours_vi"] == "thứ Hai đến thứ Sáu 07:00–11:00, 13:00–17:00"
    assert told["hours_en"] == "Monday to Friday 07:00–11:00, 13:00–17:00"
    assert (told["address"], told["email"]) == ("", ""), "nothing is made up for a province that exists"


def test_hours_that_change_with_the_season_are_not_shown_as_if_fixed(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / ABOUT.rpartition("/")[0], tmp_path / "tan-phu")
    told = describe_site("tan-phu", tmp_path)
    assert told["hours_vi"] == ""
    assert told["email"] == "hanhchinhcong@tanphu.example.vn"


def test_days_that_do_not_follow_one_another_are_each_named() -> None:
    rows = [{"days": [6, 2], "open": "08:00", "close": "11:00"}]
    assert describe_hours(rows, "vi") == "thứ Ba, thứ Bảy 08:00–11:00"


def test_without_colours_and_mark_the_pages_keep_their_own() -> None:
    told = describe_site(list_provinces()[0])
    assert [told[key] for key in ("action", "action_hover", "action_dark", "action_dark_hover", "mark")] == [""] * 5
    assert COLOUR.fullmatch("#0b6077")
