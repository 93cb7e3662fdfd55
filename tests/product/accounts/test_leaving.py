"""Nobody leaves work behind: open shares are shown, handed over one by one, and keep rights from ending until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.accounts.test_account_requests import PLURAL, REPLY, ask_rights, find_grantor, grant, list_rights
from tests.product.conftest import MONDAY
from tests.product.journeys import approve_latest, bring_to_agency, request_paper
from tests.product.matters.matter_calls import try_step
from tests.product.office import Office

CASE = Role.CASE_OFFICER


@pytest.fixture
def agency(office: Any) -> Office:
    """An agency with two case officers, a section head and an agency head."""
    product: Office = office("hue", MONDAY)
    for sub, name in (("lan", "Nguyễn Thị Lan"), ("anh", "Trần Quốc Anh")):
        product.appoint(sub, CASE, product.place.committee, name, "Công chức")
    return product


def give(product: Office, dossier: str, officer: str, seen: str = "") -> None:
    """A superior gives a share to an officer."""
    product("section").step(dossier, "assign", {"officer": officer, "seen_holder": seen})


def read_shares(product: Office, sub: str, by: str = "section") -> list[tuple[Any, ...]]:
    """The open work of an officer, as somebody reads it."""
    found = product(by).get(f"/api/officers/{sub}/work")["shares"]
    return [(each["unit"], each["open"], each["overdue"], each["has_right"], each["backup"]) for each in found]


def revoke(product: Office, **changes: str) -> Any:
    """A request that all rights end, and the attempt to grant it."""
    leaving = {"action": "leave", "person": "lan", "full_name": "", "role": "", "work_unit": ""}
    asked = ask_rights(product, **(leaving | changes))
    return asked, try_step(product(find_grantor(product)), PLURAL, asked["id"], "grant", REPLY)


def test_rights_end_only_when_every_open_share_was_handed_over(agency: Office) -> None:
    unit = agency.place.committee
    first, second = bring_to_agency(agency), bring_to_agency(agency)
    for dossier in (first, second):
        give(agency, dossier, "lan")
    assert read_shares(agency, "lan") == [(unit, 2, 0, True, "")]
    asked, refused = revoke(agency)
    assert (refused.status, refused.code) == (409, "open_work_left")
    assert "2 hồ sơ" in refused.body["detail"]["vi"]
    give(agency, first, "anh", seen="lan")
    assert read_shares(agency, "lan")[0][1] == 1, "a hand-over that was cut continues with what is left"
    again = try_step(agency("operator"), PLURAL, asked["id"], "grant", REPLY)
    assert "1 hồ sơ" in again.body["detail"]["vi"]
    give(agency, second, "anh", seen="lan")
    grant(agency, asked)
    assert not any(right[2] for right in list_rights(agency, "lan"))
    assert read_shares(agency, "lan") == [(unit, 0, 0, False, "")]
    course = agency("section").get(f"/api/dossiers/{first}/timeline")["items"]
    moved = [(each["given_to"], each["taken_from"]) for each in course if each["kind"] == "assigned"]
    assert moved == [("lan", None), ("anh", "lan")]


def test_who_has_a_backup_in_force_may_go(agency: Office) -> None:
    unit = agency.place.committee
    give(agency, bring_to_agency(agency), "lan")
    until = f"{agency.clock.at + timedelta(days=30):%Y-%m-%d}"
    grant(agency, ask_rights(agency, by="head1", person="anh", full_name="", role="case_officer", work_unit=unit,
                             backup_for="lan", valid_until=until))  # fmt: skip
    assert read_shares(agency, "lan", by="office") == [(unit, 1, 0, True, "anh")]
    asked, done = revoke(agency)
    assert done.status == 200, asked
    wiring.provide_officers().cache.clear()
    assert read_shares(agency, "lan") == [(unit, 1, 0, False, "anh")]
    left = [each for each in agency("section").get(f"/api/members?unit={unit}")["items"] if not each["roles"]]
    assert [(each["sub"], each["open"]) for each in left] == [("lan", 1)], "the unit sees what is still to be given"


def test_who_stands_in_for_somebody_who_left_answers_for_their_shares(agency: Office) -> None:
    unit, dossier = agency.place.committee, bring_to_agency(agency)
    give(agency, dossier, "lan")
    agency.appoint("lan", CASE, unit, until=agency.clock.at)
    agency.appoint("binh", CASE, unit)
    record = wiring.provide_officers().load("binh")
    stands_in = replace(record.assignments[0], backup_for="lan")
    wiring.provide_officers().save(
        replace(record, version=record.version + 1, assignments=(stands_in,)), "seed", "1", agency.clock.at
    )
    assert read_shares(agency, "lan") == [(unit, 1, 0, False, "binh")]
    asked, refused = revoke(agency, person="binh")
    assert refused.code == "open_work_left"
    give(agency, dossier, "anh", seen="lan")
    grant(agency, asked)


def test_a_share_that_waits_for_the_applicant_is_handed_over_too(agency: Office) -> None:
    dossier = bring_to_agency(agency)
    give(agency, dossier, "lan")
    request_paper(agency, dossier, by="lan")
    approve_latest(agency, dossier, "desk1")
    assert agency("section").get(f"/api/dossiers/{dossier}")["state"] == "supplement_requested"
    assert read_shares(agency, "lan")[0][1] == 1
    assert revoke(agency)[1].code == "open_work_left"
    agency("lan").step(dossier, "hand_over", {"officer": "anh"})
    give(agency, dossier, "lan", seen="anh")
    assert read_shares(agency, "anh")[0][1] == 0


def test_rights_written_directly_end_no_sooner(agency: Office) -> None:
    give(agency, bring_to_agency(agency), "lan")
    record = agency("operator").get("/api/officers/lan")
    right = {key: value for key, value in record["assignments"][0].items() if key != "in_force"}
    ended = {**right, "valid_until": agency.clock.at.isoformat()}
    body = {"name": "Lan", "title": "Công chức", "assignments": [ended], "request_ref": "12/CV"}
    refused = agency("operator").ask("PUT", "/api/officers/lan", body, version=record["version"])
    assert (refused.status, refused.code) == (409, "open_work_left")


@pytest.mark.parametrize(
    ("who", "status"),
    [("lan", 200), ("section", 200), ("head1", 200), ("office", 200), ("auditor", 200), ("operator", 200),
     ("anh", 403), ("desk1", 403), ("deskhead", 403), ("tax1", 403), ("citizen1", 403)],
)  # fmt: skip
def test_open_work_is_read_by_its_person_superiors_and_those_who_grant(agency: Office, who: str, status: int) -> None:
    agency(who)
    assert agency(who).ask("GET", "/api/officers/lan/work").status == status
