"""Dossiers in the table: one strongly consistent read and one transaction per command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.item_keys import locate_item
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import LedgerStore
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import build_paper_row, read_paper
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import Change, Loaded


class DossierTable(LedgerStore):
    """The `Dossiers` port on DynamoDB."""

    def load(
        self,
        dossier_id: str,
        *,
        idem: str = "",
        papers: Sequence[str] = (),
        extra: Sequence[ItemName] = (),
    ) -> Loaded:
        """Read state, draft, key and the named papers and items in one consistent request."""
        pk = build_partition(dossier_id)
        own, further = {p: (pk, keys.PAPER(p)) for p in papers}, {item: locate_item(item) for item in extra}
        wanted = [(pk, keys.STATE), (pk, keys.DRAFT), *own.values(), *further.values()]
        answered = (keys.COMMAND(idem), keys.OUTCOME)
        if idem:
            wanted.append(answered)
        found = {(row.pk, row.sk): row for row in self.read_rows(dict.fromkeys(wanted))}
        state, draft, first = found.get((pk, keys.STATE)), found.get((pk, keys.DRAFT)), found.get(answered)
        return Loaded(
            dossier=rows.read_dossier(state) if state else None,
            draft=rows.read_draft(draft) if draft else None,
            outcome=rows.read_outcome(first) if first else None,
            papers={p: read_paper(found[place]) for p, place in own.items() if place in found},
            extra={item: rows.read_body(found[place]) for item, place in further.items() if place in found},
        )

    def save(self, change: Change, *, now: datetime) -> None:
        """Write everything of a command, or nothing."""
        changes = [change, *([change.also] if change.also else [])]
        puts = [put for each in changes for put in _list_puts(each, now)]
        deletes = [gone for each in changes for gone in _list_deletes(each)]
        self.write_rows(puts, deletes, change.quotas, now)


def _list_puts(change: Change, now: datetime) -> Iterable[tuple[TableItem, Any]]:
    if change.after is not None:
        yield from _list_dossier_puts(change, change.after, now)
    for part in change.parts:
        yield rows.build_part_row(_find_dossier_id(change), part), TableItem.pk.does_not_exist()
    for fact in change.facts:
        yield rows.build_fact_row(fact), TableItem.pk.does_not_exist()
    for paper in change.papers:
        yield build_paper_row(paper), TableItem.pk.does_not_exist()
    if change.draft is not None:
        expected = TableItem.pk.does_not_exist() if change.draft_was is None else TableItem.version == change.draft_was
        yield rows.build_draft_row(change.draft), expected
    for put in change.extras:
        yield rows.build_extra_row(put), rows.build_condition(put)
    if change.idem and change.outcome is not None:
        yield rows.build_outcome_row(change.idem, change.outcome, now), TableItem.pk.does_not_exist()


def _list_dossier_puts(change: Change, after: Dossier, now: datetime) -> Iterable[tuple[TableItem, Any]]:
    before = change.before
    yield (
        rows.build_state_row(after, change.alerts.get(0)),
        TableItem.pk.does_not_exist() if before is None else TableItem.length == before.length,
    )
    if is_filed_for_owner(after) and not (before and is_filed_for_owner(before)):
        yield rows.build_filed_under_row(after), TableItem.pk.does_not_exist()
    for task in after.tasks:
        was = before.find_task(task.n) if before else None
        shown = task.done_at is None and (task.n in change.moved or (before and before.state is not after.state))
        if task != was or shown:
            yield rows.build_task_row(after, task, change.alerts.get(task.n)), None
    was_open = rows.build_request_rows(before) if before else {}
    for sk, row in rows.build_request_rows(after).items():
        # Remarks keep their key where the agency's work goes to another unit.
        if sk not in was_open or was_open[sk].work_pk != row.work_pk:
            yield row, None
    if change.facts:
        yield rows.build_head_row(after, now.date().isoformat()), None


def _list_deletes(change: Change) -> Iterable[tuple[TableItem, Any]]:
    if change.draft_gone:
        yield TableItem(build_partition(_find_dossier_id(change)), keys.DRAFT), TableItem.version == change.draft_was
    if change.before is not None and change.after is not None:
        still = rows.build_request_rows(change.after)
        for sk, row in rows.build_request_rows(change.before).items():
            if sk not in still:
                yield TableItem(row.pk, sk), None
        if is_filed_for_owner(change.before) and not is_filed_for_owner(change.after):
            gone = rows.build_filed_under_row(change.before)
            yield TableItem(gone.pk, gone.sk), None
    for digest in change.erased:
        yield TableItem(build_partition(_find_dossier_id(change)), keys.PART(digest)), TableItem.pk.exists()
    for item in change.gone:
        yield TableItem(*locate_item(item)), None


def is_filed_for_owner(dossier: Dossier) -> bool:
    """Return whether somebody who may act now filed it for its owner, and so has it in a list of their own."""
    return bool(dossier.owner) and dossier.active_filer not in ("", dossier.owner)


def _find_dossier_id(change: Change) -> str:
    owner = change.after or change.draft
    return owner.id if owner else change.dossier_id
