"""In Huế everybody who scans at a centre has a written assignment of its director on file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.person import HttpReply
from tests.product.accounts.test_account_requests import ask_rights, build_request, find_faults, grant
from tests.product.journeys import CERTIFICATE, REQUIRED
from tests.product.matters.matter_calls import try_open
from tests.product.office import Office, Worker

TASK = {"role": "assigned_digitiser", "person": "quet", "reason": "appointment"}
PAPER = {"document": "15/QĐ-TTHCC", "document_day": "2024-11-01"}


def build_task(product: Office, days: int = 30, **changes: str) -> dict[str, str]:
    """The director's request for the task of somebody, for so many days."""
    last = f"{product.clock.at.astimezone(VIETNAM) + timedelta(days=days):%Y-%m-%d}"
    return {**TASK, **PAPER, "valid_until": last, **changes}


def try_scan(worker: Worker, dossier: str) -> HttpReply:
    """Announce the upload of a scan."""
    scan: dict[str, Any] = {"kind": "component", "component": REQUIRED[CERTIFICATE][0], "name": "a.pdf", "size": 10,
                            "sha256": "b" * 64, "content_type": "application/pdf"}  # fmt: skip
    return worker.ask("POST", f"/api/dossiers/{dossier}/papers", scan)


def begin_filing(worker: Worker, unit: str) -> str:
    """A filing typed at the counter."""
    typed = {"procedure": CERTIFICATE, "one_stop": unit, "channel": "desk"}
    return str(worker.ask("POST", "/api/dossiers", typed, expect=201).body["id"])


@pytest.mark.clause("HUE-9.3.b")
def test_who_digitises_has_a_written_assignment_of_the_director_on_file(office, at):
    product = office("hue", at)
    unit = product.place.one_stop
    desk = product.appoint("quet", Role.ONE_STOP_OFFICER, unit, "Lê Thị Quét")
    filing = begin_filing(desk, unit)
    refused = try_scan(desk, filing)
    assert (refused.status, refused.code) == (403, "digitiser_unassigned")
    assert "Giám đốc Trung tâm" in refused.body["detail"]["vi"]
    assert any("khoản 3 Điều 9" in each for each in refused.body["law"])
    grant(product, ask_rights(product, "director", **build_task(product)), "operator")
    assert try_scan(desk, filing).status == 201
    me = desk.get("/api/me")
    assert "assigned_digitiser" in me["special_tasks"]
    (right,) = [each for each in me["assignments"] if each["role"] == "assigned_digitiser"]
    assert (right["document"], right["document_day"]) == ("15/QĐ-TTHCC", "2024-11-01")
    listed = product("office").ask("POST", "/api/officers/search", {"role": "assigned_digitiser", "unit": unit}).body
    assert "15/QĐ-TTHCC" in {each["document"] for line in listed["items"] for each in line["assignments"]}
    product.at(at + timedelta(days=32))
    assert try_scan(desk, filing).code == "digitiser_unassigned", "an assignment ends with its last day"


@pytest.mark.clause("HUE-9.3.b")
def test_the_assignment_is_asked_for_by_the_director_with_number_day_and_end(office, at):
    product = office("hue", at)
    product.appoint("quet", Role.ONE_STOP_OFFICER, product.place.one_stop)
    asked = build_request(product, **build_task(product, document="", document_day="", valid_until=""))
    assert find_faults(try_open(product("director"), "account-requests", asked)) == [
        ("/values/document", "required"), ("/values/document_day", "required"), ("/values/valid_until", "required"),
    ]  # fmt: skip
    other = build_request(product, **build_task(product, work_unit=product.place.committee))
    assert find_faults(try_open(product("head1"), "account-requests", other)) == [("/values/role", "not_possible")]
    right = {"role": "assigned_digitiser", "unit": product.place.one_stop, "valid_from": "2021-01-01T00:00:00+07:00"}
    body = {"name": "Lan", "title": "Công chức", "assignments": [right], "request_ref": "12/CV"}
    written = product("operator").ask("PUT", "/api/officers/quet", body, version=1)
    assert (written.status, written.code) == (403, "request_needed"), "a special task is never written directly"


def test_elsewhere_nobody_needs_an_assignment_and_the_task_cannot_be_asked_for(office):
    product = office("lai-chau")
    unit = product.place.one_stop
    desk = product.appoint("quet", Role.ONE_STOP_OFFICER, unit)
    assert try_scan(desk, begin_filing(desk, unit)).status == 201
    asked = build_request(product, **build_task(product))
    assert find_faults(try_open(product("director"), "account-requests", asked)) == [("/values/role", "not_in_list")]
