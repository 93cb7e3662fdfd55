"""Rights: everybody reaches only what their own rights cover, and operators decide nothing."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from infra.local.person import HttpReply
from tests.product.journeys import CERTIFICATE, REQUIRED, bring_to_agency, receive_dossier
from tests.product.matters.matter_calls import open_matter, try_step
from tests.product.office import Worker


@pytest.mark.clause("HUE-19.3")
def test_everybody_reaches_only_what_the_own_rights_cover(office, at):
    product = office("hue", at)
    dossier = receive_dossier(product)
    for name, sees in {
        "citizen1": 200,
        "desk2": 200,
        "citizen2": 404,
        "other1": 404,
        "case1": 200,
        "tax1": 404,
    }.items():
        for path in ("", "/timeline", "/papers", "/ledger"):
            assert product(name).ask("GET", f"/api/dossiers/{dossier}{path}").status == sees, (name, path)
    assert product("other1").try_step(dossier, "transfer").status == 404
    listed = f"/api/worklist?unit={product.place.one_stop}&state=received"
    assert [each["dossier_id"] for each in product("desk2").get(listed)["items"]] == [dossier]
    assert product("other1").ask("GET", listed).status == 404
    assert product.nobody().ask("GET", f"/api/dossiers/{dossier}").status == 401


@pytest.mark.clause("QN-4.2")
def test_a_dossier_goes_from_the_desk_to_the_specialist_inside_the_system_and_nowhere_else(office, at):
    product = office("quang-ngai", at)
    dossier, agency = bring_to_agency(product), product.place.committee
    (line,) = product("case1").get(f"/api/worklist?unit={agency}&state=processing")["items"]
    assert (line["dossier_id"], line["unit"]) == (dossier, agency)
    for name in ("citizen2", "other1", "tax1", "operator"):
        assert product(name).ask("GET", f"/api/dossiers/{dossier}").status == 404, name


@pytest.mark.clause("LC-17.3.b")
def test_in_lai_chau_the_provincial_office_alone_grants_changes_and_revokes_rights(office, at):
    product = office("lai-chau", at)
    place = product.place
    asked = {
        "subject": "Phân quyền", "letter": "12/CV-UBND", "letter_day": f"{at:%Y-%m-%d}", "reason": "new",
        "person": "citizen2", "full_name": "Trần Thị Lan", "job_title": "Thủ quỹ",
    }  # fmt: skip
    answer, above, head = {"reply": "45/VP", "outcome": "Đã thực hiện."}, product("office"), product("deskhead")

    def grant(opener: Worker, by: str = "office", **more: str) -> HttpReply:
        request = open_matter(opener, "account-requests", asked | more)
        reply = try_step(product(by), "account-requests", request["id"], "grant", answer)
        wiring.provide_officers().cache.clear()
        return reply

    new = {"action": "grant", "role": "cashier", "work_unit": place.one_stop}
    refused = grant(head, by="operator", **new)
    assert (refused.status, refused.code) == (403, "granted_by_others")
    assert not product("operator").get("/api/officers/citizen2")["may_change"]
    assert above.get("/api/officers/citizen2")["may_change"]
    assert grant(head, **new).status == 200
    assert product("citizen2").get("/api/me")["units"] == [place.one_stop]
    assert grant(head, action="revoke", work_unit=place.one_stop).status == 200
    second = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    assert grant(second, action="grant", role="operator").status == 200, "the office is above the operators"
    held = [each["role"] for each in above.get("/api/officers/citizen2")["assignments"] if each["in_force"]]
    assert held == ["operator"]
    assert grant(second, action="leave").status == 200
    assert not any(each["in_force"] for each in above.get("/api/officers/citizen2")["assignments"])


@pytest.mark.clause("HUE-18.1.c")
def test_the_operator_keeps_accounts_and_decides_nothing_on_dossiers(office, at):
    product = office("hue", at)
    dossier, operator, unit = bring_to_agency(product), product("operator"), product.place.one_stop
    right = {"role": "cashier", "unit": unit, "valid_from": "2021-01-01T00:00:00+07:00"}
    change = {"name": "Lan", "title": "Thủ quỹ", "assignments": [right], "request_ref": "12/CV-UBND"}
    assert product("head1").ask("PUT", "/api/officers/lan", change, version=0).code == "forbidden"
    made = operator.ask("PUT", "/api/officers/lan", change, version=0, expect=200).body
    assert [(each["role"], each["in_force"]) for each in made["assignments"]] == [("cashier", True)]
    assert operator.ask("GET", f"/api/dossiers/{dossier}").status == 404
    result = product("case1").upload(dossier, "result")
    whole: dict[str, dict[str, Any]] = {
        "receive": {}, "transfer": {}, "confirm_complete": {}, "close": {}, "assign": {"officer": "case1"},
        "resolve": {"outcome": "granted", "result": result}, "give_back": {"way": "online"},
        "request_supplement": {"components": REQUIRED[CERTIFICATE], "guidance": "Nộp lại."},
        "extend": {"units": 1, "reason": "Chờ."}, "note": {"text": "Xem."},
    }  # fmt: skip
    for step, body in whole.items():
        assert operator.try_step(dossier, step, body).status == 404, step
    for page in ("timeline", "papers", "ledger", "deadline"):
        assert operator.ask("GET", f"/api/dossiers/{dossier}/{page}").status == 404, page
    own = change | {"assignments": [right | {"role": "case_officer", "unit": product.place.committee}]}
    assert operator.ask("PUT", "/api/officers/operator", own, version=1).code == "own_rights"
    assert operator.ask("GET", f"/api/worklist?unit={unit}&state=received").status == 404


@pytest.mark.clause("VL-2.3")
def test_in_vinh_long_a_right_belongs_to_one_authority_or_one_stop_unit_that_operates(office, at):
    product = office("vinh-long", at)
    place, above, since = product.place, product("operator"), "2021-01-01T00:00:00+07:00"

    def give(unit: str, version: int) -> Any:
        right = {"role": "cashier", "unit": unit, "valid_from": since}
        body = {"name": "Lan", "title": "Thủ quỹ", "assignments": [right], "request_ref": "12/CV-UBND"}
        return above.ask("PUT", "/api/officers/citizen2", body, version=version)

    gone = "VL-H855" if at.year > 2025 else "VL-N29551"
    for unit, fault in (("VL-NOWHERE", "unknown_agency"), ("province", "unknown_agency"), (gone, "agency_retired")):
        refused = give(unit, 0)
        assert (refused.status, refused.body["errors"][0]["code"]) == (422, fault), unit
    assert give(place.one_stop, 0).status == 200
    assert product("citizen2").get("/api/me")["units"] == [place.one_stop]
    assert give(place.committee, 1).status == 200
    assert product("citizen2").get("/api/me")["units"] == [place.committee]
