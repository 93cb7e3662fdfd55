"""Somebody's list, and an agent's, against what each of them may open: of any dossier, for anybody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain.accounts.acting_for import CHILD, CONSENT, PAPER, Authority
from chalicelib.domain.accounts.roles import ActingFor, Actor
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight import can_see
from chalicelib.repositories.dossier.dossiers import is_filed_for_owner
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.rows import build_filed_under_row, build_state_row
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.reading.own_list import list_own
from tests.support.people import MONDAY

PEOPLE = ("an", "binh", "chi", "duc")
CONSENTS = ("consent1", "consent2")
Opens = Callable[[Dossier], bool]


@dataclass
class IndexedDossiers:
    """The lists over the entries that the store writes with each dossier."""

    dossiers: Collection[Dossier]

    def list_owned(self, sub: str, limit: int, cursor: str | None, opens: Opens) -> Page:
        """Those of a person."""
        return self._list(keys.OWNED(sub), opens)

    def list_filed_under(self, authorisation: str, limit: int, cursor: str | None, opens: Opens) -> Page:
        """Those of an authorisation."""
        return self._list(keys.FILED_UNDER(authorisation), opens)

    def list_named(self, dossier_id: str, opens: Opens) -> Page:
        """One."""
        return Page([{"id": each.id} for each in self.dossiers if each.id == dossier_id and opens(each)], None)

    def _list(self, key: str, opens: Opens) -> Page:
        return Page([{"id": each.id} for each in self.dossiers if key in list_keys(each) and opens(each)], None)


def list_keys(dossier: Dossier) -> set[str]:
    """The lists in which the store puts a dossier."""
    rows = [build_state_row(dossier), *([build_filed_under_row(dossier)] if is_filed_for_owner(dossier) else ())]
    return {str(row.owner_pk) for row in rows}


@some.composite
def filed(draw: some.DrawFn, number: int) -> Dossier:
    """A dossier of somebody, filed by themselves or by another person, by one right or another."""
    filer, owner = draw(some.sampled_from(PEOPLE)), draw(some.sampled_from(("", *PEOPLE)))
    basis = draw(some.sampled_from((CONSENT, PAPER, CHILD)))
    authority = None
    if owner != filer:
        consent = draw(some.sampled_from(CONSENTS)) if basis == CONSENT and owner else ""
        ended = draw(some.sampled_from(("", "principal", "desk"))) if basis == PAPER else ""
        authority = Authority(CONSENT if consent else PAPER if basis == CONSENT else basis, consent, revoked_by=ended)
    return Dossier(
        f"d{number}", "lai-chau", "1.001612", "1", "own_portal", "unit", filer, "TN-1", MONDAY,
        state=draw(some.sampled_from([each for each in State if each is not State.DRAFT])), owner=owner,
        authority=authority,
    )  # fmt: skip


@some.composite
def callers(draw: some.DrawFn) -> Actor:
    """Somebody, alone or as an agent, who and whose principal may have been found to be others as well."""
    merged = some.frozensets(some.sampled_from(PEOPLE), max_size=1)
    caller = Actor(draw(some.sampled_from(PEOPLE)), merged=draw(merged))
    if draw(some.booleans()):
        return caller
    scope = draw(some.sampled_from(("", "whole", "d0", "d1")))
    acting = ActingFor(
        draw(some.sampled_from(CONSENTS)), draw(some.sampled_from(PEOPLE)), "", "", scope == "whole", scope == "whole",
        dossier=scope if scope.startswith("d") else "", merged=draw(merged),
    )  # fmt: skip
    return replace(caller, acting=acting)


@given(some.tuples(*(filed(number) for number in range(4))), callers())
def test_a_line_is_listed_where_it_opens_and_nowhere_else(dossiers: tuple[Dossier, ...], caller: Actor) -> None:
    found = list_own(caller, IndexedDossiers(dossiers), 50, None, MONDAY).items
    listed = {str(each["id"]) for each in found}
    open_to = {each.id for each in dossiers if can_see(caller, each, MONDAY)}
    assert listed <= open_to
    acting = caller.acting
    if acting is None:
        assert listed == open_to
        return
    theirs = [each for each in dossiers if each.owner in acting.people]
    if acting.dossier:
        theirs = [each for each in theirs if each.id == acting.dossier]
    elif not acting.whole:
        theirs = [each for each in theirs if each.authorisation == acting.authorisation]
    assert listed == {each.id for each in theirs}
