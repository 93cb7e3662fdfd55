"""In Lai Châu vendors have a technical account: the state of the system, and no dossier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from tests.product.accounts.test_account_requests import PLURAL, REPLY, build_request, find_faults, grant
from tests.product.journeys import receive_dossier
from tests.product.matters.matter_calls import open_matter, try_open, try_step
from tests.product.office import Office, Worker

PAPER = {"document": "15/HĐ", "document_day": "2024-11-01", "reason": "appointment"}


def build_vendor(product: Office, **changes: str) -> dict[str, str]:
    """The provincial office's request for a vendor's technical account of thirty days."""
    last = f"{product.clock.at.astimezone(VIETNAM) + timedelta(days=30):%Y-%m-%d}"
    asked = {"role": "vendor_technical", "person": "nha-thau", "work_unit": "", "valid_until": last, **PAPER}
    return build_request(product, **{**asked, **changes})


def hire_vendor(product: Office, **changes: str) -> Worker:
    """Somebody of a vendor, asked for by one person of the office and granted by another."""
    grant(product, open_matter(product("office2"), PLURAL, build_vendor(product, **changes)))
    return Worker(product("office").stack, "nha-thau", office=product)


@pytest.mark.clause("LC-2.5")
def test_a_vendor_sees_the_technical_status_and_incidents_and_no_dossier(office, at):
    product = office("lai-chau", at)
    dossier, unit = receive_dossier(product), product.place.one_stop
    vendor = hire_vendor(product)
    outage = {"unit": unit, "started_at": (at - timedelta(hours=1)).isoformat(), "reason": "Mất điện"}
    product("operator").ask("POST", "/api/outages", outage, expect=201)
    status = vendor.get("/api/technical-status")
    assert [(each["unit"], each["ended_at"]) for each in status["incidents"]] == [(unit, None)]
    assert (status["portal_failures"], status["parked"]) == (0, 0)
    assert dossier not in str(status)
    assert vendor.get("/api/me")["roles"] == ["vendor_technical"]
    for path in (f"/api/dossiers/{dossier}", f"/api/worklist?unit={unit}", "/api/boards", "/api/security_alarms",
                 "/api/outages", "/api/officers?unit=province", f"/api/difficulties?unit={unit}"):  # fmt: skip
        refused = vendor.ask("GET", path)
        assert (refused.status, refused.code) == (403, "technical_account"), path
    assert product("desk1").ask("GET", "/api/technical-status").code == "forbidden"
    assert product("operator").get("/api/technical-status")["incidents"] == status["incidents"]
    product.at(at + timedelta(days=32))
    assert vendor.ask("GET", "/api/technical-status").code == "forbidden", "it ends with its last day"


@pytest.mark.clause("LC-2.5")
def test_the_technical_account_has_a_document_and_an_end_and_no_other_right(office, at):
    product = office("lai-chau", at)
    asked = build_vendor(product, document="", document_day="", valid_until="")
    assert find_faults(try_open(product("office2"), PLURAL, asked)) == [
        ("/values/document", "required"), ("/values/document_day", "required"), ("/values/valid_until", "required"),
    ]  # fmt: skip
    assert try_open(product("deskhead"), PLURAL, build_vendor(product)).status == 403, "a unit asks for none"
    staged = try_open(product("office2"), PLURAL, build_vendor(product, stage="receive"))
    assert find_faults(staged) == [("/values/stage", "not_possible")]
    product.appoint("nha-thau", Role.ONE_STOP_OFFICER, product.place.one_stop)
    request = open_matter(product("office2"), PLURAL, build_vendor(product))
    refused = try_step(product("office"), PLURAL, request["id"], "grant", REPLY)
    assert find_faults(refused) == [("/values/role", "not_possible")]


def test_elsewhere_there_is_no_such_account(office):
    product = office("hue")
    assert find_faults(try_open(product("office2"), PLURAL, build_vendor(product))) == [("/values/role", "not_in_list")]
