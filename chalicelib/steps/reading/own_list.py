"""Somebody's own list of dossiers, and that of an agent who acts for another person.

An index says which dossiers may belong in the list; each line that it shows opens (`domain/privacy/sight.py`). A
principal may themselves have filed for others by a paper, and people may have been separated since: those dossiers are
in the index, and are not the agent's to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.privacy.sight import can_see
from chalicelib.domain.shared.chained import read_chained
from chalicelib.steps.dossier.ports import Page

Opens = Callable[[Dossier], bool]


class OwnLists(Protocol):
    """The indexes of dossiers by person and by authorisation; each method returns what opens."""

    def list_owned(self, sub: str, limit: int, cursor: str | None, opens: Opens) -> Page:
        """Return a person's dossiers, newest first."""

    def list_filed_under(self, authorisation: str, limit: int, cursor: str | None, opens: Opens) -> Page:
        """Return what was filed under an authorisation, newest first."""

    def list_named(self, dossier_id: str, opens: Opens) -> Page:
        """Return one dossier."""


def list_own(actor: Actor, lists: OwnLists, limit: int, cursor: str | None, now: datetime) -> Page:
    """Return a page of the actor's own list; for somebody who acts for another person, of what they may see there."""

    def can_open(dossier: Dossier) -> bool:
        theirs = actor.acting is None or dossier.owner in actor.acting.people
        return theirs and can_see(actor, dossier, now)

    acting = actor.acting
    if acting is None or acting.whole:
        people = acting.people if acting else actor.people
        return chain_pages(people, limit, cursor, partial(lists.list_owned, opens=can_open))
    if acting.dossier:
        return lists.list_named(acting.dossier, can_open)
    return lists.list_filed_under(acting.authorisation, limit, cursor, can_open)


def chain_pages(
    people: Sequence[str], limit: int, cursor: str | None, read: Callable[[str, int, str | None], Page]
) -> Page:
    """Return a page of a list over everybody whom a person was found to be."""

    def read_one(person: str, place: str | None) -> tuple[Sequence[Mapping[str, Any]], str | None]:
        found = read(person, limit, place)
        return found.items, found.cursor

    return Page(*read_chained(people, cursor, read_one))
