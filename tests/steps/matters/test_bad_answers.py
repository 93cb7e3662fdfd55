"""Wrong answers to the form of every step of every kind: refused at their question, and nothing is written."""

from __future__ import annotations

from itertools import chain

from pydantic import ValidationError

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.matters.matter_kind import MatterField, MatterKind, MatterStep
from chalicelib.domain.matters.matter_permission import list_matter_steps
from chalicelib.domain.shared.errors import Refusal
from tests.conftest import SIZE
from tests.support.matters.bad_answers import WRONG_TEXTS, WRONG_TYPES
from tests.support.matters.every_kind import EACH_TABLE
from tests.support.matters.explored import KindWorld, Scene, copy_store, explore_kind

BLANK = ("empty", "spaces", "invisible alone")
"""Answers that count as none: fine where the question may stay open."""


@EACH_TABLE
def test_no_step_takes_what_no_form_may_store(kind: MatterKind) -> None:
    found, tried = explore_kind(kind, "lai-chau"), set[str]()
    for scene in found.list_shapes():
        law = found.world.find_law(scene.matter, scene.now)
        for row in kind.steps:
            if scene.matter.state not in row.states or not law.is_open(row) or not row.fields or row.word in tried:
                continue
            for _, _, actor in found.world.list_takers(scene.matter, row, law):
                if row.word in list_matter_steps(actor, kind, scene.matter, scene.now, law):
                    tried.add(row.word)
                    check_fields(found.world, scene, row, actor)
                    break
    assert tried == {row.word for at, row in enumerate(kind.steps) if row.fields and is_taken(found.taken, at)}


def is_taken(taken: dict[tuple[int, str], Scene], at: int) -> bool:
    """Whether the row was taken in some state."""
    return any(place == at for place, _ in taken)


def check_fields(world: KindWorld, scene: Scene, row: MatterStep, actor: Actor) -> None:
    """Send each wrong value at each question, by somebody who may take the step."""
    good, store = world.filler.fill_form(row.fields, unlike=scene.matter.unit), copy_store(scene.store)
    desk = world.build_desk(store, scene.now)
    for place, asked in enumerate(row.fields):
        for turn, (name, value) in enumerate(chain(WRONG_TYPES.items(), WRONG_TEXTS.items())):
            if is_fine(asked, name) or (SIZE != "full" and (turn + place) % 4):
                continue
            refusal: Refusal | None = None
            try:
                command = {**good, asked.key: value}
                desk.take(row.word, actor, command, confirmed=("writing", "personal_data"))
            except ValidationError:
                continue
            except Refusal as refused:
                refusal = refused
            assert refusal is not None, (row.word, asked.key, name)
            assert any(each.path.endswith(f"/{asked.key}") for each in refusal.fields), (row.word, asked.key, name)
    assert store.facts == scene.store.facts


def is_fine(asked: MatterField, name: str) -> bool:
    """Whether the value is an answer after all."""
    return (asked.form.type == "boolean" and name == "yes") or (name in BLANK and not asked.form.required)
