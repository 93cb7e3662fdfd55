"""The counter of dossier codes: one atomic number per series (unit and day)."""

from __future__ import annotations

from chalicelib.domain.dossier.codes import restore_counter_number
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import TableItem


class CodeCounter:
    """The `Codes` port on DynamoDB. Codes given are stored next to their counter, so unused numbers can be listed."""

    def draw_next(self, series: str) -> int:
        """Return the next number of a series, from 1; never given twice, even if the reception fails."""
        row = TableItem(keys.CODES(series), keys.COUNTER)
        row.update(actions=[TableItem.length.add(1)])
        return int(row.length or 0)

    def list_unused(self, series: str, reserved: range) -> tuple[int, ...]:
        """Return counted numbers that belong to no dossier; `reserved` is the range left to the paper register."""
        rows = list(TableItem.query(keys.CODES(series), consistent_read=True))
        given = {restore_counter_number(int(row.sk), reserved) for row in rows if row.sk != keys.COUNTER}
        last = next((int(row.length or 0) for row in rows if row.sk == keys.COUNTER), 0)
        return tuple(number for number in range(1, last + 1) if number not in given)

    def list_used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Return numbers of the range that dossiers have, ascending."""
        rows = TableItem.query(keys.CODES(series), consistent_read=True)
        return tuple(sorted(int(row.sk) for row in rows if row.sk != keys.COUNTER and int(row.sk) in numbers))

    def list_given(self, series: str) -> tuple[str, ...]:
        """Return ids of the dossiers of a series, in the order of their numbers."""
        rows = TableItem.query(keys.CODES(series), consistent_read=True)
        found = sorted((int(row.sk), str(read_body(row)["dossier"])) for row in rows if row.sk != keys.COUNTER)
        return tuple(dossier for _, dossier in found)
