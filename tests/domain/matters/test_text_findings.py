"""What a program sees in a text: numbers of people, and how it is written."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.matters.text_findings import TextFinding as Found
from chalicelib.domain.matters.text_findings import find_personal_numbers, find_writing_faults


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi cho tôi theo số 0912 345 678 nhé", (Found.TELEPHONE,)),
        ("Điện thoại +84 912.345.678", (Found.TELEPHONE,)),
        ("Số bàn 0213 3876 543", (Found.TELEPHONE,)),
        ("Căn cước 012345678901", (Found.TELEPHONE, Found.IDENTITY_NUMBER)[1:]),
        ("Chứng minh nhân dân 123456789", (Found.IDENTITY_NUMBER,)),
        ("Thư nguyen.van.a@vidu.vn", (Found.MAIL_ADDRESS,)),
        ("Tài khoản 1903 4567 8910 11", (Found.ACCOUNT_NUMBER,)),
        ("Theo Nghị định 118/2025/NĐ-CP ngày 09/06/2025, nộp 1.250.000 đồng", ()),
        ("Nộp ngày 27-03-2026 lúc 8 giờ 30", ()),
        ("Gọi (0234) 3.823.456", (Found.TELEPHONE,)),
        ("Gọi ０９０５１２３４５６", (Found.TELEPHONE,)),
        ("Gọi 0905–123–456", (Found.TELEPHONE,)),
        ("Gọi 0905/123/456 hoặc 0905,123,456", (Found.TELEPHONE,)),
        ("CCCD số046190001234", (Found.IDENTITY_NUMBER,)),
        ("CMND 12-12-2001 1234", (Found.IDENTITY_NUMBER,)),
        ("Hộ chiếu C1234567", (Found.IDENTITY_NUMBER,)),
        ("Hộ chiếu c1234567", (Found.IDENTITY_NUMBER,)),
        ("Gọi 0905\t123\t456", (Found.TELEPHONE,)),
        ("Gọi 0905\n123\n456 hoặc 0905_123_456", (Found.TELEPHONE,)),
        ("Căn cước *0461*9000*1234*", (Found.IDENTITY_NUMBER,)),
        ("Căn cước 046 190 001 234", (Found.IDENTITY_NUMBER,)),
        ("Căn cước 046.190.001.234, gọi 0905 123 456", (Found.TELEPHONE, Found.IDENTITY_NUMBER)),
        ("Gọi 0905 123 456 0905 123 457", (Found.TELEPHONE,)),
        ("Thư hoa @ vidu.vn", (Found.MAIL_ADDRESS,)),
        ("Gọi 0912 - 345 - 678 hoặc 0912·345·678", (Found.TELEPHONE,)),
        ("Gọi 0912:345:678", (Found.TELEPHONE,)),
        ("Gọi ０９１２\u3000３４５\u3000６７８", (Found.TELEPHONE,)),
        ("Thư an (at) vidu.vn hoặc an[a còng]vidu[chấm]vn", (Found.MAIL_ADDRESS,)),
        ("Thư an @ vidu . vn", (Found.MAIL_ADDRESS,)),
        ("Giờ làm việc 07:30 - 11:30; 13:30 - 17:00", ()),
        ("Mã thủ tục 1.004873; 2.000815", ()),
        ("Các năm:\n2024\n2025\n2026", ()),
        ("Năm học 2024-2025, giai đoạn 2021–2025", ()),
        ("Bảng: 2024   2025   2026", ()),
        ("Tính 12500 = 2500 x 5", ()),
        ("Gọi 0912   345   678", (Found.TELEPHONE,)),
        ("Gọi 0912'345'678 hoặc 0912’345’678", (Found.TELEPHONE,)),
        ("Gọi 0912=345=678", (Found.TELEPHONE,)),
        ("Gọi 0912 ~ 345 ~ 678", (Found.TELEPHONE,)),
        ("Căn cước 046   190   001   234", (Found.IDENTITY_NUMBER,)),
        ("Căn cước 046~190~001~234", (Found.IDENTITY_NUMBER,)),
        ("CMND 123'456'789", (Found.IDENTITY_NUMBER,)),
        ("Lệ phí 12.500.000 đồng theo Nghị định 61/2018, 118/2025", ()),
    ],
)
def test_numbers_of_people(text: str, found: tuple[Found, ...]) -> None:
    assert find_personal_numbers(text) == found


PARTED_BY = st.sampled_from(
    ["", " ", "  ", "   ", "\u00a0\u00a0\u00a0", "\t", "_", "*", ".", "-", "–", "'", "’", "=", "~"]
)
MOBILE = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
IDENTITY = st.from_regex(r"0[0-9]{11}", fullmatch=True)
OLD_IDENTITY = st.from_regex(r"[1-9][0-9]{8}", fullmatch=True)


@st.composite
def parted(draw: st.DrawFn, numbers: st.SearchStrategy[str], group: int) -> str:
    """A number in groups of digits, always parted by the same sign, among words."""
    number, sign = draw(numbers), draw(PARTED_BY)
    groups = [number[at : at + group] for at in range(0, len(number), group)]
    return f"Xin hỏi {sign.join(groups)} của tôi"


@given(text=st.one_of(parted(MOBILE, 1), parted(MOBILE, 2), parted(MOBILE, 3), parted(MOBILE, 4)))
def test_a_telephone_number_is_found_whatever_parts_its_digits(text: str) -> None:
    assert find_personal_numbers(text) == (Found.TELEPHONE,)


@given(text=parted(IDENTITY, 3))
def test_an_identity_number_is_found_whatever_parts_its_groups(text: str) -> None:
    assert find_personal_numbers(text) == (Found.IDENTITY_NUMBER,)


@given(text=st.one_of(parted(OLD_IDENTITY, 3), parted(OLD_IDENTITY, 2), parted(IDENTITY, 1), parted(IDENTITY, 4)))
def test_a_number_in_unusual_groups_is_never_overlooked(text: str) -> None:
    assert find_personal_numbers(text)


def test_a_long_text_without_a_mail_address_is_read_at_once() -> None:
    began = time.perf_counter()
    assert find_personal_numbers("a." * 20_000) == ()
    assert time.perf_counter() - began < 2


@given(on=st.dates(date(1990, 1, 1), date(2040, 1, 1)), sign=st.sampled_from("/-."), amount=st.integers(1, 999))
def test_days_and_amounts_are_no_numbers_of_people(on: date, sign: str, amount: int) -> None:
    day = sign.join((f"{on:%d}", f"{on:%m}", f"{on.year}"))
    assert find_personal_numbers(f"Ngày {day} tôi đã nộp {amount}.000.000 đồng lúc 8 giờ 30") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái", ()),
        ("Toi muon hoi thu tuc cap lai giay khai sinh cho con gai", (Found.NO_MARKS,)),
        ("Cho mk hỏi hồ sơ này nộp ở đâu ạ", (Found.ABBREVIATION,)),
        ("Xin hỏi lệ phí là bao nhiêu vậy ạ 🙏", (Found.SYMBOL,)),
        ("Sao lâu thế?", (Found.NOT_CONCRETE,)),
    ],
)
def test_how_a_question_is_written(text: str, found: tuple[Found, ...]) -> None:
    assert find_writing_faults(text) == found
