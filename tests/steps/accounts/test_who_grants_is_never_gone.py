"""People who grant rights revoke each other's concurrently: one granting person always remains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.officers import Officer, OwnRights, RightsChange
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.errors import Refusal, Stale
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.accounts.officers import put_rights
from chalicelib.steps.dossier.ports import Conflict

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
AGO = datetime(2020, 1, 1, tzinfo=UTC)
GRANTORS = (Role.OPERATOR, Role.PROVINCIAL_OFFICE)
AGENCIES = CatalogueFiles().load_agencies("hue")
PEOPLE = ("an", "binh", "chi", "dung")
LEFT: dict[str, tuple[Assignment, ...]] = {
    "nothing": (),
    "another role": (Assignment(Role.AUDITOR, "province", AGO),),
    "what ended": (Assignment(Role.OPERATOR, "province", AGO, NOW - timedelta(hours=1)),),
    "what begins tomorrow": (Assignment(Role.OPERATOR, "province", NOW + timedelta(days=1)),),
    "what ends now": (Assignment(Role.OPERATOR, "province", AGO, NOW),),
}


@dataclass
class MemoryRecords:
    """Records in memory, with the store's conditions; `links` are accounts whose record is another's."""

    held: dict[str, Officer] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


@dataclass
class RacingRecords:
    """One request's view: just before it stores, others act."""

    table: MemoryRecords
    meanwhile: Callable[[], None] = lambda: None

    def load(self, sub: str) -> Officer:
        """The record as it is now."""
        owner = self.table.links.get(sub, sub)
        return self.table.held.get(owner, Officer(owner))

    def load_recent(self, sub: str, real_now: datetime) -> Officer:
        """The same."""
        return self.load(sub)

    def save(self, officer: Officer, by: str, request_ref: str, now: datetime, grantor: Officer | None = None) -> None:
        """Store it while both are as they were."""
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        if grantor is not None and self.load(grantor.sub).version != grantor.version:
            raise Conflict("the grantor's rights")
        if self.load(officer.sub).version != officer.version - 1:
            raise Stale(version=self.load(officer.sub).version)
        self.table.held[officer.sub] = officer


class EveryAccount:
    """Everybody has an account."""

    def has(self, sub: str) -> bool:
        """Whether somebody has."""
        return True


def appointed(*subs: str) -> MemoryRecords:
    """People who all grant."""
    rights = (Assignment(Role.OPERATOR, "province", AGO),)
    return MemoryRecords({sub: Officer(sub, 1, sub.title(), assignments=rights) for sub in subs})


def leave_nothing(before: Officer, after: Officer, now: datetime) -> None:
    """Nobody here has open work."""


def take(table: MemoryRecords, by: str, whose: str, left: str, meanwhile: Callable[[], None] = lambda: None) -> Any:
    """One takes another's right; the new record or the refusal. What is believed of the actor is a minute old."""
    records = RacingRecords(table, meanwhile)
    actor = Actor(by, (Assignment(Role.OPERATOR, "province", AGO),))
    change = RightsChange(whose.title(), "", "", LEFT[left], "02/TB")
    expected = records.load(whose).version
    try:
        return put_rights(
            records, EveryAccount(), AGENCIES, actor, whose, change, expected, NOW, GRANTORS, leave_nothing
        )
    except Refusal as refused:
        return refused


def who_grants(table: MemoryRecords) -> list[str]:
    """Return the people who may grant now."""
    return [
        sub
        for sub, each in table.held.items()
        if any(a.role in GRANTORS and a.is_in_force(NOW) for a in each.assignments)
    ]


PAIRS = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(sorted(LEFT)), st.booleans())


@given(st.lists(PAIRS, max_size=12), st.integers(2, 4))
def test_somebody_always_remains_no_matter_who_acts_and_who_decides(
    acts: list[tuple[str, str, str, bool]], people: int
) -> None:
    """`inside` lets the next ones act between this one's decision and its store."""
    table, waiting = appointed(*PEOPLE[:people]), list(acts)

    def act() -> None:
        if not waiting:
            return
        by, whose, left, inside = waiting.pop(0)
        take(table, by, whose, left, act if inside else lambda: None)
        act()

    act()
    assert who_grants(table), acts


@pytest.mark.parametrize("left", sorted(LEFT))
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_of_a_ring_that_closes_while_each_decides_one_keeps_theirs(depth: int, left: str) -> None:
    table = appointed(*PEOPLE)
    ring = [(PEOPLE[n], PEOPLE[(n + 1) % 4]) for n in range(4)]

    def close(number: int) -> None:
        if number < 4:
            take(table, *ring[number], left, (lambda: close(number + 1)) if number < depth else (lambda: None))
            close(number + 1)

    close(0)
    assert who_grants(table)


@pytest.mark.parametrize("left", sorted(LEFT))
def test_nobody_changes_their_own_rights_under_the_name_of_another_account(left: str) -> None:
    """An account that took the place of a lost one leads to the same record."""
    table = appointed("an", "binh")
    table.links["an-2"] = "an"
    assert isinstance(take(table, "an", "an-2", left), OwnRights)
    assert table.held["an"].assignments == appointed("an").held["an"].assignments
    replaced = replace(table.held["an"], account="an-2")
    table.held["an"] = replaced
    assert isinstance(take(table, "an", "an", left), OwnRights)
