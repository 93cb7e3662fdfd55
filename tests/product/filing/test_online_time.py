"""A shorter time for online filings holds once it was adopted for the procedure, and cites its adoption.

The policy is invented: no province's own was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.catalogue.procedures import OnlineTime
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from tests.product.journeys import CERTIFICATE, list_cited, receive_dossier

USUAL, SHORT = 3, 1


@pytest.fixture
def adopt(monkeypatch):
    """Let a province adopt a working day for online filings of the certificate, from a day on."""
    real = CatalogueFiles.find_procedure

    def adopt_policy(province, since):
        policy = OnlineTime(province, Duration(SHORT, Unit.WORKING_DAY), since, "Quyết định 90/2026/QĐ-UBND", "Điều 2")

        def find_with_policy(files, name):
            found = real(files, name)
            time = replace(found.processing_time, online=(policy,))
            return replace(found, processing_time=time) if name == CERTIFICATE else found

        monkeypatch.setattr(CatalogueFiles, "find_procedure", find_with_policy)

    return adopt_policy


@pytest.mark.clause("TB-22.8#1")
def test_in_thai_binh_only_the_provinces_own_policy_that_is_adopted_shortens_what_is_filed_online(office, adopt):
    product = office("thai-binh")
    monday = product.clock.at.date()
    for province, since, channel, days in (
        ("thai-binh", monday, "", SHORT),
        ("thai-binh", monday, "desk", USUAL),
        ("thai-binh", monday + timedelta(days=1), "", USUAL),
        ("quang-ngai", monday, "", USUAL),
    ):
        adopt(province, since)
        dossier = receive_dossier(product, channel=channel)
        counted = product("desk1").get(f"/api/dossiers/{dossier}/deadline")
        assert (counted["value"], counted["unit"]) == (days, "working_day"), (province, since, channel)
        assert (counted["basis"] == "Điều 2 Quyết định số 90/2026/QĐ-UBND") is (days == SHORT), counted["basis"]
        assert ("Điều 2 Quyết định số 90/2026/QĐ-UBND" in list_cited(product, dossier, "received")) is (days == SHORT)
    assert product.nobody().get(f"/api/procedures/{CERTIFICATE}")["time"]["online"] is None


def test_the_published_page_says_the_adopted_time(office, adopt):
    product = office("thai-binh")
    adopt("thai-binh", date(2026, 11, 23))
    shown = product.nobody().get(f"/api/procedures/{CERTIFICATE}")["time"]["online"]
    assert (shown["value"], shown["unit"]) == (SHORT, "working_day")
