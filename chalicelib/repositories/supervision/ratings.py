"""Counts of ratings in the table: a row for each line of a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pynamodb.expressions.update import Action

from chalicelib.domain.supervision.ratings import RatingCounts, RatingLine
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem


def list_rating_updates(
    moves: Mapping[RatingLine, int], expire: Callable[[str], int]
) -> list[tuple[TableItem, list[Action]]]:
    """Return the rows to change and how; `expire` says when the rows of a month end."""
    return [
        (_name_row(line), [TableItem.length.add(n), TableItem.expires_at.set(expire(line.month))])
        for line, n in moves.items()
    ]


class RatingTable:
    """Read access to the counts of ratings."""

    def read_units(self, month: str) -> RatingCounts:
        """Return the counts of every unit in a month, in one query."""
        return _read_counts(month, keys.RATINGS(month))

    def read_officers(self, month: str, unit: str) -> RatingCounts:
        """Return the counts of a unit's officers in a month."""
        return _read_counts(month, keys.RATINGS_OF_OFFICERS(month, unit), unit)


def _name_row(line: RatingLine) -> TableItem:
    if line.officer:
        partition = keys.RATINGS_OF_OFFICERS(line.month, line.unit)
        return TableItem(partition, keys.RATING_LINE(line.officer, line.question, line.points, line.weight))
    return TableItem(keys.RATINGS(line.month), keys.RATING_LINE(line.unit, line.question, line.points, line.weight))


def _read_counts(month: str, partition: str, unit: str = "") -> RatingCounts:
    found = TableItem.query(partition)
    return {_parse_row(month, unit, str(row.sk)): int(row.length) for row in found if row.length}


def _parse_row(month: str, unit: str, key: str) -> RatingLine:
    subject, question, points, weight = keys.split_parts(key)
    if unit:
        return RatingLine(month, unit, subject, question, int(points), int(weight))
    return RatingLine(month, subject, "", question, int(points), int(weight))
