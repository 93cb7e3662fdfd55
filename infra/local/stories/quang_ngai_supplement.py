"""Quảng Ngãi: the head of the one-stop unit controls a supplement request (QN-11.2); the result of an online service
travels and costs no visit (QN-13.3, QN-7.3); a returned dossier is closed by a separate step (QN-13.5)."""

from __future__ import annotations

from datetime import date

from infra.local.seed import BEFORE, TODAY
from infra.local.stories.at_portal import file_marital_at_portal
from infra.local.stories.people import FORM_2
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, pay_online

VISIT = {
    "way": "counter", "receiver": {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}, "receipt_shown": True,
    "announced_by": "phone",
}  # fmt: skip


@register_story(
    "Quảng Ngãi in 2024, a supplement controlled and a visit saved (Quyết định số 39/2020 Điều 11, 7 và 13)",
    province="quang-ngai",
    clock="2024-11-04T09:00:00",
)
def quang_ngai_supplement_2024(telling: Scenario) -> str:
    """In the undisputed life of the regulation, which also lists by which ways such a service returns its result."""
    dossier = _run_controlled_supplement(telling, BEFORE)
    refused = telling.find_person("desk1").try_step(dossier, "give_back", VISIT)
    telling.check_refusal("the counter is no way of a fully online service", refused, "way_not_offered")
    _close_without_visit(telling, dossier)
    telling.check_article(dossier, "given_back", "khoản 3 Điều 13 ")
    return dossier


@register_story("Quảng Ngãi today, the same, carried on", province="quang-ngai", clock="2026-11-23T09:00:00")
def quang_ngai_supplement_today(telling: Scenario) -> str:
    """The regulation's ways were carried on in addition to the national ones of NĐ 367/2025."""
    dossier = _run_controlled_supplement(telling, TODAY)
    refused = telling.find_person("desk1").try_step(dossier, "give_back", VISIT)
    telling.check_refusal("the counter is no way of a fully online service", refused, "way_not_offered")
    _close_without_visit(telling, dossier)
    telling.check_article(dossier, "given_back", "khoản 3 Điều 13 ")
    return dossier


def _run_controlled_supplement(telling: Scenario, on: date) -> str:
    """Granted after a supplement that the head of the desk let out, and paid."""
    dossier = file_marital_at_portal(telling, telling.find_place(on).one_stop)
    citizen, desk, head = telling.find_person("citizen1"), telling.find_person("desk1"), telling.find_person("deskhead")
    asked = desk.step(dossier, "request_supplement", {"components": [FORM_2], "guidance": "Ký tên vào tờ khai."})
    telling.check_equal("the officer's request waits for the head of the desk", asked["state"], "submitted")
    telling.check_article(dossier, "request_opened", "khoản 2 Điều 11 ")
    approval = f"requests/{asked['requests'][0]['n']}/approve"
    telling.check_refusal(
        "the officer cannot agree to it", desk.try_step(dossier, approval, {"reason": None}), "forbidden"
    )
    sent = head.step(dossier, approval, {"reason": None})
    telling.check_equal("with the head's word it goes out", sent["state"], "supplement_requested")
    added = citizen.step(dossier, "supplement", {"papers": [citizen.upload(dossier, "component", FORM_2)]})
    telling.check_refusal("work waits for the head's check", desk.try_step(dossier, "receive"), "supplement_unchecked")
    head.step(dossier, f"requests/{added['requests'][0]['n']}/approve", {"reason": None})
    pay_online(telling, citizen, dossier)
    desk.step(dossier, "receive")
    telling.check_article(dossier, "received", "khoản 2 Điều 12 ")
    desk.step(dossier, "transfer")
    result = telling.find_person("case1").upload(dossier, "result")
    telling.find_person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    return dossier


def _close_without_visit(telling: Scenario, dossier: str) -> None:
    """Returned without a visit, the paper sent for comparison, and closed by a step of its own."""
    desk = telling.find_person("desk1")
    desk.step(dossier, "compare", {"components": [FORM_2], "came": "sent"})
    telling.check_article(dossier, "original_compared", "khoản 2 Điều 7 ")
    telling.check_equal(
        "returned is not closed", desk.step(dossier, "give_back", {"way": "online"})["state"], "returned"
    )
    telling.check_article(dossier, "given_back", "khoản 3 Điều 7 ")
    telling.check_equal("closed", desk.step(dossier, "close")["state"], "closed")
