"""What a request does to a record of rights, and which duties are kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.account_requests import (
    EndedRights,
    RightsRequest,
    build_rights_change,
    find_clash,
    find_task_grantors,
    is_same_person,
    require_one_right,
)
from chalicelib.domain.accounts.officers import Officer, PersonMarks
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.rights.right_key import RightGone, build_right_key
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.errors import Invalid

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
    revoked = build_rights_change(LAN, RightsRequest("lan", unit="A", ends=EndedRights("A")), "1", NOW)
    assert revoked.assignments == (replace(cashier, valid_until=NOW), elsewhere, ended)
    left = build_rights_change(LAN, RightsRequest("lan", ends=EndedRights(), title="Đã nghỉ"), "1", NOW)
    gone = (replace(cashier, valid_until=NOW), replace(elsewhere, valid_until=NOW), ended)
    assert (left.assignments, left.title) == (gone, "Đã nghỉ")
    moved = build_rights_change(LAN, RightsRequest("lan", Role.CASHIER, "B", ends=EndedRights("B")), "1", NOW)
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


TWO = Officer("lan", 3, assignments=(
    Assignment(Role.CASE_OFFICER, "B", SINCE), Assignment(Role.CASE_OFFICER, "B", SINCE, backup_for="mai"),
    Assignment(Role.CASE_OFFICER, "B", NOW + DAY), Assignment(Role.CASE_OFFICER, "B", SINCE, SINCE + DAY),
))  # fmt: skip


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_right_with_a_key_ends_alone(at: int) -> None:
    right = TWO.assignments[at]
    ends = EndedRights("B", Role.CASE_OFFICER, one=True, key=build_right_key("lan", right))
    asked = RightsRequest("lan", unit="B", ends=ends)
    require_one_right(TWO, asked, NOW)
    after = build_rights_change(TWO, asked, "1", NOW).assignments
    ended = () if right.valid_from >= NOW else (replace(right, valid_until=NOW),)
    assert after == (*TWO.assignments[:at], *ended, *TWO.assignments[at + 1 :])


def test_one_of_several_rights_must_be_named_and_still_stand() -> None:
    several = RightsRequest("lan", unit="B", ends=EndedRights("B", Role.CASE_OFFICER, one=True))
    with pytest.raises(Invalid) as refused:
        require_one_right(TWO, several, NOW)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/right", "several_rights")]
    require_one_right(LAN, several, NOW)
    gone = EndedRights("B", Role.CASE_OFFICER, one=True, key=build_right_key("lan", TWO.assignments[3]))
    with pytest.raises(RightGone):
        require_one_right(TWO, RightsRequest("lan", unit="B", ends=gone), NOW)
    require_one_right(TWO, RightsRequest("lan", unit="B", ends=EndedRights("B")), NOW)


def test_who_ends_the_right_to_look_up_is_who_grants_it() -> None:
    asked = RightsRequest("lan", unit="B", ends=EndedRights("B", Role.POPULATION_READER, one=True))
    assert find_task_grantors(asked, (Role.OPERATOR,)) == (Role.POLICE_POPULATION,)
    assert find_task_grantors(replace(asked, ends=EndedRights("B")), (Role.OPERATOR,)) == (Role.OPERATOR,)
