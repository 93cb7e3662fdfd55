"""Conversion of a dossier and its data to rows of the table. Pure: no calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.dossier.dossier import ApprovalRequest, Dossier, Task
from chalicelib.domain.dossier.permission import list_deciding_units
from chalicelib.domain.dossier.work_items import SentBack
from chalicelib.domain.ledger.chain import Fact, Part, parse_fact
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.compression import compress_text
from chalicelib.repositories.dynamodb.item_keys import build_place_attributes, locate_item
from chalicelib.repositories.dynamodb.keys import build_partition, build_work_place, read_applicant_part
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.ports import Draft, ExtraPut, RecordedOutcome

DRAFT_DAYS = 90
KEY_DAYS = 90
ATTRIBUTE_FIELDS = {
    "id": "dossier_id", "receipt_no": "receipt_no", "procedure": "procedure", "state": "state", "one_stop": "unit",
    "filed_at": "filed_at", "channel": "channel", "code": "code", "version": "version", "length": "length",
}  # fmt: skip
"""Attributes of a state row outside the body: field → attribute. Nothing is stored twice in a row."""


def build_state_row(dossier: Dossier, alert_at: datetime | None = None) -> TableItem:
    """Return the folded state with its index entries: an open dossier's in a worklist by its due time, and any
    dossier's for the watch by its next alert instant. An apology owed after closing is approved then (HUE-22.7)."""
    row = TableItem(
        build_partition(dossier.id),
        keys.STATE,
        kind="dossier",
        version=dossier.version,
        length=dossier.length,
        packed=compress_text(_write_json(_omit_attributes(pack_value(dossier)))),
        dossier_id=dossier.id,
        receipt_no=dossier.receipt_no,
        procedure=dossier.procedure,
        state=dossier.state.value,
        unit=dossier.one_stop,
        filed_at=write_stamp(dossier.filed_at),
        channel=dossier.channel,
        code=dossier.code or None,
    )
    # A filing for another person is in the filer's list: the represented person has no account here.
    if listed_for := dossier.owner or dossier.active_filer:
        row.owner_pk, row.owner_sk = keys.OWNED(listed_for), keys.LISTED_AT(write_stamp(dossier.filed_at), dossier.id)
    if dossier.is_open:
        _place_in_queue(
            row, queue=keys.QUEUE(dossier.one_stop, dossier.state.value), due=dossier.next_due, dossier=dossier
        )
    if alert_at:
        _add_due_entry(row, alert_at, keys.LISTED_AT(write_stamp(alert_at), dossier.id))
    return row


def build_filed_under_row(dossier: Dossier) -> TableItem:
    """Return the row by which somebody finds what they filed for another person: under the authorisation, or in their
    own list where they declared by what right. The owner's list has the dossier itself."""
    by = dossier.authorisation
    under, listed = keys.FILED_UNDER(by or dossier.filer), keys.FILED_UNDER(by) if by else keys.OWNED(dossier.filer)
    return TableItem(
        build_partition(dossier.id), under, kind="filed_under", dossier_id=dossier.id, owner_pk=listed,
        owner_sk=keys.LISTED_AT(write_stamp(dossier.filed_at), dossier.id),
    )  # fmt: skip


def build_task_row(dossier: Dossier, task: Task, alert_at: datetime | None = None) -> TableItem:
    """Return one agency's task, in its unit's worklist while it is at work."""
    row = TableItem(
        build_partition(dossier.id),
        keys.TASK(task.n),
        kind="task",
        version=task.version,
        dossier_id=dossier.id,
        code=dossier.code or None,
        receipt_no=dossier.receipt_no,
        procedure=dossier.procedure,
        state=dossier.state.value,
        unit=task.unit,
        channel=dossier.channel,
        filed_at=write_stamp(dossier.filed_at),
        holder=task.holder or None,
        body=_write_json(pack_value(task)),
    )
    if task.at_work:
        _place_in_queue(
            row, queue=keys.QUEUE(task.unit, dossier.state.value), due=task.due_at, dossier=dossier, number=task.n
        )
        if alert_at:
            _add_due_entry(row, alert_at, keys.DUE_TASK(write_stamp(alert_at), dossier.id, task.n))
    return row


def build_request_rows(dossier: Dossier) -> Mapping[str, TableItem]:
    """Return open requests by sort key, each in the list of every unit that decides its present stage; one that was
    sent back in that of the agency that answers it."""
    made = [
        _request_row(dossier, each, unit)
        for each in dossier.requests
        for unit in sorted(list_deciding_units(dossier, each))
    ]
    made += [_build_returned_row(dossier, each, each.sent_back) for each in dossier.requests if each.sent_back]
    return {row.sk: row for row in made}


def _request_row(dossier: Dossier, request: ApprovalRequest, unit: str) -> TableItem:
    # Fields that later steps change (state, due date) are left out: the row is written once for each stage.
    opened = write_stamp(request.opened_at)
    return TableItem(
        build_partition(dossier.id),
        keys.REQUEST(request.n, request.passed, unit),
        kind=request.kind.value,
        dossier_id=dossier.id,
        code=dossier.code or None,
        receipt_no=dossier.receipt_no,
        procedure=dossier.procedure,
        unit=unit,
        recorded_at=opened,
        holder=",".join(role.value for role in request.chain[request.passed]),
        due_at=write_stamp(request.due_at) if request.due_at else None,
        work_pk=keys.APPROVALS(unit),
        work_sk=keys.REQUEST_PLACE(opened, dossier.id, request.n),
    )


def _build_returned_row(dossier: Dossier, request: ApprovalRequest, remarks: SentBack) -> TableItem:
    # The digest of the remarks is in the key, so that the list finds their texts in one batch.
    at, sk = write_stamp(remarks.at), keys.RETURNED_REQUEST(request.n, remarks.remarks)
    return TableItem(
        build_partition(dossier.id),
        sk,
        kind=request.kind.value,
        dossier_id=dossier.id,
        code=dossier.code or None,
        receipt_no=dossier.receipt_no,
        procedure=dossier.procedure,
        unit=dossier.agency,
        recorded_at=at,
        holder=remarks.officer or None,
        due_at=write_stamp(request.due_at) if request.due_at else None,
        work_pk=keys.RETURNED(dossier.agency),
        work_sk=keys.REQUEST_PLACE(at, dossier.id, request.n),
    )


def build_fact_row(fact: Fact) -> TableItem:
    """Return the compressed canonical fact; the stream carries exactly this."""
    return TableItem(
        build_partition(fact.dossier_id), keys.FACT(fact.seq), kind="fact", packed=compress_text(fact.text.decode()),
        dossier_id=fact.dossier_id, recorded_at=write_stamp(fact.recorded_at),
    )  # fmt: skip


def build_part_row(dossier_id: str, part: Part) -> TableItem:
    """Return a personal part next to its fact, so that it can be deleted alone."""
    return TableItem(
        build_partition(dossier_id), keys.PART(part.digest), kind="part",
        body=_write_json({"name": part.name, "salt": part.salt, "value": part.value}),
    )  # fmt: skip


def build_draft_row(draft: Draft) -> TableItem:
    """Return a draft: only in its author's list."""
    stamped = write_stamp(draft.updated_at)
    return TableItem(
        build_partition(draft.id), keys.DRAFT, kind="draft", version=draft.version, dossier_id=draft.id,
        procedure=str(draft.body.get("procedure", "")), state="draft", unit=draft.unit or None, filed_at=stamped,
        body=_write_json({"author": draft.author, "unit": draft.unit, "updated_at": stamped, "body": dict(draft.body)}),
        owner_pk=keys.AUTHORED(draft.author), owner_sk=keys.LISTED_AT(stamped, draft.id),
        expires_at=int((draft.updated_at + timedelta(days=DRAFT_DAYS)).timestamp()),
    )  # fmt: skip


def build_outcome_row(idem: str, outcome: RecordedOutcome, now: datetime) -> TableItem:
    """Return the first answer to a key, kept long enough for any client's retry."""
    return TableItem(
        keys.COMMAND(idem), keys.OUTCOME, kind="outcome",
        body=_write_json({"digest": outcome.digest, "result": dict(outcome.result)}),
        expires_at=int((now + timedelta(days=KEY_DAYS)).timestamp()),
    )  # fmt: skip


def build_head_row(dossier: Dossier, day: str) -> TableItem:
    """Return the dossier's ledger head of a day, for the nightly signature."""
    return TableItem(
        keys.HEADS(day), dossier.id, kind="head", dossier_id=dossier.id, length=dossier.length, body=dossier.head,
    )  # fmt: skip


def build_extra_row(put: ExtraPut) -> TableItem:
    """Return an item that a step adds to its own transaction."""
    row = TableItem(*locate_item(put.item), version=(put.expect or 0) + 1, body=_write_json(pack_value(dict(put.body))))
    placed = build_place_attributes(put.place) if put.place else {}
    for name, value in {**put.attributes, **placed}.items():
        setattr(row, name, value)
    if put.ends_at is not None:
        row.expires_at = int(put.ends_at.timestamp())
    return row


def build_condition(put: ExtraPut) -> Any:
    """Return the condition under which that item may be written."""
    return TableItem.pk.does_not_exist() if put.expect is None else TableItem.version == put.expect


def read_matter_row(row: TableItem) -> Matter:
    """Return the matter of a state row."""
    matter: Matter = unpack_value(Matter, unpack_body(row))
    return matter


def read_dossier(row: TableItem) -> Dossier:
    """Return the dossier of a state row."""
    dossier: Dossier = unpack_value(Dossier, {**_read_attributes(row), **unpack_body(row)})
    return dossier


def read_draft(row: TableItem) -> Draft:
    """Return the draft of a draft row."""
    data = unpack_body(row)
    return Draft(
        id=str(row.dossier_id), version=int(row.version or 0), author=data["author"], unit=data["unit"],
        body=data["body"], updated_at=unpack_value(datetime, data["updated_at"]),
    )  # fmt: skip


def read_outcome(row: TableItem) -> RecordedOutcome:
    """Return the stored first answer."""
    data = unpack_body(row)
    return RecordedOutcome(data["digest"], data["result"])


def read_fact(row: TableItem) -> Fact:
    """Return the fact of a fact row."""
    return parse_fact(unpack_body(row))


def read_part(row: TableItem) -> Part:
    """Return the personal part of a part row."""
    data = unpack_body(row)
    return Part(data["name"], data["value"], data["salt"])


def read_body(row: TableItem) -> Mapping[str, Any]:
    """Return the body of any row, with its version under `version`."""
    return {**unpack_body(row), "version": int(row.version or 0)}


def _place_in_queue(
    row: TableItem, *, queue: str, due: datetime | None, dossier: Dossier, number: int | None = None
) -> None:
    row.due_at = write_stamp(due) if due else None
    row.work_pk, row.work_sk = queue, build_work_place(row.due_at, dossier.id, dossier.applicant_part, number)


def _add_due_entry(row: TableItem, alert_at: datetime, place: str) -> None:
    row.due_pk, row.due_sk = keys.DUE(alert_at.astimezone(UTC).date().isoformat()), place


def _write_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _omit_attributes(packed: dict[str, Any]) -> dict[str, Any]:
    """Return the packed dossier without the fields that the row's own attributes hold."""
    return {name: value for name, value in packed.items() if name not in ATTRIBUTE_FIELDS and name != "applicant_part"}


def _read_attributes(row: TableItem) -> dict[str, Any]:
    """Return the dossier's fields that the row's own attributes hold."""
    fields = {name: getattr(row, attribute) for name, attribute in ATTRIBUTE_FIELDS.items()}
    fields["applicant_part"] = read_applicant_part(row.work_sk or "")
    return {name: value for name, value in fields.items() if value is not None}
