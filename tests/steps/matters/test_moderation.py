"""What is hidden is read by nobody but its people, until it is shown again as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.kinds.moderation_rows import HIDDEN
from chalicelib.domain.matters.matter import fold_matter
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.public_face import build_public_matter, list_search_words
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.help.published_answers import PublishedSource
from chalicelib.steps.matters.answer_survey import KIND as SURVEY
from chalicelib.steps.matters.answer_survey import read_survey
from chalicelib.steps.matters.matter_views import read_matter
from chalicelib.steps.matters.publish_matters import MatterPublishing
from tests.steps.matters.test_publish_matters import FakePublic
from tests.support.fakes.fake_surveys import FakeSurveys
from tests.support.matters.explored import PERSON, Scene, copy_store, explore_kind

PUBLIC_KINDS = [kind for kind in KINDS.values() if any(state.public for state in kind.states)]
EACH_PUBLIC = pytest.mark.parametrize("kind", PUBLIC_KINDS, ids=lambda kind: kind.name)
QUOTED = {"faq", "question"}
"""Kinds that the assistant quotes."""


def list_read(kind: MatterKind, scene: Scene, public: FakePublic, words: tuple[str, ...]) -> list[object]:
    """What everybody reads of a matter, once the consumer had its facts: page, list, search, assistant, survey."""
    desk, matter = explore_kind(kind, "lai-chau").world.build_desk(scene.store, scene.now), scene.matter
    MatterPublishing(scene.store, public, lambda _: "").publish_matter(matter.id)
    found = [public.find(matter.id), *public.list_newest(kind.name, None, 9, None).items]
    found += public.search(kind.name, words, 9)
    source = PublishedSource(public, desk.deps.reference)
    quoted = source.find_passages(" ".join(words), GuideAudience.CITIZEN) if kind.name in QUOTED else ()
    try:
        texts = read_survey(desk.deps, FakeSurveys(), matter.id, scene.now).texts if kind.name == SURVEY else {}
    except NotFound:
        texts = {}
    return [each for each in (*found, *(each.quotes for each in quoted), *sorted(texts.items())) if each is not None]


@EACH_PUBLIC
def test_what_is_hidden_is_read_by_its_people_alone_until_it_is_shown_again(kind: MatterKind) -> None:
    found = explore_kind(kind, "lai-chau")
    hidden = next(scene for (at, _), scene in found.taken.items() if kind.steps[at].word == "hide")
    facts, public = hidden.store.load_ledger(hidden.matter.id), FakePublic()
    before = Scene(copy_store(hidden.store), fold_matter(facts[:-1]), hidden.now)
    before.store.states[before.matter.id] = pack_value(before.matter)
    face = build_public_matter(kind, before.matter, before.store.load_parts(before.matter.id))
    assert face is not None
    words = list_search_words([face.texts.get("public_subject") or face.texts["public_title"]])
    first = list_read(kind, before, public, words)
    assert len(first) >= 3 + (kind.name in QUOTED)
    assert hidden.matter.state == HIDDEN
    assert list_read(kind, hidden, public, words) == []
    actor = next(each.actor for each in found.commands if each.word == "hide")
    restored = found.world.take_row(hidden, kind.list_steps("restore")[0], actor)
    shown_at = restored.matter.changed_at
    assert shown_at is not None
    again = [replace(each, changed_at=shown_at) if each == face else each for each in first]
    assert list_read(kind, restored, public, words) == again


@EACH_PUBLIC
def test_the_reason_is_on_record_and_read_by_those_concerned(kind: MatterKind) -> None:
    found = explore_kind(kind, "lai-chau")
    hidden = next(scene for (at, _), scene in found.taken.items() if kind.steps[at].word == "hide")
    actor = next(each.actor for each in found.commands if each.word == "hide")
    desk = found.world.build_desk(hidden.store, hidden.now)
    for reader in (actor, PERSON) if hidden.matter.reporter else (actor,):
        page = read_matter(desk.deps, kind, hidden.matter.id, reader, hidden.now, lambda *_: None)
        last = page["course"][-1]
        assert (last["event"], last["values"]["hide_code"], page["public"]) == ("hide", "personal_data", False)
        assert last["texts"]["reason"]


@EACH_PUBLIC
def test_every_public_text_can_be_taken_off_the_public_page_in_one_step(kind: MatterKind) -> None:
    for state in kind.states:
        off = {
            row.word for row in kind.steps if state.key in row.states and row.to and not kind.find_state(row.to).public
        }
        assert not state.public or off & {"hide", "withdraw"}, state.key
