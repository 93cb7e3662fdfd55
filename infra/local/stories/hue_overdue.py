"""Huế, today: nobody decides in time, and alerts are raised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infra.local.person import PAID_LATER
from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling

DUE, NEW_DUE = "2026-11-27T17:00", "2026-12-04T17:00"


@story(
    "Huế, an overdue dossier: reminder, prepared apology, escalation to the leaders, one new date",
    province="hue",
    clock="2026-11-23T09:00:00",
)
def hue_overdue(telling: Telling) -> str:
    """Due work is escalated as the rules say; the apology waits for the people who complete and sign it."""
    citizen, desk = telling.person("citizen1"), telling.person("desk1")
    form = {"answers": BUSINESS, "applicant": APPLICANT}
    dossier = citizen.draft("1.001612", telling.place(TODAY).one_stop, "own_portal", form)
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    telling.same("due in 3 working days", desk.step(dossier, "receive", PAID_LATER)["due_at"][:16], DUE)
    desk.step(dossier, "transfer")
    telling.person("tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    telling.clock("2026-11-26T14:30:00")
    telling.run("watch_deadlines")
    telling.same("the day before", _told(telling, dossier), ["due_soon: case_officer"])
    (prepared,) = telling.person("case1").get(f"/api/dossiers/{dossier}")["requests"]
    telling.same("an apology is prepared", (prepared["kind"], prepared["prepared"]), ("apology", True))
    telling.clock("2026-12-03T10:00:00")
    telling.run("watch_deadlines")
    telling.same(
        "days later", _told(telling, dossier)[1:],
        ["overdue: case_officer", "superior: head_of_section", "leaders: agency_head, centre_director"],
    )  # fmt: skip
    telling.run("watch_deadlines")
    telling.same("told once", len(_told(telling, dossier)), 4)
    too_long = telling.person("case1").try_step(dossier, "apologise", {"new_due_days": 2, "reason": "Chờ xác minh."})
    telling.refused("2 days are more than a third of 3", too_long, "limit_reached")
    asked = telling.person("case1").step(dossier, "apologise", {"new_due_days": 1, "reason": "Chờ xác minh."})
    decision = f"requests/{asked['requests'][0]['n']}/approve"
    telling.same("the head signs", telling.person("head1").step(dossier, decision)["due_at"][:16], DUE)
    signed = telling.person("director").step(dossier, decision)
    telling.same("the one new date", signed["due_at"][:16], NEW_DUE)
    return dossier


def _told(telling: Telling, dossier: str) -> list[str]:
    """Return the settlement's alerts, each with the roles that it names."""
    facts = telling.person("citizen1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    found = [fact["data"] for fact in facts if fact["kind"] in ("due_soon", "overdue")]
    return [f"{each['level']}: {_roles(each)}" for each in found if each["deadline"] == "resolution"]


def _roles(data: Mapping[str, Any]) -> str:
    return ", ".join(each["role"] for each in data["audience"])
