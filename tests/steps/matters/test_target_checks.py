"""A duplicate is merged with another of its kind that leads to an answer; days that an officer gives have happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.erasure import AUTHORITY
from chalicelib.domain.matters.kinds.complaints import COMPLAINTS
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, ERASING, GROUND, ORDER, PROPOSE
from chalicelib.domain.matters.kinds.merge_rows import MERGED
from chalicelib.domain.matters.matter import MatterLink, fold_matter
from chalicelib.domain.shared.errors import Invalid
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.steps.matters.matter_ports import LoadedMatter
from chalicelib.steps.matters.matter_views import read_matter
from tests.support.fakes.fake_matters import WrittenLaw, build_matter_deps
from tests.support.matter_desk import (
    ANSWER,
    CLERK,
    DIFFICULTY,
    DIFFICULTY_LAW,
    HOURS,
    LAW,
    OFFICE,
    OTHER,
    SENDER,
    TEXTS,
    TREE,
    UNIT,
    Desk,
    build_deps,
)
from tests.support.people import CITIZEN, build_actor

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


def test_a_duplicate_is_merged_with_another_that_stands_and_separated_again(desks: list[Desk]) -> None:
    first, second, third = desks
    assert [each.matter.number for each in desks] == [FIRST, SECOND, THIRD]
    assert list_faults(first, "merge", {"other": first.id}) == [("/values/other", "same_matter")]
    for unknown in (SECOND, "0" * 26, "o'" * 13):
        assert list_faults(first, "merge", {"other": unknown}) == [("/values/other", "unknown_matter")]
    clocks = first.matter.clocks
    merged = first.take("merge", CLERK, {"other": f" {second.id} "})
    assert (merged.state, merged.ended, merged.clocks) == (MERGED, False, clocks), "its own answer is still due"
    assert merged.leading == MatterLink("difficulty", second.id, SECOND)
    assert list_faults(second, "merge", {"other": first.id}) == [("/values/other", "not_standing")], "no circle"
    assert second.take("merge", CLERK, {"other": third.id}).leading == MatterLink("difficulty", third.id, THIRD)
    assert third.matter.length == 1, "nothing is written to the leading one"
    apart = first.take("separate", CLERK, {"reason": "Không cùng nội dung"})
    assert (apart.state, apart.leading) == ("reported", None)
    assert fold_matter(first.store.load_ledger(first.id)) == apart


def test_what_ended_without_an_answer_leads_to_none(desks: list[Desk]) -> None:
    first, second, third = desks
    second.take("withdraw", SENDER)
    assert list_faults(first, "merge", {"other": second.id}) == [("/values/other", "not_standing")]
    third.take("answer", CLERK, {"answer": "Đã sửa."})
    assert first.take("merge", CLERK, {"other": third.id}).state == "merged"
    assert first.take("answer", CLERK, {"answer": "Đã sửa."}).clocks == ()


def test_one_whose_answer_is_being_erased_leads_to_none(desks: list[Desk]) -> None:
    first, second, _ = desks
    cast("WrittenLaw", first.deps.reference).values |= LAW
    second.take("answer", CLERK, {"answer": "Đã sửa."})
    one, two = (build_actor(Role.PROVINCIAL_OFFICE, "province", f"office-{n}") for n in (1, 2))
    second.take(PROPOSE, one, {GROUND: AUTHORITY, DECISION: "Quyết định số 12/QĐ-TA"})
    assert second.take(ORDER, two).state == ERASING
    assert list_faults(first, "merge", {"other": second.id}) == [("/values/other", "not_standing")]


def test_one_of_another_unit_leads_where_the_officer_may_read_it(desks: list[Desk]) -> None:
    first, reference = desks[0], cast("WrittenLaw", desks[0].deps.reference)
    reference.values |= {**LAW, "difficulty.receiver": OTHER}
    elsewhere, question = Desk(first.deps, DIFFICULTIES, f"{4:026d}"), Desk(first.deps, matter_id=f"{7:026d}")
    elsewhere.open(DIFFICULTY, replace(SENDER, assignments=CLERK.assignments, sub="colleague"))
    question.open({**TEXTS, "unit": OTHER})
    for wrong in (question, Desk(first.deps, DIFFICULTIES, f"{8:026d}")):
        assert list_faults(first, "merge", {"other": wrong.id}) == [("/values/other", "unknown_matter")]
    assert first.take("merge", CLERK, {"other": elsewhere.id}).unit == UNIT, "the unit of the sender reads it"
    reference.values["difficulty.receiver"] = OFFICE
    far = Desk(first.deps, DIFFICULTIES, f"{9:026d}")
    far.open(DIFFICULTY, SENDER)
    second = desks[1]
    assert list_faults(second, "merge", {"other": far.id}) == [("/values/other", "unknown_matter")]
    supervisor = build_actor(Role.PROVINCIAL_OFFICE, "province")
    assert second.take("merge", supervisor, {"other": far.id}).state == "merged"


def test_two_that_are_merged_with_each_other_at_once_make_no_circle(desks: list[Desk]) -> None:
    first, second, _ = desks
    load, raced = first.store.load_matter, list[str]()

    def race(matter_id: str, *, others: Sequence[str] = (), papers: Sequence[str] = ()) -> LoadedMatter:
        found = load(matter_id, others=others)
        if matter_id == first.id and not raced:
            raced.append(second.take("merge", CLERK, {"other": first.id}).state)
        return found

    first.store.load_matter = race  # type: ignore[method-assign]
    assert list_faults(first, "merge", {"other": second.id}) == [("/values/other", "not_standing")]
    assert raced == ["merged"]
    assert first.matter.leading is None


def test_the_sender_is_led_to_the_answer_once_it_is_public_and_reads_nothing_of_the_other_sender() -> None:
    deps = build_deps()
    first, leading = Desk(deps, matter_id=f"{1:026d}"), Desk(deps, matter_id=f"{2:026d}")
    first.open()
    leading.open(
        {**TEXTS, "question": "Con tôi là Lò Thị Hoa, cấp lại giấy khai sinh thế nào"}, replace(CITIZEN, sub="b")
    )
    first.take("merge", CLERK, {"other": leading.id})

    def read(reader: Actor) -> dict[str, Any]:
        return read_matter(deps, first.kind, first.id, reader, first.now, lambda *_: None)

    assert read(CLERK)["leading"] == {"plural": "questions", "id": leading.id, "number": leading.matter.number}
    assert read(CITIZEN)["leading"] is None
    assert read(CITIZEN)["due_at"] is not None
    leading.take("take", CLERK)
    leading.take("answer", CLERK, ANSWER)
    assert read(CITIZEN)["leading"] is None, "an answer that is not published may name its asker"
    leading.take("publish", CLERK, {"public_subject": "Khai sinh", "public_question": "Cấp lại ở đâu?"})
    assert read(CITIZEN)["leading"]["id"] == leading.id
    shown = repr(read(CITIZEN))
    assert ("Hoa" in shown, ANSWER["answer"] in shown) == (False, False)
    first.take("answer", CLERK, ANSWER)
    assert ANSWER["answer"] in repr(read(CITIZEN))


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
