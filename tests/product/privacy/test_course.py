"""The course of a dossier: what was asked, answered, noted and why, by whom; each cut to who may see it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.conftest import MONDAY
from tests.product.journeys import CERTIFICATE, LINKED, approve_latest, bring_to_agency, receive_dossier, request_paper
from tests.product.office import Office

LEADING = {"desk1", "deskhead", "director", "case1", "section", "head1"}
SETTLING = LEADING | {"partner1"}
WRITTEN = {
    "assigned": ("Giao gấp trong buổi sáng", {"case1", "section", "head1"}),
    "asked one": ("Thửa đất có tranh chấp không?", LEADING | {"body1"}),
    "answered": ("Không có tranh chấp", LEADING | {"body1"}),
    "asked another": ("Quy hoạch đến năm nào?", LEADING | {"body2"}),
    "for all": ("Người nộp hẹn ghé chiều nay", SETTLING),
    "for the unit": ("Chờ ý kiến chị trưởng phòng", {"case1", "section", "head1"}),
    "from the desk": ("Đã gọi nhắc người nộp", SETTLING),
    "why longer": ("Phải xác minh thực địa", LEADING),
}
"""Texts in the course, with their readers."""
READERS = ("citizen1", *sorted(SETTLING), "body1", "body2", "auditor", "office", "other1", "operator")
SEES_NOTHING = {"other1", "operator"}


@dataclass
class Talked:
    """A dossier about which much was said."""

    office: Office
    id: str
    files: dict[str, str] = field(default_factory=dict)

    def send(self, who: str, step: str, body: dict[str, Any], file: str = "") -> Any:
        """A step with a file, if there is one."""
        if file:
            self.files[file] = self.office(who).upload(self.id, "internal")
            body = {**body, "papers": [self.files[file]]}
        return self.office(who).step(self.id, step, body)

    def read(self, who: str, path: str = "") -> Any:
        """Return the course as somebody reads it."""
        return self.office(who).get(f"/api/dossiers/{self.id}{path}")

    def lines(self, who: str, kind: str) -> list[dict[str, Any]]:
        """Lines of the course of one kind."""
        return [each for each in self.read(who, "/timeline")["items"] if each["kind"] == kind]


@pytest.fixture
def talked(office: Any) -> Talked:
    """A dossier of three agencies about which two other bodies were asked, one has answered, and notes were written."""
    product = office("hue", MONDAY)
    dossier = Talked(product, bring_to_agency(product, LINKED))
    tasks = product("desk1").get(f"/api/dossiers/{dossier.id}")["tasks"]
    product.appoint("partner1", Role.CASE_OFFICER, tasks[1]["unit"])
    parties = {each["unit"] for each in tasks} | {product.place.one_stop, product.place.other}
    one, another = (
        each.id for each in [a for a in wiring.provide_agencies().list_active(MONDAY.date()) if a.id not in parties][:2]
    )
    product.appoint("body1", Role.CASE_OFFICER, one)
    product.appoint("body2", Role.AGENCY_HEAD, another)
    product("case1")
    said = {name: text for name, (text, _) in WRITTEN.items()}
    dossier.send("section", "assign", {"officer": "case1", "note": said["assigned"]})
    dossier.send("case1", "consult", {"unit": one, "reply_days": 2, "questions": said["asked one"]}, "question")
    product("body1").step(dossier.id, "answer", {"opinion": said["answered"], "papers": []}, expect=200)
    dossier.send("case1", "consult", {"unit": another, "reply_days": 2, "questions": said["asked another"]})
    dossier.send("case1", "note", {"text": said["for all"]}, "for all")
    dossier.send("case1", "note", {"text": said["for the unit"], "reach": "unit"}, "for the unit")
    dossier.send("desk1", "note", {"text": said["from the desk"]})
    dossier.send("case1", "extend", {"units": 1, "reason": said["why longer"]})
    return dossier


@pytest.mark.parametrize("who", READERS)
def test_each_text_and_file_is_read_by_those_whom_it_reaches_and_by_nobody_else(talked: Talked, who: str) -> None:
    if who in SEES_NOTHING:
        talked.office(who).get(f"/api/dossiers/{talked.id}/timeline", expect=404)
        return
    for path in ("", "/ledger"):
        said = json.dumps(talked.read(who, path), ensure_ascii=False)
        assert {name for name, (text, _) in WRITTEN.items() if text in said} == {
            name for name, (_, readers) in WRITTEN.items() if who in readers
        }, path
    # The question's file was the body's until it answered; files reach all who settle the dossier.
    reach = {"question": SETTLING, "for all": SETTLING, "for the unit": {"case1", "section", "head1"}}
    listed = {each["id"] for each in talked.read(who, "/papers")["items"]}
    in_course = {paper for each in talked.read(who, "/timeline")["items"] for paper in each["papers"]}
    for name, readers in reach.items():
        paper = talked.files[name]
        link = talked.office(who).ask("GET", f"/api/dossiers/{talked.id}/papers/{paper}/link")
        assert (paper in listed, link.status == 200) == (who in readers,) * 2, name
        assert (paper in in_course) == (who in readers and (name != "question" or who != "partner1")), name


@pytest.mark.parametrize(
    ("who", "notes"), [("citizen1", 0), ("body1", 0), ("desk1", 2), ("partner1", 2), ("case1", 3), ("auditor", 3)]
)
def test_a_written_note_is_notified_to_its_readers_and_to_supervisors(talked: Talked, who: str, notes: int) -> None:
    lines = talked.lines(who, "noted")
    assert len(lines) == notes
    if notes:
        assert {each["reach"] for each in lines} <= {"dossier", "unit"}


def test_officers_read_who_acted_by_name_and_title_and_the_applicant_which_office(talked: Talked) -> None:
    course = talked.read("desk1", "/timeline")
    people = {each["sub"]: each for each in course["people"]}
    (given,) = [each for each in course["items"] if each["kind"] == "assigned"]
    asked_one, asked_two = (each for each in course["items"] if each["kind"] == "consulted")
    (answered,) = [each for each in course["items"] if each["kind"] == "answered"]
    assert [people[given[place]]["sub"] for place in ("by", "given_to")] == ["section", "case1"]
    assert (people["case1"]["name"], people["case1"]["title"]) == ("Trần Thị Mai", "Công chức tư pháp – hộ tịch")
    assert (asked_one["n"], answered["n"], asked_one["asked_unit"]) == (1, 1, answered["asked_unit"])
    assert (asked_two["n"], answered["by"], given["taken_from"]) == (2, "body1", None)
    (filed,) = [each for each in course["items"] if each["kind"] == "submitted"]
    assert filed["by"] is None, "the applicant is no officer"
    own = talked.read("citizen1", "/timeline")
    assert own["people"] == []
    assert {each[place] for each in own["items"] for place in ("by", "given_to", "taken_from")} == {None}


def test_a_note_makes_no_page_stale_and_is_kept_once(talked: Talked) -> None:
    desk, before = talked.office("desk1"), talked.read("desk1")["version"]
    key, body = "k" * 20, {"text": "Hẹn lại 15 giờ"}
    path = f"/api/dossiers/{talked.id}/note"
    first, again = (desk.ask("POST", path, body, key=key, expect=200).body for _ in range(2))
    assert (first["version"], again["version"]) == (before, before)
    assert len(talked.lines("desk1", "noted")) == 3
    assert desk.ask("POST", path, {"text": "Khác"}, key=key).code == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("who", "code"),
    [("citizen1", "forbidden"), ("body1", "forbidden"), ("auditor", "forbidden"), ("other1", "not_found")],
)
def test_who_does_not_settle_the_dossier_writes_no_note(talked: Talked, who: str, code: str) -> None:
    assert talked.office(who).ask("POST", f"/api/dossiers/{talked.id}/note", {"text": "x"}).code == code


def test_a_file_between_officers_is_the_senders_own_checked_and_new(talked: Talked) -> None:
    case, desk = talked.office("case1"), talked.office("desk1")
    fresh, theirs = case.upload(talked.id, "internal"), desk.upload(talked.id, "internal")
    pending = case.upload(talked.id, "internal", checked="pending")
    result = case.upload(talked.id, "result")
    path = f"/api/dossiers/{talked.id}/note"
    for paper, code in (
        (theirs, "invalid"), (result, "invalid"), ("nothing", "invalid"), (talked.files["for all"], "invalid"),
        (pending, "paper_pending"),
    ):  # fmt: skip
        refused = case.ask("POST", path, {"text": "x", "papers": [fresh, paper]})
        assert (refused.code, len(talked.lines("case1", "noted"))) == (code, 3), paper
    assert fresh not in {each["id"] for each in talked.read("section", "/papers")["items"]}, "it was not sent yet"
    case.ask("POST", path, {"text": "x", "papers": [fresh]}, expect=200)
    assert fresh in {each["id"] for each in talked.read("section", "/papers")["items"]}


def test_no_file_between_officers_becomes_a_component_or_a_draft(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    citizen = product("citizen1")
    said = {"kind": "internal", "name": "a.pdf", "size": 9, "sha256": "a" * 64, "content_type": "application/pdf"}
    assert citizen.ask("POST", f"/api/dossiers/{dossier}/papers", said).code == "forbidden"
    draft = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", {})
    assert citizen.ask("POST", f"/api/dossiers/{draft}/papers", said).code == "forbidden"
    assert product("case1").ask("POST", f"/api/dossiers/{dossier}/papers", said, expect=201).body["paper"]["kind"]
    internal = product("desk1").upload(dossier, "internal")
    refused = product("desk1").try_step(dossier, "supplement", {"papers": [internal]})
    assert refused.body["errors"][0]["code"] == "paper_unknown"


def test_the_guidance_of_a_request_is_the_applicants_once_it_has_gone_out(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = bring_to_agency(product)
    request_paper(product, dossier, by="case1")
    citizen, path = product("citizen1"), f"/api/dossiers/{dossier}"
    assert "guidance" not in {each["name"] for each in citizen.get(path)["parts"]}, (
        "what is only proposed is no news for the applicant"
    )
    approve_latest(product, dossier, "desk1")
    assert "guidance" in {each["name"] for each in citizen.get(path)["parts"]}
