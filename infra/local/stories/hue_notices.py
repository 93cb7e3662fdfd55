"""Huế, today: a citizen's notices by mail and on the telephone."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from infra.local.mailbox import Mailbox, wait_until
from infra.local.person import ApiPerson
from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario


@register_story(
    "Huế, notices: contacts proven by a code, then mail and SMS as they arrive",
    province="hue",
    clock="2026-11-23T09:00:00",
)
def hue_notices(telling: Scenario) -> str:
    """An unproven contact is not used and somebody telephones; a proven one gets mail and SMS (NĐ 61/2018 17.2.a)."""
    box, unit = Mailbox(telling.stack.cloud), telling.find_place(TODAY).one_stop
    citizen, desk = telling.find_person("citizen1"), telling.find_person("desk1")
    for channel in ("mail", "sms"):
        citizen.ask("DELETE", f"/api/me/contacts/{channel}")  # left by another run
    citizen.ask("PUT", "/api/me/contacts", {"language": "vi", "off": []}, expect=200)
    silent = _request_supplement(citizen, desk, unit)
    telling.check_equal(
        "without a proven contact a person must tell", _wait_for_errand(desk, unit, silent)["reason"], "no_contact"
    )
    address, phone = f"hoa-{secrets.token_hex(4)}@vidu.example", f"+849{secrets.randbelow(10**8):08d}"
    prove_contact(citizen, "mail", address, lambda: [mail.text for mail in box.list_mails(address)])
    prove_contact(citizen, "sms", phone, lambda: box.list_texts(phone))
    dossier = _request_supplement(citizen, desk, unit)
    mail = wait_until(lambda: [one for one in box.list_mails(address) if "cần bổ sung" in one.subject], "mail")[0]
    text = wait_until(lambda: [one for one in box.list_texts(phone) if "bo sung" in one], "SMS")[0]
    telling.check_equal("mail", mail.subject.split(":")[1].strip(), "cần bổ sung")
    telling.check_equal(
        "the mail leads behind the sign-in", f"{telling.stack.origin}/dossiers/{dossier}" in mail.text, True
    )
    telling.check_equal("SMS, one message without accents", text.isascii() and len(text) <= 160, True)
    telling.seen += [f"  | {line}" for line in (*mail.text.strip().splitlines(), "", text)]
    fate = {
        each["channel"]: each["state"] for each in _wait_for_notices(citizen, dossier, "supplement_requested.intake")
    }
    telling.check_equal(
        "what became of it is on the dossier", fate, {"mail": "sent", "sms": "sent", "inbox": "delivered"}
    )
    return dossier


def prove_contact(person: ApiPerson, channel: str, address: str, received: Callable[[], list[str]]) -> None:
    """Request a code, read it where it arrived, and submit it."""
    asked = {"channel": channel, "address": address}
    person.ask("POST", "/api/me/contacts/codes", asked, expect=202)
    code = wait_until(lambda: [found for text in received() if (found := re.search(r"[0-9]{6}", text))], "code")[-1][0]
    person.ask("POST", "/api/me/contacts/confirm", {"channel": channel, "code": code}, expect=200)


def _request_supplement(citizen: ApiPerson, desk: ApiPerson, unit: str) -> str:
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    desk.step(dossier, "request_supplement", {"components": [FORM_1], "guidance": "Chụp lại trang 1 cho rõ nét."})
    return dossier


def _wait_for_errand(desk: ApiPerson, unit: str, dossier: str) -> dict[str, Any]:
    """Wait for the unit's errand about a dossier and return it."""

    def list_found() -> list[dict[str, Any]]:
        items = desk.get(f"/api/errands?unit={unit}&limit=100")["items"]
        return [each for each in items if each["dossier_id"] == dossier]

    errand: dict[str, Any] = wait_until(list_found, "errand")[0]
    return errand


def _wait_for_notices(citizen: ApiPerson, dossier: str, notice: str) -> list[dict[str, Any]]:
    """Return the delivery status of a notice, once it is no longer queued."""

    def list_settled() -> list[dict[str, Any]]:
        items = citizen.get(f"/api/dossiers/{dossier}/notices")["items"]
        mine = [each for each in items if each["notice"] == notice]
        return [] if any(each["state"] == "queued" for each in mine) or len(mine) < 3 else mine

    found: list[dict[str, Any]] = wait_until(list_settled, "end of a notice")
    return found
