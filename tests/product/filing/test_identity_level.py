"""A procedure whose law asks for a level of the electronic identity takes online filings from that level on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.identity_level import IdentityDemand
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.intake import OWN_PORTAL
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.local.person import HttpReply
from tests.product.accounts.signing_in import KHAI, SignIns
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.product.office import Office, Worker

DEMAND = IdentityDemand(2, "khoản 3 Điều 9 Nghị định số 69/2024/NĐ-CP")
ASKED: dict[str, Any] = {"level": DEMAND.level, "article": DEMAND.article}


@pytest.fixture
def demand(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the law of the funeral support ask for the second level from now on."""
    real = CatalogueFiles.find_procedure

    def find_with_demand(files: CatalogueFiles, name: str) -> Procedure:
        found = real(files, name)
        return replace(found, identity=DEMAND) if name == FUNERAL else found

    return lambda: monkeypatch.setattr(CatalogueFiles, "find_procedure", find_with_demand)


def start(product: Office, worker: Worker, channel: str = OWN_PORTAL) -> HttpReply:
    """Begin a filing; the answer."""
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": channel}
    return worker.ask("POST", "/api/dossiers", body)


def is_refused(answer: HttpReply) -> bool:
    """Whether the level was too low, and the answer names level, article and a way."""
    text = str(answer.body)
    named = all(part in text for part in ("mức độ 2", DEMAND.article, "Công an", "Bộ phận Một cửa"))
    return (answer.status, answer.body.get("code"), named) == (403, "identity_level_needed", True)


def test_the_page_shows_the_level_and_a_lower_one_begins_no_filing(office, deployment, demand):
    product = office("hue")
    assert product.nobody().get(f"/api/procedures/{FUNERAL}")["identity"] is None, "no law asks for one"
    demand()
    assert product.nobody().get(f"/api/procedures/{FUNERAL}")["identity"] == ASKED
    signing = SignIns.at(product, deployment)
    assert is_refused(start(product, signing.person("low", replace(KHAI, level=1))))
    assert start(product, signing.person("high", replace(KHAI, id_number="046190005678"))).status == 201
    company = replace(KHAI, id_number="0301234567", level=0, kind="organisation", full_name="Công ty Hương Giang")
    assert start(product, signing.person("company", company)).status == 201, "organisations have no level"
    assert start(product, product("desk1"), "desk").status == 201, "the desk sees the person"


def test_a_draft_of_before_waits_until_the_level_is_reached(office, deployment, demand):
    product = office("hue")
    signing = SignIns.at(product, deployment)
    hoa = replace(KHAI, id_number=HOA["id_number"], full_name=HOA["full_name"], birth_date="1990-03-08")
    low = signing.person("hoa", replace(hoa, level=1))
    dossier = low.draft(FUNERAL, product.place.one_stop, OWN_PORTAL, FUNERAL_DRAFT)
    body = {"papers": [low.upload(dossier, "component", DECLARATION)], "declared_true": True}
    demand()
    assert is_refused(low.ask("POST", f"/api/dossiers/{dossier}/submit", body))
    raised = signing.person("hoa", hoa)
    assert raised.ask("POST", f"/api/dossiers/{dossier}/submit", body).status == 200


def test_a_lower_sign_in_files_nothing_that_a_higher_one_began(office, deployment, demand):
    product = office("hue")
    demand()
    signing = SignIns.at(product, deployment)
    hoa = replace(KHAI, id_number=HOA["id_number"], full_name=HOA["full_name"], birth_date="1990-03-08")
    high = signing.person("hoa", hoa)
    dossier = high.draft(FUNERAL, product.place.one_stop, OWN_PORTAL, FUNERAL_DRAFT)
    body = {"papers": [high.upload(dossier, "component", DECLARATION)], "declared_true": True}
    lower = signing.person("hoa", replace(hoa, level=1))
    assert is_refused(lower.ask("POST", f"/api/dossiers/{dossier}/submit", body))
    assert lower.get(f"/api/dossiers/{dossier}/draft")["id"] == dossier, "what was typed is kept"
