"""What a province says of itself, as the frame of the plain pages shows it: the same as the pages with scripts."""

from __future__ import annotations

from pathlib import Path

from chalicelib.provinces import list_provinces
from chalicelib.repositories.help.province_description import read_province_description
from infra.province_site import describe_site


def test_both_sorts_of_pages_say_the_same_of_a_province(tmp_path: Path) -> None:
    for province in list_provinces():
        shown, known = read_province_description(province), describe_site(province)
        assert (shown.name.vi, shown.name.en) == (known["province_vi"], known["province_en"])
        assert (shown.address, shown.email) == (known["address"], known["email"])
    (tmp_path / "tan-phu").mkdir()
    text = 'name_vi = "Tỉnh Tân Phú"\nname_en = "Tan Phu"\n[contact]\naddress = "Số 1"\nemail = "a@b.vn"\n'
    (tmp_path / "tan-phu" / "province.toml").write_text(text)
    assert read_province_description("tan-phu", tmp_path)[1:] == ("Số 1", "a@b.vn")
