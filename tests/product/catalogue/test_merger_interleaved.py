"""A merger between the steps of dossiers, in any order: each open dossier is in one list, once, at every moment."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from tests.product.catalogue.test_succession import LATER, list_queue, merge_own_commune
from tests.product.catalogue.test_unit_changes import find_merged
from tests.product.journeys import CERTIFICATE, REQUIRED, choose_answers
from tests.product.office import Office

STEPS = ("file", "file_there", "receive", "transfer")
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


@pytest.mark.parametrize("seed", range(4))
def test_each_open_dossier_is_in_one_list_once_whenever_the_merger_comes(office: Any, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the order of a test
    product = office("hue")
    desk = find_merged(product)[1]
    course = MergerCourse(product, chance, (product.place.one_stop, desk))
    product.appoint("clerk2", Role.ONE_STOP_OFFICER, desk)
    product.appoint("till2", Role.CASHIER, desk)
    course.file(course.desks[0])
    course.file(course.desks[1])
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
