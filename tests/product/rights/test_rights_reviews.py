"""Half-yearly reviews of rights: opened once for each unit, one press for each right, closed in writing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring
from chalicelib.wiring import watch as wiring_watch
from tests.product.accounts.test_account_requests import ask_rights, grant
from tests.product.catalogue.test_unit_changes import build_proposal, find_merged, find_second, let_caches_pass
from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency
from tests.product.matters.matter_calls import open_matter, take_step, try_step
from tests.product.office import Office

PLURAL = "rights-reviews"
REQUESTS = "account-requests"
PERIOD = datetime(2027, 1, 4, 9, tzinfo=VIETNAM)
"""A Monday in the first days of a period."""
REPLY = {"reply": "21/TB-VP", "outcome": "Đã thu hồi."}


@pytest.fixture
def agency(office: Any) -> Office:
    """Huế, where reviews are known since November: an agency with its head and two case officers."""
    product: Office = office("hue", MONDAY)
    for sub in ("head1", "case1", "operator", "office", "desk1", "section"):
        product(sub)
    product.appoint("lan", Role.CASE_OFFICER, product.place.committee, "Nguyễn Thị Lan", "Công chức")
    assert watch(product)["reviews"] == 0, "the first run opens none for the past"
    product.at(PERIOD)
    return product


def watch(product: Office) -> dict[str, int]:
    """A night; caches of rights pass by."""
    counts: dict[str, int] = product.around.tick("review_accounts")
    wiring.provide_officers().cache.clear()
    assert counts["failed"] == 0
    return counts


def find_review(product: Office, unit: str = "", by: str = "office") -> dict[str, Any]:
    """The open review of a unit, with its lines."""
    found = product(by).get(f"/api/{PLURAL}?unit={unit or product.place.committee}")["items"]
    read: dict[str, Any] = product(by).get(f"/api/{PLURAL}/{found[0]['id']}")
    return read


def find_line(review: dict[str, Any], sub: str) -> dict[str, Any]:
    """The line of an officer."""
    found: dict[str, Any] = next(each for each in review["lines"] if each["officer"] == sub)
    return found


def read(product: Office, number: str, by: str = "head1") -> dict[str, Any]:
    """A review as somebody reads it."""
    seen: dict[str, Any] = product(by).get(f"/api/{PLURAL}/{number}")
    return seen


def answer(product: Office, review: dict[str, Any], sub: str, word: str = "keep", by: str = "head1") -> Any:
    """One press for an officer's right, with any answer."""
    return try_step(product(by), PLURAL, review["id"], word, {"line": find_line(review, sub)["key"]})


def test_a_review_is_opened_once_for_each_unit_and_only_for_periods_from_now_on(agency: Office) -> None:
    opened = watch(agency)["reviews"]
    assert opened >= 3
    assert watch(agency)["reviews"] == 0, "a second run of the period opens none"
    every = agency("office").get(f"/api/{PLURAL}?unit=province&limit=100")["items"]
    assert len(every) == opened
    assert len({each["unit"] for each in every}) == opened
    review = find_review(agency)
    assert review["course"][0]["texts"]["period"] == "2027-01"
    assert {each["officer"] for each in review["lines"]} == {"head1", "case1", "lan", "section"}
    assert [each["article"] for each in review["clocks"]] == [""], "how long it may take is a choice of the service"
    agency.at(datetime(2027, 7, 5, 9, tzinfo=VIETNAM))
    assert watch(agency)["reviews"] == opened


def test_a_unit_that_starts_in_the_middle_of_a_period_is_first_reviewed_in_the_next_one(agency: Office) -> None:
    unit, _, _, _ = find_merged(agency)
    watch(agency)
    agency.at(datetime(2027, 3, 1, 9, tzinfo=VIETNAM))
    agency.appoint("moi", Role.CASE_OFFICER, unit, "Phan Văn Mới", "Công chức")
    assert watch(agency)["reviews"] == 0
    assert agency("office").get(f"/api/{PLURAL}?unit={unit}")["items"] == []
    agency.at(datetime(2027, 7, 5, 9, tzinfo=VIETNAM))
    watch(agency)
    assert find_line(find_review(agency, unit), "moi")["state"] == "waiting"


@pytest.mark.parametrize("province", ["hue", "lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
def test_in_every_province_somebody_answers_for_every_right(office: Any, province: str) -> None:
    product: Office = office(province, MONDAY)
    for sub in ("head1", "case1", "operator", "office", "auditor", "desk1"):
        product(sub)
    product.appoint("office9", Role.PROVINCIAL_OFFICE, PROVINCE_UNIT)
    product.appoint("operator9", Role.OPERATOR, PROVINCE_UNIT)
    watch(product)
    product.at(PERIOD)
    watch(product)
    granters = ("office", "office9", "operator", "operator9")
    reviews = [each["id"] for each in product("office").get(f"/api/{PLURAL}?unit=province&limit=100")["items"]]
    seen = [read(product, number, by) for number in reviews for by in granters]
    lines = {(line["officer"], line["role"]): False for review in seen for line in review["lines"]}
    assert ("operator", "operator") in lines
    assert ("office", "provincial_office") in lines
    for review in seen:
        for line in review["lines"]:
            lines[line["officer"], line["role"]] |= line["answers"]
    assert [who for who, answered in lines.items() if not answered] == []


def test_two_schedulers_at_once_open_one_review_for_each_unit(agency: Office) -> None:
    def run(_: int) -> int:
        return wiring_watch.provide_review_watch(lambda *_: None).run().opened

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(run, range(2)))
    every = agency("office").get(f"/api/{PLURAL}?unit=province&limit=100")["items"]
    assert sum(counts) >= len(every) > 0
    assert len({each["unit"] for each in every}) == len(every)


def test_the_head_keeps_and_ends_rights_and_the_granter_answers_for_the_head(agency: Office) -> None:
    watch(agency)
    review = find_review(agency)
    agency.around.bring("send_notice", review["id"])
    desk = f"/api/inbox?unit={agency.place.committee}&role=agency_head"
    assert len(agency("head1").get(desk)["items"]) == 1
    assert answer(agency, review, "case1").status == 200
    own = answer(agency, review, "head1")
    assert (own.status, own.body["code"]) == (403, "own_rights")
    assert find_line(read(agency, review["id"]), "head1")["own"]
    ended = answer(agency, review, "lan", "end")
    assert ended.status == 200, ended.body
    line = find_line(read(agency, review["id"]), "lan")
    assert (line["state"], line["end_state"]) == ("ending", "received")
    request = agency("operator").get(f"/api/{REQUESTS}/{line['end_request']['id']}")
    asked = {"action": "revoke_one", "person": "lan", "role": "case_officer", "work_unit": agency.place.committee}
    effect = agency("operator").ask("POST", "/api/officers/preview", asked).body
    assert [each["role"] for each in effect["ended"]] == ["case_officer"]
    assert (request["course"][0]["texts"]["letter"], request["values"]["person"]) == (review["number"], "lan")
    grant(agency, request, by="operator")
    assert find_line(read(agency, review["id"]), "lan")["state"] == "ended"
    assert agency("lan").ask("GET", f"/api/worklist?unit={agency.place.committee}").status in (403, 404)
    assert answer(agency, review, "section").body["state"] == "open", "the head's own right waits"
    done = answer(agency, review, "head1", by="operator")
    assert (done.body["state"], done.body["ended"]) == ("closed", True), "the last answer closes it"
    left = ask_rights(agency, by="head1", person="case1", action="leave", reason="leaving", full_name="", role="",
                      work_unit="")  # fmt: skip
    grant(agency, left, by="operator")
    assert find_line(read(agency, review["id"]), "case1")["state"] == "kept", "a closed review stays as it was"
    closed = agency("office").get(f"/api/{PLURAL}?unit=province&state=closed")["items"]
    assert [each["id"] for each in closed] == [review["id"]]
    paper = agency("head1").get(f"/api/matters/answers/{review['id']}")
    said = {each["label"]: each["text"][0] for each in paper["lines"]}
    assert "Giữ quyền" in next(text for name, text in said.items() if name.startswith("Trần") or "case" in name.lower())
    assert "Đề nghị thu hồi" in said["Nguyễn Thị Lan"]


def test_work_is_handed_over_before_a_right_ends_by_a_review(agency: Office) -> None:
    agency("section").step(bring_to_agency(agency), "assign", {"officer": "lan", "seen_holder": ""})
    watch(agency)
    review = find_review(agency)
    assert find_line(review, "lan")["open_work"] == 1
    assert answer(agency, review, "lan", "end").status == 200
    request = find_line(read(agency, review["id"]), "lan")["end_request"]["id"]
    refused = try_step(agency("operator"), REQUESTS, request, "grant", REPLY)
    assert (refused.status, refused.body["code"]) == (409, "open_work_left")


def test_a_right_that_ends_or_begins_meanwhile_shows_as_such_and_needs_no_answer(agency: Office) -> None:
    watch(agency)
    review = find_review(agency)
    asked = ask_rights(agency, by="head1", person="lan", action="leave", reason="leaving", full_name="", role="",
                       work_unit="")  # fmt: skip
    grant(agency, asked, by="operator")
    agency.appoint("moi", Role.CASE_OFFICER, agency.place.committee, "Phan Văn Mới", "Công chức")
    seen = read(agency, review["id"])
    assert find_line(seen, "lan")["state"] == "gone"
    assert find_line(seen, "moi")["state"] == "added"
    gone = answer(agency, review, "lan")
    assert (gone.status, gone.body["code"]) == (409, "right_gone")
    early = try_step(agency("head1"), PLURAL, review["id"], "close")
    assert (early.status, early.body["code"]) == (409, "lines_waiting")
    for sub, by in (("case1", "head1"), ("section", "head1"), ("head1", "operator")):
        assert answer(agency, review, sub, by=by).status == 200
    assert read(agency, review["id"])["state"] == "closed"


def test_a_stale_press_is_refused_and_an_answered_right_is_not_answered_again(agency: Office) -> None:
    watch(agency)
    review = find_review(agency)
    body = {"values": {"line": find_line(review, "case1")["key"]}, "confirmed": []}
    path = f"/api/{PLURAL}/{review['id']}/keep"
    assert agency("head1").ask("POST", path, body, version=review["version"]).status == 200
    late = agency("operator").ask("POST", path, body, version=review["version"])
    assert late.status == 412
    again = answer(agency, review, "case1")
    assert (again.status, again.body["code"]) == (409, "line_answered")
    unknown = try_step(agency("head1"), PLURAL, review["id"], "keep", {"line": "abc"})
    assert unknown.status == 422


def test_nobody_else_answers_nor_reads_sign_ins(agency: Office) -> None:
    watch(agency)
    review = find_review(agency)
    agency.appoint("otherhead", Role.HEAD_OF_ONE_STOP, agency.place.other)
    assert answer(agency, review, "case1", by="otherhead").status == 404
    assert answer(agency, review, "case1", by="section").status == 403
    office = answer(agency, review, "case1", by="office")
    assert (office.status, office.body["code"]) == (403, "granted_by_others"), "in Huế the office grants nothing"
    assert read(agency, review["id"], by="section")["lines"] == [], "colleagues read no sign-ins"
    refused = agency("operator").ask("POST", f"/api/{PLURAL}", {"values": {}, "confirmed": []})
    assert refused.status == 405, "the system alone opens reviews"
    assert agency("otherhead").ask("GET", f"/api/{PLURAL}?unit=province").status == 404


def test_rights_of_the_province_are_for_those_who_grant(agency: Office) -> None:
    agency.appoint("operator2", Role.OPERATOR, PROVINCE_UNIT)
    watch(agency)
    every = agency("operator").get(f"/api/{PLURAL}?unit=province&limit=100")["items"]
    reviews = [agency("operator").get(f"/api/{PLURAL}/{each['id']}") for each in every]
    review = next(each for each in reviews if any(line["officer"] == "operator" for line in each["lines"]))
    agency.appoint("depthead", Role.AGENCY_HEAD, review["unit"])
    assert answer(agency, review, "office", by="depthead").status == 403
    assert answer(agency, review, "operator", by="operator").body["code"] == "own_rights"
    assert answer(agency, review, "operator", by="operator2").status == 200


def test_a_late_review_is_named_to_the_heads_and_to_who_grants(agency: Office) -> None:
    watch(agency)
    review = find_review(agency)
    due = datetime.fromisoformat(review["due_at"])
    agency.at(due - timedelta(hours=2))
    agency.around.tick("watch_deadlines")
    agency.around.bring("send_notice", review["id"])
    heads = agency("head1").get(f"/api/inbox?unit={agency.place.committee}&role=agency_head")["items"]
    assert any("Sắp đến hạn" in each["vi"]["subject"] for each in heads), "its heads are reminded"
    assert agency("operator").get(f"/api/inbox?unit={PROVINCE_UNIT}&role=operator")["items"] == []
    agency.at(PERIOD + timedelta(days=20))
    agency.around.tick("watch_deadlines")
    agency.around.bring("send_notice", review["id"])
    desk = f"/api/inbox?unit={PROVINCE_UNIT}&role=operator"
    (notice,) = agency("operator").get(desk)["items"]
    assert review["number"] in notice["vi"]["subject"]
    assert "Quá hạn" in notice["vi"]["subject"]
    late = [each for each in agency("office").get(f"/api/{PLURAL}?unit=province&limit=100")["items"] if each["late"]]
    assert any("Rà soát quyền" in each["subject"] for each in late)


def test_the_successor_of_a_merged_unit_answers(agency: Office) -> None:
    second, (ends, its_desk, stays, desk) = find_second(agency), find_merged(agency)
    agency.at(PERIOD)
    agency.appoint("cu", Role.CASE_OFFICER, ends, "Công Chức Cũ", "Công chức")
    watch(agency)
    review = find_review(agency, ends)
    day = (PERIOD + timedelta(days=3)).date()
    for one, heir in ((its_desk, desk), (ends, stays)):
        merger = build_proposal(agency, action="merge", unit=one, successor=heir, name_vi="", name_en="",
                                effective=f"{day}")  # fmt: skip
        proposed = open_matter(agency("office"), "unit-changes", merger)
        take_step(second, "unit-changes", proposed["id"], "approve", {"outcome": "Theo quyết định."})
    let_caches_pass(agency)
    agency.at(PERIOD + timedelta(days=4))
    listed = agency("head1").get(f"/api/{PLURAL}?unit={stays}")["items"]
    assert review["id"] in {each["id"] for each in listed}
    done = answer(agency, review, "cu", by="head1")
    assert (done.status, done.body.get("state")) == (200, "closed")
