"""A single right ends: by a review or a request, somebody's other rights of the same role and unit stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.wiring import core as wiring
from infra.local.seed import SINCE
from tests.product.accounts.test_account_requests import ask_rights, build_request, find_faults, grant
from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency
from tests.product.matters.matter_calls import try_open, try_step
from tests.product.office import Office
from tests.product.rights.test_rights_reviews import PERIOD, PLURAL, REPLY, REQUESTS, find_review, read, watch

PREVIEW = "/api/officers/preview"


@pytest.fixture
def agency(office: Any) -> Office:
    """Huế in the first days of a period, with an agency's head and a case officer."""
    product: Office = office("hue", MONDAY)
    for sub in ("head1", "case1", "operator", "office", "desk1", "section"):
        product(sub)
    watch(product)
    product.at(PERIOD)
    return product


def hold(product: Office, *rights: Assignment, sub: str = "lan") -> None:
    """Give somebody these rights and no others."""
    product.appoint(sub, Role.CASE_OFFICER, product.place.committee, "Nguyễn Thị Lan", "Công chức")
    records = wiring.provide_officers()
    was = records.load(sub)
    officer = Officer(sub, was.version + 1, was.name, was.title, was.email, rights)
    records.save(officer, "seed", "02/TB", SINCE)
    records.cache.clear()


def build_pairs(product: Office) -> dict[str, tuple[Assignment, Assignment]]:
    """Two rights of one person that differ in one thing alone."""
    unit, one_stop = product.place.committee, product.place.one_stop
    own = Assignment(Role.CASE_OFFICER, unit, SINCE)
    return {
        "own and in somebody's place": (own, Assignment(Role.CASE_OFFICER, unit, SINCE, backup_for="case1")),
        "present and coming": (own, Assignment(Role.CASE_OFFICER, unit, PERIOD + timedelta(days=20))),
        "two stages": (
            Assignment(Role.POSTAL_STAFF, one_stop, SINCE, stage="receive"),
            Assignment(Role.POSTAL_STAFF, one_stop, SINCE, stage="deliver"),
        ),
    }


def describe_rights(product: Office, sub: str = "lan") -> list[Assignment]:
    """The present and coming rights on record."""
    now = product.clock.at
    held = wiring.provide_officers().load(sub).assignments
    return [each for each in held if each.valid_until is None or now < each.valid_until]


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("pair", ["own and in somebody's place", "present and coming", "two stages"])
def test_a_review_ends_the_right_of_its_line_and_no_other(agency: Office, pair: str, at: int) -> None:
    rights = build_pairs(agency)[pair]
    hold(agency, *rights)
    watch(agency)
    review = find_review(agency, rights[0].unit)
    lines = [each for each in review["lines"] if each["officer"] == "lan"]
    assert len(lines) == 2
    ends, stays = rights[at], rights[1 - at]
    (line,) = [
        each for each in lines
        if (datetime.fromisoformat(each["valid_from"]), each["backup_for"], each["stage"])
        == (ends.valid_from, ends.backup_for or "", ends.stage)
    ]  # fmt: skip
    head = "head1" if ends.unit == agency.place.committee else "operator"
    answered = try_step(agency(head), PLURAL, review["id"], "end", {"line": line["key"]})
    assert answered.status == 200, answered.body
    seen = {each["key"]: each for each in read(agency, review["id"], head)["lines"]}
    request = seen[line["key"]]["end_request"]
    assert (line["backup_name"] != "") == bool(ends.backup_for)
    by = "operator" if head == "head1" else "operator2"
    agency.appoint("operator2", Role.OPERATOR, "province")
    paper = grant(agency, request, by=by)
    assert describe_rights(agency) == [stays]
    states = {each["key"]: each["state"] for each in read(agency, review["id"], head)["lines"]}
    assert {states[each["key"]] for each in lines} == {"ended", "waiting"}
    assert states[line["key"]] == "ended"
    said = {each["label"]: each["text"] for each in agency(by).get(f"/api/matters/answers/{paper['id']}")["lines"]}
    assert any("thay" in label for label in said) == bool(ends.backup_for), "the answer says which of both"


def test_a_right_granted_after_the_press_stays(agency: Office) -> None:
    own, _ = build_pairs(agency)["present and coming"]
    hold(agency, own)
    watch(agency)
    review = find_review(agency)
    (line,) = [each for each in review["lines"] if each["officer"] == "lan"]
    assert try_step(agency("head1"), PLURAL, review["id"], "end", {"line": line["key"]}).status == 200
    (waiting,) = [each for each in read(agency, review["id"])["lines"] if each["officer"] == "lan"]
    coming = Assignment(Role.CASE_OFFICER, own.unit, PERIOD + timedelta(days=9), backup_for="case1")
    hold(agency, own, coming)
    grant(agency, waiting["end_request"], by="operator")
    assert describe_rights(agency) == [coming]


def test_a_right_that_changed_after_the_press_is_not_ended(agency: Office) -> None:
    own, _ = build_pairs(agency)["present and coming"]
    hold(agency, own)
    watch(agency)
    review = find_review(agency)
    (line,) = [each for each in review["lines"] if each["officer"] == "lan"]
    assert try_step(agency("head1"), PLURAL, review["id"], "end", {"line": line["key"]}).status == 200
    (waiting,) = [each for each in read(agency, review["id"])["lines"] if each["officer"] == "lan"]
    changed = Assignment(Role.CASE_OFFICER, own.unit, SINCE, PERIOD + timedelta(days=30))
    hold(agency, changed)
    refused = try_step(agency("operator"), REQUESTS, waiting["end_request"]["id"], "grant", REPLY)
    assert (refused.status, refused.body["code"]) == (409, "right_gone")
    assert describe_rights(agency) == [changed]


def test_a_stand_in_ends_while_the_own_right_keeps_the_open_work(agency: Office) -> None:
    own, stand_in = build_pairs(agency)["own and in somebody's place"]
    hold(agency, own, stand_in)
    agency("section").step(bring_to_agency(agency), "assign", {"officer": "lan", "seen_holder": ""})
    watch(agency)
    review = find_review(agency)
    (line,) = [each for each in review["lines"] if each["officer"] == "lan" and each["backup_for"]]
    assert try_step(agency("head1"), PLURAL, review["id"], "end", {"line": line["key"]}).status == 200
    (asked,) = [each for each in read(agency, review["id"])["lines"] if each["key"] == line["key"]]
    shown = {"action": "revoke_one", "person": "lan", "role": "case_officer", "work_unit": own.unit}
    effect = agency("operator").ask("POST", PREVIEW, {**shown, "right": line["key"]}, expect=200).body
    assert ([each["backup_for"] for each in effect["ended"]], effect["held"]) == (["case1"], 0)
    grant(agency, asked["end_request"], by="operator")
    assert describe_rights(agency) == [own]


def test_a_request_names_which_of_several_rights_ends(agency: Office) -> None:
    own, stand_in = build_pairs(agency)["own and in somebody's place"]
    hold(agency, own, stand_in)
    asked = {"action": "revoke_one", "person": "lan", "role": "case_officer", "work_unit": own.unit}
    effect = agency("head1").ask("POST", PREVIEW, asked, expect=200).body
    assert effect["ended"] == []
    keys = {each["right"]["backup_for"]: each["key"] for each in effect["choices"]}
    assert set(keys) == {None, "case1"}
    assert [bool(each["backup_name"]) for each in effect["choices"]] == [False, True]
    body = build_request(agency, **asked, reason="transfer", full_name="")
    for right, fault in (("", "several_rights"), ("0" * 23, "not_in_list")):
        refused = try_open(agency("head1"), REQUESTS, {**body, **({"right": right} if right else {})})
        assert (refused.status, find_faults(refused)) == (422, [("/values/right", fault)]), refused.body
    gone = try_open(agency("head1"), REQUESTS, {**body, "right": "0" * 24})
    assert (gone.status, gone.body["code"]) == (409, "right_gone")
    elsewhere = try_open(agency("head1"), REQUESTS, {**body, "action": "revoke", "right": keys[None]})
    assert find_faults(elsewhere) == [("/values/right", "not_in_list")]
    request = ask_rights(agency, by="head1", **asked, reason="transfer", full_name="", right=keys["case1"])
    grant(agency, request, by="operator")
    assert describe_rights(agency) == [own]
    alone = agency("head1").ask("POST", PREVIEW, asked, expect=200).body
    assert (alone["choices"], len(alone["ended"])) == ([], 1), "one right needs no choice"


def test_a_request_from_before_rights_had_keys_ends_no_more_than_one(agency: Office) -> None:
    own, stand_in = build_pairs(agency)["own and in somebody's place"]
    hold(agency, own)
    asked = ask_rights(
        agency, by="head1", action="revoke_one", person="lan", role="case_officer", work_unit=own.unit,
        reason="transfer", full_name="",
    )  # fmt: skip
    hold(agency, own, stand_in)
    refused = try_step(agency("operator"), REQUESTS, asked["id"], "grant", REPLY)
    assert (refused.status, find_faults(refused)) == (422, [("/values/right", "several_rights")])
    assert describe_rights(agency) == [own, stand_in]
    hold(agency, own)
    grant(agency, asked, by="operator")
    assert describe_rights(agency) == []
