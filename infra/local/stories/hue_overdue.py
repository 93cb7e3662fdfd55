"""Huế, today: nobody decides in time, and alerts are raised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infra.local.person import PAID_LATER
from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

DUE, NEW_DUE = "2026-11-27T17:00", "2026-12-04T17:00"


@register_story(
    "Huế, an overdue dossier: reminder, prepared apology, escalation to the leaders, one new date",
    province="hue",
    clock="2026-11-23T09:00:00",
)
def hue_overdue(telling: Scenario) -> str:
    """Due work is escalated as the rules say; the apology waits for the people who complete and sign it."""
    citizen, desk = telling.find_person("citizen1"), telling.find_person("desk1")
    form = {"answers": BUSINESS, "applicant": APPLICANT}
    dossier = citizen.draft("1.001612", telling.find_place(TODAY).one_stop, "own_portal", form)
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    telling.check_equal("due in 3 working days", desk.step(dossier, "receive", PAID_LATER)["due_at"][:16], DUE)
    desk.step(dossier, "transfer")
    telling.find_person("tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    telling.set_clock("2026-11-26T14:30:00")
    telling.run_function("watch_deadlines")
    telling.check_equal("the day before", _list_alerts(telling, dossier), ["due_soon: case_officer"])
    (prepared,) = telling.find_person("case1").get(f"/api/dossiers/{dossier}")["requests"]
    telling.check_equal("an apology is prepared", (prepared["kind"], prepared["prepared"]), ("apology", True))
    telling.set_clock("2026-12-03T10:00:00")
    telling.run_function("watch_deadlines")
    telling.check_equal(
        "days later", _list_alerts(telling, dossier)[1:],
        ["overdue: case_officer", "superior: head_of_section", "leaders: agency_head, centre_director"],
    )  # fmt: skip
    telling.run_function("watch_deadlines")
    telling.check_equal("notified once", len(_list_alerts(telling, dossier)), 4)
    too_long = telling.find_person("case1").try_step(
        dossier, "apologise", {"new_due_days": 2, "reason": "Chờ xác minh."}
    )
    telling.check_refusal("2 days are more than a third of 3", too_long, "limit_reached")
    asked = telling.find_person("case1").step(dossier, "apologise", {"new_due_days": 1, "reason": "Chờ xác minh."})
    decision = f"requests/{asked['requests'][0]['n']}/approve"
    telling.check_equal("the head signs", telling.find_person("head1").step(dossier, decision)["due_at"][:16], DUE)
    signed = telling.find_person("director").step(dossier, decision)
    telling.check_equal("the one new date", signed["due_at"][:16], NEW_DUE)
    return dossier


def _list_alerts(telling: Scenario, dossier: str) -> list[str]:
    """Return the settlement's alerts, each with the roles that it names."""
    facts = telling.find_person("citizen1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    found = [fact["data"] for fact in facts if fact["kind"] in ("due_soon", "overdue")]
    return [f"{each['level']}: {_join_roles(each)}" for each in found if each["deadline"] == "resolution"]


def _join_roles(data: Mapping[str, Any]) -> str:
    return ", ".join(each["role"] for each in data["audience"])
