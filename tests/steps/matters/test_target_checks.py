"""A difficulty is merged into another that stands in the same unit; days that an officer gives have happened."""

from __future__ import annotations

from typing import cast

import pytest

from chalicelib.domain.matters.kinds.complaints import COMPLAINTS
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.shared.errors import Invalid
from chalicelib.repositories.law.calendars import load_calendar
from tests.support.fakes.fake_matters import WrittenLaw, build_matter_deps
from tests.support.matter_desk import CLERK, DIFFICULTY, DIFFICULTY_LAW, HOURS, OTHER, SENDER, TREE, UNIT, Desk

FIRST, SECOND, THIRD = (f"VM-2026-0000{n}" for n in (1, 2, 3))


@pytest.fixture
def desks() -> list[Desk]:
    """Three difficulties of one unit."""
    deps = build_matter_deps(dict(DIFFICULTY_LAW), load_calendar(HOURS, "lai-chau"), TREE)
    made = [Desk(deps, DIFFICULTIES, f"{n:026d}") for n in (1, 2, 3)]
    for desk in made:
        desk.open(DIFFICULTY, SENDER)
    return made


def list_faults(desk: Desk, word: str, values: dict[str, str]) -> list[tuple[str, str]]:
    """The fields at fault of a refused step."""
    with pytest.raises(Invalid) as refused:
        desk.take(word, CLERK, values)
    return [(each.path, each.code) for each in refused.value.fields]


def test_a_difficulty_is_merged_into_another_of_the_unit_by_its_number(desks: list[Desk]) -> None:
    first, second, third = desks
    assert [each.matter.number for each in desks] == [FIRST, SECOND, THIRD]
    assert list_faults(first, "merge", {"other": first.id}) == [("/values/other", "same_matter")]
    for unknown in (SECOND, "0" * 26, "o'" * 13):
        assert list_faults(first, "merge", {"other": unknown}) == [("/values/other", "unknown_matter")]
    assert first.take("merge", CLERK, {"other": f" {second.id} "}).state == "merged"
    assert first.store.load_ledger(first.id)[-1].data["other"] == second.id
    assert list_faults(second, "merge", {"other": first.id}) == [("/values/other", "not_standing")]
    assert second.take("merge", CLERK, {"other": third.id}).ended
    assert third.matter.state == "reported"


def test_a_difficulty_is_not_merged_into_one_of_another_unit(desks: list[Desk]) -> None:
    first, reference = desks[0], cast("WrittenLaw", desks[0].deps.reference)
    reference.values["difficulty.receiver"] = OTHER
    elsewhere = Desk(first.deps, DIFFICULTIES, f"{4:026d}")
    elsewhere.open(DIFFICULTY, SENDER)
    assert list_faults(first, "merge", {"other": elsewhere.id}) == [("/values/other", "unknown_matter")]


@pytest.mark.parametrize(
    ("day", "code"), [("9999-12-31", "too_late"), ("2026-11-24", "too_late"), ("1944-12-31", "too_early")]
)
def test_a_day_of_something_that_happened_is_neither_ahead_nor_too_old(desks: list[Desk], day: str, code: str) -> None:
    first = desks[0]
    first.take("group", CLERK, {"list": "Quý IV/2026"})
    assert list_faults(first, "submit", {"report": "30/BC", "report_day": day}) == [("/values/report_day", code)]
    with pytest.raises(Invalid) as refused:
        Desk(first.deps, DIFFICULTIES, f"{5:026d}").open({**DIFFICULTY, "letter": "12/CV", "letter_day": day}, SENDER)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/letter_day", code)]
    assert first.take("submit", CLERK, {"report": "30/BC", "report_day": "2026-11-23"}).state == "submitted"


def test_a_complaint_is_not_passed_on_tomorrow(desks: list[Desk]) -> None:
    desk = Desk(desks[0].deps, COMPLAINTS, f"{6:026d}")
    desk.open(
        {
            "subject": "Khiếu nại quyết định", "content": "Không đồng ý với quyết định", "decision": "Quyết định số 12",
            "full_name": "Lò Văn An", "address": "Lai Châu", "unit": UNIT,
        }
    )  # fmt: skip
    sent = {"addressee": "Giám đốc Sở", "letter": "15/PC", "sent_on": "2026-11-24"}
    assert list_faults(desk, "pass_on", sent) == [("/values/sent_on", "too_late")]
    assert desk.take("pass_on", CLERK, {**sent, "sent_on": "2026-11-23"}).ended
