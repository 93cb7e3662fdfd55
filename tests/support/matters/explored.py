"""A kind explored from its opening on: scenes of every state, each reached by steps that people can take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count, product
from typing import Any

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, SYSTEM, Actor, Role
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_actors import MatterPlace
from chalicelib.domain.matters.matter_kind import MatterKind, MatterStep
from chalicelib.domain.matters.matter_permission import MatterLaw, list_places
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.steps.matters.matter_command import read_matter_law
from tests.law.calendars import RULES
from tests.support.fakes.fake_matters import FakeMatters, build_case_accounts, build_matter_deps
from tests.support.fakes.fake_reviews import FakeReviews
from tests.support.fakes.fake_units import build_unit_office
from tests.support.matter_desk import HOURS, TREE, Desk
from tests.support.matters.erased import MatterErasure, build_matter_eraser
from tests.support.matters.every_kind import add_kind
from tests.support.matters.filled_forms import NEIGHBOUR, FormFiller
from tests.support.people import CITIZEN, MONDAY, build_actor

PROVINCE_SCOPE = "province"
PUBLISHED = "p" * 26
"""The id of a public matter that stands in the store."""
MOST_SCENES = 400
KEYS = 100
"""Keys of commands that each desk has for itself."""
_DESKS = count(1)
ONLY: Mapping[Role, Mapping[str, str]] = {
    Role.POLICE_POPULATION: {"role": "population_reader", "action": "grant", "document": "1/QĐ",
                             "document_day": "2024-11-01"},
}  # fmt: skip
"""Answers without which somebody opens no matter at all."""
PERSON = replace(CITIZEN, identity=ProvenIdentity(2))


@dataclass(frozen=True)
class Scene:
    """One matter in some state: the store as it is then, and the time."""

    store: FakeMatters
    matter: Matter
    now: datetime

    @property
    def shape(self) -> tuple[object, ...]:
        """What decides who may act, apart from rows and rights."""
        matter = self.matter
        return (
            matter.state, bool(matter.reporter), matter.sender_unit, matter.first_unit, matter.unit, matter.asked,
            matter.gave, frozenset(matter.taken),
            frozenset(key for key, given in matter.values.items() if given is True),
        )  # fmt: skip


@dataclass(frozen=True)
class KindCommand:
    """A command that succeeded: on which scene (none for an opening), by whom, and what was sent."""

    word: str
    scene: Scene | None
    actor: Actor
    values: Mapping[str, Any]
    confirmed: tuple[str, ...]


@dataclass(frozen=True)
class Explored:
    """What exploring found: scenes in order, who took which row in which state, and the commands that succeeded."""

    world: KindWorld
    scenes: tuple[Scene, ...]
    taken: dict[tuple[int, str], Scene]
    refused: dict[tuple[int, str], str]
    commands: tuple[KindCommand, ...]

    def list_shapes(self) -> list[Scene]:
        """Return one scene of each shape."""
        return list({scene.shape: scene for scene in reversed(self.scenes)}.values())


class KindWorld:
    """One kind in one province: its law, agencies and people."""

    def __init__(self, kind: MatterKind, province: str) -> None:
        self.kind, self.province = kind, province
        self.reference = find_reference(province)
        self.units = list_units(province)
        self.filler = FormFiller(self.reference, self.units)
        self.people = 0
        self.commands: list[KindCommand] = []
        self._law: dict[str, object] = {}

    def build_desk(self, store: FakeMatters, now: datetime = MONDAY) -> Desk:
        """A desk over a store at a time."""
        deps = build_matter_deps({}, load_calendar(HOURS, self.province), TREE)
        accounts, units = build_case_accounts(store), build_unit_office(self.province)
        held = {"matters": store, "accounts": accounts, "units": units, "reviews": FakeReviews()}
        desk = Desk(replace(deps, reference=self.reference, **held), self.kind)  # type: ignore[arg-type]
        desk.now, desk.count = now, next(_DESKS) * KEYS
        return desk

    def find_law(self, matter: Matter | None, now: datetime) -> MatterLaw:
        """The law of the day; each parameter is looked up once."""
        law = read_matter_law(self.reference, now, matter)

        def find_value(param: str) -> object:
            if param not in self._law:
                self._law[param] = law.find_value(param)
            return self._law[param]

        return MatterLaw(find_value, law.superiors)

    def build_person(self, role: Role, unit: str) -> Actor:
        """Somebody whom nobody has met."""
        self.people += 1
        sub = f"{role.value}-{self.people}".replace("_", "-")
        return replace(build_actor(role, PROVINCE_SCOPE if role in PROVINCE_WIDE else unit, sub), citizen=False)

    def list_takers(self, matter: Matter, row: MatterStep, law: MatterLaw) -> Iterator[tuple[Role, MatterPlace, Actor]]:
        """Return one person for each role and place of a row; none where the place is empty."""
        places = list_places(matter, law)
        for role, place in row.who:
            if place is MatterPlace.REPORTER:
                if matter.reporter:
                    yield role, place, PERSON
            elif place is MatterPlace.PROVINCE:
                yield role, place, self.build_person(role, PROVINCE_SCOPE)
            else:
                for unit in sorted(places[place])[:1]:
                    yield role, place, self.build_person(role, unit)

    def open_scenes(self) -> Iterator[tuple[Role, Scene | str]]:
        """Open one matter for each role that may, and for each choice on which an effect of the opening may rest;
        yield the scene, or the code of the refusal."""
        openers = sorted(self.kind.opening.who) or [Role.APPLICANT]
        for role, chosen in product(openers, self.list_choices()):
            actor = PERSON if role is Role.APPLICANT else self.build_person(role, self.units[0])
            actor = actor if self.kind.opening.who else SYSTEM
            desk = self.build_desk(FakeMatters())
            fields = self.kind.opening.fields

            def send(
                values: Mapping[str, Any],
                sure: tuple[str, ...],
                desk: Desk = desk,
                actor: Actor = actor,
                chosen: Mapping[str, str] = chosen,
                role: Role = role,
            ) -> Matter:
                values = {**values, **chosen, **ONLY.get(role, {})}
                opened = desk.open(values, actor, confirmed=sure)
                self.commands.append(KindCommand("open", None, actor, dict(values), sure))
                return opened

            try:
                opened = self.filler.send_mended(send, fields)
            except Refusal as refused:
                yield role, refused.code
                continue
            yield role, Scene(desk.store, opened, desk.now)

    def list_choices(self) -> list[Mapping[str, str]]:
        """Return the answers to the first choice of an opening that has an effect, else none."""
        asked = [each for each in self.kind.opening.fields if each.form.choices]
        if not self.kind.opening.effect or not asked:
            return [{}]
        return [{asked[0].key: each.code} for each in asked[0].form.choices]

    def take_row(self, scene: Scene, row: MatterStep, actor: Actor) -> Scene:
        """Return the scene after a step; the scene itself is left as it was. Raise the refusal."""
        if "other_matter" in row.checks:
            neighbour = replace(scene.matter, id=NEIGHBOUR, number="NB-2026-00001", state=self.kind.opening.state)
            scene.store.states[NEIGHBOUR] = pack_value(neighbour)
        store = copy_store(scene.store)
        desk = self.build_desk(store, scene.now)

        def send(values: Mapping[str, Any], sure: tuple[str, ...]) -> Matter:
            taken = desk.take(row.word, actor, values, confirmed=sure)
            self.commands.append(KindCommand(row.word, scene, actor, dict(values), sure))
            return taken

        return Scene(store, self.filler.send_mended(send, row.fields, scene.matter.unit), scene.now)

    def erase_scene(self, scene: Scene) -> Scene:
        """Return the scene after the run that carries out the order which it holds."""
        desk = self.build_desk(copy_store(scene.store), scene.now)
        with add_kind(self.kind):
            report = build_matter_eraser(desk.deps, MatterErasure(desk.store), scene.now).erase_ordered()
        assert (report.dossiers, report.faults) == (1, ())
        return Scene(desk.store, desk.matter, scene.now)


def copy_store(store: FakeMatters) -> FakeMatters:
    """A store of its own with the same contents."""
    made = copy(store)
    made.states, made.alerts = dict(store.states), dict(store.alerts)
    made.extras = dict(store.extras)
    made.accounts = dict(store.accounts)
    made.facts = {name: list(facts) for name, facts in store.facts.items()}
    made.parts = {name: dict(parts) for name, parts in store.parts.items()}
    return made


def pass_time(scene: Scene) -> Scene:
    """The same scene after every clock of it ran out."""
    last = max((clock.due_at for clock in scene.matter.clocks), default=scene.now)
    return replace(scene, now=last + timedelta(seconds=1))


@cache
def find_reference(province: str) -> ProvinceReference:
    """The law and the agencies of a province."""
    return ProvinceReference(province, CatalogueFiles(), RULES, lambda *_: ())


@cache
def list_units(province: str) -> tuple[str, ...]:
    """Two departments of a province, the first of which may be the operator, and a third."""
    kinds = ("SO_KHCN", "SO_TU_PHAP", "SO_TAI_CHINH")
    return tuple(find_reference(province).find_units_of_kind(each, MONDAY)[0] for each in kinds)


_EXPLORED: dict[tuple[str, str], Explored] = {}


def explore_kind(kind: MatterKind, province: str) -> Explored:
    """Return what a kind is like in a province, explored once."""
    key = kind.name, province
    if key not in _EXPLORED:
        _EXPLORED[key] = _explore_kind(kind, province)
    return _EXPLORED[key]


def _explore_kind(kind: MatterKind, province: str) -> Explored:
    """Take every row of a kind in every state in which it is open, wherever that can be reached."""
    world = KindWorld(kind, province)
    scenes = [found for _, found in world.open_scenes() if isinstance(found, Scene)]
    taken, refused = dict[tuple[int, str], Scene](), dict[tuple[int, str], str]()
    passed = set[str]()
    grown = True
    while grown:
        grown = False
        for scene in list(scenes):
            for after in list_next(world, scene, taken, refused):
                scenes.append(after)
                grown = True
                if after.matter.public and not world.filler.published:
                    _show_published(world, scenes, after.matter)
            if scene.matter.state not in passed and any(state == scene.matter.state for _, state in refused):
                passed.add(scene.matter.state)
                scenes.append(pass_time(scene))
                grown = True
        if len(scenes) > MOST_SCENES:
            raise RuntimeError(f"{kind.name} has more scenes than can be looked at")
    return Explored(world, tuple(scenes), taken, refused, tuple(world.commands))


def list_next(
    world: KindWorld,
    scene: Scene,
    taken: dict[tuple[int, str], Scene],
    refused: dict[tuple[int, str], str],
) -> Iterator[Scene]:
    """Return what the rows lead to that were not taken in this state yet."""
    law = world.find_law(scene.matter, scene.now)
    for at, row in enumerate(world.kind.steps):
        cell = at, scene.matter.state
        if cell in taken or scene.matter.state not in row.states or not law.is_open(row):
            continue
        if scene.matter.values.get(row.chosen[0], "") != row.chosen[1]:
            continue
        if row.not_chosen and scene.matter.values.get(row.not_chosen[0]) == row.not_chosen[1]:
            continue
        if not row.who:
            taken[cell] = world.erase_scene(scene)
            yield taken[cell]
        for _, _, actor in world.list_takers(scene.matter, row, law):
            try:
                taken[cell] = world.take_row(scene, row, actor)
            except Refusal as fault:
                refused[cell] = fault.code
                continue
            refused.pop(cell, None)
            yield taken[cell]
            break


def _show_published(world: KindWorld, scenes: list[Scene], matter: Matter) -> None:
    world.filler = replace(world.filler, published=PUBLISHED)
    for scene in scenes:
        scene.store.states[PUBLISHED] = pack_value(replace(matter, id=PUBLISHED))
