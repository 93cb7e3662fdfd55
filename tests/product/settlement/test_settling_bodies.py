"""Who else settles dossiers: central agencies, utilities, and bodies that offer services of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.journeys import CERTIFICATE, file_dossier
from tests.product.office import Office


def settle_at(product: Office, patch: pytest.MonkeyPatch, kind: str) -> str:
    """A service of a body of that kind, from its filing to the result; the unit that settled it."""
    files = wiring.provide_catalogue()
    offered = replace(files.find_procedure(CERTIFICATE), competent_kind=kind)
    patch.setitem(files._procedures, CERTIFICATE, offered)
    dossier = file_dossier(product)
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    product("desk1").step(dossier, "transfer")
    unit = str(product("desk1").get(f"/api/dossiers/{dossier}")["agency"])
    head = product.appoint("truong", Role.AGENCY_HEAD, unit)
    result = head.upload(dossier, "result")
    assert head.step(dossier, "resolve", {"outcome": "granted", "result": result})["state"] == "resolved"
    assert product("case1").ask("GET", f"/api/dossiers/{dossier}").status == 404, "none of the commune's work"
    return unit


def read_article(product: Office, unit: str) -> str | None:
    """The article, or the list, that makes a body a unit here; None for one that is none."""
    found = {each["id"]: each for each in product.nobody().get("/api/territory/units")["items"]}
    return found[unit]["article"] if unit in found else None


@pytest.mark.clause("VL-2.5")
@pytest.mark.parametrize(("kind", "unit"), [("provincial_police", "VL-CAT"), ("utility", "VL-DIEN_LUC")])
def test_in_vinh_long_central_agencies_and_utilities_settle(
    office: Any, at: datetime, monkeypatch: pytest.MonkeyPatch, kind: str, unit: str
) -> None:
    product = office("vinh-long", at)
    assert settle_at(product, monkeypatch, kind) == unit
    assert str(read_article(product, unit)).startswith("khoản 5 Điều 2")


@pytest.mark.clause("VL-2.6")
@pytest.mark.parametrize(("kind", "unit"), [("public_unit", "VL-BVDK"), ("state_enterprise", "VL-XSKT")])
def test_in_vinh_long_public_units_and_state_enterprises_offer_services_of_their_own(
    office: Any, at: datetime, monkeypatch: pytest.MonkeyPatch, kind: str, unit: str
) -> None:
    product = office("vinh-long", at)
    assert settle_at(product, monkeypatch, kind) == unit
    assert str(read_article(product, unit)).startswith("khoản 5 Điều 2")
