"""The part of the walk through the operations in which people are notified."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from infra.local.mailbox import Mailbox, wait_until
from tests.e2e.filings import GROUND
from tests.e2e.people import Cast, copy_draft


@dataclass
class NoticeStory:
    """Contacts, notices and errands."""

    cast: Cast

    def notices(self) -> None:
        """Contacts proven by codes, notices on the dossier and in the inbox, an errand brought by telephone."""
        citizen, desk, unit = self.cast("citizen2"), self.cast("desk1"), self.cast.place.one_stop
        self.contacts(citizen, "/api/me/contacts")
        dossier = copy_draft(citizen, unit)
        citizen.submit(dossier, [])
        desk.step(dossier, "refuse", {"ground": "not_conforming", **GROUND})
        self.contacts(desk, f"/api/dossiers/{dossier}/contacts/filer")
        inbox = wait_until(lambda: citizen.get("/api/inbox?limit=5")["items"], "message")
        citizen.ask("POST", f"/api/inbox/{inbox[0]['id']}/read", expect=200)
        citizen.get(f"/api/dossiers/{dossier}/notices")

        def list_mine() -> list[dict[str, Any]]:
            # The oldest come first, and a shared stack has those of many earlier tests.
            listed = f"/api/errands?unit={unit}&limit=100"
            page = desk.get(listed)
            items = list(page["items"])
            while page["cursor"]:
                page = desk.get(f"{listed}&cursor={quote(page['cursor'])}")
                items += page["items"]
            return [each for each in items if each["dossier_id"] == dossier]

        errand = wait_until(list_mine, "errand")[0]
        done = {"way": "phone"}
        desk.ask("POST", f"/api/errands/{errand['id']}/done", done, version=errand["version"], expect=200)

    def contacts(self, person: Any, path: str) -> None:
        """A telephone is proven, wishes are said, and both are forgotten again."""
        phone, box = f"+849{secrets.randbelow(10**8):08d}", Mailbox(self.cast.stack.cloud)
        asked = {"channel": "sms", "address": phone}
        person.ask("POST", f"{path}/codes", asked, expect=202)
        text = wait_until(lambda: box.list_texts(phone), "code")[-1]
        code = re.search(r"[0-9]{6}", text)
        assert code
        person.ask("POST", f"{path}/confirm", {"channel": "sms", "code": code[0]}, expect=200)
        person.ask("PUT", path, {"language": "en", "off": ["sms"]}, expect=200)
        assert person.get(path)["language"] == "en"
        person.ask("DELETE", f"{path}/sms", expect=204)
