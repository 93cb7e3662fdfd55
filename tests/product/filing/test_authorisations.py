"""Filing for another person by consent: the dossier is the principal's, and the agent acts while they may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.account_state import AccountAct, AccountChange, change_standing
from chalicelib.domain.accounts.person_profile import (
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
    prove_profile,
)
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.wiring import core as wiring
from chalicelib.wiring.people import provide_profiles
from infra.local.person import HttpReply
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT
from tests.product.conftest import MONDAY
from tests.product.filing.test_who_files import KHAI, answer_about, prove_identity
from tests.product.office import Office, Worker

PRINCIPAL, AGENT = "citizen1", "citizen2"
AN = ProvenIdentity(2, "046190005678", "Trần Văn An")
PERSON = {"full_name": AN.full_name, "id_number": AN.id_number, "phone": "0912345678"}
TYPED = {**FUNERAL_DRAFT, "applicant": PERSON, "answers": answer_about(PERSON)}


def meet(product: Office, principal: ProvenIdentity = KHAI) -> tuple[Worker, Worker]:
    """Principal and agent, both signed in with their proven identity."""
    prove_identity(PRINCIPAL, principal)
    prove_identity(AGENT, AN)
    return product(PRINCIPAL), product(AGENT)


def request(agent: Worker, principal: ProvenIdentity = KHAI, **more: Any) -> HttpReply:
    """Ask the principal for an authorisation."""
    other = {"full_name": principal.full_name, "id_number": principal.id_number,
             "organisation": principal.kind == "organisation"}  # fmt: skip
    return agent.ask("POST", "/api/authorisations", {"side": "agent", "other": other, **more})


def reply(who: Worker, number: str, word: str, version: int, **more: Any) -> HttpReply:
    """Answer an authorisation."""
    return who.ask("POST", f"/api/authorisations/{number}", {"reply": word}, version=version, **more)


def agree(product: Office, **more: Any) -> tuple[Worker, Worker, str]:
    """Principal, agent, and the authorisation that both agreed on."""
    principal, agent = meet(product)
    number = request(agent, **more).body["id"]
    assert reply(principal, number, "accept", 1).status == 200
    return principal, agent, number


def know(
    person: str, identity: ProvenIdentity, method: ProofMethod = ProofMethod.E_IDENTITY, *, contested: bool = False
) -> None:
    """Keep a profile that a sign-in with the e-identity proved, or another way."""
    now = wiring.provide_clock().real_now()
    empty = PersonProfile(person)
    proven = prove_profile(empty, identity, ProfileProof(method, now, identity.level), contested)
    provide_profiles().save(empty, proven, ProfileChange("sign_in", now), now)


def file_for(agent: Worker, number: str) -> HttpReply:
    """What the agent files for the principal."""
    acting = replace(agent, acting_for=number)
    dossier = acting.draft(FUNERAL, acting.office.place.one_stop, "own_portal", TYPED)
    return submit(acting, dossier)


def submit(who: Worker, dossier: str) -> HttpReply:
    """Submit a draft with its paper."""
    paper = who.upload(dossier, "component", DECLARATION)
    return who.ask("POST", f"/api/dossiers/{dossier}/submit", {"papers": [paper], "declared_true": True})


@pytest.mark.clause("LC-10.1.a#3")
def test_in_lai_chau_what_an_agent_files_is_the_principals(office):
    """LC-10.1.a: filed under an authorisation, a dossier belongs to the principal's account, not to the proxy's."""
    product = office("lai-chau")
    principal, agent, number = agree(product)
    filed = file_for(agent, number)
    assert filed.status == 200, filed.body
    dossier = filed.body["id"]
    assert [each["dossier_id"] for each in principal.get("/api/me/dossiers")["items"]] == [dossier]
    assert principal.get(f"/api/dossiers/{dossier}")["authority"]["basis"] == "consent"
    assert agent.get("/api/me/dossiers")["items"] == [], "none of the agent's own"
    acting = replace(agent, acting_for=number)
    assert [each["dossier_id"] for each in acting.get("/api/me/dossiers")["items"]] == [dossier]
    seen = product("desk1").get(f"/api/dossiers/{dossier}")
    parts = {each["name"]: each["value"] for each in seen["parts"]}
    assert parts["principal"] == {"full_name": KHAI.full_name, "id_number": KHAI.id_number}
    assert parts["applicant"]["full_name"] == AN.full_name
    assert parts["proven"]["id_number"] == AN.id_number, "who filed is on record"
    (fact,) = product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    assert fact["data"]["authority"] == {"basis": "consent", "authorisation": number}
    assert (fact["data"]["owner"], fact["data"]["filer"], fact["actor"]["sub"]) == (PRINCIPAL, AGENT, AGENT)


def test_the_agent_goes_on_while_they_may_and_the_principal_keeps_all(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    dossier = file_for(agent, number).body["id"]
    acting = replace(agent, acting_for=number)
    assert "withdraw" in acting.get(f"/api/dossiers/{dossier}")["allowed"]
    refused = agent.ask("GET", f"/api/dossiers/{dossier}")
    assert (refused.status, refused.code) == (403, "acting_for_needed")
    asked = {"components": [DECLARATION], "guidance": "Chụp lại cho rõ."}
    product("desk1").step(dossier, "request_supplement", asked)
    paper = acting.upload(dossier, "component", DECLARATION)
    assert acting.step(dossier, "supplement", {"papers": [paper]})["state"] == "submitted"
    assert reply(principal, number, "revoke", 2).body["standing"] == "revoked"
    for path in (f"/api/dossiers/{dossier}", "/api/me/dossiers", f"/api/dossiers/{dossier}/timeline"):
        assert acting.ask("GET", path).code == "authorisation_not_in_force"
    gone = acting.ask("POST", f"/api/dossiers/{dossier}/withdraw", {"reason": "x"})
    assert (gone.status, gone.code) == (403, "authorisation_not_in_force")
    assert agent.ask("GET", f"/api/dossiers/{dossier}").code == "acting_for_needed"
    assert principal.step(dossier, "withdraw", {"reason": "Không cần nữa."})["state"] == "withdrawn"
    (message,) = [each for each in agent.get("/api/inbox")["items"] if "chấm dứt" in each["vi"]["subject"]]
    assert message["about"] == "authorisations"


def test_a_draft_outlives_the_end_of_its_authorisation_and_is_not_filed(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    acting = replace(agent, acting_for=number)
    draft = acting.draft(FUNERAL, product.place.one_stop, "own_portal", TYPED)
    read = agent.get(f"/api/dossiers/{draft}/draft")
    assert read["acting_for"]["full_name"] == KHAI.full_name
    assert submit(agent, draft).code == "acting_for_needed"
    forged = {**TYPED, "on_behalf": {"full_name": "Người Khác", "id_number": "046190001111"}}
    acting.ask("PUT", f"/api/dossiers/{draft}/draft", forged, version=read["version"], expect=200)
    assert agent.get(f"/api/dossiers/{draft}/draft")["on_behalf"]["full_name"] == KHAI.full_name
    reply(principal, number, "revoke", 2)
    assert submit(acting, draft).code == "authorisation_not_in_force"
    assert agent.get(f"/api/dossiers/{draft}/draft")["answers"], "what was typed is kept"
    other = request(agent).body["id"]
    reply(principal, other, "accept", 1)
    assert submit(replace(agent, acting_for=other), draft).code == "acting_for_needed", "another consent"


def test_an_authorisation_that_ends_between_opening_and_sending_files_nothing(office):
    product = office("lai-chau")
    _, agent, number = agree(product, valid_until=MONDAY.date().isoformat())
    acting = replace(agent, acting_for=number)
    draft = acting.draft(FUNERAL, product.place.one_stop, "own_portal", TYPED)
    product.at(MONDAY + timedelta(days=2))
    refused = submit(acting, draft)
    assert (refused.status, refused.code) == (403, "authorisation_not_in_force")
    assert "hết hạn" in refused.body["detail"]["vi"]
    assert agent.get(f"/api/dossiers/{draft}/draft")["id"] == draft


def test_nobody_acts_by_an_authorisation_of_others_or_beyond_its_scope(office):
    product = office("lai-chau")
    principal, agent, number = agree(product, scope={"procedures": ["1.001612"]})
    acting = replace(agent, acting_for=number)
    started = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "own_portal"}
    assert acting.ask("POST", "/api/dossiers", started).code == "authorisation_too_narrow"
    for who, header in ((principal, number), (product("citizen3"), number), (agent, "0" * 26), (agent, "x")):
        refused = replace(who, acting_for=header).ask("GET", "/api/me/dossiers")
        assert (refused.status, refused.code) == (403, "authorisation_unknown")
    assert replace(product("desk1"), acting_for=number).ask("GET", "/api/me/dossiers").code == "authorisation_unknown"


def test_a_consent_is_given_once_by_the_one_who_is_named(office):
    product = office("lai-chau")
    principal, agent = meet(product)
    made = request(agent)
    assert (made.status, made.body["standing"], made.body["open"]) == (201, "requested", ["revoke"])
    number = made.body["id"]
    assert made.body["principal"]["id_ending"] == KHAI.id_number[-4:]
    assert KHAI.id_number not in str(made.body)
    stranger = product("citizen3")
    assert stranger.get("/api/authorisations") == {"items": [], "proven": False, "default_months": 12}
    assert reply(stranger, number, "accept", 1).code == "identity_needed"
    assert reply(agent, number, "accept", 1).code == "authorisation_answered"
    assert [each["open"] for each in principal.get("/api/authorisations")["items"]] == [["accept", "decline"]]
    first = reply(principal, number, "accept", 1, key="k" * 20)
    assert reply(principal, number, "accept", 1, key="k" * 20).body == first.body, "the same consent, sent again"
    assert reply(principal, number, "accept", 2).code == "authorisation_answered", "a replayed one"
    assert reply(principal, number, "decline", 2, key="k" * 20).status in (409, 422)
    again = agent.ask("POST", "/api/authorisations", {"side": "agent", "other": {
        "full_name": KHAI.full_name, "id_number": KHAI.id_number}}, key="q" * 20)  # fmt: skip
    same = agent.ask("POST", "/api/authorisations", {"side": "agent", "other": {
        "full_name": KHAI.full_name, "id_number": KHAI.id_number}}, key="q" * 20)  # fmt: skip
    assert again.body == same.body
    acting = replace(agent, acting_for=number)
    assert request(acting).code == "agents_of_agents"


def list_subjects(who: Worker) -> list[str]:
    """The subjects of somebody's messages about authorisations."""
    found = [each for each in who.get("/api/inbox")["items"] if each["about"] == "authorisations"]
    return sorted(each["vi"]["subject"] for each in found)


def test_each_side_reads_in_the_inbox_what_the_other_one_did(office):
    product = office("lai-chau")
    principal, agent = meet(product)
    know(PRINCIPAL, KHAI)
    know(AGENT, AN)
    asked, withdrawn = "Có người xin làm thay bạn", "Yêu cầu ủy quyền đã được rút"
    first = request(agent).body["id"]
    assert list_subjects(principal) == [asked]
    reply(agent, first, "revoke", 1)
    assert list_subjects(principal) == [asked, withdrawn]
    reply(principal, request(agent).body["id"], "decline", 1)
    assert list_subjects(agent) == ["Yêu cầu ủy quyền bị từ chối"]
    offer = {"side": "principal", "other": {"full_name": "TRẦN VĂN AN", "id_number": AN.id_number}}
    offered = principal.ask("POST", "/api/authorisations", offer).body["id"]
    assert list_subjects(agent) == ["Có người muốn ủy quyền cho bạn", "Yêu cầu ủy quyền bị từ chối"]
    reply(agent, offered, "accept", 1)
    assert list_subjects(principal) == [asked, asked, "Người được ủy quyền đã nhận lời", withdrawn]
    reply(principal, offered, "revoke", 2)
    assert "Ủy quyền đã chấm dứt" in list_subjects(agent)
    mistyped = {"side": "principal", "other": {"full_name": "Trần Văn Anh", "id_number": AN.id_number}}
    assert principal.ask("POST", "/api/authorisations", mistyped).status == 201
    assert len(list_subjects(agent)) == 3, "a stranger with a mistyped number hears nothing"


def test_a_number_without_an_account_is_answered_like_any_other(office):
    """Whether somebody has an account here cannot be found out."""
    product = office("lai-chau")
    _, agent = meet(product)
    know(PRINCIPAL, KHAI)
    unknown = request(agent, ProvenIdentity(2, "046190007777", "Lê Văn Tám"))
    known = request(agent)
    hidden = ("id", "principal", "asked_at")
    assert {k: v for k, v in known.body.items() if k not in hidden} == {
        k: v for k, v in unknown.body.items() if k not in hidden
    }


def test_representatives_of_an_organisation_file_for_it_and_see_all_that_is_its_own(office):
    product = office("hue")
    firm = ProvenIdentity(0, "3300101234", "Công ty Bún Bò", "organisation")
    company, agent = meet(product, firm)
    other = {"full_name": AN.full_name, "id_number": AN.id_number}
    offered = company.ask("POST", "/api/authorisations", {"side": "principal", "other": other}).body["id"]
    reply(agent, offered, "accept", 1)
    dossier = file_for(agent, offered).body["id"]
    assert [each["dossier_id"] for each in company.get("/api/me/dossiers")["items"]] == [dossier]
    second = product("citizen3")
    prove_identity("citizen3", ProvenIdentity(2, "046190008888", "Lê Thị Sáu"))
    named = {"full_name": "Lê Thị Sáu", "id_number": "046190008888"}
    next_one = company.ask("POST", "/api/authorisations", {"side": "principal", "other": named}).body["id"]
    reply(second, next_one, "accept", 1)
    acting = replace(second, acting_for=next_one)
    assert [each["dossier_id"] for each in acting.get("/api/me/dossiers")["items"]] == [dossier]
    assert acting.get(f"/api/dossiers/{dossier}")["id"] == dossier
    reply(company, offered, "revoke", 2)
    assert replace(agent, acting_for=offered).ask("GET", "/api/me/dossiers").status == 403
    assert acting.get(f"/api/dossiers/{dossier}")["id"] == dossier, "the organisation keeps its dossier"
    parts = {each["name"]: each["value"] for each in product("desk1").get(f"/api/dossiers/{dossier}")["parts"]}
    assert parts["principal"]["id_number"] == "3300101234"


@pytest.mark.clause("HUE-2.2")
def test_in_hue_people_and_organisations_file_through_the_system(office):
    product = office("hue")
    person = product("citizen3")
    prove_identity("citizen3", ProvenIdentity(2, "046190008888", "Lê Thị Sáu"))
    own = {"full_name": "Lê Thị Sáu", "id_number": "046190008888", "phone": "0912345679"}
    draft = {**FUNERAL_DRAFT, "applicant": own, "answers": answer_about(own)}
    filed = submit(person, person.draft(FUNERAL, product.place.one_stop, "own_portal", draft))
    assert (filed.status, filed.body.get("state")) == (200, "submitted"), filed.body
    company, agent = meet(product, ProvenIdentity(0, "3300101234", "Công ty Bún Bò", "organisation"))
    offered = company.ask(
        "POST", "/api/authorisations",
        {"side": "principal", "other": {"full_name": AN.full_name, "id_number": AN.id_number}},
    ).body["id"]  # fmt: skip
    reply(agent, offered, "accept", 1)
    for_company = file_for(agent, offered)
    assert (for_company.status, for_company.body.get("state")) == (200, "submitted"), for_company.body
    for who, dossier in ((person, filed), (company, for_company)):
        assert [each["dossier_id"] for each in who.get("/api/me/dossiers")["items"]] == [dossier.body["id"]]
    listed = product("desk1").get(f"/api/worklist?unit={product.place.one_stop}&state=submitted")["items"]
    assert {each["dossier_id"] for each in listed} == {filed.body["id"], for_company.body["id"]}
    parts = product("desk1").get(f"/api/dossiers/{for_company.body['id']}")["parts"]
    assert {each["name"]: each["value"] for each in parts}["principal"]["id_number"] == "3300101234"


def test_an_agent_does_not_choose_where_the_principal_is_notified(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    dossier = file_for(agent, number).body["id"]
    acting = replace(agent, acting_for=number)
    for path in ("", "/mail"):
        method = "DELETE" if path else "GET"
        assert acting.ask(method, f"/api/dossiers/{dossier}/contacts/principal{path}").code == "forbidden"
    assert acting.ask("GET", f"/api/dossiers/{dossier}/contacts/filer").status == 200
    assert principal.ask("GET", f"/api/dossiers/{dossier}/contacts/principal").status == 200


def test_nobody_acts_for_or_from_a_suspended_account(office):
    product = office("lai-chau")
    _, agent, number = agree(product)
    acting = replace(agent, acting_for=number)
    draft = acting.draft(FUNERAL, product.place.one_stop, "own_portal", TYPED)
    suspend(PRINCIPAL)
    refused = submit(acting, draft)
    assert (refused.status, refused.code) == (403, "principal_not_open")
    assert agent.get(f"/api/dossiers/{draft}/draft")["id"] == draft, "the draft is kept"
    suspend(AGENT)
    assert agent.get("/api/me/dossiers")["items"] == [], "one's own is still read"
    refused = acting.ask("GET", "/api/me/dossiers")
    assert (refused.status, refused.code) == (403, "account_not_open"), "another person's is not one's own"


def suspend(person: str) -> None:
    """Suspend an account by decision, some seconds ago: tokens of now are good."""
    states, clock = wiring.provide_account_states(), wiring.provide_clock()
    before = states.load(person)
    after = change_standing(before, AccountAct.SUSPEND, clock.now(), by="operator", reason="Gửi mã độc")
    states.save(AccountChange(person, AccountAct.SUSPEND, before, after, clock.real_now() - timedelta(minutes=5)))


def test_notices_are_the_principals_and_the_agents_while_they_act(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    dossier = file_for(agent, number).body["id"]
    product.around.bring("send_notice", dossier)
    assert [count_about(who, dossier) for who in (principal, agent)] == [1, 1]
    reply(agent, number, "revoke", 2)
    product("desk1").step(dossier, "receive")
    product.around.bring("send_notice", dossier)
    assert [count_about(who, dossier) for who in (principal, agent)] == [2, 1]


def count_about(who: Worker, dossier: str) -> int:
    """How many messages somebody has about a dossier."""
    return sum(each["dossier_id"] == dossier for each in who.get("/api/inbox")["items"])
