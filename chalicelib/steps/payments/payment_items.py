"""Payment items next to the dossier, and the facts of a settlement in its ledger.

A transaction is recorded once, by the provider's own id. An intent lives until it is answered or ends; the dossier's
list of live intents keeps two from asking for the same sum. A reconciliation waits for a person in its unit's queue.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.dossier.obligations import Due, Obligations
from chalicelib.domain.dossier.transactions import UNPAID_STATES, Intent, Transaction
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.payments.allocation import QUERY_AFTER, ReconciliationTask
from chalicelib.domain.payments.till import REVERSED, TAKEN
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.time.filing_day import FilingDay
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.dossier.items import (
    EndedReconciliations,
    IntentItem,
    ListPlace,
    OpenIntentsItem,
    OpenReconciliations,
    ReconciliationItem,
    ReversalItem,
    TillList,
    TransactionItem,
    UnansweredIntents,
)
from chalicelib.steps.dossier.ports import ExtraPut, Loaded, Reference

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.money import Paid, PaymentRecorded
    from chalicelib.domain.ledger.payload_types.stated import Stated

PROVINCE_UNIT = "province"
"""The unit whose queue holds money without a known dossier."""

INTENT_SHARDS = 4

_REF = re.compile(r"([0-9a-hjkmnp-tv-z]{26})-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Announced:
    """An intent announced to the gateway, with its payment page."""

    intent: Intent
    pay_url: str


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """An intent that may still be paid: its obligations cannot be announced again meanwhile."""

    ref: str
    obligation_ids: tuple[str, ...]
    amount: int
    created_at: datetime
    expires_at: datetime
    pay_url: str


@dataclass(frozen=True, slots=True)
class OpenReconciliation:
    """A reconciliation with its money and the unit whose officers end it."""

    task: ReconciliationTask
    money: Transaction
    unit: str
    version: int = 0
    note: str = ""


def derive_intent_ref(dossier_id: str, *seed: str) -> str:
    """Return a reference that names its dossier, so that an answer is read in one request; the same seed gives the
    same."""
    return f"{dossier_id}-{hashlib.sha256('|'.join(seed).encode()).hexdigest()[:16]}"


def parse_dossier_id(ref: str) -> str:
    """Return the dossier that an intent's reference names; empty for a foreign reference."""
    found = _REF.fullmatch(ref)
    return found[1] if found else ""


def unpack_transaction(stored: Mapping[str, Any]) -> Transaction:
    """Return the transaction that an item records."""
    money: Transaction = unpack_value(Transaction, stored["transaction"])
    return money


def build_transaction_item(money: Transaction, dossier: Dossier | None, unit: str, real_now: datetime) -> ExtraPut:
    """Record a transaction, in the day's list of the unit whose money it is; the store refuses a known id."""
    body = {
        "transaction": pack_value(money),
        "dossier_id": dossier.id if dossier else "",
        "recorded_at": write_stamp(real_now),
    }
    item = TransactionItem(money.provider, money.provider_txn_id)
    if dossier is None:
        return ExtraPut(item, body, attributes={"kind": TAKEN})
    shown = {"kind": TAKEN, **_list_till_attributes(dossier, unit)}
    return ExtraPut(item, body, attributes=shown, place=ListPlace(TillList(unit), money.paid_at, money.ref))


def build_reversal_item(money: Transaction, dossier: Dossier, at: datetime) -> ExtraPut:
    """Record the reversal of a counter's receipt, in the list of the day of its decision."""
    body = {"transaction": pack_value(money), "dossier_id": dossier.id, "recorded_at": write_stamp(at)}
    unit = money.provider.removeprefix(allocation.name_counter(""))
    item = ReversalItem(money.provider, money.provider_txn_id)
    shown = {"kind": REVERSED, **_list_till_attributes(dossier, unit)}
    return ExtraPut(item, body, attributes=shown, place=ListPlace(TillList(unit), at, money.ref))


def _list_till_attributes(dossier: Dossier, unit: str) -> dict[str, str]:
    return {
        "dossier_id": dossier.id, "receipt_no": dossier.receipt_no, "procedure": dossier.procedure, "unit": unit,
        **({"code": dossier.code} if dossier.code else {}),
    }  # fmt: skip


def unpack_announced(stored: Mapping[str, Any]) -> Announced:
    """Return the intent that an item holds."""
    return Announced(unpack_value(Intent, stored["intent"]), stored["pay_url"])


def build_intent_item(announced: Announced, expect: int | None) -> ExtraPut:
    """Store an intent; while it has no answer the scheduled job finds it (by real time)."""
    intent = announced.intent
    shown = {"kind": "intent", "dossier_id": intent.dossier_id}
    asked_from = intent.created_at + QUERY_AFTER
    waits = ListPlace(UnansweredIntents(choose_shard(intent.ref)), asked_from, intent.ref)
    body = {"intent": pack_value(intent), "pay_url": announced.pay_url}
    return ExtraPut(IntentItem(intent.ref), body, expect, shown, waits if intent.state in UNPAID_STATES else None)


def choose_shard(ref: str) -> int:
    """Return the shard of an unanswered intent. Not by day: no intent is lost after an outage."""
    return hashlib.sha256(ref.encode()).digest()[0] % INTENT_SHARDS


def list_live(loaded: Loaded, dossier_id: str, real_now: datetime) -> tuple[OpenIntent, ...]:
    """Return the dossier's intents that may still be paid at `real_now`."""
    stored = loaded.extra.get(OpenIntentsItem(dossier_id))
    listed: tuple[OpenIntent, ...] = unpack_value(tuple[OpenIntent, ...], stored["live"]) if stored else ()
    return tuple(one for one in listed if one.expires_at > real_now)


def build_live_item(loaded: Loaded, dossier_id: str, live: Iterable[OpenIntent]) -> ExtraPut:
    """Write the list of open intents on the version that was loaded."""
    stored = loaded.extra.get(OpenIntentsItem(dossier_id))
    expect = stored["version"] if stored else None
    return ExtraPut(OpenIntentsItem(dossier_id), {"live": pack_value(tuple(live))}, expect)


def list_ended_items(loaded: Loaded, announced: Announced, version: int, real_now: datetime) -> tuple[ExtraPut, ...]:
    """Store an answered or expired intent, and remove it from the dossier's list."""
    intent = announced.intent
    live = list_live(loaded, intent.dossier_id, real_now)
    rest = tuple(one for one in live if one.ref != intent.ref)
    kept = build_intent_item(announced, version)
    return (kept,) if rest == live else (kept, build_live_item(loaded, intent.dossier_id, rest))


def unpack_waiting(stored: Mapping[str, Any]) -> OpenReconciliation:
    """Return the reconciliation that an item holds."""
    task: ReconciliationTask = unpack_value(ReconciliationTask, stored["task"])
    return OpenReconciliation(
        task, unpack_transaction(stored), stored["unit"], stored["version"], stored.get("note", "")
    )


def build_waiting_item(waiting: OpenReconciliation) -> ExtraPut:
    """Store a reconciliation in its unit's queue: of the open ones, or of the ended ones."""
    task = waiting.task
    body = {
        "task": pack_value(task), "transaction": pack_value(waiting.money), "unit": waiting.unit,
        **({"note": waiting.note} if waiting.note else {}),
    }  # fmt: skip
    if task.closed_at is None:
        place = ListPlace(OpenReconciliations(waiting.unit), task.opened_at, task.id)
    else:
        place = ListPlace(EndedReconciliations(waiting.unit), task.closed_at, task.id)
    shown = {"kind": "reconciliation", "unit": waiting.unit}
    return ExtraPut(ReconciliationItem(task.id), body, waiting.version or None, shown, place)


def build_filing_day(reference: Reference, unit: str, at: datetime) -> FilingDay:
    """Return the day of a filing at a unit."""
    return FilingDay(at, lambda: reference.find_calendar(unit))


def build_filing_obligations(
    procedure: Procedure,
    channel: str,
    answers: Mapping[str, Any],
    claim: Mapping[str, Any],
    claimant: str,
    now: datetime,
    on: FilingDay,
) -> Obligations:
    """Return the obligations of the procedure's fee lines for this way and day of filing with these answers, each at
    its own moment; an exemption claim waits for an officer."""
    made = fees.build_obligations(
        procedure.list_fee_lines(answers, on, online=channel not in PAPER_CHANNELS), None, now
    )
    return fees.apply_claim(made, claim["fees"], claim["paper_id"], claimant) if claim else made


def find_gate_rule(deps: Dependencies, dossier: Dossier, now: datetime) -> Ruling:
    """Return whether money must be confirmed before the next step, by the law of the dossier (VL-16.2)."""
    return deps.reference.find_rule("payment.blocks_next_step", dossier.build_dates(now))


def state_owed(data: Stated, dossier: Dossier, obligations: Obligations, rule: Ruling) -> None:
    """State the obligations after an act of payment in its payload; from payment_requested the dossier continues once
    none blocks it."""
    data["obligations"] = pack_value(obligations)
    waits = fees.select_blockers(obligations, Due.PROCESSING, credit_needed=bool(rule.value))
    if dossier.state is State.PAYMENT_REQUESTED and not waits:
        data["to"] = State.PROCESSING.value


def build_recorded_fact(money: Transaction, *, by_system: bool, reason: str = "") -> NewFact:
    """Return the fact that money was received, settling something or not; times of money are real time."""
    data: PaymentRecorded = {
        "transaction": money.ref, "amount": money.amount, "currency": money.currency,
        "method": money.method.value, "paid_at": write_stamp(money.paid_at),
    }  # fmt: skip
    if money.intent_ref:
        data["intent"] = money.intent_ref
    if reason:
        data["reconcile"] = reason
    return payloads.PAYMENT_RECORDED.build(data, by_system=by_system)


def build_paid_fact(
    deps: Dependencies, dossier: Dossier, now: datetime, money: Transaction, ids: Iterable[str], *, by_system: bool
) -> NewFact:
    """Return the fact that a transaction paid obligations. Raise the refusals of `fees.settle_together`."""
    named = tuple(ids)
    rule = find_gate_rule(deps, dossier, now)
    after = fees.settle_together(dossier.obligations, named, money.to_payment())
    data: Paid = {"transaction": money.ref, "settles": list(named)}
    state_owed(data, dossier, after, rule)
    return payloads.PAID.build(data, law=list_cites(rule) if "to" in data else (), by_system=by_system)
