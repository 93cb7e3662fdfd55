"""Lai Châu: rights by written requests, in the clock and late, and the work of an officer who leaves (Điều 17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.mailbox import wait_until
from infra.local.person import PAID_LATER
from infra.local.seed import PASSWORD, TODAY, make_account, register_telephone
from infra.local.stack import DemoAccount
from infra.local.stories.lai_chau_questions import take_step
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, file_marital

PLURAL, CLOCK = "account-requests", "grant"
NEWCOMER, LATER = "newcomer1", "newcomer2"
NAMES = {NEWCOMER: "Vàng Thị Dúa", LATER: "Tẩn A Sáng"}
GRANTED = {"reply": "45/VP-KSTT", "outcome": "Đã phân quyền theo đề nghị của đơn vị."}
REFUSED = {"reply": "47/VP-KSTT", "outcome": "Chưa có quyết định phân công; trả lời quá hạn một ngày làm việc."}
LEAVING = {"action": "leave", "reason": "leaving", "role": "", "full_name": "", "job_title": "", "work_unit": ""}


@dataclass(frozen=True)
class NewOfficer:
    """Somebody who has an account and no right yet."""

    sub: str
    name: str


@register_story(
    "Lai Châu, officers: a right by written request in one working day, a late one, a leaver's work (Quy chế 2024 "
    "Điều 17)",
    province="lai-chau",
    clock="2026-11-23T09:00:00",
)
def lai_chau_officers(telling: Scenario) -> str:
    """Somebody new is granted a right in time; a second request is late; work is handed over before rights end."""
    committee = telling.find_place(TODAY).committee
    newcomer, later = (create_officer(telling, each) for each in (NEWCOMER, LATER))
    granted = ask_rights(telling, newcomer, committee)
    telling.check_equal("a request on Monday is due in one working day, after Culture Day", find_due(granted)[:16],
                        "2026-11-25T17:00")  # fmt: skip
    late = ask_rights(telling, later, committee)
    done = take_step(telling, "office", granted["id"], "grant", GRANTED, PLURAL)
    telling.check_equal("granted in time, in writing", (done["state"], done["late"]), ("granted", False))
    telling.set_clock("2026-11-23T09:20:00")
    rights = [each["role"] for each in telling.find_person(NEWCOMER).get("/api/me")["assignments"]]
    telling.check_equal("the new officer has the right", rights, ["case_officer"])
    dossier = give_dossier(telling, committee, newcomer.sub)
    show_late(telling, late, later)
    leave_work(telling, dossier, newcomer, committee)
    return dossier


def create_officer(telling: Scenario, username: str) -> NewOfficer:
    """Create the account of a new officer, as the administrator of accounts does before a request is granted."""
    sub = make_account(telling.stack, username)
    if username not in {each.username for each in telling.stack.accounts}:
        secret = register_telephone(telling.stack, username)
        telling.stack.accounts += (DemoAccount(username, PASSWORD, "an officer who is new", secret),)
    return NewOfficer(sub, NAMES[username])


def ask_rights(telling: Scenario, officer: NewOfficer, unit: str, **changes: str) -> dict[str, Any]:
    """Let the head of the agency ask in writing."""
    asked = {
        "subject": "Cấp quyền thụ lý", "letter": "12/CV-UBND", "letter_day": "2026-11-20", "reason": "new",
        "action": "grant", "person": officer.sub, "full_name": officer.name, "job_title": "Công chức tư pháp – hộ tịch",
        "work_unit": unit, "role": "case_officer",
    }  # fmt: skip
    values = {key: value for key, value in {**asked, **changes}.items() if value}
    opened = telling.find_person("head1").ask("POST", f"/api/{PLURAL}", {"values": values}, expect=201).body
    return dict(opened)


def find_due(request: Mapping[str, Any]) -> str:
    """Return until when the request is to be granted and answered."""
    return str(next(each["due_at"] for each in request["clocks"] if each["name"] == CLOCK))


def give_dossier(telling: Scenario, unit: str, officer: str) -> str:
    """Bring a dossier to the agency, whose head of section assigns it; return it."""
    dossier = file_marital(telling, telling.find_place(TODAY).one_stop)
    desk = telling.find_person("desk1")
    desk.step(dossier, "receive", PAID_LATER)
    desk.step(dossier, "transfer")
    telling.find_person("section").step(dossier, "assign", {"officer": officer, "seen_holder": ""})
    return dossier


def show_late(telling: Scenario, request: Mapping[str, Any], officer: NewOfficer) -> None:
    """A request whose working day has passed is late by its number and person: in the list, in the alert and in the
    report; the answer that refuses it keeps saying so."""
    telling.set_clock("2026-11-26T08:30:00")
    telling.run_function("watch_deadlines")
    office = telling.find_person("office")
    lines = office.get(f"/api/{PLURAL}?unit={request['unit']}")["items"]
    late = [(each["number"], each["concerns"]) for each in lines if each["late"]]
    telling.check_equal("the list marks the late request alone, with its person", late,
                        [(request["number"], officer.name)])  # fmt: skip
    read = office.get(f"/api/{PLURAL}/{request['id']}")
    shown = (read["late"], read["values"]["person"], read["course"][0]["texts"]["full_name"])
    telling.check_equal("… and the request names its person", shown[2], officer.name)
    telling.check_equal("… by the account too", shown[:2], (True, officer.sub))
    alerts = [(each["event"], each["clock"]) for each in read["course"] if each["event"] == "alert"]
    telling.check_equal("the alert is on record", alerts, [("alert", CLOCK)])
    wait_until(lambda: list_notices(telling, request["number"]), "the alert in the inbox")
    subject = list_notices(telling, request["number"])[0]
    telling.check_equal("… and in the inbox of the provincial office", "Quá hạn" in subject, True)
    wait_until(lambda: read_figures(telling, request["unit"])["overdue"] == 1, "the report")
    telling.check_equal("the report counts it as overdue", read_figures(telling, request["unit"])["overdue"], 1)
    refused = take_step(telling, "office", request["id"], "refuse", REFUSED, PLURAL)
    telling.check_equal("refused in writing", refused["state"], "refused")
    wait_until(lambda: read_figures(telling, request["unit"])["late"] == 1, "the report of the refusal")
    figures = read_figures(telling, request["unit"])
    telling.check_equal("the report counts one in time and one late", (figures["on_time"], figures["late"]), (1, 1))


def list_notices(telling: Scenario, number: str) -> list[str]:
    """Return what the inbox of the provincial office says of a request's lateness."""
    found = telling.find_person("office").get("/api/inbox?unit=province&role=provincial_office")["items"]
    return [
        each["vi"]["subject"] for each in found if number in each["vi"]["subject"] and "hạn" in each["vi"]["subject"]
    ]


def read_figures(telling: Scenario, unit: str) -> dict[str, Any]:
    """Return the figures of account requests in the report."""
    groups = telling.find_person("office").get(f"/api/matters/statistics?unit={unit}")["items"]
    found = [each for each in groups if each["kind"] == "account_request"]
    return dict(found[0]) if found else {"overdue": 0, "late": 0, "on_time": 0}


def leave_work(telling: Scenario, dossier: str, leaver: NewOfficer, unit: str) -> None:
    """Rights do not end while a dossier would stay behind; it is handed over, and then they do."""
    request = ask_rights(telling, leaver, unit, **LEAVING)
    office, section = telling.find_person("office"), telling.find_person("section")
    early = office.ask("POST", f"/api/{PLURAL}/{request['id']}/grant", {"values": GRANTED}, version=request["version"])
    telling.check_refusal("rights do not end while a dossier is open", early, "open_work_left")
    held = section.get(f"/api/officers/{leaver.sub}/work")["shares"]
    telling.check_equal("the head of section reads what is open", [each["open"] for each in held], [1])
    heir = telling.find_person("case1").get("/api/me")["sub"]
    section.step(dossier, "assign", {"officer": heir, "seen_holder": leaver.sub})
    done = take_step(telling, "office", request["id"], "grant", GRANTED, PLURAL)
    telling.check_equal("then the rights end, by a written answer", done["state"], "granted")
    telling.set_clock("2026-11-26T08:50:00")
    rights = telling.find_person(NEWCOMER).get("/api/me")["roles"]
    telling.check_equal("the leaver has no right any more", rights, [])
    tasks = telling.find_person("case1").get(f"/api/worklist?unit={unit}&holder={heir}&limit=100")["items"]
    telling.check_equal("the new owner's list has it", dossier in [each["dossier_id"] for each in tasks], True)
    moved = [(each["given_to"], each["taken_from"]) for each in telling.read_timeline(dossier)
             if each["kind"] == "assigned"]  # fmt: skip
    telling.check_equal("its history shows both", moved == [(leaver.sub, None), (heir, leaver.sub)], True)
    changes = office.get(f"/api/officers/{leaver.sub}/history")["changes"]
    telling.check_equal("the person's history names both requests", len({each["request_ref"] for each in changes}), 2)
