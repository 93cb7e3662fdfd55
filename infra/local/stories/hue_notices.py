"""Huế, today: a citizen's notices by mail and on the telephone."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from infra.local.mailbox import Mailbox, until
from infra.local.person import Person
from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling


@story(
    "Huế, notices: contacts proven by a code, then mail and SMS as they arrive",
    province="hue",
    clock="2026-11-23T09:00:00",
)
def hue_notices(telling: Telling) -> str:
    """An unproven contact is not used and somebody telephones; a proven one gets mail and SMS (NĐ 61/2018 17.2.a)."""
    box, unit = Mailbox(telling.stack.cloud), telling.place(TODAY).one_stop
    citizen, desk = telling.person("citizen1"), telling.person("desk1")
    for channel in ("mail", "sms"):
        citizen.ask("DELETE", f"/api/me/contacts/{channel}")  # left by another run
    citizen.ask("PUT", "/api/me/contacts", {"language": "vi", "off": []}, expect=200)
    silent = _asked(citizen, desk, unit)
    telling.same("without a proven contact a person must tell", _errand(desk, unit, silent)["reason"], "no_contact")
    address, phone = f"hoa-{secrets.token_hex(4)}@vidu.example", f"+849{secrets.randbelow(10**8):08d}"
    prove(citizen, "mail", address, lambda: [mail.text for mail in box.mails(address)])
    prove(citizen, "sms", phone, lambda: box.texts(phone))
    dossier = _asked(citizen, desk, unit)
    mail = until(lambda: [one for one in box.mails(address) if "cần bổ sung" in one.subject], "mail")[0]
    text = until(lambda: [one for one in box.texts(phone) if "bo sung" in one], "SMS")[0]
    telling.same("mail", mail.subject.split(":")[1].strip(), "cần bổ sung")
    telling.same("the mail leads behind the sign-in", f"{telling.stack.origin}/dossiers/{dossier}" in mail.text, True)
    telling.same("SMS, one message without accents", text.isascii() and len(text) <= 160, True)
    telling.seen += [f"  | {line}" for line in (*mail.text.strip().splitlines(), "", text)]
    fate = {each["channel"]: each["state"] for each in _notices(citizen, dossier, "supplement_requested.intake")}
    telling.same("what became of it is on the dossier", fate, {"mail": "sent", "sms": "sent", "inbox": "delivered"})
    return dossier


def prove(person: Person, channel: str, address: str, received: Callable[[], list[str]]) -> None:
    """Request a code, read it where it arrived, and submit it."""
    asked = {"channel": channel, "address": address}
    person.ask("POST", "/api/me/contacts/codes", asked, expect=202)
    code = until(lambda: [found for text in received() if (found := re.search(r"[0-9]{6}", text))], "code")[-1][0]
    person.ask("POST", "/api/me/contacts/confirm", {"channel": channel, "code": code}, expect=200)


def _asked(citizen: Person, desk: Person, unit: str) -> str:
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    desk.step(dossier, "request_supplement", {"components": [FORM_1], "guidance": "Chụp lại trang 1 cho rõ nét."})
    return dossier


def _errand(desk: Person, unit: str, dossier: str) -> dict[str, Any]:
    """Wait for the unit's errand about a dossier and return it."""

    def found() -> list[dict[str, Any]]:
        items = desk.get(f"/api/errands?unit={unit}&limit=100")["items"]
        return [each for each in items if each["dossier_id"] == dossier]

    errand: dict[str, Any] = until(found, "errand")[0]
    return errand


def _notices(citizen: Person, dossier: str, notice: str) -> list[dict[str, Any]]:
    """Return the delivery status of a notice, once it is no longer queued."""

    def settled() -> list[dict[str, Any]]:
        items = citizen.get(f"/api/dossiers/{dossier}/notices")["items"]
        mine = [each for each in items if each["notice"] == notice]
        return [] if any(each["state"] == "queued" for each in mine) or len(mine) < 3 else mine

    found: list[dict[str, Any]] = until(settled, "end of a notice")
    return found
