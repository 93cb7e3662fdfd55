"""Invariants after every step: ledger, state, model, due dates and indexes agree."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import apply_fact
from chalicelib.domain.dossier.permission import list_deciding_units
from chalicelib.domain.flow.transitions import REQUESTS, TABLE, State
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.timezone import parse_stamp, write_stamp
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.keys import APPROVALS
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.alert_rules import list_alert_entries
from tests.contract.checks import require_whole
from tests.stateful.due_dates import Dues, strip_clock
from tests.stateful.model import Modelled

EDGES = {(row.state, row.to) for row in TABLE if row.to} | {edge for r in REQUESTS.values() for edge in r.to}


def check_everything(store: DossierTable, modelled: Modelled, answered: Dossier) -> State:
    """Everything at once; the state, for the figures."""
    dossier, facts = require_whole(store, modelled.number)
    assert dossier == answered
    modelled.dues = Dues(modelled.reference, modelled.procedure, modelled.unit).after(facts)
    modelled.parts = set(store.load_parts(modelled.number))
    _check_against_model(modelled, dossier)
    _check_due_times(modelled.dues, dossier)
    _check_transitions(facts)
    _check_index(modelled, dossier, {fact.recorded_at for fact in facts})
    return dossier.state


def _check_against_model(modelled: Modelled, dossier: Dossier) -> None:
    assert (dossier.state, dossier.stage, dossier.version, dossier.length) == (
        modelled.state, modelled.stage, modelled.version, modelled.length
    )  # fmt: skip
    assert (dossier.agency, dossier.owner, dossier.received_at) == (
        modelled.agency,
        modelled.owner,
        modelled.received_at,
    )
    assert (dict(dossier.supplements), dossier.reappointed) == (modelled.asked, modelled.reappointed)
    assert {task.unit: task.done_at is None for task in dossier.tasks} == modelled.tasks
    assert [(c.unit, c.answered_at is None) for c in dossier.consultations] == modelled.consulted
    assert set(dossier.handover.unchecked) == modelled.uncompared
    assert dossier.handover.way == modelled.way
    proposals = {n: (p.kind, p.by, tuple(p.agreed)) for n, p in modelled.proposals.items()}
    assert {r.n: (r.kind, r.proposer, r.endorsers) for r in dossier.requests} == proposals
    owed = {o.id: (o.amount, o.state.value, o.blocking, o.exemption.state.value) for o in dossier.obligations}
    assert owed == {n: (debt.amount, debt.state, debt.blocking, debt.claim) for n, debt in modelled.owed.items()}


def _check_due_times(dues: Dues, dossier: Dossier) -> None:
    assert strip_clock(dossier.reception) == strip_clock(dues.reception)
    assert strip_clock(dossier.clock) == strip_clock(dues.clock)
    assert dossier.wait_until == dues.wait_until
    assert {task.unit: task.due_at for task in dossier.tasks} == dues.tasks


def _check_transitions(facts: tuple[Fact, ...]) -> None:
    folded: list[Dossier] = []
    for fact in facts:
        folded.append(apply_fact(folded[-1] if folded else None, fact))
    for before, after in pairwise([State.DRAFT, *(each.state for each in folded)]):
        assert before is after or (before, after) in EDGES


def _check_index(modelled: Modelled, dossier: Dossier, written: set[datetime]) -> None:
    mine = [row for row in TableItem.work.scan() if row.dossier_id == modelled.number]
    money = [(row.work_pk, row.pk.rpartition("#")[2], row.kind) for row in mine if row.pk.startswith("TXN#")]
    assert sorted(money) == modelled.till()
    decided = [APPROVALS(unit) for each in dossier.requests for unit in list_deciding_units(dossier, each)]
    lines = [row.work_pk for row in mine if not row.pk.startswith("TXN#")]
    assert sorted(lines) == sorted([*modelled.queues(), *decided])
    due = [row for row in TableItem.due.scan() if row.dossier_id == modelled.number]
    slots = {row.sk: parse_stamp(row.due_sk.partition("#")[0]) for row in due}
    ahead = {f"TASK#{n:02d}" if n else "STATE": at for n, at in list_alert_entries(modelled.reference, dossier).items()}
    assert set(slots) == set(ahead)
    # An instant already past when written is due at once, so that the watch cannot miss it.
    assert all(at == ahead[sk] or (at > ahead[sk] and at in written) for sk, at in slots.items())
    assert all(row.due_pk.split("#")[1] == row.due_sk[:10] for row in due)
    shown = [row.due_at for row in TableItem.work.scan() if row.dossier_id == modelled.number]
    assert (write_stamp(modelled.next_due) in shown) if modelled.next_due and dossier.is_open else True
    listed = TableLists().list_work(modelled.unit, dossier.state, 10, None).items if dossier.is_open else []
    assert [item["dossier_id"] for item in listed].count(modelled.number) == (modelled.state is not State.CLOSED)
    owned = TableLists().list_owned(modelled.owner, 10, None).items
    assert [item["dossier_id"] for item in owned].count(modelled.number) == 1
