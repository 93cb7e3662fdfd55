"""A merger between the steps of dossiers, in any order, and the job that moves their work, cut at any request: each
open dossier is in one list, once, at every moment."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from pynamodb.connection.base import Connection

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.repositories.dossier.dossiers import DossierTable
from tests.product.catalogue.test_succession import LATER, list_queue, merge_own_commune
from tests.product.catalogue.test_unit_changes import find_merged
from tests.product.journeys import CERTIFICATE, REQUIRED, choose_answers
from tests.product.office import Office

STEPS = ("file", "file_there", "receive", "transfer")
CUTS = range(1, 90)
"""Requests of the job at which somebody works, or it ends."""
QUEUES = ("submitted", "received", "processing")


@dataclass
class MergerCourse:
    """Dossiers at two desks of which one ends, and what should be of them."""

    product: Office
    chance: random.Random
    desks: tuple[str, str]
    states: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    is_over: bool = False

    def take(self, step: str) -> None:
        """Take a step on some dossier, if one waits for it."""
        if step in ("file", "file_there"):
            self.file(self.desks[step == "file_there"])
            return
        before, after = ("submitted", "received") if step == "receive" else ("received", "processing")
        waiting = sorted(each for each, state in self.states.items() if state == before)
        if waiting:
            dossier = self.chance.choice(waiting)
            worker = self.product(self.find_clerk(self.places[dossier]))
            self.product.pays(dossier, "cashier1" if worker.username == "desk1" else "till2")
            worker.step(dossier, step)
            self.states[dossier] = after

    def find_clerk(self, desk: str) -> str:
        """Who works on the dossiers of a desk: both, once it has ended."""
        return self.chance.choice(["desk1", "clerk2"]) if self.is_over else ("desk1", "clerk2")[desk == self.desks[1]]

    def file(self, desk: str) -> None:
        """File at a desk, which is refused at one that has ended."""
        citizen = self.product("citizen1")
        if self.is_over and desk == self.desks[0]:
            asked = {"procedure": CERTIFICATE, "one_stop": desk, "channel": "own_portal"}
            assert citizen.ask("POST", "/api/dossiers", asked).code == "agency_retired"
            return
        dossier = citizen.draft(CERTIFICATE, desk, "own_portal", choose_answers())
        citizen.submit(dossier, [citizen.upload(dossier, "component", each) for each in REQUIRED[CERTIFICATE]])
        self.states[dossier], self.places[dossier] = "submitted", desk

    def check_lists(self) -> None:
        """Compare the lists of both desks with what should be there."""
        everything = {desk: set[str]() for desk in self.desks}
        for dossier, desk in self.places.items():
            everything[self.desks[1] if self.is_over else desk].add(dossier)
        for desk, clerk in zip(self.desks, ("desk1", "clerk2"), strict=True):
            if self.is_over and desk == self.desks[0]:
                continue
            for who in (clerk, "desk1") if self.is_over else (clerk,):
                for state in QUEUES:
                    found = list_queue(self.product(who), desk, state)
                    assert sorted(found) == sorted(d for d in everything[desk] if self.states[d] == state), (who, state)


class CutError(BaseException):
    """The function ended: no code of the job may catch it."""


@dataclass
class MovingJob:
    """Runs the job: at some requests of a run somebody takes a step and looks, at the last one it is cut."""

    course: MergerCourse
    patch: pytest.MonkeyPatch

    def run(self, steps: int) -> bool:
        """Run once; return whether it came to its end."""
        moments = sorted(self.course.chance.sample(CUTS, steps + 1))
        asked, call = [0], Connection._make_api_call

        def count_request(connection: Any, *given: Any, **named: Any) -> Any:
            asked[0] += 1
            if asked[0] == moments[-1]:
                raise CutError
            if asked[0] in moments:
                # At work meanwhile, whose requests are not counted.
                with self.patch.context() as within:
                    within.setattr(Connection, "_make_api_call", call)
                    self.course.take(self.course.chance.choice(STEPS))
                    self.course.check_lists()
            return call(connection, *given, **named)

        with self.patch.context() as within:
            within.setattr(Connection, "_make_api_call", count_request)
            try:
                self.course.product.around.tick("move_work")
            except CutError:
                return False
        return True


def make_course(product: Office, seed: int) -> MergerCourse:
    """Two desks with a dossier each, of which the first will end."""
    desk = find_merged(product)[1]
    course = MergerCourse(product, random.Random(seed), (product.place.one_stop, desk))  # noqa: S311 - a test's order
    product.appoint("clerk2", Role.ONE_STOP_OFFICER, desk)
    product.appoint("till2", Role.CASHIER, desk)
    course.file(course.desks[0])
    course.file(course.desks[1])
    return course


@pytest.mark.parametrize("seed", range(3))
def test_the_job_that_moves_work_is_cut_at_any_request_while_people_work(
    office: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = office("hue")
    course = make_course(product, seed)
    for step in ("file", "receive", "file", "receive", "transfer", "file"):
        course.take(step)
    merge_own_commune(product)
    product.at(LATER)
    course.is_over = True
    job = MovingJob(course, monkeypatch)
    ended = [job.run(steps=2) for _ in range(5)]
    assert not all(ended), "it was cut"
    course.check_lists()
    while product.around.tick("move_work")["left"]:
        course.check_lists()
    course.check_lists()
    old, desk = course.desks
    for dossier, place in course.places.items():
        facts = [each.kind for each in DossierTable().load_ledger(dossier) if each.data.get("from") == old]
        assert facts == (["unit_succeeded"] if place == old else []), "each moved once"
        held = DossierTable().load(dossier).dossier
        assert held is not None
        assert held.one_stop == desk
        assert fold_facts(DossierTable().load_ledger(dossier)) == held


@pytest.mark.parametrize("seed", range(4))
def test_each_open_dossier_is_in_one_list_once_whenever_the_merger_comes(office: Any, seed: int) -> None:
    product = office("hue")
    course = make_course(product, seed)
    chance, desk = course.chance, course.desks[1]
    moments = sorted(chance.sample(range(9), 2))
    for number in range(9):
        if number == moments[0]:
            assert merge_own_commune(product)[1] == desk
        if number == moments[1]:
            product.at(LATER)
            course.is_over = True
        course.take(chance.choice(STEPS))
        course.check_lists()
    assert len(course.states) == len(course.places) >= 2


def test_a_step_during_which_its_dossier_moves_is_taken_once(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    product = office("hue")
    course = make_course(product, 0)
    merge_own_commune(product)
    product.at(LATER)
    dossier = next(each for each, place in course.places.items() if place == course.desks[0])
    product.pays(dossier)
    call, moved = Connection._make_api_call, list[int]()

    def move_before_saving(connection: Any, operation: str, *given: Any, **named: Any) -> Any:
        if operation == "TransactWriteItems" and not moved:
            moved.append(0)
            moved[0] = product.around.tick("move_work")["moved"]
        return call(connection, operation, *given, **named)

    with monkeypatch.context() as within:
        within.setattr(Connection, "_make_api_call", move_before_saving)
        product("desk1").step(dossier, "receive")
    assert moved == [1]
    kinds = [each.kind for each in DossierTable().load_ledger(dossier)]
    assert kinds[-2:] == ["unit_succeeded", "received"]
