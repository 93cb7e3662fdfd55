"""Searching for a procedure as people type, through the public route: one ranking for pages, counter and programs."""

from __future__ import annotations

from urllib.parse import quote

import pytest

BIRTH, MARRIAGE, SHOP, COPY = "1.001193", "1.000894", "1.001612", "2.000815"


@pytest.fixture
def search(office):
    person = office("hue").nobody()
    return lambda typed, more="": person.get(f"/api/procedures?q={quote(typed)}{more}")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sinh con", BIRTH), ("đẻ", BIRTH), ("mo quan", SHOP), ("mở quán", SHOP), ("cưới", MARRIAGE),
        ("kết hon", MARRIAGE),
        ("sinh khai", BIRTH), ("khai sihn", BIRTH), ("kha sinh", BIRTH), ("khaisinh", BIRTH), ("1.001612", SHOP),
        ("sổ đỏ", "1.012783"), ("so do", "1.012783"), ("công chứng", COPY), ("nhập hộ khẩu", "1.004222"),
        ("chết", "1.000656"), ("birth", BIRTH), ("open a shop", SHOP), ("đăng ký kết h", MARRIAGE),
    ],
)  # fmt: skip
def test_what_is_meant_comes_first(search, typed, first):
    assert search(typed)["items"][0]["id"] == first


def test_what_was_found_says_what_matched(search):
    line = search("đổi bằng lái")["items"][0]
    name, match = line["name"]["vi"], line["match"]
    assert [name[span["start"] : span["end"]] for span in match["vi"]] == ["Đổi", "lái"]
    assert match["also"] == "đổi bằng lái"
    assert search("khai sinh")["items"][0]["match"]["also"] == ""


def test_nothing_found_offers_what_is_nearest_and_the_life_events(search):
    found = search("thời tiết hôm nay")
    assert (found["items"], found["total"]) == ([], 0)
    assert 1 <= len(found["nearest"]) <= 3
    events = [each["name"]["vi"] for each in found["life_events"]]
    assert "Sinh con" in events
    assert search("zzzz")["nearest"] == []
    assert search(events[0])["life_events"] == []


def test_what_another_authority_handles_is_not_called_found_and_says_which(search):
    found = search("làm hộ chiếu")
    assert (found["items"], found["total"]) == ([], 0)
    assert found["elsewhere"]["name"]["vi"] == "Cấp hộ chiếu phổ thông"
    assert "Phòng Quản lý xuất nhập cảnh" in found["elsewhere"]["authority"]["vi"]
    assert found["elsewhere"]["source"].startswith("Luật Xuất cảnh")
    assert search("khai sinh")["elsewhere"] is None
    assert search("thời tiết hôm nay")["elsewhere"] is None


def test_filters_hold_for_what_is_found_and_for_what_is_nearest(search):
    assert {each["field"]["code"] for each in search("giấy", "&field=CHUNG_THUC")["items"]} == {"CHUNG_THUC"}
    assert BIRTH not in [each["id"] for each in search("khai sinh", "&audience=business")["items"]]


def test_without_words_all_are_listed_by_name_and_nothing_is_marked(office):
    page = office("hue").nobody().get("/api/procedures")
    assert page["total"] == len(page["items"]) == 35
    assert {each["match"] for each in page["items"]} == {None}
    assert page["nearest"] == page["life_events"] == []
