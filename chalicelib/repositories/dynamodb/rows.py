"""Conversion of a dossier and its data to rows of the table. Pure: no calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier, Request, Task
from chalicelib.domain.dossier.permission import deciding_units
from chalicelib.domain.dossier.work_items import SentBack
from chalicelib.domain.ledger.chain import Fact, Part, parse
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.domain.shared.timezone import stamp
from chalicelib.repositories.dynamodb.bodies import body_of
from chalicelib.repositories.dynamodb.compression import squeeze
from chalicelib.repositories.dynamodb.keys import (
    applicant_part,
    approvals,
    due_partition,
    partition,
    returned,
    work_place,
)
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.steps.dossier.ports import Draft, ExtraPut, Outcome

DRAFT_DAYS = 90
KEY_DAYS = 90
TOLD = {
    "id": "dossier_id", "receipt_no": "receipt_no", "procedure": "procedure", "state": "state", "one_stop": "unit",
    "filed_at": "filed_at", "channel": "channel", "code": "code", "version": "version", "length": "length",
}  # fmt: skip
"""Attributes of a state row outside the body: field → attribute. Nothing is stored twice in a row."""


def state_row(d: Dossier, alert_at: datetime | None = None) -> Row:
    """Return the folded state with its index entries: an open dossier's in a worklist by its due time, and any
    dossier's for the watch by its next alert instant. An apology owed after closing is approved then (HUE-22.7)."""
    row = Row(
        partition(d.id), "STATE", kind="dossier", version=d.version, length=d.length,
        packed=squeeze(_text(_untold(pack(d)))),
        dossier_id=d.id, receipt_no=d.receipt_no, procedure=d.procedure, state=d.state.value, unit=d.one_stop,
        filed_at=stamp(d.filed_at), channel=d.channel, code=d.code or None,
    )  # fmt: skip
    # A filing for another person is in the filer's list: the represented person has no account here.
    if listed_for := d.owner or d.filer:
        row.owner_pk, row.owner_sk = f"OWNER#{listed_for}", f"{stamp(d.filed_at)}#{d.id}"
    if d.is_open:
        _list(row, queue=f"{d.one_stop}#{d.state.value}", due=d.next_due, d=d)
    _watch(row, alert_at, tie=d.id)
    return row


def task_row(d: Dossier, task: Task, alert_at: datetime | None = None) -> Row:
    """Return one agency's task, in its unit's worklist while it is at work."""
    row = Row(
        partition(d.id), f"TASK#{task.n:02d}", kind="task", version=task.version, dossier_id=d.id, code=d.code or None,
        receipt_no=d.receipt_no, procedure=d.procedure, state=d.state.value, unit=task.unit, channel=d.channel,
        filed_at=stamp(d.filed_at), holder=task.holder or None, body=_text(pack(task)),
    )  # fmt: skip
    if task.at_work:
        _list(row, queue=f"{task.unit}#{d.state.value}", due=task.due_at, d=d, n=task.n)
        _watch(row, alert_at, tie=f"{d.id}#{task.n:02d}")
    return row


def request_rows(d: Dossier) -> Mapping[str, Row]:
    """Return open requests by sort key, each in the list of every unit that decides its present stage; one that was
    sent back in that of the agency that answers it."""
    made = [_request_row(d, each, unit) for each in d.requests for unit in sorted(deciding_units(d, each))]
    made += [_returned_row(d, each, each.sent_back) for each in d.requests if each.sent_back]
    return {row.sk: row for row in made}


def _request_row(d: Dossier, request: Request, unit: str) -> Row:
    # Fields that later steps change (state, due date) are left out: the row is written once for each stage.
    opened = stamp(request.opened_at)
    return Row(
        partition(d.id), f"REQUEST#{request.n:04d}#{request.passed}#{unit}", kind=request.kind.value, dossier_id=d.id,
        code=d.code or None, receipt_no=d.receipt_no, procedure=d.procedure, unit=unit, recorded_at=opened,
        holder=",".join(role.value for role in request.chain[request.passed]),
        due_at=stamp(request.due_at) if request.due_at else None,
        work_pk=approvals(unit), work_sk=f"{opened}#{d.id}#{request.n:04d}",
    )  # fmt: skip


def _returned_row(d: Dossier, request: Request, remarks: SentBack) -> Row:
    # The digest of the remarks is in the key, so that the list finds their texts in one batch.
    at, sk = stamp(remarks.at), f"REQUEST#{request.n:04d}#returned#{remarks.remarks}"
    return Row(
        partition(d.id), sk, kind=request.kind.value, dossier_id=d.id,
        code=d.code or None, receipt_no=d.receipt_no, procedure=d.procedure, unit=d.agency, recorded_at=at,
        holder=remarks.officer or None, due_at=stamp(request.due_at) if request.due_at else None,
        work_pk=returned(d.agency), work_sk=f"{at}#{d.id}#{request.n:04d}",
    )  # fmt: skip


def fact_row(fact: Fact) -> Row:
    """Return the compressed canonical fact; the stream carries exactly this."""
    return Row(
        partition(fact.dossier_id), f"FACT#{fact.seq:08d}", kind="fact", packed=squeeze(fact.text.decode()),
        dossier_id=fact.dossier_id, recorded_at=stamp(fact.recorded_at),
    )  # fmt: skip


def part_row(dossier_id: str, part: Part) -> Row:
    """Return a personal part next to its fact, so that it can be deleted alone."""
    return Row(
        partition(dossier_id), f"PART#{part.digest}", kind="part",
        body=_text({"name": part.name, "salt": part.salt, "value": part.value}),
    )  # fmt: skip


def draft_row(draft: Draft) -> Row:
    """Return a draft: only in its author's list."""
    stamped = stamp(draft.updated_at)
    return Row(
        partition(draft.id), "DRAFT", kind="draft", version=draft.version, dossier_id=draft.id,
        procedure=str(draft.body.get("procedure", "")), state="draft", unit=draft.unit or None, filed_at=stamped,
        body=_text({"author": draft.author, "unit": draft.unit, "updated_at": stamped, "body": dict(draft.body)}),
        owner_pk=f"AUTHOR#{draft.author}", owner_sk=f"{stamped}#{draft.id}",
        expires_at=int((draft.updated_at + timedelta(days=DRAFT_DAYS)).timestamp()),
    )  # fmt: skip


def outcome_row(idem: str, outcome: Outcome, now: datetime) -> Row:
    """Return the first answer to a key, kept long enough for any client's retry."""
    return Row(
        idem, "IDEM", kind="outcome", body=_text({"digest": outcome.digest, "result": dict(outcome.result)}),
        expires_at=int((now + timedelta(days=KEY_DAYS)).timestamp()),
    )  # fmt: skip


def head_row(d: Dossier, day: str) -> Row:
    """Return the dossier's ledger head of a day, for the nightly signature."""
    return Row(
        f"HEADS#{day}", d.id, kind="head", dossier_id=d.id, length=d.length, body=d.head,
    )  # fmt: skip


def extra_row(put: ExtraPut) -> Row:
    """Return an item that a step adds to its own transaction."""
    row = Row(put.pk, put.sk, version=(put.expect or 0) + 1, body=_text(pack(dict(put.body))))
    for name, value in put.index.items():
        setattr(row, name, value)
    return row


def expected(put: ExtraPut) -> Any:
    """Return the condition under which that item may be written."""
    return Row.pk.does_not_exist() if put.expect is None else Row.version == put.expect


def read_dossier(row: Row) -> Dossier:
    """Return the dossier of a state row."""
    dossier: Dossier = unpack(Dossier, {**_told(row), **body_of(row)})
    return dossier


def read_draft(row: Row) -> Draft:
    """Return the draft of a draft row."""
    data = body_of(row)
    return Draft(
        id=str(row.dossier_id), version=int(row.version or 0), author=data["author"], unit=data["unit"],
        body=data["body"], updated_at=unpack(datetime, data["updated_at"]),
    )  # fmt: skip


def read_outcome(row: Row) -> Outcome:
    """Return the stored first answer."""
    data = body_of(row)
    return Outcome(data["digest"], data["result"])


def read_fact(row: Row) -> Fact:
    """Return the fact of a fact row."""
    return parse(body_of(row))


def read_part(row: Row) -> Part:
    """Return the personal part of a part row."""
    data = body_of(row)
    return Part(data["name"], data["value"], data["salt"])


def read_body(row: Row) -> Mapping[str, Any]:
    """Return the body of any row, with its version under `version`."""
    return {**body_of(row), "version": int(row.version or 0)}


def _list(row: Row, *, queue: str, due: datetime | None, d: Dossier, n: int | None = None) -> None:
    row.due_at = stamp(due) if due else None
    row.work_pk, row.work_sk = queue, work_place(row.due_at, d.id, d.applicant_part, n)


def _watch(row: Row, alert_at: datetime | None, *, tie: str) -> None:
    if alert_at:
        row.due_pk, row.due_sk = due_partition(alert_at.astimezone(UTC).date()), f"{stamp(alert_at)}#{tie}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _untold(packed: dict[str, Any]) -> dict[str, Any]:
    """Return the packed dossier without the fields that the row's own attributes hold."""
    return {name: value for name, value in packed.items() if name not in TOLD and name != "applicant_part"}


def _told(row: Row) -> dict[str, Any]:
    """Return the dossier's fields that the row's own attributes hold."""
    told = {name: getattr(row, attribute) for name, attribute in TOLD.items()}
    told["applicant_part"] = applicant_part(row.work_sk or "")
    return {name: value for name, value in told.items() if value is not None}
