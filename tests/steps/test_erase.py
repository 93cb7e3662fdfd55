"""Erase: a personal part goes, the ledger stays whole, and the deletion is on record."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.ledger import verify
from chalicelib.domain.roles import Actor, Role
from tests.builders import Case, actor

OFFICE = actor(Role.PROVINCIAL_OFFICE, "province")


def test_an_erased_part_leaves_the_chain_whole() -> None:
    case = Case().closed()
    digests = sorted(case.store.parts(case.id))
    for digest in digests:
        case.take("erase", OFFICE, digest=digest)
    assert case.store.parts(case.id) == {}
    bodies = [fact.body for fact in case.facts]
    assert verify(case.id, bodies, head=case.dossier.head, length=case.dossier.length) == []
    erased = [(fact.kind, fact.data["digest"]) for fact in case.facts[-len(digests) :]]
    assert erased == [("part_erased", digest) for digest in digests]


@pytest.mark.parametrize("digest", ["0" * 64, "erased"])
def test_a_part_that_is_not_there_is_not_found(digest: str) -> None:
    case = Case().closed()
    if digest == "erased":
        digest = min(case.store.parts(case.id))
        case.take("erase", OFFICE, digest=digest)
    assert isinstance(case.refused("erase", OFFICE, digest=digest), NotFound)


@pytest.mark.parametrize("who", [actor(Role.AUDITOR, "province"), Actor("citizen-1"), actor(Role.OPERATOR, "province")])
def test_nobody_else_erases(who: Actor) -> None:
    case = Case().closed()
    digest = min(case.store.parts(case.id))
    assert case.refused("erase", who, digest=digest).code in ("forbidden", "not_found")


def test_an_open_dossier_keeps_its_parts() -> None:
    case = Case().resolved()
    assert case.refused("erase", OFFICE, digest=min(case.store.parts(case.id))).code == "wrong_moment"
