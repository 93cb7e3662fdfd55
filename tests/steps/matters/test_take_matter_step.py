"""Matters of every kind through the one frame: opened, moved, refused, repeated; nothing lost, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter import Matter, fold_matter
from chalicelib.domain.matters.matter_refusals import MatterWrongMoment, NotOffered
from chalicelib.domain.shared.errors import Busy, Forbidden, Invalid, KeyReused, NotFound, OwnProposal, Stale
from chalicelib.steps.dossier.command import TRIES
from chalicelib.steps.matters.matter_checks import EidentityNeeded, SecondLookNeeded
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.matter_views import read_matter
from tests.support.fakes.fake_matters import WrittenLaw
from tests.support.matter_desk import (
    ANSWER,
    CLERK,
    FORWARDER,
    HEAD,
    MATTER_ID,
    NEIGHBOUR,
    OTHER,
    TEXTS,
    UNIT,
    Desk,
    build_deps,
)
from tests.support.people import CITIZEN, MONDAY, build_actor


@pytest.fixture
def deps() -> MatterDependencies:
    """A province of three units, in memory."""
    return build_deps()


@pytest.fixture
def desk(deps: MatterDependencies) -> Desk:
    """A desk of questions."""
    return Desk(deps)


def test_a_question_is_answered_and_published(desk: Desk) -> None:
    asked = desk.open()
    assert (asked.state, asked.unit, asked.number) == ("asked", UNIT, "HD-2026-00001")
    # Monday; Tuesday 24 November is a holiday, so the second working day is Thursday.
    assert asked.due_at == datetime.fromisoformat("2026-11-26T17:00:00+07:00")
    desk.take("take", CLERK)
    answered = desk.take("answer", CLERK, ANSWER)
    assert (answered.state, answered.clocks, answered.ended) == ("answered", (), True)
    published = desk.take("publish", CLERK, {"public_subject": "Khai sinh", "public_question": "Hỏi về giấy khai sinh"})
    assert published.public
    assert desk.store.alerts[MATTER_ID] is None


def test_texts_never_enter_the_ledger(desk: Desk) -> None:
    desk.open()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    written = repr(desk.store.facts) + repr(desk.store.states)
    for text in (*TEXTS.values(), *ANSWER.values()):
        assert text == UNIT or text not in written


def test_several_agencies_take_the_longer_clock_from_the_same_start(desk: Desk) -> None:
    desk.open()
    desk.take("take", CLERK)
    desk.now += timedelta(hours=2)
    joined = desk.take("ask_part", CLERK, {"asked_unit": OTHER, "asked_text": "Xin ý kiến"})
    assert joined.asked == (OTHER,)
    clock = joined.find_clock("answer")
    assert clock
    assert clock.since == MONDAY
    assert clock.due_at == datetime.fromisoformat("2026-12-01T17:00:00+07:00")
    given = desk.take("give_part", NEIGHBOUR, {"part": "Đồng ý"})
    assert given.asked == ()
    with pytest.raises(Forbidden):
        desk.take("give_part", NEIGHBOUR, {"part": "Lần nữa"})


def test_a_forwarded_question_belongs_to_the_other_unit(desk: Desk) -> None:
    desk.open()
    handed = desk.take("forward", FORWARDER, {"unit": OTHER})
    assert (handed.unit, handed.route, handed.state) == (OTHER, (UNIT,), "taken")
    assert "answer" not in desk.list_steps(CLERK)
    assert "answer" in desk.list_steps(NEIGHBOUR)
    with pytest.raises(Invalid) as refused:
        desk.take("forward", build_actor(Role.CONTROL_FOCAL, OTHER), {"unit": OTHER})
    assert [each.code for each in refused.value.fields] == ["same_unit"]


def test_nobody_approves_the_own_draft(desk: Desk) -> None:
    desk.open()
    desk.take("take", HEAD)
    desk.take("draft", HEAD, ANSWER)
    with pytest.raises(OwnProposal):
        desk.take("approve", HEAD)
    other = build_actor(Role.AGENCY_HEAD, UNIT)
    assert desk.take("approve", other).state == "answered"


def test_a_question_is_declined_only_by_a_code_of_the_day(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Invalid) as refused:
        desk.take("decline", CLERK, {"code": "symbol", "reason": "Có ký hiệu"})
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/code", "not_in_list")]
    assert desk.take("decline", CLERK, {"code": "no_marks", "reason": "Không dấu"}).state == "declined"


def test_where_the_law_knows_no_declining_the_step_does_not_exist(desk: Desk) -> None:
    desk.deps.reference.values.pop("qa.rejection_codes")  # type: ignore[attr-defined]
    desk.open()
    assert "decline" not in desk.list_steps(CLERK)
    with pytest.raises(MatterWrongMoment):
        desk.take("decline", CLERK, {"code": "no_marks", "reason": "Không dấu"})


def test_a_badly_written_question_is_looked_at_again_and_then_taken(desk: Desk) -> None:
    desk.deps.reference.values["qa.question_rules"] = ("vietnamese_with_marks",)  # type: ignore[attr-defined]
    poor = {**TEXTS, "question": "Toi muon hoi thu tuc cap lai giay khai sinh cho con gai"}
    with pytest.raises(SecondLookNeeded) as refused:
        desk.open(poor)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/question", "no_marks")]
    assert desk.store.saves == 0
    desk.open(poor, confirmed=("writing",))
    assert desk.store.facts[MATTER_ID][0]["data"]["writing"] == ["no_marks"]


def test_a_number_of_a_person_needs_a_second_look_before_an_answer(desk: Desk) -> None:
    desk.open()
    desk.take("take", CLERK)
    risky = {**ANSWER, "answer": "Ông A, số căn cước 001199001234, đã nộp."}
    with pytest.raises(SecondLookNeeded) as refused:
        desk.take("answer", CLERK, risky)
    assert [each.code for each in refused.value.fields] == ["identity_number"]
    assert desk.take("answer", CLERK, risky, confirmed=("personal_data",)).state == "answered"
    public = {"public_subject": "Khai sinh", "public_question": "Thủ tục cấp lại?"}
    with pytest.raises(SecondLookNeeded) as again:
        desk.take("publish", CLERK, public)
    (found,) = again.value.fields
    assert (found.path, found.vi) == ("/values/answer", "Nội dung trả lời: Có số định danh hoặc số giấy tờ.")
    assert desk.take("publish", CLERK, public, confirmed=("personal_data",)).public
    assert desk.store.facts[MATTER_ID][-1]["data"]["personal_data"] == ["identity_number"]


def test_where_the_law_wants_an_e_identity_others_are_sent_there(desk: Desk) -> None:
    desk.deps.reference.values["qa.asker"] = "e_identity"  # type: ignore[attr-defined]
    with pytest.raises(EidentityNeeded) as refused:
        desk.open()
    assert refused.value.law
    desk.open(actor=replace(CITIZEN, identity=ProvenIdentity(2)))


def test_a_repeat_returns_the_first_answer_and_another_body_is_refused(desk: Desk) -> None:
    first = desk.open(key="k" * 16)
    assert desk.open(key="k" * 16) == first
    with pytest.raises(KeyReused):
        desk.open({**TEXTS, "subject": "Việc khác"}, key="k" * 16)
    taken = desk.take("take", CLERK, key="t" * 16)
    desk.take("answer", CLERK, ANSWER)
    assert desk.take("take", CLERK, key="t" * 16) == taken
    assert desk.store.saves == 3


def test_an_old_version_is_stale(desk: Desk) -> None:
    desk.open()
    desk.take("take", CLERK, version=1)
    with pytest.raises(Stale):
        desk.take("answer", CLERK, ANSWER, version=1)


def test_a_conflict_is_tried_again_and_draws_one_number(desk: Desk) -> None:
    desk.store.fail_next = 3
    desk.open()
    assert desk.deps.numbers.drawn == {"question#2026": 1}  # type: ignore[attr-defined]
    desk.store.fail_next = TRIES
    with pytest.raises(Busy):
        desk.take("take", CLERK)
    assert desk.matter.state == "asked"


def test_somebody_elses_matter_is_not_found(desk: Desk) -> None:
    desk.open()
    stranger = Actor("citizen-2")
    with pytest.raises(NotFound):
        desk.take("ask_again", stranger, {"again": "Xin hỏi"})
    with pytest.raises(NotFound):
        read_matter(desk.deps, QUESTIONS, MATTER_ID, NEIGHBOUR, MONDAY, lambda *_: None)


def test_the_asker_reads_less_than_the_unit(desk: Desk) -> None:
    desk.open()
    desk.take("take", CLERK)
    desk.take("ask_part", CLERK, {"asked_unit": OTHER, "asked_text": "Nội dung nội bộ"})
    seen = list[str]()

    def record(matter: Matter, _: str) -> None:
        seen.append(matter.id)

    mine = read_matter(desk.deps, QUESTIONS, MATTER_ID, CITIZEN, MONDAY, record)
    assert seen == []
    assert mine["course"][0]["texts"]["question"] == TEXTS["question"]
    assert "Nội dung nội bộ" not in repr(mine)
    assert all(event["by"] == "" for event in mine["course"])
    theirs = read_matter(desk.deps, QUESTIONS, MATTER_ID, CLERK, MONDAY, record)
    assert "Nội dung nội bộ" in repr(theirs)
    assert seen == [MATTER_ID]


def test_the_ledger_of_a_matter_verifies_offline(desk: Desk) -> None:
    desk.open()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    facts = desk.store.load_ledger(MATTER_ID)
    assert fold_matter(facts) == desk.matter
    held = desk.matter
    bodies = [fact.body for fact in facts]
    assert verify_ledger(MATTER_ID, bodies, head=held.head, length=held.length) == []
    assert verify_ledger(MATTER_ID, bodies[:-1], head=held.head, length=held.length)


def write_law(desk: Desk, **values: object) -> None:
    """Change the law of the desk's province; a name has `__` for the dot."""
    assert isinstance(desk.deps.reference, WrittenLaw)
    desk.deps.reference.values.update({name.replace("__", "."): value for name, value in values.items()})


def test_nobody_asks_where_the_law_has_no_section(desk: Desk) -> None:
    write_law(desk, qa__section=False)
    with pytest.raises(NotOffered) as refused:
        desk.open()
    assert any("qa.section" in each for each in refused.value.law)


@pytest.mark.parametrize(
    ("word", "given", "left_open", "law"),
    [
        ("answer", {"answer": ANSWER["answer"]}, ["answered_by", "answered_title"], {"qa__answer_fields": ("public",)}),
        ("decline", {"code": "no_marks"}, ["reason"], {"qa__rejected": None}),
    ],
)
def test_a_question_that_the_law_does_not_ask_for_may_stay_open(
    desk: Desk, word: str, given: dict[str, str], left_open: list[str], law: dict[str, object]
) -> None:
    desk.open()
    desk.take("take", CLERK)
    with pytest.raises(Invalid) as refused:
        desk.take(word, CLERK, given)
    assert [each.path for each in refused.value.fields] == [f"/values/{key}" for key in left_open]
    write_law(desk, **law)
    assert desk.take(word, CLERK, given).ended


def test_who_answered_posts_the_answer_or_a_head_where_the_law_says_so(desk: Desk) -> None:
    colleague = build_actor(Role.ONE_STOP_OFFICER, UNIT, "colleague")
    desk.open()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    assert "publish" in desk.list_steps(colleague)
    write_law(desk, qa__posted_by="answerer")
    assert {each.sub: "publish" in desk.list_steps(each) for each in (CLERK, colleague, HEAD)} == {
        CLERK.sub: True, "colleague": False, HEAD.sub: True,
    }  # fmt: skip
    with pytest.raises(Forbidden):
        desk.take("publish", colleague, {"public_subject": "Khai sinh", "public_question": "Hỏi?"})
    write_law(desk, qa__answer_fields=("unit",))
    assert "publish" not in desk.list_steps(CLERK)
