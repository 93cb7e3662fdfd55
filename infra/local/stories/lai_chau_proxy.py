"""Lai Châu, today: a dossier filed by an agent is the principal's (LC-10.1.a)."""

from __future__ import annotations

from dataclasses import replace

from infra.local.person import PAID_LATER, ApiPerson
from infra.local.rotation_rehearsal import SessionPage
from infra.local.seed import TODAY
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

MARITAL_STATUS = "1.004873"
AGENT, AGENT_NAME, AGENT_NUMBER = "citizen3", "Nguyễn Thị Minh Khai", "046190001234"
PRINCIPAL, NAME, NUMBER = "parent", "Hồ Thị Lan", "046192004567"


@register_story(
    "Lai Châu, by proxy: asked for, agreed, filed for the principal, ended (Quy chế 2024 Điều 10)",
    province="lai-chau",
    clock="2026-11-23T09:00:00",
)
def lai_chau_proxy(telling: Scenario) -> str:
    """Two people agree in their own accounts; the principal owns the dossier and keeps it when the consent ends."""
    agent, principal = sign_in(telling, AGENT), sign_in(telling, PRINCIPAL)
    other = {"full_name": NAME, "id_number": NUMBER}
    asked = agent.ask("POST", "/api/authorisations", {"side": "agent", "other": other}, expect=201).body
    acting = replace(agent, acting_for=asked["id"])
    refused = acting.ask("GET", "/api/me/dossiers")
    telling.check_refusal("nobody acts before the principal agrees", refused, "authorisation_not_in_force")
    reply = f"/api/authorisations/{asked['id']}"
    agreed = principal.ask("POST", reply, {"reply": "accept"}, version=asked["version"], expect=200).body
    telling.check_equal("the principal agrees in their own account", agreed["in_force"], True)
    applicant = {**MARITAL_APPLICANT, "full_name": AGENT_NAME, "id_number": AGENT_NUMBER}
    answers = {**MARITAL, "requester_full_name": AGENT_NAME, "requester_id_number": AGENT_NUMBER}
    typed = {"answers": answers, "applicant": applicant}
    dossier = acting.draft(MARITAL_STATUS, telling.find_place(TODAY).one_stop, "own_portal", typed)
    acting.submit(dossier, [acting.upload(dossier, "component", FORM_2)])
    mine = [each["dossier_id"] for each in principal.get("/api/me/dossiers")["items"]]
    telling.check_equal("the dossier is in the principal's list (LC-10.1.a)", dossier in mine, True)
    own = [each["dossier_id"] for each in agent.get("/api/me/dossiers")["items"]]
    telling.check_equal("and not in the agent's own", dossier in own, False)
    telling.find_person("desk1").step(dossier, "receive", PAID_LATER)
    principal.ask("POST", reply, {"reply": "revoke"}, version=agreed["version"], expect=200)
    refused = acting.ask("GET", f"/api/dossiers/{dossier}")
    telling.check_refusal("the agent's next step is refused", refused, "authorisation_not_in_force")
    telling.check_equal("the principal keeps it", principal.get(f"/api/dossiers/{dossier}")["state"], "received")
    return dossier


def sign_in(telling: Scenario, username: str) -> ApiPerson:
    """Sign somebody in with the e-identity provider, which proves who they are."""
    return telling.stranger(SessionPage(telling.stack).fetch_token(username))
