"""Huế, today: household business registration, online from the filing to the result."""

from __future__ import annotations

from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, has_result, pay_online, write_time_between


@register_story(
    "Huế, household business registration: online, one supplement, online payment, online result",
    province="hue",
    clock="2026-11-23T09:00:00",
)
def hue_household_business(telling: Scenario) -> str:
    """The answer to an online filing within one working hour (HUE-13.1), a supplement, tax code, fee and result."""
    unit = telling.find_place(TODAY).one_stop
    citizen, desk, tax = telling.find_person("citizen1"), telling.find_person("desk1"), telling.find_person("tax1")
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    filed = citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    telling.check_equal(
        "Huế answers an online filing within 1 working hour (HUE-13.1)",
        write_time_between(filed["reception_at"], filed["reception_due_at"]),
        "1:00:00",
    )
    desk.step(dossier, "request_supplement", {"components": [FORM_1], "guidance": "Chụp lại trang 1 cho rõ nét."})
    again = citizen.upload(dossier, "component", FORM_1)
    citizen.step(dossier, "supplement", {"papers": [again]})
    unpaid = desk.try_step(dossier, "receive")
    telling.check_refusal("no reception before the fee is paid", unpaid, "obligations_open")
    pay_online(telling, citizen, dossier)
    received = desk.step(dossier, "receive")
    telling.check_equal("3 working days, without Culture Day 24/11", received["due_at"][:16], "2026-11-27T17:00")
    desk.step(dossier, "transfer")
    tax.step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    result = telling.find_person("case1").upload(dossier, "result")
    telling.find_person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    early = desk.try_step(dossier, "give_back", {"way": "online"})
    telling.check_refusal("no result before the paper is compared (HUE-9.2)", early, "invalid")
    desk.step(dossier, "compare", {"components": [FORM_1], "came": "sent"})
    desk.step(dossier, "give_back", {"way": "online"})
    desk.step(dossier, "close")
    has_result(telling, citizen, dossier, result)
    return dossier
