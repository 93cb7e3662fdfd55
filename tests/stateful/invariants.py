"""Invariants after every step: ledger, state, model, due dates and indexes agree."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import apply
from chalicelib.domain.dossier.permission import deciding_units
from chalicelib.domain.flow.transitions import REQUESTS, TABLE, State
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.timezone import moment, stamp
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.keys import approvals
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.steps.dossier.alert_rules import entries
from tests.contract.checks import require_whole
from tests.stateful.due_dates import Dues, bare
from tests.stateful.model import Modelled

EDGES = {(row.state, row.to) for row in TABLE if row.to} | {edge for r in REQUESTS.values() for edge in r.to}


def check(store: DossierTable, d: Modelled, answered: Dossier) -> State:
    """Everything at once; the state, for the figures."""
    dossier, facts = require_whole(store, d.number)
    assert dossier == answered
    d.dues = Dues(d.reference, d.procedure, d.unit).after(facts)
    d.parts = set(store.parts(d.number))
    _as_modelled(d, dossier)
    _due_as_computed(d.dues, dossier)
    _along_the_table(facts)
    _indexed_once(d, dossier, {fact.recorded_at for fact in facts})
    return dossier.state


def _as_modelled(d: Modelled, dossier: Dossier) -> None:
    assert (dossier.state, dossier.stage, dossier.version, dossier.length) == (
        d.state, d.stage, d.version, d.length
    )  # fmt: skip
    assert (dossier.agency, dossier.owner, dossier.received_at) == (d.agency, d.owner, d.received_at)
    assert (dict(dossier.supplements), dossier.reappointed) == (d.asked, d.reappointed)
    assert {task.unit: task.done_at is None for task in dossier.tasks} == d.tasks
    assert [(c.unit, c.answered_at is None) for c in dossier.consultations] == d.consulted
    assert set(dossier.handover.unchecked) == d.uncompared
    assert dossier.handover.way == d.way
    proposals = {n: (p.kind, p.by, tuple(p.agreed)) for n, p in d.proposals.items()}
    assert {r.n: (r.kind, r.proposer, r.endorsers) for r in dossier.requests} == proposals
    owed = {o.id: (o.amount, o.state.value, o.blocking, o.exemption.state.value) for o in dossier.obligations}
    assert owed == {n: (debt.amount, debt.state, debt.blocking, debt.claim) for n, debt in d.owed.items()}


def _due_as_computed(dues: Dues, dossier: Dossier) -> None:
    assert bare(dossier.reception) == bare(dues.reception)
    assert bare(dossier.clock) == bare(dues.clock)
    assert dossier.wait_until == dues.wait_until
    assert {task.unit: task.due_at for task in dossier.tasks} == dues.tasks


def _along_the_table(facts: tuple[Fact, ...]) -> None:
    folded: list[Dossier] = []
    for fact in facts:
        folded.append(apply(folded[-1] if folded else None, fact))
    for before, after in pairwise([State.DRAFT, *(each.state for each in folded)]):
        assert before is after or (before, after) in EDGES


def _indexed_once(d: Modelled, dossier: Dossier, written: set[datetime]) -> None:
    mine = [row for row in Row.work.scan() if row.dossier_id == d.number]
    money = [(row.work_pk, row.pk.rpartition("#")[2], row.kind) for row in mine if row.pk.startswith("TXN#")]
    assert sorted(money) == d.till()
    decided = [approvals(unit) for each in dossier.requests for unit in deciding_units(dossier, each)]
    lines = [row.work_pk for row in mine if not row.pk.startswith("TXN#")]
    assert sorted(lines) == sorted([*d.queues(), *decided])
    due = [row for row in Row.due.scan() if row.dossier_id == d.number]
    slots = {row.sk: moment(row.due_sk.partition("#")[0]) for row in due}
    ahead = {f"TASK#{n:02d}" if n else "STATE": at for n, at in entries(d.reference, dossier).items()}
    assert set(slots) == set(ahead)
    # An instant already past when written is due at once, so that the watch cannot miss it.
    assert all(at == ahead[sk] or (at > ahead[sk] and at in written) for sk, at in slots.items())
    assert all(row.due_pk.split("#")[1] == row.due_sk[:10] for row in due)
    shown = [row.due_at for row in Row.work.scan() if row.dossier_id == d.number]
    assert (stamp(d.next_due) in shown) if d.next_due and dossier.is_open else True
    listed = TableLists().work(d.unit, dossier.state, 10, None).items if dossier.is_open else []
    assert [item["dossier_id"] for item in listed].count(d.number) == (d.state is not State.CLOSED)
    owned = TableLists().owned(d.owner, 10, None).items
    assert [item["dossier_id"] for item in owned].count(d.number) == 1
