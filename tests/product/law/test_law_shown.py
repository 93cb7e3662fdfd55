"""The law as the application shows it: each article with its own certainty, and days that the text leaves open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.product.office import Office


def read_rule(product: Office, param: str, on: date, **scope: str) -> Any:
    """One rule of the province as `GET /api/law` shows it on a day."""
    rules = product.nobody().get(f"/api/law?date={on}")["rules"]
    return next(each for each in rules if each["param"] == param and each["scope"] == scope)


def test_an_article_read_in_its_own_text_is_not_called_inferred(office):
    """Huế's chain was read; the national reading that it derogates from was inferred, and says so itself."""
    shown = read_rule(office("hue"), "extension.approval_chain", date(2025, 3, 3))
    assert (shown["certainty"], shown["question"]) == ("read_once", "Q-HUE-CENTRE")
    (below,) = shown["rests_on"]
    assert (below["entry"], below["certainty"], below["question"]) == (
        "nd61.extension_chain", "inferred", "Q-EXT-SIGNER",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("province", "first", "assumed"),
    [
        ("vinh-long", "2024-01-01", True),
        ("lai-chau", "2024-10-10", True),
        ("quang-ngai", "2021-01-10", False),
        ("thai-binh", "2022-11-10", False),
    ],
)
def test_a_first_day_that_the_text_leaves_open_is_marked(office, province, first, assumed):
    product = office(province)
    shown = read_rule(product, "access.address", date(2025, 3, 3))
    assert (shown["since"], shown["since_assumed"]) == (first, assumed)
    assert not read_rule(product, "access.address", date(2026, 11, 23))["since_assumed"]


@pytest.mark.parametrize(("province", "status"), [("vinh-long", 200), ("thai-binh", 409)])
def test_no_way_of_looking_up_is_banned_where_none_is_listed(office, province, status):
    """Vĩnh Long Điều 9 speaks of the data behind the look-up and of no way to it; Thái Bình Điều 9 lists two."""
    product = office(province)
    assert (read_rule(product, "lookup.channels", date(2026, 11, 23))["value"] is None) is (status == 200)
    assert product.around.texts("HS").status == status


def test_a_letter_of_apology_has_the_name_of_the_clauses(office):
    shown = read_rule(office("hue"), "form.local_name", date(2026, 11, 23), act="apology")
    assert shown["value"] == "Thư xin lỗi"


def test_rules_stand_under_the_articles_that_hold_them(office):
    hue, today = office("hue"), date(2026, 11, 23)
    assert read_rule(hue, "incident.contact", today)["article"] == "khoản 5 Điều 22"
    assert "official_account" in read_rule(hue, "document.source_rule", today, source="s04")["value"]


PROVINCES = ("hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau")


@pytest.mark.parametrize("province", PROVINCES)
def test_the_flow_is_shown_with_the_articles_of_its_own_province_and_day(office, province):
    product = office(province)
    names = {"hue": "Huế", "vinh-long": "Vĩnh Long", "quang-ngai": "Ngãi", "thai-binh": "Bình", "lai-chau": "Châu"}
    for on, law, gone in (("2024-11-04", "61/2018", "118/2025"), ("2026-11-23", "309/2026", "")):
        shown = product.nobody().get(f"/api/flow?date={on}")
        cited = [each for row in shown["rows"] for each in row["articles"]]
        assert (shown["province"], shown["date"]) == (province, on)
        assert any(law in each["instrument"] for each in cited)
        assert not gone or not any(gone in each["text"] for each in cited)
        others = [name for code, name in names.items() if code != province]
        assert not [each["text"] for each in cited if any(name in each["instrument"] for name in others)]
    kept = [each for each in cited if "61/2018" in each["instrument"]]
    assert kept
    assert not any(each["is_law"] for each in kept)


def test_a_province_that_there_is_not_has_no_flow(office):
    refused = office("hue").nobody().ask("GET", "/api/flow?province=atlantis")
    assert (refused.status, refused.code) == (404, "unknown_province")
