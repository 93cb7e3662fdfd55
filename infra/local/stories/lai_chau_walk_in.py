"""Lai Châu, today: paper of somebody who declines an account and takes the dossier into a later one (LC-10.1.a)."""

from __future__ import annotations

from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER
from infra.local.rotation_rehearsal import SessionPage
from infra.local.seed import TODAY
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

MARITAL_STATUS = "1.004873"
WALK_IN, NAME, NUMBER = "parent", "Hồ Thị Lan", "046192004567"


@register_story(
    "Lai Châu, a walk-in without account who joins later by their own number and name (Quy chế 2024 Điều 10)",
    province="lai-chau",
    clock="2026-11-23T09:00:00",
)
def lai_chau_walk_in(telling: Scenario) -> str:
    """The desk takes the paper, the person signs in another day, and takes in what names them; nobody else can."""
    desk, unit = telling.find_person("desk1"), telling.find_place(TODAY).one_stop
    person = {"full_name": NAME, "id_number": NUMBER}
    answers = {**MARITAL, "requester_full_name": NAME, "requester_id_number": NUMBER}
    typed = {"answers": answers, "applicant": {**MARITAL_APPLICANT, **person}, "efiling": "declined", "account": None}
    dossier = desk.draft(MARITAL_STATUS, unit, "desk", typed)
    desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    desk.step(dossier, "receive", PAID_LATER)
    stranger = telling.find_person("citizen1")
    refused = stranger.ask("POST", f"/api/dossiers/{dossier}/join_account", {})
    telling.check_refusal("who is not named finds no such dossier", refused, "not_found")
    own = telling.stranger(SessionPage(telling.stack).fetch_token(WALK_IN))
    wait_until(lambda: dossier in [each["dossier_id"] for each in own.get("/api/me/unjoined")["items"]], "the dossier")
    joined = own.ask("POST", f"/api/dossiers/{dossier}/join_account", {}, expect=200).body
    telling.check_equal("the person takes it into their account", joined["id"], dossier)
    mine = [each["dossier_id"] for each in own.get("/api/me/dossiers")["items"]]
    telling.check_equal("it is in their list", dossier in mine, True)
    return dossier
