"""As deployed: a fact becomes a paper off the request path, and the owner reads it by a link."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdf
import pytest

from infra.local.person import PAID_LATER, send_request
from infra.local.stories.people import BUSINESS, FORM_1
from tests.e2e.filings import LINKED, Filings
from tests.e2e.people import Cast, Witness

pytestmark = pytest.mark.cloud

PATIENCE = 60.0
"""Seconds for the stream, a cold start and a rendering."""


def wait_for_slip(person: Witness, dossier: str, kind: str) -> Any:
    """The slip of a kind, waited for."""
    until = time.monotonic() + PATIENCE
    while True:
        papers = person.get(f"/api/dossiers/{dossier}/papers")["items"]
        found = [each for each in papers if (each["kind"], each["component"]) == ("slip", kind)]
        if found or time.monotonic() > until:
            assert len(found) == 1, papers
            return found[0]
        time.sleep(0.3)


def test_a_received_dossiers_owner_downloads_the_receipt(cast: Cast) -> None:
    dossier = Filings(cast).filed(LINKED, FORM_1, BUSINESS)
    citizen, desk = cast("citizen1"), cast("desk1")
    code = desk.step(dossier, "receive", PAID_LATER)["code"]
    desk.step(dossier, "transfer")
    receipt = wait_for_slip(citizen, dossier, "receipt")
    assert (receipt["state"], receipt["content_type"]) == ("accepted", "application/pdf")
    link = citizen.get(f"/api/dossiers/{dossier}/papers/{receipt['id']}/link")
    pdf = send_request(link["url"], "GET", None, {}).raw
    assert len(pdf) == receipt["size"]
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert code in text
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text
    control = wait_for_slip(desk, dossier, "control")
    citizen.get(f"/api/dossiers/{dossier}/papers/{control['id']}/link", expect=404)
