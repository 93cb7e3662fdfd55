"""Dossiers that are over, and orders to erase them, carried out as the function does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.erasure import Retention, list_erased_digests
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.papers.paper import PaperState
from chalicelib.repositories.dynamodb.keys import ERASURES
from tests.support.builders import Case, build_actor
from tests.support.fakes.erasure_fakes import FakeErasure

OFFICE = build_actor(Role.PROVINCIAL_OFFICE, "province")


COLLEAGUE = build_actor(Role.PROVINCIAL_OFFICE, "province", "office-2")


DECIDED: dict[str, Any] = {"ground": "authority_decision", "decision": "Quyết định số 12/QĐ-TA"}


TERM = Retention(5, "Mục 1 Phụ lục Thông tư số 1/2026/TT-X")


def close_dossier(term: Retention | None = None) -> Case:
    """A closed dossier whose procedure has a retention term, if any."""
    case = Case().closed()
    case.reference = ErasableReference(case.reference, term)
    return case


class ErasableReference:
    """The law and catalogue of a province in which dossiers are kept for a term."""

    def __init__(self, reference: Any, term: Retention | None) -> None:
        self._reference, self._term = reference, term

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def find_procedure(self, procedure_id: str) -> Any:
        """The procedure, with the term."""
        return replace(self._reference.find_procedure(procedure_id), retention=self._term)


def order_erasure(case: Case, **why: Any) -> FakeErasure:
    """The erasure of the whole dossier, proposed by one and ordered by another; three versions of each file."""
    case.take("erase", OFFICE, digest=None, **(why or DECIDED))
    case.take("erase", COLLEAGUE, digest=None, **(why or DECIDED))
    world = FakeErasure(case.store)
    world.files = {paper.key: 3 for paper in world.list_papers(case.id)}
    return world


def require_gone(case: Case, world: FakeErasure) -> None:
    """Check that no personal data are left, and that the chain records it and verifies."""
    assert case.store.load_parts(case.id) == {}
    assert {each.state for each in world.list_papers(case.id)} <= {PaperState.ERASED}
    assert {each.name for each in world.list_papers(case.id)} <= {""}
    assert not any(world.files.values())
    assert not any(pk == ERASURES for pk, _ in case.store.items)
    assert (
        verify_ledger(case.id, [f.body for f in case.facts], head=case.dossier.head, length=case.dossier.length) == []
    )
    assert list_erased_digests(case.facts) == {digest for fact in case.facts for digest in fact.parts.values()}
    assert fold_facts(case.facts) == case.dossier
    assert sum(fact.kind == "dossier_erased" for fact in case.facts) == 1
