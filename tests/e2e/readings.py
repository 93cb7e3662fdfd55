"""The part of the walk through the operations that reads: public pages, a session, look-up, lists and people."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from pyotp import TOTP

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.federation import CLIENT
from infra.local.person import ApiPerson
from infra.local.sign_in import choose_person
from infra.local.sms import sign_message
from infra.local.stand_ins.e_identity_sign_outs import build_logout_token
from tests.e2e.filings import LINKED
from tests.e2e.people import Cast
from tests.e2e.window import Window


@dataclass
class Readings:
    """Read operations, public or with rights."""

    cast: Cast

    def look_around(self) -> None:
        """Read everything public."""
        anybody = self.cast.nobody()
        for path in ("procedures?q=ho kinh doanh", f"procedures/{LINKED}", f"procedures/{LINKED}/form"):
            anybody.get(f"/api/{path.replace(' ', '%20')}")
        for path in ("", "agencies", "applications", "flow", "law?date=2025-12-01", "openapi.json"):
            anybody.get(f"/api/{path}")
        self.look_for_help()
        self.read_plain_pages()
        auditor = self.cast("auditor")
        # The stack is shared with tests that raise some.
        raised = [each["at"] for each in auditor.get("/api/security_alarms")["items"]]
        assert raised == sorted(raised, reverse=True)
        auditor.ask("POST", "/api/security_log/search", {"day": "2026-12-01"}, expect=200)

    def read_plain_pages(self) -> None:
        """Read what is public as pages without scripts."""
        anybody = self.cast.nobody()
        assert "/doc/procedures" in anybody.get("/doc")
        assert f"/doc/procedures/{LINKED}" in anybody.get("/doc/procedures")
        assert "<h1" in anybody.get(f"/doc/procedures/{LINKED}?lang=en")
        assert f"/doc/procedures/{LINKED}</loc>" in anybody.get("/doc/sitemap.xml")

    def look_for_help(self) -> None:
        """Find a guide, ask the assistant, and see whom to call."""
        anybody = self.cast.nobody()
        page = anybody.get("/api/help?page=/dossiers/:id/supplement")
        first = page["topics"][0]["guides"][0]["id"]
        assert page["assistant"] is True
        assert anybody.get(f"/api/help/{first}")["title"]["vi"] == "Bổ sung, sửa hồ sơ đã nộp"
        asked = {"question": "hồ sơ thiếu giấy tờ thì nộp thêm ở đâu"}
        answer = anybody.ask("POST", "/api/help/ask", asked, expect=200).body
        assert [answer["automatic"], answer["passages"][0]["id"]] == [True, first]
        assert answer["contact"] == anybody.get("/api/help/contacts")["items"][0]

    def pages_session(self) -> None:
        """A person at the pages signs in, works and signs out."""
        offered = self.cast.nobody().get("/api/session/methods")["items"]
        assert [each["method"] for each in offered if each["open"]] == ["e_identity"]
        window = Window(self.cast)
        begun = window.ask("/begin", {"shared": False})
        returned = choose_person(begun.body["url"], "citizen3")
        first = window.ask("", returned)
        assert (first.status, first.body["claims"]["sub"]) == (201, self.cast.subject("citizen3")), first.body
        again = window.ask("/token", {})
        assert again.body["access_token"] == first.body["access_token"]
        me = self.cast.nobody(again.body["access_token"])
        assert me.get("/api/me")["roles"] == ["applicant"]
        self.authorise(me)
        terms = self.cast.nobody().get("/api/terms")
        assert me.get("/api/me/terms")["version"] == terms["version"]
        accepted = me.ask("POST", "/api/me/terms", {"version": terms["version"]}, expect=200).body
        assert (accepted["due"], accepted["accepted"]) == (False, terms["version"])
        assert "/logout?" in window.ask("/end", {}).body["logout_url"]
        assert window.ask("/token", {}).status == 204
        self.cast.stack.forget_token("citizen3")

    def end_by_provider(self) -> None:
        """The e-identity provider signs a person out everywhere."""
        provider, window = self.cast.stack.e_identity, Window(self.cast)
        assert provider is not None
        begun = window.ask("/begin", {"shared": False})
        assert window.ask("", choose_person(begun.body["url"], "foreigner")).status == 201
        token = build_logout_token(provider.url, CLIENT, "foreigner", provider.store.list_keys()[-1])
        form, media = urlencode({"logout_token": token}).encode(), "application/x-www-form-urlencoded"
        ended = self.cast.nobody().raw("POST", "/api/session/back-channel", form, Content_Type=media)
        assert (ended.status, ended.body) == (200, {"accepted": True}), ended.body
        assert window.ask("/token", {}).code == "session_ended_by_provider"
        self.cast.stack.forget_token("foreigner")

    def authorise(self, person: ApiPerson) -> None:
        """Somebody whose sign-in proved who they are offers an authorisation, and takes it back."""
        other = {"full_name": "Hồ Thị Lan", "id_number": "046192004567"}
        wish = {"side": "principal", "other": other, "scope": {"procedures": [LINKED]}}
        offered = person.ask("POST", "/api/authorisations", wish, expect=201).body
        assert offered["id"] in {each["id"] for each in person.get("/api/authorisations")["items"]}
        ended = person.ask(
            "POST", f"/api/authorisations/{offered['id']}", {"reply": "revoke"}, version=offered["version"], expect=200
        )
        assert ended.body["standing"] == "revoked"

    def officers_session(self) -> None:
        """A new officer replaces the first password and registers a telephone; a code counts once."""
        stack, window = self.cast.stack, Window(self.cast)
        name = f"new-{secrets.token_hex(6)}"
        stack.aws.client("cognito-idp").admin_create_user(
            UserPoolId=stack.outputs["OfficerPoolId"], Username=name, TemporaryPassword="Lan-Dau-2026",
            MessageAction="SUPPRESS",
        )  # fmt: skip
        wrong = window.ask("/officers", {"name": name, "password": "Khong-Dung-2026"})
        assert (wrong.status, wrong.code) == (401, "password_refused")
        begun = window.ask("/officers", {"name": name, "password": "Lan-Dau-2026"})
        assert (begun.status, begun.body["waits"]) == (200, "password"), begun.body
        chosen = window.ask("/officers/password", {"password": "Cua-Rieng-Toi-2026"})
        assert chosen.body["waits"] == "enrol", chosen.body
        telephone = TOTP(chosen.body["secret"])
        refused = window.ask("/officers/code", {"code": f"{(int(telephone.now()) + 1) % 10**6:06d}"})
        assert (refused.status, refused.code) == (401, "code_refused")
        code = telephone.now()
        first = window.ask("/officers/code", {"code": code})
        assert (first.status, first.body["officer"]) == (201, True), first.body
        assert self.cast.nobody(first.body["access_token"]).get("/api/me")["roles"] == []
        again = Window(self.cast)
        begun = again.ask("/officers", {"name": name, "password": "Cua-Rieng-Toi-2026"})
        assert begun.body["waits"] == "code", begun.body
        used = again.ask("/officers/code", {"code": code})
        assert (used.status, used.code) == (401, "code_used"), "a code counts once"

    def looked_up(self, code: str) -> None:
        """Read its public state, and its counter."""
        anybody = self.cast.nobody()
        assert anybody.ask("POST", "/api/lookup", {"code": code}, expect=200).body["completion"]["done"] == 1
        raw, signature = sign_message(self.cast.stack, f"HS {code}", "+84900000007")
        answer = anybody.raw("POST", "/api/sms", raw, X_Sms_Signature=signature)
        assert (answer.status, code in answer.body["text"]) == (200, True)
        assert anybody.get("/api/kiosk")["routes"]
        operator = self.cast("operator")
        name = {"vi": "Zalo của tỉnh", "en": "The province's Zalo"}
        further = {"name": name, "guidance": name, "url": "https://zalo.me/hue"}
        key = f"zalo{secrets.token_hex(3)}"
        operator.ask("PUT", f"/api/lookup_channels/{key}", further, version=0, expect=200)
        assert key in {each["key"] for each in operator.get("/api/lookup_channels")["items"]}
        assert key in {each["key"] for each in anybody.get("/api/lookup/channels")["further"]}
        wanted = {"unit": self.cast.place.one_stop, "by": "code", "text": code, "purpose": "counter_question"}
        assert len(self.cast("desk1").ask("POST", "/api/search", wanted, expect=200).body["items"]) == 1

    def read_everything(self, dossier: str, result: str) -> None:
        """Everything that reads a dossier, a list or a person."""
        citizen, desk, unit = self.cast("citizen1"), self.cast("desk1"), self.cast.place.one_stop
        for part in ("timeline", "ledger", "deadline", "papers", f"papers/{result}/link"):
            citizen.get(f"/api/dossiers/{dossier}/{part}")
        desk.get(f"/api/worklist?unit={unit}&state=submitted")
        desk.get(f"/api/worklist?unit={unit}&state=received&when=later")
        desk.ask("POST", "/api/worklist/search", {"unit": unit, "name": "hoa", "sort": "received"}, expect=200)
        desk.get(f"/api/worklist/counts?unit={unit}")
        slips = [each for each in desk.get(f"/api/dossiers/{dossier}/papers")["items"] if each["kind"] == "slip"]
        sheets = [{"dossier_id": dossier, "paper_id": each["id"]} for each in slips]
        assert len(desk.ask("POST", "/api/prints", {"slips": sheets}, expect=201).body["sheets"]) == len(slips) > 0
        desk.get(f"/api/approvals?unit={unit}")
        received = datetime.fromisoformat(citizen.get(f"/api/dossiers/{dossier}")["received_at"]).astimezone(VIETNAM)
        assert desk.get(f"/api/register?unit={unit}&day={received:%Y-%m-%d}")["total"] > 0
        assert citizen.get("/api/territory")["rule"]["value"]
        assert unit in {each["id"] for each in citizen.get("/api/territory/units")["items"] if each["active"]}
        head, agency = self.cast("head1"), self.cast.place.committee
        head.get("/api/boards?limit=5")
        head.get(f"/api/board?unit={agency}")
        head.get(f"/api/board/dossiers?unit={agency}&state=processing&when=later")
        citizen.get("/api/me")
        citizen.get("/api/me/dossiers?limit=5")
        citizen.get("/api/me/drafts?limit=5")
