"""The counter of dossier codes: one atomic number per series (unit and day)."""

from __future__ import annotations

from chalicelib.domain.dossier.codes import counted
from chalicelib.repositories.dynamodb.rows import read_body
from chalicelib.repositories.dynamodb.table import Row

COUNTER = "NEXT"


class CodeCounter:
    """The `Codes` port on DynamoDB. Codes given are stored next to their counter, so unused numbers can be listed."""

    def next(self, series: str) -> int:
        """Return the next number of a series, from 1; never given twice, even if the reception fails."""
        row = Row(f"CODES#{series}", COUNTER)
        row.update(actions=[Row.length.add(1)])
        return int(row.length or 0)

    def burnt(self, series: str, reserved: range) -> tuple[int, ...]:
        """Return counted numbers that belong to no dossier; `reserved` is the range left to the paper register."""
        rows = list(Row.query(f"CODES#{series}", consistent_read=True))
        given = {counted(int(row.sk), reserved) for row in rows if row.sk != COUNTER}
        last = next((int(row.length or 0) for row in rows if row.sk == COUNTER), 0)
        return tuple(number for number in range(1, last + 1) if number not in given)

    def used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Return numbers of the range that dossiers have, ascending."""
        rows = Row.query(f"CODES#{series}", consistent_read=True)
        return tuple(sorted(int(row.sk) for row in rows if row.sk != COUNTER and int(row.sk) in numbers))

    def given(self, series: str) -> tuple[str, ...]:
        """Return ids of the dossiers of a series, in the order of their numbers."""
        rows = Row.query(f"CODES#{series}", consistent_read=True)
        found = sorted((int(row.sk), str(read_body(row)["dossier"])) for row in rows if row.sk != COUNTER)
        return tuple(dossier for _, dossier in found)
