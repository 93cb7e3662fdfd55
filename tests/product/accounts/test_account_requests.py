"""Account requests: rights change by a unit's written request, which somebody else grants or refuses in writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring
from tests.product.matters.matter_calls import find_due, open_matter, take_step, try_open, try_step
from tests.product.office import Office, Worker

PLURAL = "account-requests"
REPLY = {"reply": "45/VP-KSTT", "outcome": "Đã thực hiện theo đề nghị của đơn vị."}


def build_request(product: Office, **changes: str) -> dict[str, str]:
    """A request for a cashier's right of somebody new in the one-stop unit."""
    day = f"{product.clock.at.astimezone(VIETNAM):%Y-%m-%d}"
    asked = {
        "subject": "Phân quyền thu phí", "letter": "12/CV-UBND", "letter_day": day, "reason": "new",
        "action": "grant", "person": "lan", "full_name": "Trần Thị Lan", "job_title": "Thủ quỹ",
        "work_unit": product.place.one_stop, "role": "cashier",
    }  # fmt: skip
    return {key: value for key, value in {**asked, **changes}.items() if value}


def ask_rights(product: Office, by: str = "deskhead", **changes: str) -> dict[str, Any]:
    """Send a request of the unit."""
    return open_matter(product(by), PLURAL, build_request(product, **changes))


GRANTORS = {"hue": "operator"}


def find_grantor(product: Office) -> str:
    """Who grants rights in the province by its law."""
    return GRANTORS.get(product.province, "office")


def grant(product: Office, request: dict[str, Any], by: str = "") -> dict[str, Any]:
    """Grant a request; caches of rights pass by as after a minute."""
    done = take_step(product(by or find_grantor(product)), PLURAL, request["id"], "grant", REPLY)
    wiring.provide_officers().cache.clear()
    return done


def find_faults(reply: Any) -> list[tuple[str, str]]:
    """The paths and codes of a refusal."""
    return [(each["path"], each["code"]) for each in reply.body["errors"]]


def list_rights(product: Office, sub: str) -> list[tuple[str, str, bool]]:
    """A person's rights on record, each with whether it is in force."""
    found = product("office").get(f"/api/officers/{sub}")["assignments"]
    return [(each["role"], each["unit"], each["in_force"]) for each in found]


@pytest.mark.clause("LC-17.3.c#1")
def test_a_request_for_an_account_is_done_within_one_working_day_and_the_rights_change_with_it(office, at):
    product = office("lai-chau", at)
    request = ask_rights(product)
    due = at + timedelta(days=1 if at.year == 2024 else 2)
    assert find_due(request, "grant") == f"{due:%Y-%m-%d} 17:00"
    unit, lan = product.place.one_stop, Worker(product("office").stack, "lan", office=product)
    assert list_rights(product, "lan") == [], "nothing has changed by asking"
    done = grant(product, request)
    assert (done["state"], find_due(done, "grant")) == ("granted", None)
    assert list_rights(product, "lan") == [("cashier", unit, True)]
    assert lan.get("/api/me")["units"] == [unit]
    assert product("deskhead").get(f"/api/{PLURAL}/{request['id']}")["people"] == {"person": "Trần Thị Lan"}
    late = ask_rights(product, person="tam", full_name="Lê Tâm")
    product.at(due + timedelta(days=1))
    (line,) = [
        each
        for agency in wiring.provide_catalogue().load_agencies("lai-chau").list_active(product.clock.at.date())
        if agency.kind == "provincial_office"
        for each in product("office").get(f"/api/{PLURAL}?unit={agency.id}")["items"]
    ]
    assert (line["id"], line["late"], line["concerns"]) == (late["id"], True, "Lê Tâm")


@pytest.mark.clause("LC-17.3.c#2")
def test_the_requesting_unit_gets_the_outcome_in_writing(office, at):
    product = office("lai-chau", at)
    request = ask_rights(product)
    unanswered = try_step(product("office"), PLURAL, request["id"], "refuse")
    assert {path for path, _ in find_faults(unanswered)} == {"/values/reply", "/values/outcome"}
    reason = "Người này chưa có quyết định phân công."
    take_step(product("office"), PLURAL, request["id"], "refuse", {"reply": "46/VP-KSTT", "outcome": reason})
    answered = product("deskhead").get(f"/api/{PLURAL}/{request['id']}")
    assert answered["course"][-1]["texts"] == {"reply": "46/VP-KSTT", "outcome": reason}
    assert list_rights(product, "lan") == []
    product.around.bring("send_notice", request["id"])
    desk = f"/api/inbox?unit={product('deskhead').get('/api/me')['units'][0]}&role=one_stop_officer"
    notices = [each["vi"]["subject"] for each in product("desk1").get(desk)["items"]]
    assert any(request["number"] in each and "Từ chối" in each for each in notices)


@pytest.mark.clause("LC-17.4")
@pytest.mark.parametrize("reason", ["renaming", "transfer", "retirement", "leaving"])
def test_a_change_of_people_brings_a_written_request_that_changes_or_revokes_rights(office, at, reason):
    product = office("lai-chau", at)
    product("cashier1")
    unit, action = product.place.one_stop, {"renaming": "rename", "transfer": "change"}.get(reason, "leave")
    asked = build_request(product, reason=reason, action=action, person="cashier1", full_name="")
    unwritten = try_open(product("deskhead"), PLURAL, {key: asked[key] for key in asked if key != "letter"})
    assert find_faults(unwritten) == [("/values/letter", "missing")]
    before = [right for right in list_rights(product, "cashier1") if right[1] == unit]
    grant(product, ask_rights(product, reason=reason, action=action, person="cashier1", role="case_officer",
                              full_name="", job_title="Chức danh mới"))  # fmt: skip
    after = {
        "renaming": before, "transfer": [("cashier", unit, False), ("case_officer", unit, True)],
    }.get(reason, [("cashier", unit, False)])  # fmt: skip
    assert [right for right in list_rights(product, "cashier1") if right[1] == unit] == after
    assert product("office").get("/api/officers/cashier1")["title"] == "Chức danh mới"


@pytest.mark.clause("LC-17.4")
def test_in_lai_chau_rights_change_by_a_written_request_alone(office, at):
    product = office("lai-chau", at)
    right = {"role": "cashier", "unit": product.place.one_stop, "valid_from": "2021-01-01T00:00:00+07:00"}
    body = {"name": "Lan", "title": "Thủ quỹ", "assignments": [right], "request_ref": "12/CV-UBND"}
    refused = product("office").ask("PUT", "/api/officers/lan", body, version=0)
    assert (refused.status, refused.code) == (403, "request_needed")
    assert list_rights(product, "lan") == []


def test_nobody_grants_to_themselves_nor_what_they_asked_for(office):
    product = office("quang-ngai")
    officers = wiring.provide_officers()
    own = ask_rights(product, by="office", person="office", role="auditor", work_unit="")
    assert try_step(product("office"), PLURAL, own["id"], "grant", REPLY).code == "own_matter"
    product("office"), product("operator")
    now = product.clock.at
    for sub in ("operator", "operator-again"):
        known = officers.load(sub)
        officers.save(replace(known, version=known.version + 1, id_number="046190001234", name="Hà"), "seed", "1", now)
    again = ask_rights(product, person="operator-again")
    refused = try_step(product("operator"), PLURAL, again["id"], "grant", REPLY)
    assert (refused.status, refused.code) == (403, "own_rights")
    assert list_rights(product, "operator-again") == []
    assert grant(product, again)["state"] == "granted", "the provincial office is somebody else"


def test_what_cannot_be_carried_out_is_refused_with_the_field(office):
    product = office("quang-ngai")
    head, today = product("deskhead"), product.clock.at.astimezone(VIETNAM).date()
    ago, ahead = f"{today - timedelta(days=40)}", f"{today + timedelta(days=40)}"

    def refuse(**changes: str) -> list[tuple[str, str]]:
        return find_faults(try_open(head, PLURAL, build_request(product, **changes)))

    assert refuse(valid_from=ago) == [("/values/valid_from", "too_early")]
    assert refuse(valid_from=ahead, valid_until=f"{today}") == [("/values/valid_until", "ends_before_start")]
    assert refuse(role="") == [("/values/role", "required")]
    assert refuse(backup_for="lan") == [("/values/backup_for", "same_person")]
    assert refuse(person="Trần Lan") == [("/values/person", "not_an_account_id")]
    elsewhere = build_request(product, work_unit=product.place.committee, role="case_officer")
    assert try_open(head, PLURAL, elsewhere).code == "forbidden"
    assert try_open(head, PLURAL, build_request(product, role="operator")).code == "forbidden"
    assert try_open(product("desk1"), PLURAL, build_request(product)).code == "forbidden"
    both = ask_rights(product, by="office", person="operator")
    product("operator")
    clash = try_step(product.appoint("second", Role.PROVINCIAL_OFFICE, "province"), PLURAL, both["id"], "grant", REPLY)
    assert find_faults(clash) == [("/values/role", "not_possible")]
    gone = ask_rights(product, action="revoke", person="nobody-known", full_name="Không Ai")
    assert find_faults(try_step(product("operator"), PLURAL, gone["id"], "grant", REPLY)) == [
        ("/values/person", "not_possible")
    ]


def test_in_hue_the_department_takes_requests_and_no_clock_is_invented(office):
    product = office("hue")
    request = ask_rights(product, valid_until="2026-12-31")
    assert (request["clocks"], "SO_KHCN" in request["unit"]) == ([], True)
    grant(product, request, by="operator")
    (right,) = product("office").get("/api/officers/lan")["assignments"]
    assert datetime.fromisoformat(right["valid_until"]).astimezone(VIETNAM) == datetime(2027, 1, 1, tzinfo=VIETNAM)
    held = wiring.provide_officers()
    assert [each["request_ref"] for each in held.list_changes("lan")] == [request["number"]]


@pytest.mark.parametrize(
    ("province", "grants", "others"),
    [("lai-chau", "office", "operator"), ("thai-binh", "office", "operator"), ("hue", "operator", "office")],
)
def test_who_grants_is_law_and_everybody_else_is_refused(office, province, grants, others):
    product = office(province)
    product(grants), product(others)
    request = ask_rights(product)
    refused = try_step(product(others), PLURAL, request["id"], "grant", REPLY)
    assert (refused.status, refused.code) == (403, "granted_by_others")
    named = {"office": "Văn phòng UBND", "operator": "đơn vị vận hành hệ thống"}[grants]
    assert named in refused.body["detail"]["vi"]
    assert refused.body["law"]
    assert try_step(product(others), PLURAL, request["id"], "refuse", REPLY).code == "granted_by_others"
    right = {"role": "cashier", "unit": product.place.one_stop, "valid_from": "2026-01-01T00:00:00+07:00"}
    body = {"name": "Lan", "title": "Thủ quỹ", "assignments": [right], "request_ref": "12/CV-UBND"}
    assert product(others).ask("PUT", "/api/officers/lan", body, version=0).code == "granted_by_others"
    assert list_rights(product, "lan") == []
    assert grant(product, request, by=grants)["state"] == "granted"
    (change, *_) = product(grants).get("/api/officers/lan/history")["changes"]
    assert change["article"]


@pytest.mark.clause("LC-17.3.c#2")
def test_the_written_answer_prints_with_its_number_person_rights_and_article(office, at):
    product = office("lai-chau", at)
    until = f"{at.astimezone(VIETNAM) + timedelta(days=30):%Y-%m-%d}"
    request = ask_rights(product, valid_until=until)
    path = f"/api/matters/answers/{request['id']}"
    early = product("deskhead").ask("GET", path)
    assert (early.status, early.code) == (409, "answer_not_given")
    grant(product, request)
    sheet = product("deskhead").get(path)
    assert sheet == product("office").get(path)
    said = {each["label"]: each["text"] for each in sheet["lines"]}
    assert (sheet["number"], sheet["title"]) == (REPLY["reply"], "Thông báo kết quả cấp tài khoản, phân quyền")
    assert f"ngày {at.astimezone(VIETNAM):%d} tháng" in sheet["date_line"]
    assert said["Đề nghị cấp tài khoản, phân quyền"] == [request["number"]]
    assert said["Mã tài khoản của công chức, viên chức"] == ["Trần Thị Lan"]
    assert (said["Quyền"], said["Đề nghị"]) == (["Thu phí, lệ phí"], ["Cấp thêm quyền"])
    assert said["Hết ngày"] == ["/".join(reversed(until.split("-")))]
    assert (said["Kết quả"], said["Nội dung trả lời"]) == (["Đã thực hiện"], [REPLY["outcome"]])
    assert any("Điều 17" in each for each in sheet["basis"])
    assert len(sheet["signers"]) == 2
    for stranger in ("head1", "tax1", "citizen1"):
        assert product(stranger).ask("GET", path).status in (403, 404), stranger


def test_leave_needs_a_backup_whose_right_ends_by_itself(office):
    product = office("quang-ngai")
    unit, today = product.place.one_stop, product.clock.at.astimezone(VIETNAM).date()
    product("cashier1"), product("desk1")
    leave = {"action": "away", "reason": "absence", "person": "cashier1", "full_name": "", "job_title": "",
             "valid_until": f"{today + timedelta(days=3)}"}  # fmt: skip

    def refuse(**changes: str) -> list[tuple[str, str]]:
        return find_faults(try_open(product("deskhead"), PLURAL, build_request(product, **leave | changes)))

    assert refuse() == [("/values/stand_in", "backup_needed")]
    assert refuse(stand_in="cashier1") == [("/values/stand_in", "same_person")]
    assert refuse(stand_in="desk1", valid_until="") == [("/values/valid_until", "required")]
    other = ask_rights(product, **leave, stand_in="desk1")
    grant(product, other)
    given = [each for each in product("office").get("/api/officers/desk1")["assignments"] if each["backup_for"]]
    assert [(each["role"], each["unit"], each["backup_for"]) for each in given] == [("cashier", unit, "cashier1")]
    assert ("cashier", unit, True) in list_rights(product, "cashier1"), "who is away keeps the right"
    product.at(product.clock.at + timedelta(days=4))
    assert ("cashier", unit, False) in list_rights(product, "desk1"), "it has ended by itself"
    wrong = ask_rights(product, **leave | {"valid_until": f"{today + timedelta(days=9)}", "role": "one_stop_officer"},
                       stand_in="desk1")  # fmt: skip
    refused = try_step(product("office"), PLURAL, wrong["id"], "grant", REPLY)
    assert find_faults(refused) == [("/values/role", "not_possible")]
