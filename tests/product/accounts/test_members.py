"""People are chosen by name: who works in a unit, how much each has, and whom a share can be given to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.repositories.accounts.officers import build_rights_row
from chalicelib.wiring import core as wiring
from infra.local.seed import SINCE
from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency
from tests.product.office import Office

CASE = Role.CASE_OFFICER


@pytest.fixture
def agency(office: Any) -> Office:
    """An agency with two case officers and their superiors."""
    product: Office = office("hue", MONDAY)
    unit = product.place.committee
    product.appoint("lan", CASE, unit, "Nguyễn Thị Lan", "Công chức tư pháp – hộ tịch")
    product.appoint("anh", CASE, unit, "Trần Quốc Anh", "Công chức địa chính")
    return product


def list_members(product: Office, who: str) -> list[dict[str, Any]]:
    """The people of the committee, as somebody reads them."""
    found: list[dict[str, Any]] = product(who).get(f"/api/members?unit={product.place.committee}")["items"]
    return found


def find_holder(product: Office, dossier: str) -> str | None:
    """Return the holder of the first share."""
    found: str | None = product("section").get(f"/api/dossiers/{dossier}")["tasks"][0]["holder"]
    return found


def test_the_people_of_a_unit_come_by_given_name_with_title_roles_and_open_load(agency: Office) -> None:
    first, second = bring_to_agency(agency), bring_to_agency(agency)
    for dossier in (first, second):
        agency("section").step(dossier, "assign", {"officer": "lan", "seen_holder": ""})
    found = list_members(agency, "section")
    named = [(each["name"], each["title"], each["roles"], each["open"], each["overdue"]) for each in found]
    assert named[0] == ("Trần Quốc Anh", "Công chức địa chính", ["case_officer"], 0, 0)
    assert ("Nguyễn Thị Lan", "Công chức tư pháp – hộ tịch", ["case_officer"], 2, 0) in named
    assert [each["sub"] for each in found] == ["anh", "lan", "section"], "Anh, Lan, Thắng"
    agency.at(MONDAY + timedelta(days=60))
    assert {each["sub"]: each["overdue"] for each in list_members(agency, "section")}["lan"] == 2


def test_who_has_left_is_no_member_any_more(agency: Office) -> None:
    agency.appoint("anh", CASE, agency.place.committee, until=MONDAY - timedelta(days=1))
    assert "anh" not in [each["sub"] for each in list_members(agency, "section")]
    agency.appoint("lan", CASE, agency.place.tax)
    assert "lan" not in [each["sub"] for each in list_members(agency, "section")]


@pytest.mark.parametrize(
    ("who", "status"),
    [("case1", 200), ("section", 200), ("head1", 200), ("auditor", 200), ("desk1", 404), ("tax1", 404),
     ("operator", 404), ("citizen1", 403)],
)  # fmt: skip
def test_the_people_of_a_unit_are_read_by_those_who_work_there_and_who_supervise(
    agency: Office, who: str, status: int
) -> None:
    assert agency(who).ask("GET", f"/api/members?unit={agency.place.committee}").status == status


def test_an_officer_of_before_there_were_lists_is_listed_by_the_own_first_request(agency: Office) -> None:
    unit = agency.place.committee
    build_rights_row(Officer("old", 1, "Lê Văn Cũ", "Chuyên viên", "", (Assignment(CASE, unit, SINCE),))).save()
    agency.appointed.add("old")
    assert "old" not in [each["sub"] for each in list_members(agency, "section")]
    agency("old").get("/api/me")
    assert "old" in [each["sub"] for each in list_members(agency, "section")]
    assert wiring.provide_officers().load("old") == Officer(
        "old", 1, "Lê Văn Cũ", "Chuyên viên", "", (Assignment(CASE, unit, SINCE),)
    ), "the record itself is as it was"
    change = {"name": "Lê Văn Cũ", "title": "Phó phòng", "assignments": [], "request_ref": "12/CV"}
    agency("operator").ask("PUT", "/api/officers/old", change, version=1, expect=200)
    assert "old" not in [each["sub"] for each in list_members(agency, "section")]


@pytest.mark.parametrize(
    ("whom", "code"),
    [("left", "officer_left"), ("tax1", "officer_of_another_unit"), ("section", "not_a_case_officer"),
     ("nobody", "not_a_case_officer")],
)  # fmt: skip
@pytest.mark.parametrize("step", ["assign", "hand_over"])
def test_an_officer_who_cannot_get_a_share_is_refused_with_the_way_out(
    agency: Office, whom: str, code: str, step: str
) -> None:
    agency.appoint("left", CASE, agency.place.committee, until=MONDAY - timedelta(days=1))
    agency("tax1"), agency("section")
    dossier = bring_to_agency(agency)
    agency("lan").step(dossier, "claim")
    who = "lan" if step == "hand_over" else "section"
    refused = agency(who).try_step(dossier, step, {"officer": whom, "note": "Giao lại"})
    (error,) = refused.body["errors"]
    assert (refused.status, error["path"], error["code"]) == (422, "/officer", code)
    assert {"Chọn", "Choose"} & set(error["vi"].split() + error["en"].split()), "it says what to do instead"
    assert find_holder(agency, dossier) == "lan"


def test_two_at_once_the_second_is_refused_and_nothing_is_overwritten(agency: Office) -> None:
    dossier = bring_to_agency(agency)
    version = agency("head1").get(f"/api/dossiers/{dossier}")["version"]
    path = f"/api/dossiers/{dossier}/assign"
    agency("section").ask("POST", path, {"officer": "lan", "seen_holder": ""}, version=version, expect=200)
    late = {"officer": "anh", "seen_holder": ""}
    assert agency("head1").ask("POST", path, late, version=version).code == "stale_version"
    again = agency("head1").ask("POST", path, late, version=version + 1)
    assert (again.status, again.code) == (409, "holder_changed")
    assert {"Tải lại", "Reload"} <= {part for text in again.body["detail"].values() for part in ("Tải lại", "Reload")
                                     if part in text}  # fmt: skip
    assert agency("anh").ask("POST", f"/api/dossiers/{dossier}/claim", {}, version=version + 1).code == "already_held"
    assert find_holder(agency, dossier) == "lan"
    agency("head1").step(dossier, "assign", {"officer": "anh", "seen_holder": "lan"})
    assert find_holder(agency, dossier) == "anh"


def test_an_officer_takes_a_share_and_hands_it_over_and_both_are_in_the_course(agency: Office) -> None:
    dossier = bring_to_agency(agency)
    assert {"claim"} == {"claim", "hand_over"} & set(agency("lan").get(f"/api/dossiers/{dossier}")["allowed"])
    agency("lan").step(dossier, "claim")
    assert {"hand_over"} == {"claim", "hand_over"} & set(agency("lan").get(f"/api/dossiers/{dossier}")["allowed"])
    assert not {"claim", "hand_over"} & set(agency("anh").get(f"/api/dossiers/{dossier}")["allowed"])
    assert agency("anh").try_step(dossier, "hand_over", {"officer": "anh"}).code == "not_holder"
    (error,) = agency("lan").try_step(dossier, "hand_over", {"officer": "lan"}).body["errors"]
    assert (error["path"], error["code"]) == ("/officer", "officer_has_it"), "nobody hands over to themselves"
    agency("lan").step(dossier, "hand_over", {"officer": "anh", "note": "Tôi nghỉ phép"})
    assert find_holder(agency, dossier) == "anh"
    course = agency("anh").get(f"/api/dossiers/{dossier}/timeline")
    moves = [
        (each["by"], each["taken_from"], each["given_to"]) for each in course["items"] if each["kind"] == "assigned"
    ]
    assert moves == [("lan", None, "lan"), ("lan", "lan", "anh")]
    names = {each["sub"]: each["name"] for each in course["people"]}
    assert (names["lan"], names["anh"]) == ("Nguyễn Thị Lan", "Trần Quốc Anh")
