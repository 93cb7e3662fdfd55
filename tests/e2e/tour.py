"""One walk through every operation of the API, each answered well at least once, as the right people take it.

Three dossiers and a discarded draft are enough: what one cannot reach after a step, another can.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.dossier.rating import OVERALL
from chalicelib.repositories.dynamodb.keys import RATINGS
from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER
from infra.local.stories.people import BUSINESS, FORM_1, FORM_2, MARITAL
from tests.e2e.filings import CERTIFICATE, GROUND, LICENCE, LINKED, Filings
from tests.e2e.matter_walk import MatterWalk
from tests.e2e.money import PaymentWays
from tests.e2e.national_link import NationalLink
from tests.e2e.own_account_walk import OwnAccountWalk
from tests.e2e.people import APPLICANT, COPY, COPY_ANSWERS, Cast
from tests.e2e.readings import Readings
from tests.e2e.telling import NoticeStory
from tests.support.bodies import AUTHORITY, BY_POST, LAW_OF_SECTOR
from tests.support.running.cloud_fixtures import MORNING

REPRESENTED = {"full_name": "Trần Văn An", "id_number": "046190005678"}


@dataclass
class Tour:
    """The walk; each method leaves the dossier where the next one takes it up."""

    cast: Cast

    def everything(self) -> None:
        """Every operation once."""
        Readings(self.cast).look_around()
        Readings(self.cast).pages_session()
        Readings(self.cast).end_by_provider()
        Readings(self.cast).officers_session()
        self.linked()
        self.certificate()
        self.left_early()
        self.counted()
        self.rights()
        holder = self.accounts()
        self.outage()
        NoticeStory(self.cast).notices()
        MatterWalk(self.cast, holder).open_every_kind()
        self.posted()
        NationalLink(self.cast).link_both_ways()
        # Last: it moves legal time.
        OwnAccountWalk(self.cast).open_and_leave()

    def accounts(self) -> str:
        """A holder reads their account, the counter makes one for somebody who has none, and its loss is reported;
        return the new holder's number."""
        for path in ("/api/me/profile", "/api/me/account", "/api/me/applications", "/api/me/unjoined"):
            self.cast("citizen1").get(path)
        # A number that no earlier test has shown.
        person = {"id_number": f"046305{secrets.randbelow(10**6):06d}", "full_name": "Nguyễn Thị Hoài"}
        self.cast("desk1").provide_account(self.cast.place.one_stop, person)
        lost = {**person, "contact": "0905123456", "what": "phone"}
        self.cast.nobody().ask("POST", "/api/lost-accounts", lost, expect=201)
        return person["id_number"]

    def linked(self) -> None:
        """From filing to erasure, with every side step of a settlement."""
        cast, dossier = self.cast, Filings(self.cast).filed(LINKED, FORM_1, BUSINESS)
        citizen, desk, case = cast("citizen1"), cast("desk1"), cast("case1")
        desk.step(dossier, "request_supplement", {"components": [FORM_1], "guidance": "Chụp lại."})
        citizen.step(dossier, "supplement", {"papers": [citizen.upload(dossier, "component", FORM_1)]})
        desk.ask("POST", f"/api/dossiers/{dossier}/slips/preview", {"step": "receive", "body": PAID_LATER}, expect=200)
        code = str(desk.step(dossier, "receive", PAID_LATER)["code"])
        desk.step(dossier, "correct_reception", {"reason": "Nhập nhầm cách trả.", "return_way": "online"})
        Readings(self.cast).looked_up(code)
        desk.step(dossier, "transfer")
        NationalLink(self.cast).reported_on(code)
        self.settlement(dossier)
        self.signature(dossier)
        PaymentWays(self.cast).pay_each_way(dossier)
        cast("head1").step(dossier, "resolve", {"outcome": "granted", "result": case.upload(dossier, "result")})
        wrong = {"result": cast("head1").upload(dossier, "result"), "reason": "Sai tên."}
        cast("head1").step(dossier, "correct", wrong)
        desk.step(dossier, "compare", {"came": "sent"})
        desk.step(dossier, "give_back", {"way": "online"})
        desk.step(dossier, "close")
        self.rating(dossier)
        Readings(self.cast).read_everything(dossier, wrong["result"])
        digest = sorted(citizen.get(f"/api/dossiers/{dossier}/ledger")["parts"])[0]
        cast("office").step(
            dossier, "erase", {"digest": digest, "ground": "authority_decision", "decision": "12/QĐ-TA"}
        )
        cast("office").get(f"/api/dossiers/{dossier}/erasure")
        self.used_again()

    def used_again(self) -> None:
        """The certificate that was issued answers a component of another filing."""
        citizen, started = self.cast("citizen1"), {"procedure": LICENCE, "channel": "own_portal"}
        begun = citizen.ask("POST", "/api/dossiers", {**started, "one_stop": self.cast.place.one_stop}, expect=201).body
        held = citizen.get(f"/api/dossiers/{begun['id']}/held")["results"]
        citizen.ask("POST", f"/api/dossiers/{begun['id']}/held", {"component": held[0]["component"]}, expect=201)

    def settlement(self, dossier: str) -> None:
        """Opinions, a partner's share, an extension declined."""
        cast, case = self.cast, self.cast("case1")
        unit = case.get(f"/api/dossiers/{dossier}")["agency"]
        case.step(dossier, "claim")
        officers = {each["sub"]: each["open"] for each in case.get(f"/api/members?unit={unit}")["items"]}
        assert officers[cast.subject("case1")] >= 1
        right = {"role": "case_officer", "unit": unit, "valid_from": "2021-01-01T00:00:00+07:00"}
        colleague = {"name": "Lê Văn Tư", "title": "Công chức", "assignments": [right], "request_ref": "12/CV-UBND"}
        other = cast.newcomer()
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

    def rating(self, dossier: str) -> None:
        """The applicant is asked, answers, and is not satisfied with one matter."""
        citizen = self.cast("citizen1")
        asked = [each["code"] for each in citizen.get(f"/api/dossiers/{dossier}/rating")["questions"]]
        body = {"answers": dict.fromkeys(asked, 5) | {"visits": 2}, "reasons": ["trips"], "text": "Đến ba lần."}
        citizen.step(dossier, "rate", body)
        assert citizen.get(f"/api/dossiers/{dossier}/rating")["rating"]["answers"]["visits"] == 2
        month = f"{MORNING:%Y-%m}"
        assert citizen.get(f"/api/ratings?month={month}")["items"] == []
        figures = f"/api/ratings/officers?unit={self.cast.place.one_stop}"
        now = self.cast("office").get(f"{figures}&month={month}")
        assert (now["unit"], now["published_from"]) == (None, "2026-12-08"), "a figure would show who gave it"
        assert self.cast("office").get(figures)["unit"]["mean"] is None

    def counted(self) -> None:
        """What was rated reaches the counts of its unit, by the rights of the deployed consumer. They are read where
        they are stored: the API shows none in the month itself."""
        client, unit = self.cast.stack.aws.client("dynamodb"), self.cast.place.one_stop
        asked = {
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :unit)",
            "ExpressionAttributeValues": {
                ":pk": {"S": RATINGS(f"{MORNING:%Y-%m}")}, ":unit": {"S": f"{unit}#{OVERALL}#"},
            },
        }  # fmt: skip

        def count_ratings() -> int:
            found = client.query(TableName=self.cast.stack.table, ConsistentRead=True, **asked)
            return sum(int(row["length"]["N"]) for row in found["Items"])

        wait_until(lambda: count_ratings() >= 2, "ratings of the unit")

    def rated_at_counter(self, dossier: str) -> None:
        """The desk gives a code to an applicant, who answers without signing in."""
        opened = self.cast("desk1").ask("POST", f"/api/dossiers/{dossier}/rating_code", expect=201).body
        guest = self.cast("citizen1")
        guest.ask("POST", "/api/tablet/form", {"code": opened["code"]}, expect=200)
        guest.ask("POST", "/api/tablet/rate", {"code": opened["code"], "answers": {"overall": 4}}, expect=204)

    def certificate(self) -> None:
        """A claim to pay nothing, confirmed; then the settlement is stopped."""
        cast, dossier = self.cast, Filings(self.cast).filed(CERTIFICATE, FORM_2, MARITAL, group="poor_household")
        desk = cast("desk1")
        received = desk.step(dossier, "receive", PAID_LATER)
        decided = {"obligation": received["obligations"][0]["id"], "outcome": "confirmed"}
        desk.step(dossier, "confirm_exemption", decided)
        desk.step(dossier, "transfer")
        cast("head1").step(dossier, "stop", {"ground": "other_law", **GROUND})

    def left_early(self) -> None:
        """A draft thrown away, a filing refused, a filing withdrawn."""
        citizen, desk = self.cast("citizen1"), self.cast("desk1")
        citizen.ask("DELETE", f"/api/dossiers/{Filings(self.cast).draft()}/draft", expect=204)
        refused, withdrawn = (Filings(self.cast).copy() for _ in range(2))
        desk.step(refused, "refuse", {"ground": "not_conforming", **GROUND})
        citizen.step(withdrawn, "withdraw", {"reason": "Đổi ý."})
        self.rated_at_counter(refused)
        typed = {"answers": COPY_ANSWERS, "applicant": APPLICANT, "on_behalf": REPRESENTED, "authority": AUTHORITY}
        by_paper = citizen.draft(COPY, self.cast.place.one_stop, "own_portal", typed)
        citizen.submit(by_paper, [])
        desk.step(by_paper, "revoke_authority", {"reason": "Người ủy quyền đến quầy."})

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
        head = desk.step(Filings(self.cast).copy(), "receive", PAID_LATER)["code"].rpartition("-")[0]
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
        desk.step(Filings(self.cast).copy(), "forward", {"unit": cast.place.other})
        dossier = Filings(self.cast).copy()
        for owed in desk.step(dossier, "receive", {"receipt_wanted": True, **PAID_LATER})["obligations"]:
            receipt = f"BL-{dossier[:10].upper()}"
            cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": receipt}
            cast("cashier1").step(dossier, "pay", cash)
        desk.step(dossier, "resolve", {"outcome": "granted", "result": desk.upload(dossier, "result")})
        desk.step(dossier, "give_back", BY_POST)
        desk.step(dossier, "invite")
        late = Filings(self.cast).filed(CERTIFICATE, FORM_2, MARITAL)
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

    def rights(self) -> None:
        """A newcomer is granted a right."""
        operator, newcomer = self.cast("operator"), self.cast.newcomer()
        assert operator.get(f"/api/officers/{newcomer}")["version"] == 0
        right = {"role": "postal_staff", "unit": self.cast.place.one_stop, "valid_from": "2026-11-01T00:00:00+07:00"}
        asked = {"name": "Người mới", "title": "Nhân viên", "assignments": [right], "request_ref": "01/CV"}
        operator.ask("PUT", f"/api/officers/{newcomer}", asked, version=0, expect=200)
        found = operator.get(f"/api/officers?unit={self.cast.place.one_stop}")["items"]
        assert newcomer in {each["sub"] for each in found}
        listed = operator.ask("POST", "/api/officers/search", {"name": "moi nguoi"}, expect=200).body["items"]
        assert newcomer in {each["sub"] for each in listed}
        met = operator.ask("POST", "/api/officers/find", {"typed": "moi nguoi"}, expect=200).body["items"]
        assert newcomer in {each["sub"] for each in met}
        asked = {"person": newcomer, "action": "leave"}
        (ended,) = operator.ask("POST", "/api/officers/preview", asked, expect=200).body["ended"]
        assert ended["role"] == "postal_staff"
        assert operator.get("/api/missing-tasks")["known"] is False
        assert operator.get("/api/technical-status")["law"]
        closing = {"action": "close", "effective": "2027-03-01", "unit": self.cast.place.one_stop}
        shown = self.cast("office").ask("POST", "/api/unit-effects", {"values": closing}, expect=200).body
        assert (shown["units"][0]["unit"], shown["faults"] != []) == (self.cast.place.one_stop, True)
        assert self.cast("office").get("/api/unit-effects")["items"] == [], "no unit has ended with open work"
        works = self.cast("office").get(f"/api/units/{self.cast.place.one_stop}")["works"]
        assert {each["work"] for each in works} == {"receives"}
        (change,) = operator.get(f"/api/officers/{newcomer}/history")["changes"]
        assert (change["request_ref"], change["given"][0]["role"]) == ("01/CV", "postal_staff")
        assert operator.get(f"/api/officers/{newcomer}/work")["shares"] == []
        # The telephone is lost: one asks, another agrees, and the old account is gone.
        lost, reference = f"/api/officers/{newcomer}/recovery", {"request_ref": "02/CV"}
        operator.ask("POST", lost, reference, version=1, expect=200)
        agreed = self.cast("operator2").ask("POST", f"{lost}/decision", {"agree": True}, version=2, expect=200)
        assert (agreed.body["version"], agreed.body["recovery"]) == (4, None)
