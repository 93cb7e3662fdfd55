"""Every cell of state × step × role × own, other or upper unit of every kind: exactly the table's cells succeed.

Nothing here names a kind. What is expected is worked out from the rows alone, apart from the code that decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, product
from typing import NamedTuple

import pytest

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, SPECIAL, Actor, Assignment, Role
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.matter import Matter, fold_matter
from chalicelib.domain.matters.matter_actors import MatterPlace
from chalicelib.domain.matters.matter_forms import apply_field_law
from chalicelib.domain.matters.matter_kind import MatterKind, MatterStep
from chalicelib.domain.matters.matter_permission import (
    ACCOUNT_REQUEST,
    MatterLaw,
    list_matter_steps,
    list_outsiders,
    permit_matter_step,
    require_matter_sight,
)
from chalicelib.repositories.law.rule_set import load_rules
from tests.conftest import SIZE
from tests.support.matters.every_kind import EACH_TABLE
from tests.support.matters.explored import PERSON, PROVINCE_SCOPE, Scene, copy_store, explore_kind
from tests.support.matters.filled_forms import name_refusal
from tests.support.people import LONG_AGO

PROVINCES = sorted(load_rules().provinces) if SIZE == "full" else ["lai-chau"]
READERS = {Role.PROVINCIAL_OFFICE, Role.AUDITOR}
SENDERS = {MatterPlace.REPORTER, MatterPlace.SENDER}
Names = dict[MatterPlace, set[str]]


class Cell(NamedTuple):
    """Somebody who tries a step: a role in a unit, or none; `sub` is that of an earlier actor or of nobody."""

    word: str
    role: Role | None
    unit: str
    sub: str

    @property
    def actor(self) -> Actor:
        """The person: a citizen signed in as one, or an officer."""
        if self.role is None:
            return replace(PERSON, sub=self.sub)
        return Actor(self.sub, (Assignment(self.role, self.unit, LONG_AGO),), citizen=False)


def list_cells(scene: Scene, kind: MatterKind, law: MatterLaw, units: tuple[str, ...]) -> Iterator[Cell]:
    """Everybody who may stand to the matter in another way, trying everything."""
    matter = scene.matter
    own = {matter.reporter, matter.account, *(sub for word, sub in matter.authors.items() if is_barred(kind, word))} - {
        ""
    }
    near = sorted({*matter.units, *law.superiors(matter.unit), *units})
    people: list[tuple[Role | None, str]] = [(None, "")]
    for officer in Role:
        if officer is not Role.APPLICANT:
            people += [(officer, unit) for unit in ([PROVINCE_SCOPE] if officer in PROVINCE_WIDE else near)]
    for (role, unit), sub, word in product(people, ("somebody", *sorted(own)), kind.list_words()):
        yield Cell(word, role, unit, sub)


def is_barred(kind: MatterKind, word: str) -> bool:
    """Whether the author of a step is kept from another one."""
    return word == "open" or any(word in row.not_by for row in kind.steps)


class MatterTable:
    """What the rows say about one matter. What is the same for everybody who tries a step is worked out once."""

    def __init__(self, kind: MatterKind, matter: Matter, law: MatterLaw) -> None:
        self.kind, self.matter, self.law = kind, matter, law
        above = law.superiors(matter.unit)
        self.seen_by = matter.units | above
        self.reporters = {matter.reporter, matter.account} - {""}
        roles = {role for role, _ in chain.from_iterable(row.who for row in kind.steps)}
        self.readers = READERS | {role for role in roles if role is Role.OPERATOR}
        self.outsiders = list_outsiders(kind.name)
        self.places: Names = {
            MatterPlace.UNIT: {matter.unit}, MatterPlace.FIRST: {matter.first_unit}, MatterPlace.ABOVE: set(above),
            MatterPlace.SENDER: {matter.sender_unit} - {""}, MatterPlace.ASKED: set(matter.asked),
        }  # fmt: skip
        self.rows = {word: self._list_rows(word) for word in kind.list_words()}

    def _list_rows(self, word: str) -> list[MatterStep]:
        """The rows by which a step can be taken now."""
        matter = self.matter
        rows = [row for row in self.kind.steps if row.word == word and matter.state in row.states]
        rows = [row for row in rows if all(each.is_met(self.law.find_value(each.param)) for each in row.while_law)]
        rows = [row for row in rows if not row.only_while or matter.values.get(row.only_while) is True]
        rows = [row for row in rows if not row.only_after or row.only_after in matter.taken]
        rows = [row for row in rows if not row.not_chosen or matter.values.get(row.not_chosen[0]) != row.not_chosen[1]]
        return [row for row in rows if matter.values.get(row.chosen[0], "") == row.chosen[1]]

    def find_expected(self, cell: Cell) -> str:
        """Return the table's answer to a cell: «ok», or the code of the refusal."""
        reporter = cell.role is None and cell.sub in self.reporters
        of_unit = cell.unit in self.seen_by and cell.role not in self.outsiders
        asked = self.matter.values.get("role") == Role.POPULATION_READER
        police = cell.role is Role.POLICE_POPULATION and asked and self.kind.name == ACCOUNT_REQUEST
        if not (police or reporter or cell.role in self.readers or of_unit):
            return "not_found"
        rows = self.rows[cell.word]
        if not rows:
            return "wrong_moment"
        row = next((row for row in rows if is_meant(cell, row, self.places, reporter=reporter)), None)
        if row is None:
            closed = [each for each in self.kind.steps if each.word == cell.word and each not in rows and each.is_grant]
            if any(is_meant(cell, each, self.places, reporter=reporter) for each in closed):
                return "granted_by_others"
            return "special_task_needed" if {role for row in rows for role, _ in row.who} <= SPECIAL else "forbidden"
        return find_answer(cell, self.kind, self.matter, row, self.law)


def is_meant(cell: Cell, row: MatterStep, places: Names, *, reporter: bool) -> bool:
    """Whether the row lets the role act in that unit."""
    return any(
        reporter if place is MatterPlace.REPORTER
        else cell.role is role and (place is MatterPlace.PROVINCE or cell.unit in places[place])
        for role, place in row.who
    )  # fmt: skip


def find_answer(cell: Cell, kind: MatterKind, matter: Matter, row: MatterStep, law: MatterLaw) -> str:
    """What stands against somebody whom the row means."""
    sent = {matter.reporter, matter.account, matter.authors.get("open", "")} - {""}
    if cell.role and cell.sub in sent and not kind.own_allowed and not {place for _, place in row.who} <= SENDERS:
        return "own_matter"
    if cell.sub in {matter.authors.get(each) for each in row.not_by}:
        return "own_proposal"
    most = law.find_value(row.limit) if row.limit else None
    return "step_used_up" if most is not None and matter.taken.get(row.word, 0) >= most else "ok"  # type: ignore[operator]


@EACH_TABLE
@pytest.mark.parametrize("province", PROVINCES)
def test_the_rule_lets_exactly_the_tables_cells_through(kind: MatterKind, province: str) -> None:
    found, tried = explore_kind(kind, province), 0
    for scene in found.list_shapes():
        matter, law = scene.matter, found.world.find_law(scene.matter, scene.now)
        table = MatterTable(kind, matter, law)
        offered: dict[tuple[Role | None, str, str], set[str]] = {}
        for cell in list_cells(scene, kind, law, found.world.units):
            want, who = table.find_expected(cell), (cell.role, cell.unit, cell.sub)
            if who not in offered:
                offered[who] = set(list_matter_steps(cell.actor, kind, matter, scene.now, law))
            assert (cell.word in offered[who]) == (want == "ok") or want == "not_found", (scene.shape, cell)
            if (tried := tried + 1) % 7 == 0 or want == "ok":
                assert name_refusal(lambda: try_permit(cell, kind, scene, law)) == want, (scene.shape, cell)  # noqa: B023
    assert tried > 500


def try_permit(cell: Cell, kind: MatterKind, scene: Scene, law: MatterLaw) -> None:
    """Ask the rule as the frame does: sight first."""
    matter, _ = require_matter_sight(cell.actor, kind, scene.matter, scene.now, law)
    permit_matter_step(cell.actor, kind, matter, cell.word, scene.now, law)


@EACH_TABLE
@pytest.mark.parametrize("province", PROVINCES)
def test_exactly_the_tables_cells_succeed_and_nothing_else_is_written(kind: MatterKind, province: str) -> None:
    """One try of each row, role, place and state, and of each refusal of each step in each state."""
    found, seen = explore_kind(kind, province), set[tuple[object, ...]]()
    for scene in found.list_shapes():
        law = found.world.find_law(scene.matter, scene.now)
        table = MatterTable(kind, scene.matter, law)
        for cell in list_cells(scene, kind, law, found.world.units):
            want = table.find_expected(cell)
            sort = scene.matter.state, cell.word, want, cell.role if want == "ok" else None
            if sort in seen:
                continue
            seen.add(sort)
            if want == "ok":
                row, _, _ = permit_matter_step(cell.actor, kind, scene.matter, cell.word, scene.now, law)
                check_taken(scene, lambda: found.world.take_row(scene, row, cell.actor))  # noqa: B023
            else:
                desk = found.world.build_desk(copy_store(scene.store), scene.now)
                assert name_refusal(lambda: desk.take(cell.word, cell.actor)) == want, (scene.shape, cell)  # noqa: B023
                assert desk.store.facts == scene.store.facts


def check_taken(scene: Scene, take: object) -> None:
    """A step that the table allows adds one fact that the ledger proves, or is refused by a check of its contents."""
    after: list[Scene] = []
    code = name_refusal(lambda: after.append(take()))  # type: ignore[operator]
    if code != "ok":
        assert code not in {"not_found", "wrong_moment", "forbidden", "own_matter", "own_proposal", "step_used_up"}
        return
    matter, store = after[0].matter, after[0].store
    assert (matter.version, store.saves) == (scene.matter.version + 1, scene.store.saves + 1)
    facts = store.load_ledger(matter.id)
    assert fold_matter(facts) == matter
    assert verify_ledger(matter.id, [fact.body for fact in facts], head=matter.head, length=matter.length) == []


@EACH_TABLE
@pytest.mark.parametrize("province", PROVINCES)
def test_every_row_is_taken_and_every_state_reached(kind: MatterKind, province: str) -> None:
    """A row or a state that nobody can come to is a fault of the table, or closed by the law of the province."""
    found = explore_kind(kind, province)
    law = found.world.find_law(None, found.scenes[0].now)
    reached = {scene.matter.state for scene in found.scenes}
    asked = {"", *(each.key for each in apply_field_law(kind.opening.fields, law.find_value))}
    rows = [(at, row) for at, row in enumerate(kind.steps) if law.is_open(row) and row.only_while in asked]
    assert {(at, state) for at, row in rows for state in row.states if state in reached} == set(found.taken)
    leads = {kind.opening.state, *(set(kind.opening.begins_in) & reached)} | {
        row.to for _, row in rows if row.to and set(row.states) & reached
    }
    assert reached == leads
