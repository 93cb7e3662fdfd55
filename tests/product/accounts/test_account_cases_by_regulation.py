"""Lost, misused and suspended accounts as the regulations want them, at the routes of their provinces."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.security_log import Alarm, RaisedAlarm
from chalicelib.wiring import core as wiring
from chalicelib.wiring.security import provide_security_table
from tests.product.accounts.signing_in import KHAI, SignIns
from tests.product.around import MAIL
from tests.product.matters.matter_calls import open_matter, take_step, try_open, try_step
from tests.product.office import Office, Worker
from tests.support.running.requests_counted import count_requests

LOST = {"id_number": KHAI.id_number, "full_name": "nguyễn thị minh  khai", "contact": MAIL, "what": "phone"}
TRACE = "1-6a2b3c4d-0123456789abcdef01234567"
BREACH = {"sort": "breach", "subject": "Dò mật khẩu"}
CASES = "account-cases"
PAUSE = timedelta(seconds=5)
"""Later than the second in which an account was closed: a token says when it was issued in whole seconds."""


@pytest.fixture
def signed_in(office: Any, deployment: pytest.MonkeyPatch) -> Any:
    """`signed_in("hue")`: the office, its sign-ins, and Khai with proven contacts."""

    def open_office(province: str) -> tuple[Office, SignIns, Worker]:
        product = office(province)
        sign_ins = SignIns.at(product, deployment)
        product.around.proves_contacts("khai")
        return product, sign_ins, sign_ins.person("khai")

    return open_office


def report(product: Office, key: str = "lost-0123456789abcdef", **other: str) -> Any:
    """Report a loss without signing in."""
    return product.nobody().ask("POST", "/api/lost-accounts", {**LOST, **other}, key=key)


def find_case(officer: Worker, unit: str) -> dict[str, Any]:
    """The one open case of a unit."""
    items = officer.get(f"/api/{CASES}?unit={unit}")["items"]
    assert len(items) == 1
    found: dict[str, Any] = officer.get(f"/api/{CASES}/{items[0]['id']}")
    return found


def raise_alarm(product: Office, who: str) -> dict[str, Any]:
    """An alarm about an account, as the auditor reads it in the log."""
    raised = RaisedAlarm(Alarm.REFUSED_SERIES, datetime(2026, 12, 1, 3, tzinfo=UTC), who, "203.0.113.7", TRACE, 31)
    provide_security_table().raise_alarm(raised)
    items = product("auditor").get("/api/security_alarms")["items"]
    found: dict[str, Any] = next(each for each in items if each["who"] == who)
    assert (found["alarm"], found["count"], found["trace_id"]) == ("refused_series", 31, TRACE)
    return found


@pytest.mark.parametrize(
    ("province", "unit", "receiver"),
    [
        pytest.param("vinh-long", "VL-VP", "office", marks=pytest.mark.clause("VL-6.4")),
        pytest.param("lai-chau", "LC-VP", "office", marks=pytest.mark.clause("LC-33.1")),
        pytest.param("thai-binh", "TB-SO_KHCN", "operator", marks=pytest.mark.clause("TB-23.2")),
        pytest.param("hue", "HUE-SO_KHCN", "operator", marks=pytest.mark.clause("HUE-23.3")),
    ],
)
def test_a_reported_account_locks_at_once_and_the_named_office_unlocks_it(signed_in, province, unit, receiver):
    product, sign_ins, khai = signed_in(province)
    assert khai.ask("GET", "/api/me/profile").status == 200
    answer = report(product)
    assert (answer.status, answer.body["number"].startswith("TK-")) == (201, True)
    assert report(product).body == answer.body, "the same report again is the same case"
    assert khai.ask("GET", "/api/me/profile").status in (401, 403)
    assert sign_ins.answer("khai").code == "account_reported_lost"
    case = find_case(product(receiver), unit)
    assert (case["state"], case["unit"]) == ("locked", unit)
    other = "operator" if receiver == "office" else "office"
    paper = {"checked": "in_person", "paper": "Căn cước, đối chiếu bản chính"}
    assert try_step(product(other), CASES, case["id"], "unlock", paper).status == 403
    refused = try_step(product(receiver), CASES, case["id"], "unlock", {"checked": "in_person"})
    assert [each["path"] for each in refused.body["errors"]] == ["/values/paper"]
    assert take_step(product(receiver), CASES, case["id"], "unlock", paper)["state"] == "restored"
    assert sign_ins.answer("khai").status == 201


def test_a_new_sign_in_proves_the_holder_and_unlocks_nothing_by_itself(signed_in):
    product, sign_ins, _ = signed_in("vinh-long")
    report(product)
    case = find_case(product("office"), "VL-VP")
    proof = {"checked": "e_identity"}
    refused = try_step(product("office"), CASES, case["id"], "unlock", proof)
    assert [each["path"] for each in refused.body["errors"]] == ["/values/checked"]
    assert sign_ins.answer("khai").code == "account_reported_lost"
    assert take_step(product("office"), CASES, case["id"], "unlock", proof)["state"] == "restored"


def test_an_officer_neither_unlocks_nor_suspends_their_own_citizen_account(signed_in):
    product, sign_ins, _ = signed_in("vinh-long")
    report(product)
    office, records = product("office"), wiring.provide_officers()
    officer = records.load(office.get("/api/me")["sub"])
    held = replace(officer, version=officer.version + 1, id_number=KHAI.id_number)
    records.save(held, "seed", "02/TB", product.clock.at)
    records.cache.clear()
    case = find_case(office, "VL-VP")
    paper = {"checked": "in_person", "paper": "Căn cước, đối chiếu bản chính"}
    refused = try_step(office, CASES, case["id"], "unlock", paper)
    assert (refused.status, refused.code) == (403, "own_identity")
    assert sign_ins.answer("khai").code == "account_reported_lost"
    assert take_step(product("office2"), CASES, case["id"], "unlock", paper)["state"] == "restored"


@pytest.mark.parametrize(
    "other", [{"id_number": "046190009999"}, {"full_name": "Trần Văn Ba"}, {"contact": "0987000111"}]
)
def test_a_report_that_does_not_match_reads_the_same_and_locks_nobody(signed_in, other):
    product, sign_ins, khai = signed_in("lai-chau")
    answer = report(product, **other)
    assert (answer.status, set(answer.body)) == (201, {"number", "office", "received_at"})
    assert khai.ask("GET", "/api/me/profile").status == 200
    case = find_case(product("office"), "LC-VP")
    assert case["state"] == "reported"
    assert take_step(product("office"), CASES, case["id"], "lock", {"id_number": KHAI.id_number})["state"] == "locked"
    assert sign_ins.answer("khai").code == "account_reported_lost"


def test_who_reports_learns_nothing_of_accounts_and_costs_as_many_requests(signed_in):
    product, _, _ = signed_in("thai-binh")
    report(product, "warm-0123456789abcdef", id_number="046190009998", contact="0987000111")
    asked = list[list[str]]()
    for turn, other in enumerate(({"id_number": "046190009999"}, {"full_name": "Trần Văn Ba"}, {})):
        with count_requests() as counted:
            answer = report(product, f"counted-{turn}-0123456789ab", **other)
        assert (answer.status, set(answer.body)) == (201, {"number", "office", "received_at"})
        asked.append(counted)
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.parametrize(
    ("province", "proposer", "decider", "alone"),
    [
        pytest.param("hue", "desk1", "operator", True, marks=pytest.mark.clause("HUE-22.3", "HUE-23.3")),
        pytest.param("vinh-long", "office", "operator", False, marks=pytest.mark.clause("VL-6.2")),
        pytest.param("thai-binh", "operator", "office", False, marks=pytest.mark.clause("TB-4")),
        pytest.param("lai-chau", "desk1", "office", True, marks=pytest.mark.clause("LC-5")),
    ],
)
def test_a_breach_goes_from_the_alarm_to_a_case_and_a_sanction(signed_in, province, proposer, decider, alone):
    product, sign_ins, khai = signed_in(province)
    forbidden = [each for each in product.nobody().get("/api/terms")["parts"] if each["kind"] == "forbidden"]
    assert len(forbidden) == {"thai-binh": 6, "lai-chau": 6, "vinh-long": 2, "hue": 1}[province]
    alarm = raise_alarm(product, "khai")
    breach = {**BREACH, "account_id": alarm["who"], "alarm": f"{alarm['alarm']}; {alarm['at']}; {alarm['trace_id']}"}
    case = open_matter(product("auditor"), CASES, breach)
    assert case["state"] == "reported"
    shown = repr(product(decider).get(f"/api/{CASES}/{case['id']}"))
    assert (breach["alarm"] in shown, "'khai'" in shown) == (True, True), "who decides reads which alarm it was"
    assert khai.ask("GET", "/api/me/profile").status == 200
    if proposer == "desk1":
        product.appoint("agency1", Role.CASE_OFFICER, case["unit"])
        proposer = "agency1"
    take_step(product(proposer), CASES, case["id"], "propose", {"grounds": "Điều khoản sử dụng; khoản 3 Điều 23"})
    decision = {"decision": "Dò mật khẩu của người khác"}
    assert try_step(product(proposer), CASES, case["id"], "suspend", decision).status == 403
    if alone:
        other = "office" if decider == "operator" else "operator"
        other = "office2" if other == proposer else other
        assert try_step(product(other), CASES, case["id"], "suspend", decision).status == 403
    assert take_step(product(decider), CASES, case["id"], "suspend", decision)["state"] == "suspended"
    product.clock.later += PAUSE
    suspended = sign_ins.person("khai")
    assert suspended.ask("POST", "/api/questions", {"values": {}}).body["code"] == "account_not_open"
    shown = suspended.get("/api/me/account")["now"]
    assert (shown["standing"], shown["reason"], bool(shown["article"])) == ("suspended", decision["decision"], True)
    assert take_step(product(decider), CASES, case["id"], "lift", {"decision": "Đã cam kết"})["ended"]
    assert sign_ins.person("khai").get("/api/me/account")["now"]["standing"] == "open"
    assert [each.standing for each in wiring.provide_account_states().list_changes("khai")] == ["suspended", "open"]


def test_a_case_names_an_account_that_exists_by_its_id_or_its_number(signed_in):
    product, sign_ins, _ = signed_in("vinh-long")
    sign_ins.person("other", replace(KHAI, id_number="046190005678")).get("/api/me/profile")
    for values, path, code in (
        ({}, "/values/id_number", "required"),
        ({"account_id": "OFFICER#khai"}, "/values/account_id", "unknown_account"),
        ({"account_id": "Nguyễn Thị Minh Khai"}, "/values/account_id", "unknown_account"),
        ({"account_id": "nobody-here"}, "/values/account_id", "unknown_account"),
        ({"id_number": "046190009999", "account_id": "khai"}, "/values/id_number", "unknown_account"),
        ({"id_number": KHAI.id_number, "account_id": "other"}, "/values/account_id", "another_person"),
    ):
        refused = try_open(product("auditor"), CASES, {**BREACH, **values})
        found = [(each["path"], each["code"]) for each in refused.body["errors"]]
        assert (refused.status, found) == (422, [(path, code)]), values
    for values in ({"id_number": KHAI.id_number}, {"id_number": KHAI.id_number, "account_id": "khai"}):
        case = open_matter(product("auditor"), CASES, {**BREACH, **values})
        proposed = take_step(product("office"), CASES, case["id"], "propose", {"grounds": "Điều khoản sử dụng"})
        assert proposed["state"] == "proposed"
    desk = product("desk1").get("/api/me")["sub"]
    assert open_matter(product("auditor"), CASES, {**BREACH, "account_id": desk})["state"] == "reported"


@pytest.mark.clause("HUE-17.1.b")
def test_in_hue_holders_suspend_and_cancel_their_account(signed_in):
    product, sign_ins, khai = signed_in("hue")
    shown = khai.get("/api/me/account")
    assert (shown["acts"], "Điều 17" in shown["article"]) == (["pause", "cancel"], True)
    for act, version, more in (("pause", 0, {}), ("resume", 1, {}), ("cancel", 2, {"understood": True})):
        product.clock.later += PAUSE
        done = sign_ins.person("khai").ask("POST", "/api/me/account", {"act": act, **more}, version=version)
        assert done.status == 200, done.body
    product.clock.later += PAUSE
    last = sign_ins.person("khai")
    assert last.get("/api/me/dossiers")["items"] == []
    assert last.ask("POST", "/api/questions", {"values": {}}).body["code"] == "account_not_open"
