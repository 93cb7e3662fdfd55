"""Shared catalogues: what is believed of the portal's, what differs, and what becomes of a difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.catalogue.catalogue_changes import (
    MOST_ENTRIES,
    CatalogueDifference,
    CatalogueMalformed,
    Difference,
    NothingToReview,
    Review,
    ReviewStanding,
    SharedCatalogue,
    list_changed_standings,
    list_differences,
    read_entries,
    read_shared,
    review_change,
)
from chalicelib.domain.shared.serialization import pack_value, unpack_value

NOW = datetime(2026, 11, 26, 19, 10, tzinfo=UTC)
TODAY = date(2026, 11, 27)
SHARED = SharedCatalogue("gender", "gioi-tinh", "Ma", "HetHieuLuc", {"Ten": "name"})
OURS = {"1": [{"name": "Nam"}], "2": [{"name": "Nữ"}]}

names = st.sampled_from(["Nam", "Nữ", "Khác", "Kinh"])
codes = st.sampled_from(["1", "2", "3", "4"])
side = st.dictionaries(codes, names.map(lambda name: {"name": name}), max_size=4)


def build_entry(code: Any = "1", name: Any = "Nam", **more: Any) -> dict[str, Any]:
    return {"Ma": code, "Ten": name, **more}


def find_differences(
    theirs: dict[str, dict[str, str]], ours: Any = OURS, version: str = "v1"
) -> list[CatalogueDifference]:
    return list_differences("gender", ours, theirs, version, NOW)


def decide_change(change: CatalogueDifference, verdict: ReviewStanding) -> CatalogueDifference:
    return review_change(change, Review(verdict, "vì sao", "editor", NOW, "k"))


def test_entries_are_read_by_the_names_of_the_mapping_and_the_rest_is_left() -> None:
    read = read_entries(SHARED, [build_entry(Them="x"), build_entry("2", "Nữ")], TODAY)
    assert read == {"1": {"name": "Nam"}, "2": {"name": "Nữ"}}


@pytest.mark.parametrize(
    ("until", "held"), [(None, True), ("2026-11-27", True), ("2026-11-28", True), ("2026-11-26", False)]
)
def test_an_entry_holds_until_the_end_of_its_last_day(until: str | None, held: bool) -> None:
    assert ("1" in read_entries(SHARED, [build_entry(HetHieuLuc=until)], TODAY)) is held


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([], "empty"),
        ([build_entry(str(n)) for n in range(MOST_ENTRIES + 1)], "too_many"),
        ([build_entry(), "2"], "entry"),
        ([build_entry(), build_entry(None)], "code"),
        ([build_entry(), build_entry("a b")], "code"),
        ([build_entry(), build_entry(2)], "code"),
        ([build_entry(), build_entry()], "code_twice"),
        ([build_entry(HetHieuLuc="2020-01-01"), build_entry()], "code_twice"),
        ([build_entry(), {"Ma": "2"}], "field"),
        ([build_entry(), build_entry("2", " ")], "field"),
        ([build_entry(), build_entry("2", "x" * 1001)], "field"),
        ([build_entry(), build_entry("2", "N\u202eam")], "field"),
        ([build_entry(), build_entry("2", "Nữ", HetHieuLuc="mai")], "until"),
    ],
)
def test_of_a_page_that_is_wrong_anywhere_nothing_is_believed(entries: list[Any], reason: str) -> None:
    with pytest.raises(CatalogueMalformed) as wrong:
        read_entries(SHARED, entries, TODAY)
    assert wrong.value.reason == reason


@pytest.mark.clause("TB-5.1")
def test_new_changed_and_ended_entries_are_distinguished_with_both_sides() -> None:
    changed, ended, new = find_differences({"1": {"name": "Nam giới"}, "3": {"name": "Khác"}})
    assert (changed.difference, changed.ours, changed.theirs) == (
        Difference.CHANGED, {"name": "Nam"}, {"name": "Nam giới"},
    )  # fmt: skip
    assert (ended.difference, ended.ours, ended.theirs) == (Difference.ENDED, {"name": "Nữ"}, None)
    assert (new.difference, new.ours, new.theirs) == (Difference.NEW, None, {"name": "Khác"})
    assert {each.standing for each in (changed, ended, new)} == {ReviewStanding.OPEN}


def test_of_several_entries_under_one_code_it_is_enough_that_one_is_the_same() -> None:
    ours = {"1": [{"name": "Nam (xã)"}, {"name": "Nam"}]}
    assert find_differences({"1": {"name": "Nam"}}, ours) == []
    assert find_differences({"1": {"name": "Khác"}}, ours)[0].ours == {"name": "Nam (xã)"}


@given(ours=side, theirs=side)
def test_nothing_differs_exactly_when_both_sides_are_equal_and_ids_are_of_the_sides_alone(
    ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    mine = {code: [values] for code, values in ours.items()}
    first, later = (
        find_differences(theirs, mine),
        list_differences("gender", mine, theirs, "v2", NOW + timedelta(days=1)),
    )
    assert {each.code for each in first} == {c for c in {*ours, *theirs} if ours.get(c) != theirs.get(c)}
    assert [each.id for each in first] == [each.id for each in later]
    assert len({each.id for each in first}) == len(first)
    assert list(list_changed_standings(first, later, mine)) == [], "the same night again changes nothing"


@given(
    nights=st.lists(side, min_size=1, max_size=5),
    verdict=st.sampled_from([ReviewStanding.ACCEPTED, ReviewStanding.REJECTED]),
)
def test_after_any_nights_exactly_what_differs_can_be_reviewed_and_decisions_last(
    nights: list[dict[str, Any]], verdict: ReviewStanding
) -> None:
    kept: dict[str, CatalogueDifference] = {}
    for theirs in nights:
        there = find_differences(theirs)
        for change in list_changed_standings(list(kept.values()), there, OURS):
            kept[change.id] = change
        waiting = {n for n, each in kept.items() if each.standing not in (ReviewStanding.GONE, ReviewStanding.APPLIED)}
        assert waiting == {each.id for each in there}
        assert all(kept[n].standing is kept[n].decided for n in waiting)
        for number in sorted(waiting)[:1]:
            kept[number] = decide_change(kept[number], verdict)


@pytest.mark.parametrize(
    ("verdict", "ours", "standing"),
    [
        (ReviewStanding.ACCEPTED, {"1": [{"name": "Nam giới"}]}, ReviewStanding.APPLIED),
        (ReviewStanding.ACCEPTED, {"1": [{"name": "Nam"}]}, ReviewStanding.GONE),
        (ReviewStanding.REJECTED, {"1": [{"name": "Nam giới"}]}, ReviewStanding.GONE),
    ],
)
def test_a_difference_that_ended_was_followed_or_is_gone(
    verdict: ReviewStanding, ours: dict[str, Any], standing: ReviewStanding
) -> None:
    (change,) = find_differences({"1": {"name": "Nam giới"}}, {"1": [{"name": "Nam"}]})
    (ended,) = list_changed_standings([decide_change(change, verdict)], [], ours)
    assert ended.standing is standing
    with pytest.raises(NothingToReview):
        decide_change(ended, ReviewStanding.ACCEPTED)


def test_an_ended_entry_is_followed_when_ours_is_gone_too() -> None:
    (change,) = find_differences({}, {"2": [{"name": "Nữ"}]})
    (ended,) = list_changed_standings([decide_change(change, ReviewStanding.ACCEPTED)], [], {})
    assert ended.standing is ReviewStanding.APPLIED


def test_every_decision_is_kept_and_the_last_one_counts() -> None:
    change = decide_change(
        decide_change(find_differences({"1": {"name": "Khác"}})[0], ReviewStanding.ACCEPTED), ReviewStanding.REJECTED
    )
    assert [each.verdict for each in change.reviews] == [ReviewStanding.ACCEPTED, ReviewStanding.REJECTED]
    assert change.standing is change.decided is ReviewStanding.REJECTED


def test_a_difference_survives_its_store() -> None:
    for change in find_differences({"1": {"name": "Khác"}, "9": {"name": "Mới"}}):
        kept = replace(decide_change(change, ReviewStanding.ACCEPTED), version=3)
        assert unpack_value(CatalogueDifference, pack_value(kept)) == kept


def test_a_list_of_catalogues_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError):
        read_shared({"version": 1, "catalogues": {"gender": {"name": "x", "key": "Ma", "more": 1}}})
