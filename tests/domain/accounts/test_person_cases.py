"""Merging two profiles and taking them apart again."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.domain.accounts.person_cases import (
    demand_update,
    find_before_merge,
    give_number,
    give_up_number,
    list_accounts,
    merge_people,
    record_death,
    separate_people,
)
from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    JoinedAccount,
    PersonProfile,
    ProfileProof,
    ProofMethod,
)

AT, LATER = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
PROVEN = ProfileProof(ProofMethod.E_IDENTITY, AT, 2)
SAID = ProfileProof(ProofMethod.DECLARED, AT)
KHAI = PersonProfile(
    "khai", 3, full_name="Nguyễn Thị Minh Khai",
    identifiers=(Identifier(IdentifierKind.PERSONAL_ID, "046190001234", PROVEN),), proofs={"full_name": PROVEN},
)  # fmt: skip
OLD = PersonProfile(
    "old", 2, full_name="Nguyễn T. M. Khai", birth_date="1990-05-19",
    identifiers=(
        Identifier(IdentifierKind.PERSONAL_ID, "046190001111", SAID),
        Identifier(IdentifierKind.PASSPORT, "C1234567", SAID),
    ),
    accounts=(JoinedAccount("older", AT),), proofs={"full_name": SAID, "birth_date": SAID},
)  # fmt: skip


def test_who_stays_keeps_what_was_proven_and_takes_over_what_was_missing() -> None:
    kept, gone = merge_people(KHAI, OLD, LATER)
    assert (kept.full_name, kept.birth_date, kept.is_proven("full_name"), kept.is_proven("birth_date")) == (
        KHAI.full_name, "1990-05-19", True, False,
    )  # fmt: skip
    assert [each.key for each in kept.list_active()] == [
        (IdentifierKind.PERSONAL_ID, "046190001234"), (IdentifierKind.PASSPORT, "C1234567"),
    ]  # fmt: skip
    assert list_accounts(kept) == ("khai", "old", "older")
    assert (gone.merged_into, gone.list_active(), kept.version, gone.version) == ("khai", (), 4, 3)


def test_a_separation_gives_back_numbers_and_accounts() -> None:
    kept, gone = merge_people(KHAI, OLD, LATER)
    before = find_before_merge([OLD, gone], "old")
    assert before == OLD
    alone, back = separate_people(kept, gone, before)
    assert (alone.identifiers, alone.accounts) == (KHAI.identifiers, ())
    assert (back.identifiers, back.accounts, back.merged_into, back.version) == (OLD.identifiers, OLD.accounts, "", 4)
    assert find_before_merge([], "nobody") == PersonProfile("nobody")


def test_a_number_is_given_and_given_up_with_its_history() -> None:
    after = give_number(KHAI, "046190009999", "officer", LATER)
    assert [each.number for each in after.list_active()] == ["046190009999"]
    assert after.find_identifier(IdentifierKind.PERSONAL_ID, "046190001234") is not None
    assert give_up_number(after, "046190009999", LATER).list_active() == ()


def test_a_death_and_a_demand_are_noted() -> None:
    assert record_death(KHAI, "2026-11-01").died_on == "2026-11-01"
    demand = demand_update(KHAI, "Địa chỉ đã sáp nhập.", "officer", LATER).demand
    assert demand is not None
    assert (demand.reason, demand.by) == ("Địa chỉ đã sáp nhập.", "officer")
