"""Quảng Ngãi, today: paper of somebody without an account, who finds the dossier at the first sign-in (QN-9.2)."""

from __future__ import annotations

from infra.local.person import PAID_LATER
from infra.local.rotation_rehearsal import SessionPage
from infra.local.seed import TODAY
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

MARITAL_STATUS = "1.004873"
WALK_IN, NAME, NUMBER = "level1", "Phạm Văn Nam", "046099003456"


@register_story(
    "Quảng Ngãi, a walk-in who later joins: the account first, then the paper (Quyết định 39/2020 Điều 9)",
    province="quang-ngai",
    clock="2026-11-23T09:00:00",
)
def quang_ngai_walk_in(telling: Scenario) -> str:
    """The desk takes no paper without an account, makes it with the person, and the person's sign-in joins it."""
    desk, unit = telling.find_person("desk1"), telling.find_place(TODAY).one_stop
    person = {"full_name": NAME, "id_number": NUMBER}
    answers = {**MARITAL, "requester_full_name": NAME, "requester_id_number": NUMBER}
    typed = {"answers": answers, "applicant": {**MARITAL_APPLICANT, **person}}
    without = desk.draft(MARITAL_STATUS, unit, "desk", {**typed, "account": None})
    papers = [desk.upload(without, "component", FORM_2)]
    refused = desk.ask("POST", f"/api/dossiers/{without}/submit", {"papers": papers, "declared_true": True})
    codes = [each["code"] for each in refused.body["errors"]]
    telling.check_equal("no paper is taken without an account", codes, ["account_needed"])
    account = desk.provide_account(unit, person)
    dossier = desk.draft(MARITAL_STATUS, unit, "desk", {**typed, "account": account})
    desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    desk.step(dossier, "receive", PAID_LATER)
    own = telling.stranger(SessionPage(telling.stack).fetch_token(WALK_IN))
    mine = [each["dossier_id"] for each in own.get("/api/me/dossiers")["items"]]
    telling.check_equal("the first sign-in finds the dossier", dossier in mine, True)
    return dossier
