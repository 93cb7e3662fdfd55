"""Erasing matters of every kind: two people order it, a run that may die anywhere carries it out, the chain stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.erasure import RetentionUnknown, list_erased_digests
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, ERASE, ERASED, ERASING, GROUND, ORDER, PROPOSE
from chalicelib.domain.matters.matter import MatterLink, fold_matter
from chalicelib.domain.matters.matter_counts import list_matter_lines
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.shared.errors import Invalid, OwnProposal, Refusal, Stale
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.matters.matter_views import read_matter
from tests.support.fakes.erasure_fakes import ProcessDied
from tests.support.matter_desk import ANSWER, CLERK, Desk, build_deps
from tests.support.matters.erased import MatterErasure, build_matter_eraser
from tests.support.matters.every_kind import EACH_TABLE, add_kind
from tests.support.matters.explored import PERSON, PROVINCE_SCOPE, Explored, Scene, copy_store, explore_kind
from tests.support.people import CITIZEN, build_actor

PROVINCE = "lai-chau"
FIRST = replace(build_actor(Role.PROVINCIAL_OFFICE, PROVINCE_SCOPE, "office-1"), citizen=False)
SECOND = replace(FIRST, sub="office-2")
DECIDED: dict[str, Any] = {GROUND: "authority_decision", DECISION: "Quyết định số 12/QĐ-TA"}
ASKED: dict[str, Any] = {GROUND: "subject_request"}


@pytest.fixture(autouse=True, scope="module")
def every_kind() -> Iterator[None]:
    """The table with the kind of tests."""
    with add_kind():
        yield


def list_ended(found: Explored) -> Iterator[Scene]:
    """One scene of each ended state, which nobody has proposed to erase."""
    states = dict[str, Scene]()
    for scene in found.scenes:
        if scene.matter.ended and PROPOSE not in scene.matter.taken and not scene.matter.became:
            states.setdefault(scene.matter.state, scene)
    yield from states.values()


def open_desk(found: Explored, scene: Scene) -> Desk:
    """A desk over a store of its own with the scene, with one file."""
    desk = found.world.build_desk(copy_store(scene.store), scene.now)
    file = Paper(
        scene.matter.id, "file-1", PaperKind.ATTACHMENT, "", "đơn của tôi.pdf", 100, "0" * 64, "application/pdf",
        PERSON.sub, scene.now, PaperState.ACCEPTED,
    )  # fmt: skip
    desk.store.papers = {scene.matter.id: {file.id: file}}
    return desk


def order(desk: Desk, values: dict[str, Any] = DECIDED) -> None:
    """Propose and order."""
    desk.take(PROPOSE, FIRST, values)
    desk.take(ORDER, SECOND)


def refuse(desk: Desk, word: str, actor: Any, values: dict[str, Any] | None = None, **more: Any) -> Refusal:
    """Return the refusal of a step, which stores nothing."""
    before = {number: list(facts) for number, facts in desk.store.facts.items()}
    with pytest.raises(Refusal) as refused:
        desk.take(word, actor, values, **more)
    assert desk.store.facts == before
    return refused.value


def require_gone(desk: Desk, world: MatterErasure) -> None:
    """Nothing personal is left but the decision on which it rests; the chain says so and verifies."""
    facts = desk.store.load_ledger(desk.id)
    kept = {digest for fact in facts for name, digest in fact.parts.items() if name == DECISION}
    assert set(desk.store.parts[desk.id]) == kept
    assert list_erased_digests(facts) == {digest for fact in facts for digest in fact.parts.values()} - kept
    assert {(each.state, each.name) for each in world.list_papers(desk.id)} <= {(PaperState.ERASED, "")}
    assert not any(world.files.values())
    assert not desk.store.extras
    matter = desk.matter
    assert (matter.state, matter.ended, matter.public, fold_matter(facts)) == (ERASED, True, False, matter)
    assert [fact.data.get("step") for fact in facts].count(ERASE) == 1
    assert facts[-1].by_system
    assert facts[-1].law == facts[-2].law
    assert verify_ledger(desk.id, [fact.body for fact in facts], head=matter.head, length=matter.length) == []
    assert desk.store.alerts[desk.id] is None


@EACH_TABLE
def test_every_kind_is_erased_by_two_people_from_every_ended_state(kind: MatterKind) -> None:
    found, tried = explore_kind(kind, PROVINCE), 0
    for scene in list_ended(found):
        desk = open_desk(found, scene)
        held, world, lines = dict(desk.store.parts[desk.id]), MatterErasure(desk.store), count_lines(desk)
        desk.take(PROPOSE, FIRST, DECIDED)
        assert isinstance(refuse(desk, ORDER, FIRST), OwnProposal)
        assert build_matter_eraser(desk.deps, world, desk.now).erase_ordered().dossiers == 0
        desk.take(ORDER, SECOND)
        assert not desk.matter.public
        assert set(desk.store.parts[desk.id]) > set(held) or not held
        report = build_matter_eraser(desk.deps, world, desk.now).erase_ordered()
        assert (report.dossiers, report.faults) == (1, ())
        require_gone(desk, world)
        assert (desk.id in world.hidden) == (scene.matter.public_at is not None)
        assert build_matter_eraser(desk.deps, world, desk.now).erase_ordered().dossiers == 0
        assert count_lines(desk) == lines, "the numbers of a month do not change"
        assert desk.list_steps(FIRST) == desk.list_steps(PERSON) == []
        tried += 1
    assert tried


def count_lines(desk: Desk) -> object:
    """What statistics count of the matter."""
    return list_matter_lines(desk.kind, desk.store.load_ledger(desk.id))


@EACH_TABLE
def test_the_page_of_an_erased_matter_is_read_by_its_people_and_shows_no_text(kind: MatterKind) -> None:
    found = explore_kind(kind, PROVINCE)
    for scene in list_ended(found):
        desk = open_desk(found, scene)
        order(desk)
        build_matter_eraser(desk.deps, MatterErasure(desk.store), desk.now).erase_ordered()
        for reader in (FIRST, *([PERSON] if scene.matter.reporter == PERSON.sub else [])):
            page = read_matter(desk.deps, kind, desk.id, reader, desk.now, lambda *_: None)
            texts = [text for each in page["course"] for name, text in each["texts"].items() if name != DECISION]
            assert set(texts) <= {None}
            assert [each["event"] for each in page["course"]][-3:] == [PROPOSE, ORDER, ERASE]
            assert page["state"] == ERASED


@EACH_TABLE
def test_what_is_open_is_erased_by_nobody(kind: MatterKind) -> None:
    found = explore_kind(kind, PROVINCE)
    for state in {scene.matter.state: scene for scene in found.scenes if not scene.matter.ended}.values():
        desk = found.world.build_desk(copy_store(state.store), state.now)
        for word in (PROPOSE, ORDER, ERASE):
            assert refuse(desk, word, FIRST, DECIDED if word == PROPOSE else None).code == "wrong_moment"


@pytest.fixture(scope="module")
def answered() -> tuple[Explored, Scene]:
    """Feedback that officers worked on, and that has ended."""
    from chalicelib.domain.matters.kinds.feedback import FEEDBACK

    found = explore_kind(next(each for each in KINDS.values() if each.name == FEEDBACK.name), PROVINCE)
    return found, next(each for each in list_ended(found) if set(each.matter.authors.values()) - {PERSON.sub})


@given(deaths=st.lists(st.integers(0, 7), max_size=5))
@settings(max_examples=25, deadline=None)
def test_a_run_that_dies_is_taken_up_where_it_was(answered: tuple[Explored, Scene], deaths: list[int]) -> None:
    desk = open_desk(*answered)
    order(desk)
    world = MatterErasure(desk.store)
    for lives in deaths:
        world.lives = lives
        assert all(
            isinstance(fault, ProcessDied)
            for fault in build_matter_eraser(desk.deps, world, desk.now).erase_ordered().faults
        )
    world.lives = 10_000
    build_matter_eraser(desk.deps, world, desk.now).erase_ordered()
    require_gone(desk, world)


def test_what_officers_worked_on_is_kept_until_an_authority_decides(answered: tuple[Explored, Scene]) -> None:
    desk = open_desk(*answered)
    refusal = refuse(desk, PROPOSE, FIRST, ASKED)
    assert isinstance(refusal, RetentionUnknown)
    assert "hồ sơ" not in refusal.text_vi
    assert "dossier" not in refusal.text_en
    assert any("Luật Lưu trữ 2024" in article for article in refusal.law)
    desk.now = datetime.combine(date(2060, 1, 1), datetime.min.time(), UTC)
    assert refuse(desk, PROPOSE, FIRST, {GROUND: "retention_over"}).code == "retention_unknown"


def test_what_its_sender_took_back_untouched_is_under_no_term(answered: tuple[Explored, Scene]) -> None:
    found, _ = answered
    scene = next(
        each
        for each in list_ended(found)
        if each.matter.reporter and set(each.matter.authors.values()) <= {each.matter.reporter}
    )
    desk = open_desk(found, scene)
    order(desk, ASKED)
    assert desk.matter.state == ERASING


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({GROUND: "authority_decision"}, "decision_missing"),
        ({**ASKED, DECISION: "12/QĐ-TA"}, "decision_unwanted"),
        ({GROUND: "because"}, "not_a_choice"),
        ({}, "required"),
    ],
)
def test_a_ground_is_one_of_the_law_and_a_decision_is_named(
    answered: tuple[Explored, Scene], values: dict[str, Any], code: str
) -> None:
    refusal = refuse(open_desk(*answered), PROPOSE, FIRST, values)
    assert isinstance(refusal, Invalid)
    assert len(refusal.fields) == 1, (code, refusal.fields)


def test_the_decision_that_stays_for_ever_is_looked_at_for_data_of_people(answered: tuple[Explored, Scene]) -> None:
    desk, named = open_desk(*answered), {**DECIDED, DECISION: "Đơn của bà An, căn cước 046 190 001 234"}
    refusal = refuse(desk, PROPOSE, FIRST, named)
    assert (refusal.code, [(each.path, each.code) for each in refusal.fields]) == (
        "second_look_needed", [(f"/values/{DECISION}", "identity_number")],
    )  # fmt: skip
    desk.take(PROPOSE, FIRST, named, confirmed=("personal_data",))
    assert PROPOSE in desk.matter.taken


def test_a_proposal_lapses_once_the_matter_is_open_again() -> None:
    desk = Desk(build_deps())
    desk.open()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    desk.take(PROPOSE, FIRST, DECIDED)
    desk.take("ask_again", CITIZEN, {"again": "Còn điều chưa rõ"})
    desk.take("answer", CLERK, ANSWER)
    assert refuse(desk, ORDER, SECOND).code == "wrong_moment"
    assert desk.list_steps(SECOND) == [PROPOSE]
    order(desk)
    assert desk.matter.state == ERASING


def test_a_later_proposal_replaces_the_first_and_its_author_does_not_order(answered: tuple[Explored, Scene]) -> None:
    desk = open_desk(*answered)
    desk.take(PROPOSE, FIRST, DECIDED)
    desk.take(PROPOSE, SECOND, {**DECIDED, DECISION: "Quyết định số 13/QĐ-TA"})
    assert refuse(desk, ORDER, SECOND).code == "own_proposal"
    assert isinstance(refuse(desk, ORDER, FIRST, version=desk.matter.version - 1), Stale)
    desk.take(ORDER, FIRST)
    for word in (PROPOSE, ORDER):
        assert refuse(desk, word, SECOND, DECIDED if word == PROPOSE else None).code == "wrong_moment"


def test_files_that_go_on_with_another_matter_stay_until_that_is_erased() -> None:
    found = explore_kind(KINDS["questions"], PROVINCE)
    scene = next(each for each in found.scenes if each.matter.became and PROPOSE not in each.matter.taken)
    desk = open_desk(found, scene)
    order(desk)
    world = MatterErasure(desk.store)
    report = build_matter_eraser(desk.deps, world, desk.now).erase_ordered()
    assert (report.dossiers, report.waiting, desk.matter.state) == (0, 1, ERASING)
    assert [each.state for each in world.list_papers(desk.id)] == [PaperState.ACCEPTED]
    assert set(desk.store.parts[desk.id].values()) == set(find_decisions(desk)), "the texts are gone"
    assert scene.matter.became
    later = desk.store.read_matters([scene.matter.became.id])[scene.matter.became.id]
    third = replace(later, id="t" * 26)
    link = MatterLink(third.kind, third.id, third.number)
    desk.store.states[third.id] = pack_value(third)
    desk.store.states[later.id] = pack_value(replace(later, state=ERASED, became=link))
    report = build_matter_eraser(desk.deps, world, desk.now).erase_ordered()
    assert (report.dossiers, report.waiting) == (0, 1), "it went on once more, with the same files"
    desk.store.states[third.id] = pack_value(replace(third, state=ERASED))
    assert build_matter_eraser(desk.deps, world, desk.now).erase_ordered().dossiers == 1
    require_gone(desk, world)


def find_decisions(desk: Desk) -> Iterator[Part]:
    """The decisions on which erasures rest."""
    return (part for part in desk.store.parts[desk.id].values() if part.name == DECISION)


def test_another_sender_and_an_officer_of_another_unit_learn_nothing(answered: tuple[Explored, Scene]) -> None:
    desk = open_desk(*answered)
    strangers = (replace(PERSON, sub="stranger"), build_actor(Role.CASE_OFFICER, "elsewhere", "stranger-2"))
    for stranger in strangers:
        assert refuse(desk, PROPOSE, stranger, DECIDED).code == "not_found"
