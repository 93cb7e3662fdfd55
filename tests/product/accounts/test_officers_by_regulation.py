"""Officers work under an account of their own, an official one, within what their office lets them do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.wiring import core as wiring
from tests.api.conftest import CLIENT_ID, ISSUER, OFFICE, build_bearer
from tests.product.journeys import (
    CERTIFICATE,
    REQUIRED,
    bring_to_agency,
    file_dossier,
    grant_dossier,
    receive_dossier,
    return_result,
)
from tests.product.office import Office, Worker


class EmptyPool:
    """An officers' pool without accounts."""

    def has(self, sub: str) -> bool:
        """Return whether the account exists."""
        return not sub


CITIZENS = {"iss": ISSUER, "client_id": CLIENT_ID}


def sign_in(product: Office, name: str, **claims: Any) -> Worker:
    """The person of that name, after a sign-in at the pool that the claims name."""
    wiring.provide_officers().cache.clear()
    product.tokens[name] = build_bearer(name, **claims)["Authorization"].removeprefix("Bearer ")
    return Worker(product("office").stack, name, office=product)


def replace_account(product: Office, name: str) -> Worker:
    """The person with a new account in place of the one of their name; caches pass by as after a minute."""
    product(name)
    officers = wiring.provide_officers()
    known = officers.load(name)
    officers.save(replace(known, version=known.version + 1, account=f"{name}-new"), "seed", "1", product.clock.at)
    return sign_in(product, f"{name}-new", **OFFICE)


def list_doers(product: Office, dossier: str) -> dict[str, str]:
    """Who did what on a dossier, by the ledger."""
    return {
        each["kind"]: each["actor"]["sub"] for each in product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    }


@pytest.mark.clause("VL-7.1.c")
def test_in_vinh_long_officers_follow_and_settle_dossiers_under_the_own_account_alone(office, at):
    product = office("vinh-long", at)
    dossier = bring_to_agency(product)
    listed = f"/api/worklist?unit={product.place.committee}&state=processing"
    assert [each["dossier_id"] for each in product("case1").get(listed)["items"]] == [dossier]
    assert product.nobody().ask("GET", listed).status == 401
    own = replace_account(product, "case1")
    former = product("case1").ask("GET", listed)
    assert (former.status, former.code) == (401, "unauthenticated"), "that account is nobody's any more"
    assert product("case1").try_step(dossier, "note", {"text": "Xem."}).status == 401
    assert [each["dossier_id"] for each in own.get(listed)["items"]] == [dossier]
    own.step(dossier, "note", {"text": "Đã xem hồ sơ."})
    assert list_doers(product, dossier)["noted"] == "case1"


@pytest.mark.clause("HUE-18.2")
def test_in_hue_only_an_official_account_works_on_a_dossier(office, at):
    product = office("hue", at)
    dossier = bring_to_agency(product)
    listed = f"/api/worklist?unit={product.place.committee}&state=processing"
    product("case1")
    private = sign_in(product, "case1", **CITIZENS)
    refused = private.ask("GET", listed)
    assert (refused.status, refused.code) == (403, "officer_sign_in_needed"), "the same person, signed in as a citizen"
    assert private.try_step(dossier, "note", {"text": "Xem."}).code == "officer_sign_in_needed"
    official = sign_in(product, "case1", **OFFICE)
    assert [each["dossier_id"] for each in official.get(listed)["items"]] == [dossier]
    official.step(dossier, "note", {"text": "Xem."})


@pytest.mark.clause("HUE-18.1.a")
def test_in_hue_applicants_declare_read_answers_and_get_the_result(office, at):
    product = office("hue", at)
    dossier = file_dossier(product)
    applicant = product("citizen1")
    assert applicant.try_step(dossier, "receive").code == "forbidden"
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    answered = [each["kind"] for each in applicant.get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert answered[:1] == ["submitted"]
    assert "received" in answered
    product("desk1").step(dossier, "transfer")
    result = grant_dossier(product, dossier)
    return_result(product, dossier, {"way": "online"})
    assert applicant.get(f"/api/dossiers/{dossier}")["state"] == "returned"
    assert result in {each["id"] for each in applicant.get(f"/api/dossiers/{dossier}/papers")["items"]}
    assert applicant.ask("GET", f"/api/dossiers/{dossier}/papers/{result}/link").status == 200
    for path in ("", "/timeline", "/papers", f"/papers/{result}/link"):
        assert product("citizen2").ask("GET", f"/api/dossiers/{dossier}{path}").status == 404, path


@pytest.mark.clause("HUE-18.1.b")
def test_in_hue_authorities_receive_settle_exchange_report_and_return_and_control_the_use_of_data(office, at):
    product = office("hue", at)
    dossier = bring_to_agency(product)
    other, case, desk = product.place.other, product("case1"), product("desk1")
    paper = next(iter(case.get(f"/api/dossiers/{dossier}")["papers"]))
    asked = {"unit": other, "reply_days": 2, "questions": "Có tranh chấp không?", "enclosed": [paper]}
    assert product("tax1").ask("GET", f"/api/dossiers/{dossier}").status == 404, "nobody reads what is not their work"
    case.step(dossier, "consult", asked)
    assert product("citizen1").get(f"/api/dossiers/{dossier}")["state"] == "processing"
    grant_dossier(product, dossier)
    return_result(product, dossier, {"way": "online"})
    doers = list_doers(product, dossier)
    found = {kind: doers[kind] for kind in ("received", "transferred", "consulted", "resolved", "given_back")}
    assert found == {
        "received": "desk1", "transferred": "desk1", "consulted": "case1", "resolved": "head1", "given_back": "desk1",
    }  # fmt: skip
    assert desk.get(f"/api/dossiers/{dossier}")["state"] == "returned"
    for name in ("tax1", "citizen2", "operator"):
        assert product(name).ask("GET", f"/api/dossiers/{dossier}").status == 404, name


@pytest.mark.clause("QN-4.3#1")
def test_in_quang_ngai_everybody_who_receives_settles_or_returns_does_it_with_an_account(office, at, deployment):
    product = office("quang-ngai", at)
    dossier = bring_to_agency(product)
    grant_dossier(product, dossier)
    return_result(product, dossier, {"way": "online"})
    doers = list_doers(product, dossier)
    accounts = {doers[kind] for kind in ("received", "resolved", "given_back")}
    assert accounts == {"desk1", "head1"}
    for unit, role in ((product.place.one_stop, "one_stop_officer"), (product.place.committee, "agency_head")):
        listed = product("office").get(f"/api/officers?unit={unit}")["items"]
        held = {each["sub"] for each in listed if any(one["role"] == role for one in each["assignments"])}
        assert held & accounts, role
    deployment.setattr(wiring, "provide_accounts", EmptyPool)
    right = {"role": "one_stop_officer", "unit": product.place.one_stop, "valid_from": "2021-01-01T00:00:00+07:00"}
    body = {"name": "Lan", "title": "Công chức", "assignments": [right], "request_ref": "12/CV-UBND"}
    refused = product("operator").ask("PUT", "/api/officers/lan", body, version=0)
    assert (refused.status, refused.code) == (422, "account_unknown"), "no right without an account"


@pytest.mark.clause("QN-26.2")
def test_in_quang_ngai_officers_act_by_process_in_time_and_keep_data_secret(office, at):
    product = office("quang-ngai", at)
    dossier = receive_dossier(product)
    assert product("desk1").try_step(dossier, "give_back", {"way": "online"}).code == "wrong_moment"
    product("desk1").step(dossier, "transfer")
    agency = product.place.committee
    for name in ("other1", "tax1"):
        assert product(name).ask("GET", f"/api/dossiers/{dossier}").status == 404, "kept from officers without a task"
    case, listed = product("case1"), f"/api/worklist?unit={agency}&state=processing"
    assert [each["late"] for each in case.get(listed)["items"]] == [False]
    product.at(at + timedelta(days=30))
    assert [each["late"] for each in case.get(listed)["items"]] == [True], "everybody sees what is late"
    own = replace_account(product, "case1")
    assert product("case1").ask("GET", listed).status == 401
    own.step(dossier, "note", {"text": "Đã xem."})
    assert list_doers(product, dossier)["noted"] == "case1"


@pytest.mark.clause("LC-3.2")
def test_in_lai_chau_work_is_done_by_those_whom_the_law_makes_competent(office, at):
    product = office("lai-chau", at)
    dossier = receive_dossier(product)
    assert product("case1").try_step(dossier, "transfer").code == "forbidden", "the desk alone sends it on"
    product("desk1").step(dossier, "transfer")
    case = product("case1")
    result = case.upload(dossier, "result")
    signed = {"outcome": "granted", "result": result}
    proposed = product("desk1").try_step(dossier, "resolve", signed)
    assert proposed.code == "forbidden", "the desk settles nothing of the agency's"
    assert product("desk1").try_step(dossier, "receive").code == "wrong_moment"
    more = product("desk1").try_step(dossier, "request_supplement", {
        "components": REQUIRED[CERTIFICATE], "guidance": "Nộp lại."})  # fmt: skip
    assert more.status in (403, 409)
    product("head1").step(dossier, "resolve", signed)
    facts = product("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    assert all(any(cite["article"] for cite in each["law"]) for each in facts if each["kind"] == "received")


@pytest.mark.clause("LC-17.3.a")
def test_in_lai_chau_the_provincial_office_holds_the_top_account(office, at):
    product = office("lai-chau", at)
    dossier = bring_to_agency(product)
    product.around.bring("count_facts", dossier)
    product.at(at + timedelta(days=30))
    above, agency = product("office"), product.place.committee
    watched = set[str]()
    cursor: str | None = ""
    while cursor is not None:
        page = above.get(f"/api/boards?limit=50{cursor and f'&cursor={cursor}'}")
        watched |= {each["unit"] for each in page["items"]}
        cursor = page["cursor"]
    assert {agency, product.place.one_stop, product.place.other, product.place.tax} <= watched, "control of every unit"
    assert above.get(f"/api/board?unit={agency}")["total"]["overdue"] == 1
    assert above.ask("GET", "/api/use_reports").status == 200
    assert above.ask("GET", "/api/matters/statistics").status == 200
    assert above.get("/api/officers/case1")["may_change"]
    for name in ("operator", "head1", "deskhead"):
        person = product(name)
        assert not person.ask("GET", "/api/officers/case1").body.get("may_change"), name
    assert product("head1").ask("GET", f"/api/board?unit={product.place.tax}").status == 404


@pytest.mark.clause("LC-32.5")
def test_in_lai_chau_accounts_are_kept_safe_and_used_within_competence(office, at):
    product = office("lai-chau", at)
    dossier = bring_to_agency(product)
    listed = f"/api/worklist?unit={product.place.committee}&state=processing"
    own = replace_account(product, "case1")
    assert product("case1").ask("GET", listed).status == 401, "what was lost opens nothing"
    assert [each["dossier_id"] for each in own.get(listed)["items"]] == [dossier]
    elsewhere = f"/api/worklist?unit={product.place.tax}&state=processing"
    assert own.ask("GET", elsewhere).status == 404
    for path in ("", "/timeline", "/papers", "/ledger"):
        assert product("tax1").ask("GET", f"/api/dossiers/{dossier}{path}").status == 404, path
    wiring.provide_officers().end_access("case1", product.clock.real_now() + timedelta(seconds=5), everywhere=True)
    wiring.provide_officers().cache.clear()
    assert own.ask("GET", listed).status == 401, "a sign-out ends every use of the account"
