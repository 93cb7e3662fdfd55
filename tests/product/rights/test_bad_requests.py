"""Bad requests for rights and units: refused with code, field and words, nothing changed, and on record."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.security_log import LINE
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.security.security_log import read_line
from chalicelib.wiring import core as wiring
from chalicelib.wiring.security import provide_security_table
from infra.local.person import HttpReply
from tests.product.accounts.test_account_requests import PLURAL as REQUESTS
from tests.product.accounts.test_account_requests import REPLY, ask_rights, build_request
from tests.product.catalogue.test_unit_changes import DAY, DECIDED, build_proposal, find_merged, let_caches_pass
from tests.product.catalogue.test_unit_changes import PLURAL as CHANGES
from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency, file_dossier
from tests.product.matters.matter_calls import open_matter, take_step, try_open, try_step
from tests.product.office import Office
from tests.support.matters.versions import find_version

Call = Callable[[], HttpReply]
NAMELESS = {"name_vi": "", "name_en": ""}
TASKS_ARE_NEW = datetime(2024, 10, 14, 9, tzinfo=VIETNAM)
"""The first Monday of Lai Châu's regulation, which gives special tasks from 10 October 2024."""


@dataclass(frozen=True)
class Bad:
    """A bad request: who sends it, what leads up to it, how it is answered, and a word of each language's text."""

    name: str
    prepare: Callable[[Office], Call]
    who: str
    status: int
    code: str
    vi: str
    en: str
    field: str = ""
    fault: str = ""
    province: str = "thai-binh"
    at: datetime = MONDAY

    def find_words(self, body: Mapping[str, Any]) -> tuple[str, str]:
        """The texts that say what is wrong: of the field at fault, or of the whole answer."""
        if not self.field:
            return body["detail"]["vi"], body["detail"]["en"]
        found = next(each for each in body["errors"] if (each["path"], each["code"]) == (self.field, self.fault))
        return found["vi"], found["en"]


def decide(product: Office, who: str, plural: str, number: str, word: str) -> Call:
    """A decision that somebody is about to take."""
    values = REPLY if plural == REQUESTS else DECIDED
    return lambda: try_step(product.person(who), plural, number, word, values)


def ask(product: Office, who: str, **changes: str) -> Call:
    """A request for rights that somebody is about to send."""
    product(who)
    return lambda: try_open(product.person(who), REQUESTS, build_request(product, **changes))


def propose(product: Office, **changes: str) -> Call:
    """A change of units that the office is about to propose."""
    return lambda: try_open(product("office"), CHANGES, build_proposal(product, **{**NAMELESS, **changes}))


def open_change(product: Office, **changes: str) -> str:
    """A proposal on record; its number."""
    return str(open_matter(product("office"), CHANGES, build_proposal(product, **{**NAMELESS, **changes}))["id"])


def seat_second(product: Office) -> None:
    """Another officer of the provincial office."""
    product.appoint("office2", Role.PROVINCIAL_OFFICE, "province")


def share_one_person(*subs: str) -> None:
    """These accounts are one person's, by the number of their paper."""
    officers = wiring.provide_officers()
    for sub in subs:
        known = officers.load(sub)
        officers.save(
            replace(known, version=known.version + 1, id_number="034190001234", name="Hà"), "seed", "1", MONDAY
        )


def grant_to_a_second_account(product: Office) -> Call:
    product("office")
    seat_second(product)
    share_one_person("office", "office2")
    return decide(product, "office", REQUESTS, ask_rights(product, person="office2")["id"], "grant")


def grant_what_a_second_account_asked(product: Office) -> Call:
    product("office")
    seat_second(product)
    share_one_person("office", "office2")
    asked = open_matter(product.person("office2"), REQUESTS, build_request(product))
    return decide(product, "office", REQUESTS, asked["id"], "grant")


def grant_what_a_friend_asked(product: Office) -> Call:
    product("office")
    return decide(product, "office", REQUESTS, ask_rights(product, person="office")["id"], "grant")


def grant_the_own_request(product: Office) -> Call:
    return decide(product, "office", REQUESTS, ask_rights(product, by="office")["id"], "grant")


def approve_the_own_change(product: Office) -> Call:
    return decide(
        product, "office", CHANGES, open_change(product, unit=product.place.committee, name_vi="Mới", name_en="Moi"),
        "approve",
    )  # fmt: skip


def close_with_work(product: Office) -> Call:
    product.around.bring("count_facts", file_dossier(product))
    return propose(product, action="close", unit=product.place.one_stop)


def close_where_work_came_later(product: Office) -> Call:
    seat_second(product)
    number = open_change(product, action="close", unit=product.place.one_stop)
    product.around.bring("count_facts", file_dossier(product))
    return decide(product, "office2", CHANGES, number, "approve")


def move_below_itself(product: Office) -> Call:
    return propose(product, action="move", unit=product.place.committee, parent=product.place.committee)


def move_in_a_circle(product: Office) -> Call:
    seat_second(product)
    one, _, other, _ = find_merged(product)
    first = open_change(product, action="move", unit=one, parent=other)
    back = open_change(product, action="move", unit=other, parent=one)
    take_step(product.person("office2"), CHANGES, first, "approve", DECIDED)
    return decide(product, "office2", CHANGES, back, "approve")


def merge(product: Office) -> tuple[str, str]:
    """A one-stop unit merges into another one; what ended, and what stays."""
    seat_second(product)
    _, its_desk, _, desk = find_merged(product)
    number = open_change(product, action="merge", unit=its_desk, successor=desk)
    take_step(product.person("office2"), CHANGES, number, "approve", DECIDED)
    let_caches_pass(product)
    return its_desk, desk


def reverse_a_merger(product: Office) -> Call:
    ended, stays = merge(product)
    product.at(MONDAY + timedelta(days=8))
    later = f"{DAY + timedelta(days=9)}"
    return propose(product, action="merge", unit=stays, successor=ended, effective=later)


def close_before_what_is_decided(product: Office) -> Call:
    ended, _ = merge(product)
    return propose(product, action="close", unit=ended, effective=f"{DAY - timedelta(days=3)}")


def end_before_the_start(product: Office) -> Call:
    return ask(product, "deskhead", valid_from=write_day(product, 40), valid_until=write_day(product, 10))


def write_day(product: Office, days: int) -> str:
    """So many days from now."""
    day: date = product.clock.at.astimezone(VIETNAM).date() + timedelta(days=days)
    return f"{day}"


def decide_from_an_old_page(product: Office) -> Call:
    """Two administrators see the same proposal; one has declined it."""
    seat_second(product)
    product.appoint("office3", Role.PROVINCIAL_OFFICE, "province")
    number = open_change(product, unit=product.place.committee, name_vi="Mới", name_en="Moi")
    path = f"/api/{CHANGES}/{number}/approve"
    seen = find_version(path)
    take_step(product.person("office3"), CHANGES, number, "decline", DECIDED)
    body = {"values": DECIDED, "confirmed": []}
    return lambda: product.person("office2").ask("POST", path, body, version=seen)


def decide_against_another(product: Office) -> Call:
    """Two administrators change one tree: each proposes to end the other's unit."""
    seat_second(product)
    _, its_desk, _, desk = find_merged(product)
    one = open_change(product, action="merge", unit=its_desk, successor=desk)
    other = open_change(product, action="merge", unit=desk, successor=its_desk)
    take_step(product.person("office2"), CHANGES, one, "approve", DECIDED)
    return decide(product, "office2", CHANGES, other, "approve")


def leave_without_a_backup(product: Office) -> Call:
    product("cashier1")
    return ask(product, "deskhead", action="away", person="cashier1", full_name="", valid_until=write_day(product, 10))


def leave_with_work(product: Office) -> Call:
    product.appoint("lan", Role.CASE_OFFICER, product.place.committee, "Nguyễn Thị Lan", "Công chức")
    product("section").step(bring_to_agency(product), "assign", {"officer": "lan", "seen_holder": ""})
    asked = ask_rights(product, action="leave", person="lan", full_name="", role="", work_unit="")
    return decide(product, "office", REQUESTS, asked["id"], "grant")


def ask_for_a_task_of_elsewhere(product: Office) -> Call:
    return ask(product, "office", role="control_focal", document="5/QĐ", document_day=write_day(product, -3))


def ask_from_before_the_task(product: Office) -> Call:
    day = write_day(product, -7)
    return ask(product, "office", role="control_focal", document="5/QĐ", document_day=day, valid_from=day)


def ask_from_before_today(product: Office) -> Call:
    return ask(product, "deskhead", valid_from=write_day(product, -40))


TABLE = [
    Bad("a second account of one's own", grant_to_a_second_account, "office", 403, "own_rights", "chính mình", "own"),
    Bad("asked by one's second account", grant_what_a_second_account_asked, "office", 403, "own_matter",
        "chính mình", "yourself"),
    Bad("a friend's request", grant_what_a_friend_asked, "office", 403, "own_rights", "chính mình", "own"),
    Bad("a request by its author", grant_the_own_request, "office", 403, "own_matter", "đồng nghiệp", "colleague"),
    Bad("a change by its author", approve_the_own_change, "office", 403, "own_matter", "đồng nghiệp", "colleague"),
    Bad("a unit with open work", close_with_work, "office", 422, "invalid", "kế tục", "successor",
        "/values/unit", "open_work", "hue"),
    Bad("work came after the proposal", close_where_work_came_later, "office2", 422, "invalid", "kế tục", "successor",
        "/values/unit", "open_work", "hue"),
    Bad("a unit below itself", move_below_itself, "office", 422, "invalid", "", "", "/values/parent", "unit_cycle"),
    Bad("a circle of two moves", move_in_a_circle, "office2", 422, "invalid", "", "", "/values/parent", "unit_cycle"),
    Bad("a merger reversed", reverse_a_merger, "office", 422, "invalid", "", "", "/values/successor",
        "agency_retired"),
    Bad("days of units that overlap", close_before_what_is_decided, "office", 422, "invalid", "", "",
        "/values/effective", "clashes_with_change"),
    Bad("a right that ends before it starts", end_before_the_start, "deskhead", 422, "invalid", "trước", "before",
        "/values/valid_until", "ends_before_start"),
    Bad("two administrators, one proposal", decide_from_an_old_page, "office2", 412, "stale_version", "", ""),
    Bad("two administrators, one tree", decide_against_another, "office2", 422, "invalid", "", "",
        "/values/successor", "agency_retired"),
    Bad("leave without backup", leave_without_a_backup, "deskhead", 422, "invalid", "làm thay", "stand-in",
        "/values/stand_in", "backup_needed"),
    Bad("leaving with open work", leave_with_work, "office", 409, "open_work_left", "hồ sơ", "dossier"),
    Bad("a right from before its role existed", ask_from_before_the_task, "office", 422, "invalid", "", "",
        "/values/valid_from", "too_early", "lai-chau", TASKS_ARE_NEW),
    Bad("a role that the rules do not know", ask_for_a_task_of_elsewhere, "office", 422, "invalid",
        "không có nhiệm vụ", "no such task", "/values/role", "not_in_list", "hue"),
    Bad("a right that begins in the past", ask_from_before_today, "deskhead", 422, "invalid", "", "",
        "/values/valid_from", "too_early"),
]  # fmt: skip


def picture_state() -> dict[tuple[str, str], Any]:
    """Every row of the store: the tree, everybody's rights, each matter with its version."""
    return {(row.pk, row.sk): row.serialize() for row in TableItem.scan()}


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.name)
def test_a_bad_request_is_refused_in_words_changes_nothing_and_is_on_record(
    office: Any, bad: Bad, capsys: pytest.CaptureFixture[str]
) -> None:
    product: Office = office(bad.province, bad.at)
    for sub in ("operator", "office"):
        product(sub)
    send = bad.prepare(product)
    assert (before := picture_state()), "there is something to lose"
    capsys.readouterr()
    reply = send()
    lines = [each for each in capsys.readouterr().out.splitlines() if each.startswith("{")]
    assert (reply.status, reply.code) == (bad.status, bad.code), reply.body
    faults = {(each["path"], each["code"]) for each in reply.body.get("errors", ())}
    assert ((bad.field, bad.fault) in faults) == bool(bad.field), faults
    vi, en = bad.find_words(reply.body)
    assert bad.vi in vi
    assert bad.en in en
    assert len({vi, en, ""}) == 3, "each language has words of its own"
    after = picture_state()
    assert {key for key in before | after if before.get(key) != after.get(key)} == set()
    (line,) = (each for each in lines if json.loads(each).get("message") == LINE)
    record = read_line(line)
    assert (record.who, record.status, record.outcome) == (bad.who, bad.status, bad.code)
    assert bool(record.dossiers) == ("{" in record.route), "which matter was to be decided"
    provide_security_table().add([record])
    day = f"{record.at.astimezone(VIETNAM):%Y-%m-%d}"
    asked = {"day": day, "who": bad.who, "outcome": bad.code}
    found = product("auditor").ask("POST", "/api/security_log/search", asked, expect=200).body
    assert [(each["who"], each["outcome"]) for each in found["items"]] == [(bad.who, bad.code)]
