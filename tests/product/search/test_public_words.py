"""Public answers and answers to applicants are in words: no codes, no notes for lawyers."""

from __future__ import annotations

import pytest

from tests.product.journeys import CERTIFICATE, receive_dossier
from tests.support.internal_codes import list_shown_codes, list_texts

PROVINCES = ("hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau")
PAGES = (
    "/api/procedures", "/api/agencies", "/api/territory", "/api/territory/units", "/api/lookup/channels", "/api/kiosk",
)  # fmt: skip


@pytest.mark.parametrize("province", PROVINCES)
def test_no_public_page_is_sent_a_code_to_show(office, province):
    nobody = office(province).nobody()
    listed = nobody.get(PAGES[0])["items"]
    paths = [*PAGES, *(f"/api/procedures/{each['id']}" for each in listed)]
    assert len(paths) > 20
    for path in paths:
        texts = list(list_texts(nobody.get(path)))
        assert list_shown_codes(texts) == [], path


@pytest.mark.parametrize("province", PROVINCES)
def test_a_unit_that_has_ended_keeps_its_name_for_the_dossiers_of_its_time(office, province):
    listed = office(province).nobody().get("/api/agencies")
    works, ended = ({each["id"]: each["name"]["vi"] for each in listed[part]} for part in ("items", "ended"))
    assert ended
    assert not set(works) & set(ended)
    assert all(" " in name for name in ended.values())


@pytest.mark.parametrize("province", PROVINCES)
def test_no_page_of_an_applicant_is_sent_a_code_to_show(office, province, at):
    product = office(province, at)
    dossier, citizen = receive_dossier(product), product("citizen1")
    shown = [citizen.get(f"/api/dossiers/{dossier}{part}") for part in ("", "/timeline", "/deadline", "/papers")]
    shown += [citizen.get("/api/inbox"), citizen.get(f"/api/procedures/{CERTIFICATE}")]
    texts = list(list_texts(shown))
    assert len(texts) > 10
    assert list_shown_codes(texts) == []
    assert {cite["certainty"] for line in shown[1]["items"] for cite in line["law"]} == {None}
