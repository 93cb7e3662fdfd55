"""Filing: complete and sound or not at all, confirmed by itself, and there for the desk."""

from __future__ import annotations

import pytest

from tests.product.journeys import (
    CERTIFICATE,
    PERSON,
    REQUIRED,
    bring_paper,
    bring_to_agency,
    choose_answers,
    file_dossier,
    list_cited,
    parse_instant,
    request_paper,
)
from tests.support.bodies import AUTHORITY


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-7.1", "HUE-17.2.a")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-10.2", "QN-11.1#1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-9.2")),
    ],
)
def test_only_a_complete_and_sound_filing_is_taken(office, province, at):
    product = office(province, at)
    citizen, papers = product("citizen1"), REQUIRED[CERTIFICATE]
    short = choose_answers() | {
        "answers": {name: value for name, value in choose_answers()["answers"].items() if name != "purpose"}
    }
    _, missing_field = product.try_filed(CERTIFICATE, short, papers)
    assert (missing_field.status, missing_field.code) == (422, "invalid")
    assert any("purpose" in each["path"] for each in missing_field.body["errors"])
    _, missing_paper = product.try_filed(
        CERTIFICATE, choose_answers() | {"claims": ["certified_authorisation"]}, papers
    )
    assert (missing_paper.status, missing_paper.code) == (422, "components_missing")
    _, infected = product.try_filed(CERTIFICATE, choose_answers(), papers, checked="quarantined")
    assert infected.status == 422
    waiting, pending = product.try_filed(CERTIFICATE, choose_answers(), papers, checked="pending")
    assert pending.code == "paper_pending" if pending.status == 409 else pending.body["state"] == "waits_for_files"
    citizen.ask("GET", f"/api/dossiers/{waiting}", expect=404)
    dossier = file_dossier(product)
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert (shown["state"], list(shown["papers"].values())) == ("submitted", papers)
    parts = {each["name"]: each["value"] for each in shown["parts"]}
    assert parts["form"] == choose_answers()["answers"]
    assert PERSON.items() <= parts["applicant"].items()


@pytest.mark.clause("HUE-17.2.a")
def test_who_files_answers_for_the_truth_of_it(office, at):
    product = office("hue", at)
    citizen = product("citizen1")
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", choose_answers())
    body = {"papers": [citizen.upload(dossier, "component", REQUIRED[CERTIFICATE][0])]}
    refused = citizen.ask("POST", f"/api/dossiers/{dossier}/submit", {**body, "declared_true": False})
    assert (refused.status, [each["path"] for each in refused.body["errors"]]) == (422, ["/declared_true"])
    citizen.ask("POST", f"/api/dossiers/{dossier}/submit", {**body, "declared_true": True}, expect=200)


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-5.4", "HUE-6.1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-11.1#2")),
    ],
)
def test_a_filing_is_confirmed_with_its_official_hour_and_announced_to_the_desk_by_itself(office, province, at):
    product = office(province, at.replace(hour=20))
    dossier, desk = file_dossier(product), product("desk1")
    shown = product("citizen1").get(f"/api/dossiers/{dossier}")
    official = parse_instant(shown["reception_at"])
    assert (shown["receipt_no"], shown["code"]) == (f"TN-{dossier[:13].upper()}", None)
    assert official > at.replace(hour=20)
    assert official.hour in (7, 8), "the first working hour of the next working day"
    product.around.bring("send_notice", dossier)
    (mine,) = product("citizen1").get("/api/inbox")["items"]
    assert shown["receipt_no"] in mine["vi"]["subject"]
    assert f"{official:%H:%M %d/%m/%Y}" in mine["vi"]["body"]
    unit = product.place.one_stop
    (waiting,) = desk.get(f"/api/worklist?unit={unit}&state=submitted")["items"]
    assert (waiting["dossier_id"], waiting["due_at"]) == (dossier, shown["reception_due_at"])
    told = desk.get(f"/api/inbox?unit={unit}&role=one_stop_officer")["items"]
    announced = [("submitted.one_stop", dossier)] if province == "hue" else []
    assert [(each["notice"], each["dossier_id"]) for each in told] == announced, "Huế's text has the agency told"
    if province == "quang-ngai":
        by_decree = at.year > 2024
        article = "Nghị định số 310/2026/NĐ-CP" if by_decree else "khoản 1 Điều 11"
        articles = list_cited(product, dossier, "submitted")
        assert any(each.startswith(article) for each in articles), "by which the official hour is told"


@pytest.mark.clause("HUE-5.4")
def test_what_is_handed_on_is_announced_to_its_agency_by_itself(office, at):
    product = office("hue", at)
    dossier, agency = bring_to_agency(product), product.place.committee
    (waiting,) = product("case1").get(f"/api/worklist?unit={agency}&state=processing")["items"]
    assert (waiting["dossier_id"], waiting["unit"]) == (dossier, agency)


@pytest.mark.clause("HUE-11.1")
def test_with_an_account_one_types_files_and_amends_online_and_without_one_nothing(office, at):
    product = office("hue", at)
    citizen, unit = product("citizen1"), product.place.one_stop
    started = {"procedure": CERTIFICATE, "one_stop": unit, "channel": "own_portal"}
    assert product.nobody().ask("POST", "/api/dossiers", started).status == 401
    dossier = citizen.draft(CERTIFICATE, unit, "own_portal", choose_answers())
    assert [each["dossier_id"] for each in citizen.get("/api/me/drafts")["items"]] == [dossier]
    citizen.submit(dossier, [citizen.upload(dossier, "component", REQUIRED[CERTIFICATE][0])])
    request_paper(product, dossier)
    assert bring_paper(product, dossier)["state"] == "submitted"
    assert product("citizen2").ask("GET", f"/api/dossiers/{dossier}").status == 404


@pytest.mark.clause("QN-21.2#1")
def test_who_comes_to_the_desk_is_entered_in_the_system_too(office, at):
    product = office("quang-ngai", at)
    desk, unit = product("desk1"), product.place.one_stop
    started = {"procedure": CERTIFICATE, "one_stop": unit, "channel": "desk"}
    assert product("case1").ask("POST", "/api/dossiers", started).code == "channel_of_another_route"
    dossier = desk.draft(CERTIFICATE, unit, "desk", choose_answers() | {"on_behalf": PERSON, "authority": AUTHORITY})
    desk.submit(dossier, [desk.upload(dossier, "component", each) for each in REQUIRED[CERTIFICATE]])
    code = desk.step(dossier, "receive")["code"]
    seen = desk.ask("POST", "/api/search", {"unit": unit, "by": "code", "text": code, "purpose": "counter_question"})
    assert [each["dossier_id"] for each in seen.body["items"]] == [dossier]
