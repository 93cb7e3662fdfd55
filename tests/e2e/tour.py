"""One walk through every operation of the API, each answered well at least once, as the right people take it.

Three dossiers and a discarded draft are enough: what one cannot reach after a step, another can.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.timezone import VIETNAM
from infra.local.mailbox import Mailbox, until
from infra.local.person import PAID_LATER, send
from infra.local.portal_calls import account_statement, filed, portal_of, reported
from infra.local.sms import signed
from infra.local.stories.people import BUSINESS, FORM_1, FORM_2, MARITAL
from tests.bodies import BY_POST, LAW_OF_SECTOR
from tests.e2e.people import APPLICANT, COPY, COPY_ANSWERS, Cast, Witness, copy_draft
from tests.e2e.rights import Deployed
from tests.e2e.window import Window

LINKED, CERTIFICATE, LICENCE = "1.001612", "1.004873", "2.000620"
"""A procedure with a partner agency and a fee; one whose fee may be waived."""

JSON = {"Content_Type": "application/json"}
GROUND = {"reason": "Không đủ điều kiện."}


def gateway_pays(cast: Cast, ref: str, mode: str = "ok") -> list[dict[str, Any]]:
    """Pay an intent at the stand-in gateway in a given way; what the API answered to its callbacks."""
    assert cast.stack.gateway is not None
    reply = send(f"{cast.stack.gateway.url}/intents/{ref}/pay?mode={mode}", "POST", b"", {})
    assert reply.status == 200, reply.body
    deliveries: list[dict[str, Any]] = reply.body["deliveries"]
    return deliveries


@dataclass
class Tour:
    """The walk; each method leaves the dossier where the next one takes it up."""

    cast: Cast

    def everything(self) -> None:
        """Every operation once."""
        self.look_around()
        self.pages_session()
        self.linked()
        self.certificate()
        self.left_early()
        self.rights()
        self.outage()
        self.notices()
        self.posted()
        self.national()

    def national(self) -> None:
        """The link to the national portal, both ways, and how an operator goes on with what waits."""
        cast, stack = self.cast, self.cast.stack
        citizen, operator = cast("citizen1"), cast("operator")
        link = account_statement(stack, "TK-1")
        assert citizen.ask("POST", "/api/me/national-account", link, expect=200).body["account"] == "TK-1"
        unit = next(each for each in citizen.get("/api/agencies")["items"] if each["id"] == cast.place.one_stop)
        filing = {
            "MaHoSo": f"DVC-{secrets.token_hex(4)}", "MaTTHC": COPY, "MaDonViTiepNhan": unit["code"],
            "MaTaiKhoan": "TK-1", "DuLieuBieuMau": COPY_ANSWERS,
            "ThongTinNguoiNop": {"HoTen": "Trần Thị Hoa", "SoGiayTo": "046190000001", "SoDienThoai": "0912345678"},
        }  # fmt: skip
        raw, signature = filed(stack, filing)
        reply = cast.nobody().raw("POST", "/api/national/filings", raw, X_Motcua_Signature=signature, **JSON)
        assert reply.body["state"] == "submitted", reply.body
        self.waits_and_goes_on(operator)
        self.shared_catalogue(operator)

    def shared_catalogue(self, operator: Witness) -> None:
        """The portal renames an entry; the night finds it, and an operator takes it for the next deployment."""
        named = f"Nam {secrets.token_hex(4)}"
        portal_of(self.cast.stack).store.put_catalogue("gioi-tinh", [{"Ma": "1", "Ten": named}])
        assert Deployed(self.cast.stack).invoke("pull_catalogues", {})[1]["opened"] >= 1
        waiting = operator.get("/api/catalogue-changes?limit=50")["items"]
        change = next(each for each in waiting if each["theirs"] == {"name": named})
        path = f"/api/catalogue-changes/{change['id']}"
        body = {"verdict": "accepted", "reason": "Theo danh mục dùng chung"}
        operator.ask("POST", f"{path}/decide", body, version=change["version"], expect=200)
        assert operator.get(path)["standing"] == "accepted"

    def waits_and_goes_on(self, operator: Witness) -> None:
        """With the portal down a dossier waits; an operator does not."""
        portal = portal_of(self.cast.stack)
        portal.behaviour.down = True
        try:
            dossier = self.copy()
            self._resumed(operator, dossier)
            assert operator.get("/api/sync")["parked"] == []
        finally:
            portal.behaviour.down = False
        assert self.cast("citizen1").get(f"/api/dossiers/{dossier}/messages")["length"] >= 1

    def _resumed(self, operator: Witness, dossier: str) -> None:
        """The operator has it tried now. Each attempt that fails by itself meanwhile changes its version."""
        until = time.monotonic() + 60
        while True:
            place: dict[str, Any] = operator.get(f"/api/sync/{dossier}")
            if place["next_try_at"]:
                reply = operator.ask("POST", f"/api/sync/{dossier}/resume", None, version=place["version"])
                if reply.status == 200:
                    return
            assert time.monotonic() < until, place
            time.sleep(0.2)

    def look_around(self) -> None:
        """What anybody may read."""
        anybody = self.cast.nobody()
        for path in ("procedures?q=ho kinh doanh", f"procedures/{LINKED}", f"procedures/{LINKED}/form"):
            anybody.get(f"/api/{path.replace(' ', '%20')}")
        for path in ("agencies", "flow", "law?date=2025-12-01", "openapi.json"):
            anybody.get(f"/api/{path}")

    def pages_session(self) -> None:
        """A person at the pages signs in, goes on and signs out."""
        window = Window(self.cast)
        begun = window.ask("/begin", {"shared": False})
        account = self.cast.stack.account("citizen2")
        returned = self.cast.stack.fill_sign_in_form(begun.body["url"], account.username, account.password)
        first = window.ask("", returned)
        assert (first.status, first.body["claims"]["sub"]) == (201, self.cast.subject("citizen2")), first.body
        again = window.ask("/token", {})
        assert again.body["access_token"] == first.body["access_token"]
        me = self.cast.nobody(again.body["access_token"])
        assert me.get("/api/me")["roles"] == ["applicant"]
        assert "/logout?" in window.ask("/end", {}).body["logout_url"]
        assert window.ask("/token", {}).status == 204
        self.cast.stack.forget_token("citizen2")

    def filed(self, procedure: str, form: str, answers: Mapping[str, Any], **more: Any) -> str:
        """A dossier of the citizen's, submitted with its one required paper."""
        citizen = self.cast("citizen1")
        draft = {"answers": answers, "applicant": APPLICANT}
        dossier = citizen.draft(procedure, self.cast.place.one_stop, "own_portal", draft)
        papers = [citizen.upload(dossier, "component", form)]
        if "group" in more:
            proof = citizen.upload(dossier, "exemption_proof")
            version = citizen.get(f"/api/dossiers/{dossier}/draft")["version"]
            claimed = {**draft, "exemption": {"group": more["group"], "paper_id": proof}}
            citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", claimed, version=version, expect=200)
            papers.append(proof)
        citizen.submit(dossier, papers)
        return dossier

    def linked(self) -> None:
        """From filing to erasure, with every side step of a settlement."""
        cast, dossier = self.cast, self.filed(LINKED, FORM_1, BUSINESS)
        citizen, desk, case = cast("citizen1"), cast("desk1"), cast("case1")
        desk.step(dossier, "request_supplement", {"components": [FORM_1], "guidance": "Chụp lại."})
        citizen.step(dossier, "supplement", {"papers": [citizen.upload(dossier, "component", FORM_1)]})
        desk.ask("POST", f"/api/dossiers/{dossier}/slips/preview", {"step": "receive", "body": PAID_LATER}, expect=200)
        code = str(desk.step(dossier, "receive", PAID_LATER)["code"])
        desk.step(dossier, "correct_reception", {"reason": "Nhập nhầm cách trả.", "return_way": "online"})
        self.looked_up(code)
        desk.step(dossier, "transfer")
        self.reported_on(code)
        self.settlement(dossier)
        self.signature(dossier)
        self.money(dossier)
        cast("head1").step(dossier, "resolve", {"outcome": "granted", "result": case.upload(dossier, "result")})
        wrong = {"result": cast("head1").upload(dossier, "result"), "reason": "Sai tên."}
        cast("head1").step(dossier, "correct", wrong)
        desk.step(dossier, "compare", {"came": "sent"})
        desk.step(dossier, "give_back", {"way": "online"})
        desk.step(dossier, "close")
        self.readings(dossier, wrong["result"])
        digest = sorted(citizen.get(f"/api/dossiers/{dossier}/ledger")["parts"])[0]
        cast("office").step(dossier, "erase", {"digest": digest, "ground": "retention_over"})
        self.used_again()

    def used_again(self) -> None:
        """The certificate that was issued answers a component of another filing."""
        citizen, started = self.cast("citizen1"), {"procedure": LICENCE, "channel": "own_portal"}
        begun = citizen.ask("POST", "/api/dossiers", {**started, "one_stop": self.cast.place.one_stop}, expect=201).body
        held = citizen.get(f"/api/dossiers/{begun['id']}/held")["results"]
        citizen.ask("POST", f"/api/dossiers/{begun['id']}/held", {"component": held[0]["component"]}, expect=201)

    def reported_on(self, code: str) -> None:
        """The partner agency's own system says how far it is."""
        told = {
            "MaHoSo": code, "TrangThai": "dang_xu_ly", "MaThamChieu": secrets.token_hex(8),
            "ThoiDiem": self.cast("desk1").get("/api/me")["now"],
        }  # fmt: skip
        raw, signature = reported(self.cast.stack, told)
        reply = self.cast.nobody().raw("POST", "/api/systems/status", raw, X_Motcua_Signature=signature, **JSON)
        assert reply.body["repeated"] is False, reply.body

    def looked_up(self, code: str) -> None:
        """Where it stands, as anybody sees it, and its counter."""
        anybody = self.cast.nobody()
        assert anybody.ask("POST", "/api/lookup", {"code": code}, expect=200).body["completion"]["done"] == 1
        raw, signature = signed(self.cast.stack, f"HS {code}", "+84900000007")
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

    def settlement(self, dossier: str) -> None:
        """Opinions, a partner's share, an extension declined."""
        cast, case = self.cast, self.cast("case1")
        unit = case.get(f"/api/dossiers/{dossier}")["agency"]
        case.step(dossier, "claim")
        officers = {each["sub"]: each["open"] for each in case.get(f"/api/members?unit={unit}")["items"]}
        assert officers[cast.subject("case1")] >= 1
        right = {"role": "case_officer", "unit": unit, "valid_from": "2021-01-01T00:00:00+07:00"}
        colleague = {"name": "Lê Văn Tư", "title": "Công chức", "assignments": [right], "request_ref": "12/CV-UBND"}
        other = f"colleague-{secrets.token_hex(3)}"
        cast("operator").ask("PUT", f"/api/officers/{other}", colleague, version=0, expect=200)
        case.step(dossier, "hand_over", {"officer": other, "note": "Nhờ xem tiếp."})
        cast("section").step(dossier, "assign", {"officer": cast.subject("case1")})
        case.step(dossier, "note", {"text": "Đã gọi cho người nộp."})
        case.step(dossier, "confirm_complete")
        asked = {"unit": cast.place.tax, "reply_days": 2, "questions": "Ý kiến?"}
        case.step(
            dossier, "call_original", {"components": [FORM_1], "legal_basis": LAW_OF_SECTOR, "reason": "Bản chụp mờ."}
        )
        cast("desk1").step(dossier, "compare", {"differing": [FORM_1], "note": "Khác số nhà."})
        case.step(dossier, "consult", asked)
        cast("tax1").step(dossier, "answer", {"opinion": "Đồng ý."})
        cast("tax1").step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
        extension = case.step(dossier, "extend", {"units": 1, "reason": "Phức tạp."})["requests"][-1]["n"]
        cast("section").step(dossier, f"requests/{extension}/decline", {"reason": "Không cần."})

    def signature(self, dossier: str) -> None:
        """An outcome proposed, sent back, answered; the head may still decide directly."""
        case, head = self.cast("case1"), self.cast("head1")
        refusal = {"outcome": "not_granted", "ground": "conditions_not_met", "opinion": "Chưa đủ điều kiện."}
        number = case.step(dossier, "propose", refusal)["requests"][-1]["n"]
        back = head.step(dossier, f"requests/{number}/send_back", {"remarks": "Nêu rõ căn cứ."})
        assert back["requests"][-1]["sent_back"]["officer"] == self.cast.subject("case1")
        (mine,) = [each for each in case.get(f"/api/returned?unit={back['agency']}")["items"] if each["yours"]]
        assert mine["remarks"] == "Nêu rõ căn cứ."
        case.step(dossier, "propose", {**refusal, "opinion": "Đã nêu căn cứ."})

    def money(self, dossier: str) -> None:
        """Cash taken and reversed, then paid online, twice: the second payment is reconciled."""
        cast, citizen, cashier = self.cast, self.cast("citizen1"), self.cast("cashier1")
        owed = citizen.get(f"/api/dossiers/{dossier}")["obligations"][0]
        cast("case1").step(dossier, "request_payment", {"obligations": [owed["id"]]})
        receipt = f"BL-{dossier[:10].upper()}"
        cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": receipt}
        cashier.step(dossier, "pay", cash)
        self.till(receipt)
        wrong = {"receipt_number": receipt, "reason": "Nhầm hồ sơ."}
        reversal = cashier.step(dossier, "reverse_payment", wrong)["requests"][-1]["n"]
        cast("cashier2").step(dossier, f"requests/{reversal}/approve")
        intent = self.intent(dossier, owed["id"])
        told = gateway_pays(cast, intent, "twice")
        assert [each["status"] for each in told] == [200, 200], told
        self.callback(told)
        proof = {"obligation": owed["id"], "voucher": "UNT-1", "credited_at": datetime.now(UTC).isoformat()}
        cashier.step(dossier, "acknowledge_payment", proof)
        self.reconcile(dossier)

    def till(self, receipt: str) -> None:
        """What is still owed at the centre, what its till took today, and a receipt confirmed on paper."""
        cashier, unit = self.cast("cashier1"), self.cast.place.one_stop
        cashier.get(f"/api/unpaid?unit={unit}")
        cashier.ask("POST", "/api/unpaid/search", {"unit": unit, "name": "hoa"}, expect=200)
        assert receipt in {each["number"] for each in cashier.get(f"/api/till?unit={unit}")["entries"]}
        printed = cashier.ask("POST", "/api/till/prints", {"unit": unit, "number": receipt}, expect=200)
        assert printed.body["copies"] == 0

    def intent(self, dossier: str, obligation: str) -> str:
        """An intent to pay one obligation; its reference."""
        asked = {"obligations": [obligation]}
        made = self.cast("citizen1").ask("POST", f"/api/dossiers/{dossier}/payments", asked, expect=201)
        return str(made.body["ref"])

    def callback(self, told: list[dict[str, Any]]) -> None:
        """The gateway's own client saw these answers; they count as the operation's."""
        for each in told:
            self.cast.description.answered["payment_callback", each["status"]] += 1

    def reconcile(self, dossier: str) -> None:
        """The money that came twice goes back."""
        cashier, unit = self.cast("cashier1"), self.cast.place.one_stop
        tasks = cashier.get(f"/api/reconciliation?unit={unit}&limit=50")["items"]
        task = next(each for each in tasks if each["dossier_id"] == dossier)
        ending = {"resolution": "refunded", "note": "Đã hoàn tiền."}
        cashier.ask("POST", f"/api/reconciliation/{task['id']}/close", ending, version=task["version"], expect=200)

    def readings(self, dossier: str, result: str) -> None:
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

    def certificate(self) -> None:
        """A claim to pay nothing, confirmed; then the settlement is stopped."""
        cast, dossier = self.cast, self.filed(CERTIFICATE, FORM_2, MARITAL, group="poor_household")
        desk = cast("desk1")
        received = desk.step(dossier, "receive", PAID_LATER)
        decided = {"obligation": received["obligations"][0]["id"], "outcome": "confirmed"}
        desk.step(dossier, "confirm_exemption", decided)
        desk.step(dossier, "transfer")
        cast("head1").step(dossier, "stop", {"ground": "other_law", **GROUND})

    def left_early(self) -> None:
        """A draft thrown away, a filing refused, a filing withdrawn."""
        citizen, desk = self.cast("citizen1"), self.cast("desk1")
        citizen.ask("DELETE", f"/api/dossiers/{self.draft()}/draft", expect=204)
        refused, withdrawn = (self.copy() for _ in range(2))
        desk.step(refused, "refuse", {"ground": "not_conforming", **GROUND})
        citizen.step(withdrawn, "withdraw", {"reason": "Đổi ý."})

    def draft(self) -> str:
        """A draft in which nothing is typed yet."""
        started = {"procedure": COPY, "one_stop": self.cast.place.one_stop, "channel": "own_portal"}
        return str(self.cast("citizen1").ask("POST", "/api/dossiers", started, expect=201).body["id"])

    def copy(self) -> str:
        """A submitted dossier without papers."""
        citizen = self.cast("citizen1")
        dossier = copy_draft(citizen, self.cast.place.one_stop)
        citizen.submit(dossier, [])
        return dossier

    def outage(self) -> None:
        """The system was down: a dossier of the paper register is entered with its true times, and found as late."""
        operator, desk, unit = self.cast("operator"), self.cast("desk1"), self.cast.place.one_stop
        now = datetime.fromisoformat(desk.get("/api/me")["now"])
        down, filed = (now - timedelta(minutes=minutes) for minutes in (60, 40))
        asked = {"unit": unit, "started_at": down.isoformat(), "reason": "Đứt cáp."}
        outage = operator.ask("POST", "/api/outages", asked, expect=201).body
        back = {"ended_at": (now - timedelta(minutes=10)).isoformat()}
        operator.ask("POST", f"/api/outages/{outage['id']}/end", back, version=1, expect=200)
        assert outage["id"] in {each["id"] for each in desk.get("/api/outages")["items"]}
        dossier = desk.draft(COPY, unit, "desk", {"answers": COPY_ANSWERS, "applicant": APPLICANT})
        line = {"outage": outage["id"], "filed_at": filed.isoformat()}
        body = {"papers": [], "declared_true": True, "paper_register": line}
        desk.ask("POST", f"/api/dossiers/{dossier}/submit", body, expect=200)
        head = desk.step(self.copy(), "receive", PAID_LATER)["code"].rpartition("-")[0]
        entry = {"outage": outage["id"], "code": f"{head}-{9001 + secrets.randbelow(999):07d}",
                 "received_at": (filed + timedelta(minutes=5)).isoformat()}  # fmt: skip
        desk.step(dossier, "receive", {"paper_register": entry, **PAID_LATER})
        late = desk.get(f"/api/late_entries?unit={unit}")["items"]
        assert {each["kind"] for each in late if each["dossier_id"] == dossier} == {"submitted", "received"}
        office = self.cast("office")
        period = {"since": f"{now:%Y-%m}-01", "until": f"{now:%Y-%m-%d}"}
        refused = office.ask("POST", "/api/use_reports", period, expect=409)
        assert refused.code == "report_not_foreseen", "Huế's regulation asks for no such report"
        assert office.get("/api/use_reports")["items"] == []

    def posted(self) -> None:
        """A filing for another unit; then a result that nobody collects from the post, some days later."""
        cast, desk = self.cast, self.cast("desk1")
        desk.step(self.copy(), "forward", {"unit": cast.place.other})
        dossier = self.copy()
        for owed in desk.step(dossier, "receive", {"receipt_wanted": True, **PAID_LATER})["obligations"]:
            receipt = f"BL-{dossier[:10].upper()}"
            cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": receipt}
            cast("cashier1").step(dossier, "pay", cash)
        desk.step(dossier, "resolve", {"outcome": "granted", "result": desk.upload(dossier, "result")})
        desk.step(dossier, "give_back", BY_POST)
        desk.step(dossier, "invite")
        late = self.filed(CERTIFICATE, FORM_2, MARITAL)
        desk.step(late, "receive", PAID_LATER)
        desk.step(late, "transfer")
        # A working week later the second invitation is due, and a settlement is late.
        now = datetime.fromisoformat(desk.get("/api/me")["now"])
        cast.stack.set_clock_offset(round((now + timedelta(days=7)).timestamp() - time.time()))
        desk.step(dossier, "invite")
        desk.step(dossier, "take_back")
        self.apology(late)
        unit = cast.place.one_stop
        urged = cast("office").ask("POST", "/api/board/urge", {"unit": unit}, expect=201).body
        assert urged in cast("office").get(f"/api/board?unit={unit}")["urgings"]

    def apology(self, late: str) -> None:
        """The one new date of a late dossier, signed by the head and agreed to by the centre."""
        asked = self.cast("case1").step(late, "apologise", {"new_due_days": 1, "reason": "Quá tải."})
        for who in ("head1", "director"):
            self.cast(who).step(late, f"requests/{asked['requests'][-1]['n']}/approve")

    def notices(self) -> None:
        """Contacts proven by codes, notices on the dossier and in the inbox, an errand brought by telephone."""
        citizen, desk, unit = self.cast("citizen2"), self.cast("desk1"), self.cast.place.one_stop
        self.contacts(citizen, "/api/me/contacts")
        dossier = copy_draft(citizen, unit)
        citizen.submit(dossier, [])
        desk.step(dossier, "refuse", {"ground": "not_conforming", **GROUND})
        self.contacts(desk, f"/api/dossiers/{dossier}/contacts/filer")
        inbox = until(lambda: citizen.get("/api/inbox?limit=5")["items"], "message")
        citizen.ask("POST", f"/api/inbox/{inbox[0]['id']}/read", expect=200)
        citizen.get(f"/api/dossiers/{dossier}/notices")

        def mine() -> list[dict[str, Any]]:
            items = desk.get(f"/api/errands?unit={unit}&limit=100")["items"]
            return [each for each in items if each["dossier_id"] == dossier]

        errand = until(mine, "errand")[0]
        done = {"way": "phone"}
        desk.ask("POST", f"/api/errands/{errand['id']}/done", done, version=errand["version"], expect=200)

    def contacts(self, person: Any, path: str) -> None:
        """A telephone is proven, wishes are said, and both are forgotten again."""
        phone, box = f"+849{secrets.randbelow(10**8):08d}", Mailbox(self.cast.stack.cloud)
        asked = {"channel": "sms", "address": phone}
        person.ask("POST", f"{path}/codes", asked, expect=202)
        text = until(lambda: box.texts(phone), "code")[-1]
        code = re.search(r"[0-9]{6}", text)
        assert code
        person.ask("POST", f"{path}/confirm", {"channel": "sms", "code": code[0]}, expect=200)
        person.ask("PUT", path, {"language": "en", "off": ["sms"]}, expect=200)
        assert person.get(path)["language"] == "en"
        person.ask("DELETE", f"{path}/sms", expect=204)

    def rights(self) -> None:
        """A newcomer is granted a right."""
        operator, newcomer = self.cast("operator"), f"newcomer-{secrets.token_hex(6)}"
        assert operator.get(f"/api/officers/{newcomer}")["version"] == 0
        right = {"role": "postal_staff", "unit": self.cast.place.one_stop, "valid_from": "2026-11-01T00:00:00+07:00"}
        asked = {"name": "Người mới", "title": "Nhân viên", "assignments": [right], "request_ref": "01/CV"}
        operator.ask("PUT", f"/api/officers/{newcomer}", asked, version=0, expect=200)
        found = operator.get(f"/api/officers?unit={self.cast.place.one_stop}")["items"]
        assert newcomer in {each["sub"] for each in found}
