"""Vĩnh Long, today: a lost account is reported without signing in and locked at once (Quy chế 2023 Điều 6 khoản 4)."""

from __future__ import annotations

import secrets
from typing import Any

from infra.local.mailbox import Mailbox, wait_until
from infra.local.rotation_rehearsal import SessionPage
from infra.local.seed import TODAY
from infra.local.stories.hue_notices import prove_contact
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

HOLDER, NAME, NUMBER = "level1", "Phạm Văn Nam", "046099003456"
CASES = "/api/account-cases"


@register_story(
    "Vĩnh Long, a lost account: reported without sign-in, locked at once, unlocked by the office (Quy chế 2023 Điều 6)",
    province="vinh-long",
    clock="2026-11-23T09:00:00",
)
def vinh_long_lost_account(telling: Scenario) -> None:
    """The thief reads nothing more; the office unlocks the account once the holder has proved who they are."""
    holder, box = telling.stranger(SessionPage(telling.stack).fetch_token(HOLDER)), Mailbox(telling.stack.cloud)
    address = f"nam-{secrets.token_hex(4)}@vidu.example"
    prove_contact(holder, "mail", address, lambda: [mail.text for mail in box.list_mails(address)])
    lost = {"id_number": NUMBER, "full_name": NAME, "what": "phone"}
    nobody = telling.stranger()
    wrong = nobody.ask("POST", "/api/lost-accounts", {**lost, "contact": "ai@vidu.example"}, expect=201).body
    telling.check_equal("a report that does not match locks nobody", holder.ask("GET", "/api/me/account").status, 200)
    matched = nobody.ask("POST", "/api/lost-accounts", {**lost, "contact": address}, expect=201).body
    telling.check_equal("it reads the same as one that matches", sorted(wrong), sorted(matched))
    telling.check_equal("the office takes it (VL-6.4)", matched["office"], wrong["office"])
    wait_until(lambda: holder.ask("GET", "/api/me/account").status in (401, 403), "every function to know")
    office = telling.find_person("office")
    case = find_case(telling, matched["number"])
    telling.check_equal("the account is locked, and the office has the case", case["state"], "locked")
    unlock = f"{CASES}/{case['id']}/unlock"
    proof = {"values": {"checked": "e_identity"}}
    refused = office.ask("POST", unlock, proof, version=case["version"])
    telling.check_refusal("nobody unlocks it before the holder proves who they are", refused, "invalid")
    telling.check_equal("a sign-in is refused, and noted", SessionPage(telling.stack).sign_in(HOLDER), 403)
    done = office.ask("POST", unlock, proof, version=case["version"], expect=200).body
    telling.check_equal("then the office unlocks it", done["state"], "restored")
    wait_until(lambda: SessionPage(telling.stack).sign_in(HOLDER) == 201, "the holder to sign in again")
    open_case = find_case(telling, wrong["number"])
    closing = {"values": {"outcome": "Đã liên hệ; không phải chủ tài khoản."}}
    office.ask("POST", f"{CASES}/{open_case['id']}/close", closing, version=open_case["version"], expect=200)


def find_case(telling: Scenario, number: str) -> dict[str, Any]:
    """Return a case of the provincial office by its number."""
    office = telling.find_person("office")
    unit = telling.stack.agencies.find_owner("provincial_office", TODAY).id
    listed = office.get(f"{CASES}?unit={unit}&number={number}")["items"]
    found: dict[str, Any] = office.get(f"{CASES}/{listed[0]['id']}")
    return found
