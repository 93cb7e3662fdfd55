"""Outages: entries of the paper register are recorded through the routes, with their true time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.operations import OPERATIONS
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office

MARITAL_STATUS = "1.004873"
"""Three working days from reception."""


def build_time(day: str, clock: str) -> datetime:
    """An instant in Vietnam."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VIETNAM)


class OutageDays:
    """Four working days in a row: before, two days of outage, and the day on which the register is entered."""

    def __init__(self, monday: str) -> None:
        first = datetime.fromisoformat(monday)
        self.before, self.first, self.second, self.after = (f"{first + timedelta(days=n):%Y-%m-%d}" for n in range(4))


THEN, TODAY = OutageDays("2024-03-11"), OutageDays("2026-11-23")


def file_at_desk(product: Office, days: OutageDays, channel: str = "desk") -> str:
    """Filed and received before the outage."""
    product.at(build_time(days.before, "08:30"))
    desk = product("desk1")
    draft = {"answers": MARITAL, "applicant": MARITAL_APPLICANT, "efiling": "declined", "return_way": "counter"}
    dossier = desk.draft(MARITAL_STATUS, product.place.one_stop, channel, draft)
    desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    return dossier


def declare_down(product: Office, days: OutageDays, unit: str | None = None) -> str:
    """The system was down over two days; declared and ended by the operator."""
    operator = product.at(build_time(days.first, "07:00"))("operator")
    asked = {"unit": unit, "started_at": product.clock.at.isoformat(), "reason": "Đứt cáp"}
    outage = operator.ask("POST", "/api/outages", asked, expect=201).body
    product.at(build_time(days.second, "18:00"))
    body = {"ended_at": product.clock.at.isoformat()}
    operator.ask("POST", f"/api/outages/{outage['id']}/end", body, version=1, expect=200)
    product.at(build_time(days.after, "17:00"))
    return str(outage["id"])


class Register:
    """The paper register of an outage, entered line by line."""

    def __init__(self, product: Office, outage: str, dossier: str) -> None:
        self.product, self.outage, self.dossier = product, outage, dossier

    def line(self, at: datetime, **more: Any) -> dict[str, Any]:
        return {"paper_register": {"outage": self.outage, "at": at.isoformat()}, **more}

    def enter(self, who: str, step: str, at: datetime, **body: Any) -> Any:
        return self.product(who).step(self.dossier, step, self.line(at, **body))

    def refused(self, who: str, step: str, at: datetime, **body: Any) -> Any:
        found = self.product(who).try_step(self.dossier, step, self.line(at, **body))
        assert found.status >= 400
        return [each["code"] for each in found.body.get("errors", [])] or found.code


def list_by_kind(product: Office, dossier: str) -> dict[str, Any]:
    """The timeline by kind of fact."""
    return {each["kind"]: each for each in product("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]}


def parse_moment(text: str) -> datetime:
    """An instant of an answer."""
    return datetime.fromisoformat(text)


COLLECTED: dict[str, Any] = {
    "way": "counter", "receiver": {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}, "receipt_shown": True,
    "announced_by": "phone",
}  # fmt: skip


@pytest.mark.clause("VL-18.2")
@pytest.mark.parametrize("days", [THEN, TODAY], ids=["2024", "today"])
def test_every_step_of_a_running_dossier_is_entered_with_its_true_time(office, days):
    product = office("vinh-long")
    dossier = file_at_desk(product, days)
    product("desk1").step(dossier, "receive")
    book = Register(product, declare_down(product, days), dossier)
    product("case1")
    result = product("head1").upload(dossier, "result")
    lines: list[tuple[str, str, str, datetime, dict[str, Any]]] = [
        ("desk1", "transfer", "transferred", build_time(days.first, "08:00"), {}),
        ("section", "assign", "assigned", build_time(days.first, "08:30"), {"officer": "case1"}),
        ("case1", "confirm_complete", "found_complete", build_time(days.first, "09:00"), {}),
        ("case1", "consult", "consulted", build_time(days.first, "09:30"), CONSULTED | {"unit": product.place.tax}),
        ("tax1", "answer", "answered", build_time(days.first, "15:00"), {"opinion": "Đồng ý"}),
        ("head1", "resolve", "resolved", build_time(days.second, "14:00"), {"outcome": "granted", "result": result}),
        ("cashier1", "pay", "paid", build_time(days.second, "14:30"), CASH),
        ("desk1", "give_back", "given_back", build_time(days.second, "15:00"), COLLECTED),
        ("desk1", "close", "closed", build_time(days.second, "15:05"), {}),
    ]
    entered_at = product.clock.at
    for who, step, _, at, body in lines:
        seen = book.enter(who, step, at, **body)
    assert (seen["state"], seen["late"]) == ("closed", False)
    found = list_by_kind(product, dossier)
    for _, _, kind, at, _ in lines:
        fact = found[kind]
        assert (parse_moment(fact["occurred_at"]), parse_moment(fact["recorded_at"])) == (at, entered_at)
        (basis,) = [each["article"] for each in fact["law"] if each["param"] == "outage.fallback"]
        assert "khoản 2 Điều 18" in basis
    ledger = product("desk1").get(f"/api/dossiers/{dossier}/ledger")
    assert verify_ledger(dossier, ledger["facts"], head=ledger["head"], length=ledger["length"]) == []


CASH: dict[str, Any] = {"obligations": ["F01"], "amount": 15000, "receipt_number": "BL-1"}
CONSULTED: dict[str, Any] = {"reply_days": 1, "questions": "Có nợ thuế không?"}


@pytest.mark.clause("VL-18.2")
@pytest.mark.parametrize("days", [THEN, TODAY], ids=["2024", "today"])
def test_lateness_is_judged_by_the_true_time(office, days):
    product = office("vinh-long")
    dossier = file_at_desk(product, days)
    due = parse_moment(product("desk1").step(dossier, "receive")["due_at"])
    outage = declare_down(product, days)
    product.at(due + timedelta(days=30))
    book = Register(product, outage, dossier)
    book.enter("desk1", "transfer", build_time(days.first, "07:30"))
    refusal: dict[str, Any] = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Không đủ điều kiện"}
    in_time = build_time(days.second, "16:00")
    assert in_time < due
    assert book.refused("head1", "resolve", in_time, **refusal, late_cause="other_body") == ["not_late"]
    assert book.enter("head1", "resolve", in_time, **refusal)["late"] is False
    entries = product("auditor").get(f"/api/late_entries?unit={product.place.committee}")["items"]
    assert [(each["kind"], each["why"], each["outage"]) for each in entries] == [("resolved", "back_entry", outage)]


@pytest.mark.clause("VL-18.2")
def test_what_the_applicant_was_asked_and_brought_meanwhile_moves_the_clock_by_its_true_time(office):
    product = office("vinh-long")
    dossier = file_at_desk(product, TODAY)
    product("desk1").step(dossier, "receive")
    product("desk1").step(dossier, "transfer")
    book = Register(product, declare_down(product, TODAY), dossier)
    product("desk1")
    asked: dict[str, Any] = {"components": [FORM_2], "guidance": "Nộp lại tờ khai có chữ ký."}
    book.enter("case1", "request_supplement", build_time(TODAY.first, "08:00"), **asked)
    assert (
        book.enter("desk1", "requests/1/approve", build_time(TODAY.first, "09:00"))["state"] == "supplement_requested"
    )
    again = product("desk1").upload(dossier, "component", FORM_2)
    brought = build_time(TODAY.second, "10:00")
    assert book.enter("desk1", "supplement", brought, papers=[again])["state"] == "processing"
    counted = product("desk1").get(f"/api/dossiers/{dossier}/deadline")
    assert parse_moment(counted["started_at"]) == brought
    book.enter("case1", "extend", build_time(TODAY.second, "11:00"), units=1, reason="Chờ xác minh")
    assert (
        list_by_kind(product, dossier)["request_opened"]["occurred_at"] == build_time(TODAY.second, "11:00").isoformat()
    )


@pytest.mark.clause("VL-18.2")
def test_a_register_line_is_within_its_outage_in_order_and_written_by_an_officer(office):
    product = office("vinh-long")
    dossier = file_at_desk(product, TODAY)
    product("desk1").step(dossier, "receive")
    outage = declare_down(product, TODAY, product.place.one_stop)
    book = Register(product, outage, dossier)
    refused = book.refused
    assert refused("desk1", "transfer", build_time(TODAY.before, "16:00")) == ["outside_outage"]
    assert refused("desk1", "transfer", build_time(TODAY.after, "08:00")) == ["outside_outage"]
    assert (
        Register(product, "ghost", dossier).refused("desk1", "transfer", build_time(TODAY.first, "08:00"))
        == "outside_outage"
    )
    book.enter("desk1", "transfer", build_time(TODAY.first, "10:00"))
    assert refused("case1", "confirm_complete", build_time(TODAY.first, "11:00")) == "outside_outage", (
        "its agency was not down"
    )
    agency = Register(product, declare_down(product, TODAY, product.place.committee), dossier)
    assert agency.refused("case1", "confirm_complete", build_time(TODAY.first, "09:59")) == ["before_latest_step"]
    agency.enter("case1", "confirm_complete", build_time(TODAY.first, "10:00"))


@pytest.mark.clause("VL-18.2")
def test_an_applicant_enters_nothing_from_the_register(office):
    product = office("hue", at=build_time(TODAY.before, "08:30"))
    dossier = product("citizen1").file(MARITAL_STATUS, ONLINE, [FORM_2])
    book = Register(product, declare_down(product, TODAY), dossier)
    paper = product("citizen1").upload(dossier, "component", FORM_2)
    assert book.refused("citizen1", "supplement", build_time(TODAY.first, "09:00"), papers=[paper]) == "forbidden"


ONLINE = {"answers": MARITAL, "applicant": MARITAL_APPLICANT, "return_way": "online"}


@pytest.mark.clause("HUE-21.3")
@pytest.mark.parametrize("days", [THEN, TODAY], ids=["2024", "today"])
def test_while_the_system_is_repaired_an_online_dossier_continues_in_other_ways(office, days):
    product = office("hue", at=build_time(days.before, "08:30"))
    dossier = product("citizen1").file(MARITAL_STATUS, ONLINE, [FORM_2])
    product("desk1").step(dossier, "receive")
    product("desk1").step(dossier, "transfer")
    book = Register(product, declare_down(product, days), dossier)
    scan, result = product("desk1").upload(dossier, "component", FORM_2), product("head1").upload(dossier, "result")
    asked: dict[str, Any] = {"components": [FORM_2], "guidance": "Nộp lại tờ khai có chữ ký."}
    book.enter("case1", "request_supplement", build_time(days.first, "08:00"), **asked)
    book.enter("desk1", "requests/1/approve", build_time(days.first, "08:30"))
    book.enter("desk1", "supplement", build_time(days.first, "14:00"), papers=[scan])
    book.enter("head1", "resolve", build_time(days.second, "10:00"), outcome="granted", result=result)
    book.enter("cashier1", "pay", build_time(days.second, "14:00"), **CASH)
    counter: dict[str, Any] = COLLECTED | {"chosen": True, "compared": [FORM_2]}
    assert book.enter("desk1", "give_back", build_time(days.second, "14:30"), **counter)["handed"] == ["counter"]
    done = list_by_kind(product, dossier)
    for kind in ("supplement_requested", "supplemented", "resolved", "paid", "given_back"):
        (basis,) = [each["article"] for each in done[kind]["law"] if each["param"] == "outage.fallback"]
        assert "khoản 3 Điều 21" in basis


NEVER_ON_PAPER = {"discard", "withdraw", "erase", "note", "correct_reception", "rate"}
"""Only its author discards a draft, only its owner withdraws, only the system erases data, and a note is no act. A
reception is corrected on the system, which prints the new receipt. Only its applicant rates, who has no register."""


@pytest.mark.clause("VL-18.2")
def test_the_route_of_every_step_takes_a_line_of_the_register():
    import app  # noqa: F401 - its import registers the routes

    taking = {op.step for op in OPERATIONS if op.body and "paper_register" in op.body.model_fields and op.step}
    assert taking >= set(Step) - NEVER_ON_PAPER
    assert not taking & NEVER_ON_PAPER
