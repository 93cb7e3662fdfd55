"""Vĩnh Long, today: two communes merge while dossiers run; the successor settles them (Quy chế 2023 Điều 2)."""

from __future__ import annotations

from typing import Any

from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER
from infra.local.seed import TODAY
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

PLURAL, EFFECTS = "/api/unit-changes", "/api/unit-effects"
FIRST_DAY = "2026-11-24"
MARITAL_STATUS = "1.004873"


@register_story(
    "Vĩnh Long, communes merge with running dossiers: two people decide, the successor continues (Quy chế 2023 Điều 2)",
    province="vinh-long",
    clock="2026-11-23T09:00:00",
)
def vinh_long_merger(telling: Scenario) -> str:
    """A dossier filed at the commune that ends is received, by its new unit, the day after."""
    tree, place = telling.stack.agencies, telling.find_place(TODAY)
    ending = next(
        each for each in reversed(tree.list_one_stop_units(TODAY))
        if tree.get(str(each.parent)).kind == tree.get(place.committee).kind
    )  # fmt: skip
    citizen, desk = telling.find_person("citizen1"), telling.find_person("desk1")
    typed = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
    dossier = citizen.draft(MARITAL_STATUS, ending.id, "own_portal", typed)
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_2)])
    owner = citizen.get(f"/api/dossiers/{dossier}")["one_stop"]
    telling.check_equal("the dossier is the ending commune's", owner, ending.id)
    desks, committees = build_merger(ending.id, place.one_stop), build_merger(str(ending.parent), place.committee)
    first = preview_merger(telling, committees)
    telling.check_equal("the committee cannot end before what is below it", first["faults"][0]["code"], "units_below")
    wait_until(lambda: preview_merger(telling, desks)["units"][0]["dossiers"] == 1, "the count of open dossiers")
    shown = preview_merger(telling, desks)
    telling.check_equal("before it is proposed: open dossiers there", shown["units"][0]["dossiers"], 1)
    telling.check_equal("and nothing that stands in the way", shown["faults"], [])
    for values in (desks, committees):
        decide_merger(telling, values)
    telling.set_clock(f"{FIRST_DAY}T09:00:00")
    late = citizen.ask("POST", "/api/dossiers", {
        "procedure": MARITAL_STATUS, "one_stop": ending.id, "channel": "own_portal",
    })  # fmt: skip
    telling.check_refusal("nothing new is filed there from the first day on", late, "agency_retired")
    wait_until(lambda: dossier in list_work(telling, place.one_stop), "the successor's list")
    telling.check_equal("the successor's list has it", dossier in list_work(telling, place.one_stop), True)
    telling.run_function("move_work")
    telling.check_equal("the list is the same once it has moved", dossier in list_work(telling, place.one_stop), True)
    moved = citizen.get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    telling.check_equal("the citizen reads to whom and why", moved["succession"], {
        "before": ending.id, "after": place.one_stop, "cause": "merge",
    })  # fmt: skip
    received = desk.step(dossier, "receive", PAID_LATER)
    telling.check_equal("the successor's officer receives it", received["state"], "received")
    telling.check_equal("as the successor's", received["one_stop"], place.one_stop)
    return dossier


def build_merger(unit: str, successor: str) -> dict[str, str]:
    """Return a proposal that merges a unit into another one."""
    return {
        "action": "merge", "subject": "Sáp nhập xã", "decision": "15/NQ-HĐND", "decision_day": "2026-11-20",
        "effective": FIRST_DAY, "unit": unit, "successor": successor,
    }  # fmt: skip


def preview_merger(telling: Scenario, values: dict[str, str]) -> dict[str, Any]:
    """Return what the provincial office reads before it proposes."""
    shown: dict[str, Any] = telling.find_person("office").ask("POST", EFFECTS, {"values": values}, expect=200).body
    return shown


def decide_merger(telling: Scenario, values: dict[str, str]) -> None:
    """Let one of the provincial office propose, and another one decide."""
    office, second = telling.find_person("office"), telling.find_person("office2")
    opened = office.ask("POST", PLURAL, {"values": values, "confirmed": []}, expect=201).body
    approve = f"{PLURAL}/{opened['id']}/approve"
    verdict: dict[str, Any] = {"values": {"outcome": "Theo nghị quyết."}, "confirmed": []}
    alone = office.ask("POST", approve, verdict, version=opened["version"])
    telling.check_refusal("who proposed does not decide", alone, "own_matter")
    decided = second.ask("POST", approve, verdict, version=opened["version"], expect=200).body
    telling.check_equal("another officer decides", decided["state"], "decided")


def list_work(telling: Scenario, unit: str) -> list[str]:
    """Return the dossiers on a unit's worklist."""
    found = telling.find_person("desk1").get(f"/api/worklist?unit={unit}&limit=100")["items"]
    return [each["dossier_id"] for each in found]
