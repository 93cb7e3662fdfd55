"""What a request does to a record of rights, and which duties are kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.account_requests import (
    RightsRequest,
    build_rights_change,
    find_clash,
    is_same_person,
)
from chalicelib.domain.accounts.officers import Officer, PersonMarks
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor, Assignment, Role

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SINCE, DAY = datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=1)
LAN = Officer("lan", 3, "Lan", "Chuyên viên", assignments=(
    Assignment(Role.CASHIER, "A", SINCE), Assignment(Role.CASE_OFFICER, "B", SINCE),
    Assignment(Role.HEAD_OF_SECTION, "A", SINCE, SINCE + DAY), Assignment(Role.CASE_OFFICER, "A", NOW + DAY),
))  # fmt: skip


def test_a_grant_adds_one_right_and_none_begins_before_it_is_granted() -> None:
    asked = RightsRequest("lan", Role.AGENCY_HEAD, "B", NOW - DAY, NOW + DAY, "minh")
    change = build_rights_change(LAN, asked, "TK-2026-00001", NOW)
    assert change.assignments == (*LAN.assignments, Assignment(Role.AGENCY_HEAD, "B", NOW, NOW + DAY, "minh"))
    assert (change.name, change.title, change.request_ref) == ("Lan", "Chuyên viên", "TK-2026-00001")
    whole = build_rights_change(LAN, RightsRequest("lan", Role.AUDITOR, "B"), "1", NOW)
    assert whole.assignments[-1] == Assignment(Role.AUDITOR, "province", NOW)


def test_rights_end_in_a_unit_or_everywhere_and_what_had_ended_stays_as_it_was() -> None:
    cashier, elsewhere, ended, _ = LAN.assignments
    revoked = build_rights_change(LAN, RightsRequest("lan", unit="A", ends="A"), "1", NOW)
    assert revoked.assignments == (replace(cashier, valid_until=NOW), elsewhere, ended)
    left = build_rights_change(LAN, RightsRequest("lan", ends="", title="Đã nghỉ"), "1", NOW)
    gone = (replace(cashier, valid_until=NOW), replace(elsewhere, valid_until=NOW), ended)
    assert (left.assignments, left.title) == (gone, "Đã nghỉ")
    moved = build_rights_change(LAN, RightsRequest("lan", Role.CASHIER, "B", ends="B"), "1", NOW)
    assert moved.assignments[1:] == (
        replace(elsewhere, valid_until=NOW), ended, LAN.assignments[3], Assignment(Role.CASHIER, "B", NOW),
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        Officer("op"),
        Officer("second", account="op"),
        Officer("second", marks=PersonMarks(merged=("op",))),
        Officer("second", id_number="046190001234"),
        Officer("second", identity=ProvenIdentity(2, "046190001234")),
        Officer("old"),
    ],
)
def test_every_further_account_of_a_person_is_the_same_person(other: Officer) -> None:
    own = Officer("op", marks=PersonMarks(merged=("old",)), id_number="046190001234")
    assert is_same_person(Actor("op"), own, other)
    assert not is_same_person(Actor("op"), own, Officer("lan", id_number="046190009999"))
    assert not is_same_person(Actor("op"), Officer("op"), Officer("lan"))


def test_duties_that_are_kept_apart_clash_while_both_are_in_force() -> None:
    system, desk = Assignment(Role.OPERATOR, "province", SINCE), Assignment(Role.CASHIER, "A", SINCE)
    assert find_clash((system, desk), NOW) == (Role.OPERATOR, Role.CASHIER)
    assert find_clash((Assignment(Role.PROVINCIAL_OFFICE, "province", SINCE), desk), NOW) is None
    assert find_clash((replace(system, valid_until=NOW), desk), NOW) is None
    after = (replace(system, valid_until=NOW + DAY), replace(desk, valid_from=NOW + DAY))
    assert find_clash(after, NOW) is None
    audit = Assignment(Role.AUDITOR, "province", SINCE)
    assert find_clash((desk, audit), NOW) == (Role.AUDITOR, Role.CASHIER)
