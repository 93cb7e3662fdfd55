"""Names on official papers."""

from __future__ import annotations

import pytest

from chalicelib.domain.documents.official_names import find_place, write_agency, write_instrument, write_person
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

PROVINCES = ("hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau")


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("TRẦN THỊ HOA", "Trần Thị Hoa"),
        ("trần thị hoa", "Trần Thị Hoa"),
        ("Trần Thị Hoa", "Trần Thị Hoa"),
        ("NGUYEN VAN AN", "Nguyen Van An"),
        ("K'BRƠI", "K'Brơi"),
        ("y-moan êñuôl", "Y-Moan Êñuôl"),
        ("Lê thị Hoa", "Lê thị Hoa"),
        ("O'Neil McDonald", "O'Neil McDonald"),
        ("đỗ ý", "Đỗ Ý"),
        ("CÔNG TY TNHH AN BÌNH", "CÔNG TY TNHH AN BÌNH"),
        ("hợp tác xã phú vang", "hợp tác xã phú vang"),
        ("TRƯƠNG SỸ QUÝ", "Trương Sỹ Quý"),
        ("QUÁN 68", "QUÁN 68"),
        ("", ""),
    ],
)
def test_a_person_is_written_with_capitals_at_each_syllable(stored, written):
    assert write_person(stored) == written


def test_the_committee_is_written_in_full():
    assert write_agency("UBND xã Phú Vang") == "Ủy ban nhân dân xã Phú Vang"
    assert write_agency("Văn phòng UBND tỉnh Lai Châu") == "Văn phòng Ủy ban nhân dân tỉnh Lai Châu"
    assert write_agency("Sở Nội vụ") == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Nghị định số 123/2015/NĐ-CP", "Nghị định số 123/2015/NĐ-CP"),
        ("Thông tư số 53/2025/TT-BCA (chưa đối chiếu)", "Thông tư số 53/2025/TT-BCA"),
        ("Luật số 135/2025/QH15 (Luật Xây dựng mới, chưa đối chiếu)", "Luật số 135/2025/QH15"),
        (
            "Nghị định số 01/2021/NĐ-CP (hết hiệu lực 01/7/2025)",
            "Nghị định số 01/2021/NĐ-CP (hết hiệu lực 01/7/2025)",
        ),
    ],
)
def test_an_instrument_is_written_without_notes_for_who_keeps_the_catalogue(listed, written):
    assert write_instrument(listed) == written


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (["Trung tâm Phục vụ hành chính công xã Phú Vang", "UBND xã Phú Vang"], "Phú Vang"),
        (["Sở Nội vụ", "UBND thành phố Huế"], "Huế"),
        (["UBND phường 9", "UBND thành phố Vĩnh Long"], "Phường 9"),
        (["Bảo hiểm xã hội tỉnh Lai Châu"], "Lai Châu"),
        (["UBND thị xã Hương Trà"], "Hương Trà"),
        (["Phòng Đăng ký kinh doanh", "Sở Tài chính", "UBND tỉnh Thái Bình"], "Thái Bình"),
    ],
)
def test_a_paper_is_dated_from_the_seat_of_its_issuer(names, place):
    assert find_place(names) == place


def test_without_any_place_nothing_is_guessed():
    with pytest.raises(ValueError, match="no place"):
        find_place(["Sở Nội vụ"])


@pytest.mark.parametrize("province", PROVINCES)
def test_every_agency_of_every_province_has_a_place_and_a_full_name(province):
    tree = CatalogueFiles().load_agencies(province)
    for agency in tree.list_all():
        assert find_place(each.name.vi for each in tree.list_lineage(agency.id)), agency.id
        assert "UBND" not in write_agency(agency.name.vi)
