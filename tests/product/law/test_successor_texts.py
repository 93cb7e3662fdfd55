"""A text that replaces another holds from its first day: rules and citations follow by the data alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from tests.product.conftest import MONDAY
from tests.product.journeys import list_cited, parse_instant, receive_dossier

EVE = datetime(2026, 8, 4, 15, 30, tzinfo=VIETNAM)
"""The last day of NĐ 118/2025, after the hour by which paper is transferred."""


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-22.3")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-35.1", "LC-1.2")),
    ],
)
def test_where_the_province_says_nothing_the_national_text_of_the_day_decides_and_is_cited(office, province):
    product = office(province, EVE)
    for moment, holds, does_not in (
        (EVE, "118/2025/NĐ-CP", "309/2026/NĐ-CP"),
        (MONDAY.replace(hour=16), "309/2026/NĐ-CP", "118/2025/NĐ-CP"),
    ):
        dossier = receive_dossier(product.at(moment), channel="desk", paid=False)
        law = " ".join(list_cited(product, dossier, "received"))
        assert (holds in law, does_not in law) == (True, False)
        goes_on = parse_instant(product("desk1").get(f"/api/dossiers/{dossier}")["transfer_due_at"])
        assert (goes_on.date() > moment.date()) is (province == "lai-chau"), "Vĩnh Long says when paper goes on"


@pytest.mark.parametrize(
    ("province", "article"),
    [
        pytest.param("vinh-long", "khoản 3 Điều 22", marks=pytest.mark.clause("VL-22.3")),
        pytest.param("quang-ngai", "khoản 1 Điều 30", marks=pytest.mark.clause("QN-30.1")),
        pytest.param("lai-chau", "khoản 1 Điều 35", marks=pytest.mark.clause("LC-35.1")),
        ("hue", "khoản 7 Điều 22"),
        ("thai-binh", ""),
    ],
)
def test_people_read_by_which_article_a_text_outside_the_regulation_applies(office, province, article):
    product = office(province)
    dossier = receive_dossier(product)
    for reader in ("citizen1", "desk1"):
        shown = product(reader).get(f"/api/dossiers/{dossier}/timeline")
        instruments = {cite["instrument"] for line in shown["items"] for cite in line["law"] if cite["is_law"]}
        beside = shown["fallback"]
        assert (beside is not None) is bool(article)
        if beside:
            assert article in beside["article"]
            assert (beside["says"] is None) is (reader == "citizen1")
            assert reader == "citizen1" or "thay" in beside["says"]
            assert instruments - {beside["instrument"]}, "an act rests on another text"
