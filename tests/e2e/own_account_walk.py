"""The part of the walk through the operations that needs a day on which the law knows accounts of the province."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime

from pyotp import TOTP

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.mailbox import Mailbox, wait_until
from tests.e2e.people import Cast, Witness
from tests.e2e.window import Window

OPEN_DAY = datetime(2026, 7, 6, 9, tzinfo=VIETNAM)
"""A Monday before 20/07/2026."""
OWN, OTHER, THIRD = "buoi sang ben song huong", "mua roi tren thanh pho", "nang len tren nui ngu binh"
CODE = re.compile(r"\b[0-9]{6}\b")


@dataclass
class OwnAccountWalk:
    """Somebody registers, is helped at the counter, recovers the account, has a second factor for a while, loses
    telephone and password, and suspends the account."""

    cast: Cast
    number: str = field(default_factory=lambda: f"046306{secrets.randbelow(10**6):06d}")
    phone: str = field(default_factory=lambda: f"+849{secrets.randbelow(10**8):08d}")

    def open_and_leave(self) -> None:
        """From the registration to an account that its holder has suspended. Legal time stays on that day."""
        self.cast.stack.set_clock_offset(round(OPEN_DAY.timestamp() - time.time()))
        self.be_helped()
        name = self.register()
        self.recover()
        me = self.cast.nobody(self.end_other_device(name))
        self.change_profile(me)
        me = self.cast.nobody(self.lose_access(name, me.get("/api/me")["sub"]))
        account = me.get("/api/me/account")
        me.ask("POST", "/api/me/account", {"act": "pause"}, version=account["version"], expect=200)

    def be_helped(self) -> None:
        """The counter makes an account, checks it against population data, and records its help."""
        desk, unit = self.cast("desk1"), self.cast.place.one_stop
        person = {"id_number": f"046307{secrets.randbelow(10**6):06d}", "full_name": "Nguyễn Thị Hoài"}
        made = f"/api/applicants/{desk.provide_account(unit, person)}"
        shown = {"unit": unit, "number": person["id_number"]}
        assert desk.ask("POST", f"{made}/check", shown, expect=200).body["checked"] is True
        way = desk.ask("POST", f"{made}/check", shown, expect=200).body["help"]
        desk.ask("POST", f"{made}/help", {**shown, "way": way}, expect=200)

    def register(self) -> str:
        """Register, prove the contact, sign in with what was issued, and choose a password; return the name."""
        form, window = self.cast.nobody().get("/api/session/accounts"), Window(self.cast)
        assert form["open"] is True
        person = {
            "full_name": "Lê Thị Mai", "id_number": self.number, "birth_date": "1990-02-03",
            "address": "12 Lê Lợi, Huế", "channel": "sms", "contact": self.phone, "delivery": "screen",
            "terms": form["terms"],
        }  # fmt: skip
        begun = window.ask("/accounts", person)
        assert begun.status == 202, begun.body
        given = window.ask("/accounts/code", {"code": self.read_code(1)}).body
        signed = window.ask("/accounts/sign-in", {"name": given["name"], "password": given["password"]})
        assert signed.body["waits"] == "password", signed.body
        assert window.ask("/accounts/password", {"password": OWN}).status == 201
        return str(given["name"])

    def recover(self, number: int = 2, password: str = OTHER) -> str:
        """Set another password by a code, the text message of that number; every session of before ends. Return the
        access token."""
        window = Window(self.cast)
        assert window.ask("/accounts/recovery", {"channel": "sms", "contact": self.phone}).status == 202
        new = {"channel": "sms", "code": self.read_code(number), "password": password}
        answer = window.ask("/accounts/recovery/code", new)
        assert answer.status == 201, answer.body
        return str(answer.body["access_token"])

    def lose_access(self, name: str, person: str) -> str:
        """Two officers replace the contact, and the new one alone leads back in. Return the access token."""
        self.phone = f"+849{secrets.randbelow(10**8):08d}"
        values = {
            "action": "contact", "subject": "Mất điện thoại và mật khẩu", "person": person, "letter": "12/GĐN",
            "id_number": self.number, "contact": self.phone, "contact_again": self.phone, "grounds": "Đã xem thẻ.",
        }  # fmt: skip
        case = self.cast("desk1").ask("POST", "/api/person-cases", {"values": values}, expect=201).body
        decided, path = {"values": {"outcome": "Đúng người."}}, f"/api/person-cases/{case['id']}/approve"
        self.cast("office").ask("POST", path, decided, version=case["version"], expect=200)
        refused = Window(self.cast).ask("/accounts/sign-in", {"name": name, "password": OTHER})
        assert refused.body["code"] == "password_replaced", refused.body
        return self.recover(1, THIRD)

    def read_code(self, number: int) -> str:
        """The code of the text message of that number."""
        box = Mailbox(self.cast.stack.cloud)

        def list_codes() -> list[str]:
            return [found[0] for text in box.list_texts(self.phone) if (found := CODE.search(text))]

        found: list[str] = wait_until(lambda: (codes := list_codes())[number - 1 :] and codes, "code")
        return found[number - 1]

    def change_profile(self, me: Witness) -> None:
        """The holder moves."""
        profile = me.get("/api/me/profile")
        said = {
            "full_name": "Lê Thị Mai", "id_number": self.number, "birth_date": "1990-02-03", "sex": "female",
            "nationality": "VN", "address": "5 Trần Hưng Đạo", "commune": "Phường Thuận Hóa",
            "province": "Thành phố Huế",
        }  # fmt: skip
        changed = me.ask("PUT", "/api/me/profile", said, version=profile["version"], expect=200)
        assert changed.body["version"] == profile["version"] + 1

    def use_second_factor(self, window: Window, credentials: dict[str, str]) -> None:
        """Add an authenticator app, sign in elsewhere with its code, and remove it again."""
        assert window.ask("/accounts/factor", {}).body == {"offered": True, "since": None}
        begun = window.ask("/accounts/factor/enrolment", {"current": OTHER})
        app, now = TOTP(begun.body["secret"]), time.time()
        codes = [app.at(round(now) + 30 * period) for period in (-1, 0, 1)]
        added = window.ask("/accounts/factor/confirmation", {"code": codes[0]})
        assert added.body["since"], added.body
        elsewhere = Window(self.cast)
        assert elsewhere.ask("/accounts/sign-in", credentials).body["waits"] == "code"
        signed = elsewhere.ask("/accounts/sign-in/code", {"code": codes[1]})
        assert signed.status == 201, signed.body
        removed = window.ask("/accounts/factor/removal", {"current": OTHER, "code": codes[2]})
        assert removed.body == {"session": None}, removed.body

    def end_other_device(self, name: str) -> str:
        """Sign in twice, once with a second factor, and end the other session; return the access token of the
        one that is left."""
        window, credentials = Window(self.cast), {"name": name, "password": OTHER}
        # Sessions and tokens of the second of a recovery are over.
        time.sleep(1)
        assert window.ask("/accounts/sign-in", credentials).status == 200
        self.use_second_factor(window, credentials)
        (elsewhere, *_) = [each["id"] for each in window.ask("/devices", {}).body["items"] if not each["current"]]
        left = window.ask("/devices/end", {"id": elsewhere})
        assert elsewhere not in {each["id"] for each in left.body["items"]}, left.body
        time.sleep(1)
        return str(window.ask("/token", {}).body["access_token"])
