"""Accounts that nobody uses: warned, put off, kept where work or duties would be left, turned on again on record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import OfficerSignIn
from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from tests.product.accounts.test_account_requests import ask_rights, grant
from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency
from tests.product.matters.matter_calls import open_matter, take_step, try_step
from tests.product.office import Office

CASES = "account-cases"
CASE = Role.CASE_OFFICER
LETTER = {"letter": "15/CV-UBND"}


@pytest.fixture
def agency(office: Any) -> Office:
    """An agency with two case officers of whom one is away, and everybody else at work."""
    product: Office = office("hue", MONDAY)
    for sub, name in (("lan", "Nguyễn Thị Lan"), ("anh", "Trần Quốc Anh")):
        product.appoint(sub, CASE, product.place.committee, name, "Công chức")
    for sub in ("office", "operator", "head1", "section", "anh", "desk1"):
        product(sub) if sub != "anh" else None
        sign_in(sub, 1)
    return product


def sign_in(sub: str, days_ago: float) -> None:
    """A sign-in of so many days ago."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    wiring.provide_officers().keep_sign_in(sub, OfficerSignIn(sub, at))


def count_since(days_ago: float) -> None:
    """Sign-ins are counted since so many days ago."""
    since = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    TableItem(*keys.IDLE_MARK, body=json.dumps({"since": since, "ran": since})).save()


def watch(product: Office, later: float = 0) -> dict[str, int]:
    """A night, so many days later; caches of rights pass by."""
    product.clock.later = timedelta(days=later)
    counts: dict[str, int] = product.around.tick("review_accounts")
    product.clock.later = timedelta()
    wiring.provide_officers().cache.clear()
    assert counts["failed"] == 0
    return {name: count for name, count in counts.items() if count and name != "officers"}


def list_cases(product: Office, by: str = "head1") -> list[dict[str, Any]]:
    """The open cases of the agency, as its head reads them."""
    found: list[dict[str, Any]] = product(by).get(f"/api/{CASES}?unit={product.place.committee}")["items"]
    return found


def read_worklist(product: Office, who: str) -> Any:
    """An officer opens the work of the agency."""
    return product(who).ask("GET", f"/api/worklist?unit={product.place.committee}")


def find_standing(product: Office, sub: str, by: str = "office") -> str:
    """What the list of officers says."""
    found = product(by).ask("POST", "/api/officers/search", {"limit": 200}).body["items"]
    return str(next(each["standing"] for each in found if each["sub"] == sub))


def test_an_unused_account_is_warned_put_off_and_turned_on_again_by_a_written_request(agency: Office) -> None:
    sign_in("lan", 40)
    assert watch(agency) == {"warned": 1}
    assert watch(agency) == {}, "a second run of the night changes nothing"
    (case,) = list_cases(agency)
    assert (case["state"], case["unit"]) == ("unused", agency.place.committee)
    agency.around.bring("send_notice", case["id"])
    assert [each["vi"]["subject"] for each in agency("lan").get("/api/inbox")["items"]] == [
        f"Vụ việc tài khoản {case['number']}: Sẽ tạm dừng do lâu không sử dụng"
    ]
    desk = f"/api/inbox?unit={agency.place.committee}&role=agency_head"
    assert len(agency("head1").get(desk)["items"]) == 1
    assert watch(agency, later=6) == {}, "warned seven days before"
    assert watch(agency, later=8) == {"put_off": 1}
    refused = read_worklist(agency, "lan")
    assert (refused.status, refused.code) == (403, "account_not_open")
    assert find_standing(agency, "lan") == "idle"
    assert list_cases(agency)[0]["state"] == "off"
    asked = ask_rights(
        agency, by="head1", person="lan", action="reopen", reason="return", full_name="", role="", work_unit=""
    )
    grant(agency, asked, by="operator")
    assert read_worklist(agency, "lan").status == 200
    assert watch(agency, later=9) == {"closed": 1}
    assert list_cases(agency) == []
    assert watch(agency, later=25) == {}, "it counts from the day on which it was turned on"


def test_who_signs_in_after_the_warning_stays(agency: Office) -> None:
    sign_in("lan", 44)
    watch(agency)
    (case,) = list_cases(agency)
    sign_in("lan", 0)
    assert watch(agency, later=8) == {"closed": 1}
    assert agency("head1").get(f"/api/{CASES}/{case['id']}")["state"] == "closed"
    assert find_standing(agency, "lan") == "active"


def test_work_without_an_owner_keeps_an_account_and_is_listed_until_a_backup_has_it(agency: Office) -> None:
    sign_in("lan", 60)
    agency("section").step(bring_to_agency(agency), "assign", {"officer": "lan", "seen_holder": ""})
    watch(agency)
    assert watch(agency, later=8) == {"held": 1}
    assert watch(agency, later=9) == {}
    (case,) = list_cases(agency)
    assert (case["state"], find_standing(agency, "lan")) == ("held", "active")
    seen = agency("head1").get(f"/api/{CASES}/{case['id']}")
    assert seen["values"]["held_by"] == "open_work"
    record = wiring.provide_officers().load("anh")
    stands_in = replace(record.assignments[0], backup_for="lan")
    changed = replace(record, version=record.version + 1, assignments=(*record.assignments, stands_in))
    wiring.provide_officers().save(changed, "seed", "1", agency.clock.at)
    assert watch(agency, later=10) == {"put_off": 1}
    shares = agency("section").get("/api/officers/lan/work")["shares"]
    assert [(each["open"], each["has_right"], each["backup"]) for each in shares] == [(1, False, "anh")]


def test_the_last_who_grants_or_operates_stays(agency: Office) -> None:
    for sub in ("office", "operator"):
        sign_in(sub, 90)
    assert watch(agency) == {"warned": 2}
    assert watch(agency, later=8) == {"put_off": 1, "held": 1}, "in Huế the office grants nothing"
    assert find_standing(agency, "operator", by="operator") == "active"
    agency.appoint("operator2", Role.OPERATOR, "province")
    sign_in("operator2", 0)
    assert watch(agency, later=9) == {"put_off": 1}, "somebody else operates"
    assert find_standing(agency, "operator", by="operator2") == "idle"


def test_a_store_of_before_counts_from_the_day_of_the_upgrade_and_a_new_account_from_its_grant(agency: Office) -> None:
    agency("cashier1")
    assert watch(agency) == {}, "no sign-in of before is known"
    assert watch(agency, later=36) == {}
    agency.appoint("moi", Role.CASHIER, agency.place.one_stop)
    moved = wiring.provide_officers().load("moi")
    wiring.provide_officers().save(
        replace(moved, version=moved.version + 1), "seed", "2", datetime.now(UTC) + timedelta(days=30)
    )
    for sub in ("office", "operator", "head1", "section", "anh", "desk1"):
        sign_in(sub, -38)
    assert watch(agency, later=39) == {"warned": 2}, "lan and the cashier, not who was granted nine days ago"


def test_who_may_grant_turns_an_account_on_and_nobody_their_own(agency: Office) -> None:
    sign_in("lan", 60)
    watch(agency)
    watch(agency, later=8)
    (case,) = list_cases(agency)
    assert try_step(agency("head1"), CASES, case["id"], "turn_on", LETTER).status == 403
    assert try_step(agency("office"), CASES, case["id"], "turn_on", LETTER).code == "granted_by_others"
    assert try_step(agency("operator"), CASES, case["id"], "finish").code == "account_unused"
    assert take_step(agency("operator"), CASES, case["id"], "turn_on", LETTER)["state"] == "on_again"
    wiring.provide_officers().cache.clear()
    assert read_worklist(agency, "lan").status == 200
    assert watch(agency, later=9) == {"closed": 1}


def test_an_account_in_use_is_not_put_off_by_hand(agency: Office) -> None:
    values = {"sort": "idle", "subject": "Không dùng", "account_id": "anh"}
    case = open_matter(agency("head1"), CASES, values)
    assert case["state"] == "unused"
    assert try_step(agency("operator"), CASES, case["id"], "put_off").code == "account_in_use"
    sign_in("anh", 50)
    count_since(100)
    assert take_step(agency("operator"), CASES, case["id"], "put_off")["state"] == "off"


def test_the_record_of_a_holders_own_choice_is_kept(agency: Office) -> None:
    sign_in("lan", 60)
    states = wiring.provide_account_states()
    from chalicelib.domain.accounts.account_state import AccountAct, AccountChange, change_standing

    before = states.load("lan")
    after = change_standing(before, AccountAct.PAUSE, agency.clock.at, by="lan")
    states.save(AccountChange("lan", AccountAct.PAUSE, before, after, datetime.now(UTC)))
    watch(agency)
    assert watch(agency, later=8) == {"held": 1}
    assert states.load("lan").standing == "paused"
