"""A store of dossiers with its counter and lists: the fake that unit tests use, or the real adapter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import NewFact, chain_facts
from chalicelib.domain.papers.paper import Paper
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.steps.dossier.ports import Change, Draft, Lists
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.builders import CITIZEN, MONDAY, Case

pytestmark = pytest.mark.engine(DYNAMODB)


ID = "fcgv6kesdrfb66tent6sb8hzjp"


CLERK = Role.ONE_STOP_OFFICER


RESERVED = range(9001, 10_000)


DRAFT = Draft(ID, 1, CITIZEN.sub, "", {"procedure": "p", "answers": {"a": [1, 2.5, "ế"]}}, MONDAY)


class RealDossiers(DossierTable):
    """The adapter, with papers laid down as their upload leaves them."""

    def put_paper(self, paper: Paper) -> None:
        """A paper row."""
        build_paper_row(paper).save()


@dataclass
class Shop:
    """One implementation of the ports."""

    store: Any
    codes: Any
    lists: Lists

    def case(self, **changes: Any) -> Case:
        """A dossier on this store."""
        return Case(store=self.store, codes=self.codes, **changes)


def open_real_shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with open_simple_table(request):
        yield Shop(RealDossiers(), CodeCounter(), TableLists())


def build_next_change(case: Case, **changes: Any) -> Change:
    """One more fact on a dossier, as a step would save it."""
    before = case.dossier
    fact = chain_facts(case.id, [NewFact("given_back", {"way": "post"})], head=before.head, length=before.length,
                 now=case.now, actor={"sub": "x"})[0]  # fmt: skip
    after = replace(before, version=before.version + 1, length=fact.seq, head=fact.hash, handed=("post",))
    return replace(Change(before=before, after=after, facts=(fact,)), **changes)


def list_ids(page: Any) -> list[str]:
    """Dossiers of a page, in order."""
    return [item["dossier_id"] for item in page.items]


def build_numbers(place: int) -> Any:
    """Keys of their own for each of several dossiers."""
    import itertools

    return itertools.count(1000 * (place + 1))


def list_rows(dossier: Dossier) -> dict[str, TableItem]:
    """The rows of a dossier's partition by sort key."""
    return {row.sk: row for row in TableItem.query(f"D#{dossier.id}")}
