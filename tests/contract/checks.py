"""Invariants of every stored dossier, after any history."""

from __future__ import annotations

from chalicelib.domain.dossier.course import NOTED
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.erasure import list_erased_digests
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.table import TableItem


def require_whole(store: DossierTable, number: str) -> tuple[Dossier, tuple[Fact, ...]]:
    """The ledger is gapless and chained, replays to the stored state, and every part it names is held or erased."""
    dossier = store.load(number).dossier
    facts = store.load_ledger(number)
    assert dossier is not None
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert fold_facts(facts) == dossier
    assert dossier.version == sum(not fact.by_system and fact.kind != NOTED for fact in facts)
    parts = store.load_parts(number)
    erased = list_erased_digests(facts)
    named = {digest for fact in facts for digest in fact.parts.values()}
    assert set(parts) == named - erased
    held = {digest: (part.salt, part.value) for digest, part in parts.items()}
    problems = verify_ledger(number, (f.body for f in facts), head=dossier.head, length=dossier.length, parts=held)
    assert problems == []
    return dossier, facts


def read_codes(series: str) -> dict[str, str]:
    """Codes given in a series: number as printed → dossier."""
    rows = TableItem.query(f"CODES#{series}", TableItem.sk < "A", consistent_read=True)
    return {row.sk: str(row.body) for row in rows}
