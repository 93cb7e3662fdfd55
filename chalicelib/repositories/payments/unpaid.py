"""The lines of a centre's list of unpaid sums: one next to each dossier that has, or had, sums to pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import PutError

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.payments.unpaid import find_first_due
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.keys import build_partition, build_work_place
from chalicelib.repositories.dynamodb.lists import FILTERED_PAGE, read_dossiers, show_row
from chalicelib.repositories.dynamodb.merged_pages import Place, read_all, read_merged
from chalicelib.repositories.dynamodb.successor_lists import FindUnits
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.search.lookups import state_of
from chalicelib.steps.dossier.ports import Page


@dataclass(frozen=True)
class UnpaidTable:
    """The `Unpaid` port on the one table: the list of a unit is that of all whose work it has. Lists are eventually
    consistent; decisions never use them."""

    find_units: FindUnits

    def keep(self, dossier_id: str) -> bool:
        """Update the line of a dossier to its present state; return whether there was one to write.

        Raise ValueError for a dossier that does not exist (yet). A later state is never overwritten by an earlier one.
        """
        state = state_of(dossier_id)
        if state is None:
            raise ValueError("no such dossier")
        return self.keep_line(rows.read_dossier(state))

    def keep_line(self, dossier: Dossier) -> bool:
        """Update the line of a dossier that has just been read; return the same."""
        if not dossier.obligations:
            return False
        try:
            _build_line_row(dossier).save(condition=TableItem.pk.does_not_exist() | (TableItem.length < dossier.length))
        except PutError as refused:
            if refused.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def list_page(self, unit: str, due: Due | None, code: str, limit: int, cursor: str | None) -> Page:
        """Return lines of a unit, the first due first; of one moment and with such a code if given."""

        def query(partition: str, since: Place | None) -> Any:
            return TableItem.work.query(
                partition,
                TableItem.work_sk.startswith(_write_due_moment(due)) if due else None,
                filter_condition=_match_code(code),
                limit=limit,
                page_size=max(limit, FILTERED_PAGE) if code else limit,
                last_evaluated_key=since,
            )

        found, further = read_merged(self._name_partitions(unit), cursor, limit, query)
        return Page([show_row(row) for row in found], further)

    def list_whole(self, unit: str, due: Due | None, code: str, most: int) -> Sequence[dict[str, Any]]:
        """Return all lines of a unit with these filters; one more than `most` says that there are others."""

        def query(partition: str) -> Any:
            narrowed = TableItem.work_sk.startswith(_write_due_moment(due)) if due else None
            return TableItem.work.query(partition, narrowed, filter_condition=_match_code(code), limit=most + 1)

        found = sorted(read_all(self._name_partitions(unit), query), key=lambda row: str(row.work_sk))
        return [show_row(row) for row in found[: most + 1]]

    def _name_partitions(self, unit: str) -> Sequence[str]:
        return [keys.UNPAID_LIST(each) for each in self.find_units(unit)]

    def read(self, dossiers: Sequence[str]) -> Mapping[str, Dossier]:
        """Return the present dossiers, in one request."""
        return read_dossiers(dossiers)


def _build_line_row(dossier: Dossier) -> TableItem:
    """Return the fields that lists show; off the list the row stays, so that an older state does not bring it back."""
    due = find_first_due(dossier)
    row = TableItem(
        build_partition(dossier.id),
        keys.UNPAID,
        kind="unpaid",
        length=dossier.length,
        dossier_id=dossier.id,
        code=dossier.code or None,
        receipt_no=dossier.receipt_no,
        procedure=dossier.procedure,
        unit=dossier.one_stop,
        filed_at=write_stamp(dossier.filed_at),
    )
    if due is not None:
        row.work_pk = keys.UNPAID_LIST(dossier.one_stop)
        row.work_sk = build_work_place(
            f"{_write_due_moment(due)}{write_stamp(dossier.filed_at)}", dossier.id, dossier.applicant_part
        )
    return row


def _write_due_moment(due: Due) -> str:
    return f"{due.rank}@"


def _match_code(code: str) -> Any:
    return (TableItem.code.contains(code) | TableItem.receipt_no.contains(code)) if code else None
