"""Moves the series of dossier codes of a restored table past every number that may have been given since.

    python -m infra.operations.number_series --stack motcua-prod-CODE --since 2026-03-02T10:00:00+07:00 \\
        [--former …] [--portal …]

A restored table lacks the numbers given after `since`, the restored second. They are on slips and at the national
portal, so each series of those days continues in the next block of numbers: past what the table, the
former table and the portal know, and a whole block further for numbers that nobody can determine any more. The restore
drill does the same by itself. May be repeated: a series never goes back.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domain.dossier import codes
from chalicelib.domain.law.rulings import Law, Value
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.dynamodb.keys import CODES, COUNTER
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.repositories.portal import portal_secret
from chalicelib.repositories.portal.portal_client import NationalPortal
from chalicelib.steps.matters.matter_fact_parts import NUMBER_DIGITS, build_matter_series
from infra.aws.clients import Aws
from infra.aws.deploy import read_outputs

LARGEST_BLOCK = 10_000
"""Numbers of one block where the pattern has room: more than any unit gives in a day."""


@dataclass(frozen=True)
class CodeSeries:
    """The numbers of one unit and day: how many digits they have, and which are the paper register's."""

    name: str
    digits: int
    reserved: range

    @property
    def block(self) -> int:
        """Numbers of one block: a thousand where numbers have four digits."""
        return min(int(10 ** (self.digits - 1)), LARGEST_BLOCK)

    def read_counted(self, number: str) -> int:
        """Return the counter's value behind a number; 0 for one of the paper register, and for text that is no number
        of the series: a longer one, known to another system, must not exhaust the series."""
        own = len(number) == self.digits and number.isascii() and number.isdecimal()
        return (codes.restore_counter_number(int(number), self.reserved) or 0) if own else 0


@dataclass(frozen=True)
class MovedSeries:
    """A moved series: the highest number known to have been given, and the last one of its block."""

    series: str
    known: int
    to: int


def list_days_since(since: datetime, now: datetime) -> tuple[date, ...]:
    """Return the days, as codes write them, on which numbers may have been forgotten."""
    first, last = (each.astimezone(VIETNAM).date() for each in (since, now))
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def list_series(province: str, days: Iterable[date]) -> Mapping[str, CodeSeries]:
    """Return every series from which a unit of the province could draw on those days, by name: of dossier codes, and of
    the year's numbers of each kind of matter."""
    tree, rules = CatalogueFiles().load_agencies(province), load_rules()
    found: dict[str, CodeSeries] = {}
    for day in days:
        law = Law.build_for_day(rules, day, province)
        pattern = str(law.need("code.pattern").value)
        kept = range(_read_number(law.need("code.reserve_from")), _read_number(law.need("code.reserve_to")) + 1)
        for unit in tree.list_one_stop_units(day):
            identifier = tree.find_unit_code(unit.id, codes.read_unit_form(pattern))
            # A unit without an identifier of this form gives no codes that day.
            if identifier:
                name = codes.build_series(pattern, identifier, day)
                found[name] = CodeSeries(name, len(pattern) - len(pattern.rstrip("N")), kept)
        for kind in KINDS.values():
            name = build_matter_series(kind, day.year)
            found[name] = CodeSeries(name, NUMBER_DIGITS, range(0))
    return found


def _read_number(ruling: Value) -> int:
    return int(str(ruling.value))


def move_series_ahead(
    dynamodb: Any, table: str, series: Mapping[str, CodeSeries], former: Sequence[str] = (), given: Iterable[str] = ()
) -> list[MovedSeries]:
    """Move every series of `table` to its next block; return where each now stands.

    `former` are tables that may know more numbers, `given` codes known elsewhere (portal, slips).
    """
    elsewhere = _find_highest(series, given)
    moved = []
    for each in series.values():
        known = max(elsewhere[each.name], *(_find_highest_known(dynamodb, one, each) for one in (table, *former)))
        to = (known // each.block + 1) * each.block
        _raise_counter(dynamodb, table, each.name, to)
        moved.append(MovedSeries(each.name, known, to))
    return moved


def find_behind(dynamodb: Any, table: str, moved: Iterable[MovedSeries]) -> list[str]:
    """Return series of the table whose next number might have been given before, in words."""
    standing = ((each, _read_counter(dynamodb, table, each.series)) for each in moved)
    return [
        f"CODES#{each.series}: continues at {at + 1}, and {each.known} was given"
        for each, at in standing
        if at < max(each.to, each.known)
    ]


def _find_highest(series: Mapping[str, CodeSeries], given: Iterable[str]) -> dict[str, int]:
    """Return the highest number of each series among codes."""
    found = dict.fromkeys(series, 0)
    for code in given:
        name, number = codes.split_code(code)
        if name in series:
            found[name] = max(found[name], series[name].read_counted(number))
    return found


def _find_highest_known(dynamodb: Any, table: str, series: CodeSeries) -> int:
    """Return the highest number that a table knows to have been given: by its counter, or by a dossier that has it."""
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": CODES(series.name)}},
        ProjectionExpression="sk, #length",
        ExpressionAttributeNames={"#length": "length"},
        ConsistentRead=True,
    )
    items = [item for page in pages for item in page["Items"]]
    drawn = [int(item["length"]["N"]) for item in items if item["sk"]["S"] == COUNTER]
    return max([0, *drawn, *(series.read_counted(item["sk"]["S"]) for item in items)])


def _read_counter(dynamodb: Any, table: str, name: str) -> int:
    key = {"pk": {"S": CODES(name)}, "sk": {"S": COUNTER}}
    found = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item", {})
    return int(found.get("length", {"N": "0"})["N"])


def _raise_counter(dynamodb: Any, table: str, name: str, to: int) -> None:
    """Raise the counter to `to`, unless it is higher already."""
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": CODES(name)}, "sk": {"S": COUNTER}},
            UpdateExpression="SET #length = :to",
            ConditionExpression="attribute_not_exists(#length) OR #length < :to",
            ExpressionAttributeNames={"#length": "length"},
            ExpressionAttributeValues={":to": {"N": str(to)}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return


def list_portal_codes(portal: NationalPortal, since: datetime, now: datetime) -> Iterator[str]:
    """Yield the numbers of all dossiers that the portal has heard of since. Raises PortalUnavailable."""
    first, last = since.astimezone(UTC).date(), now.astimezone(UTC).date()
    for n in range((last - first).days + 1):
        for numbers in portal.read_day(first + timedelta(days=n)).values():
            yield from numbers


def connect_portal(aws: Aws, stack: Mapping[str, str], url: str) -> NationalPortal:
    """Return the portal as the stack speaks to it."""
    text = aws.client("secretsmanager").get_secret_value(SecretId=stack["PortalSecretArn"])["SecretString"]
    key_id, key = portal_secret.parse_portal_secret(text).signing
    return NationalPortal(url, key, key_id)


def main(argv: list[str]) -> int:
    """Advance as the arguments say; 0 when every series continues past what was given."""
    parser = argparse.ArgumentParser(prog="python -m infra.operations.number_series")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--since", required=True, type=datetime.fromisoformat, help="the second that the table shows")
    parser.add_argument("--former", default="", help="a table that may know later numbers")
    parser.add_argument("--portal", default="", help="address of the national portal, to ask what was reported to it")
    chosen = parser.parse_args(argv)
    aws, now = Aws.from_environment(), datetime.now(UTC)
    stack = read_outputs(aws, chosen.stack)
    given = list_portal_codes(connect_portal(aws, stack, chosen.portal), chosen.since, now) if chosen.portal else ()
    dynamodb, table = aws.client("dynamodb"), stack["TableName"]
    series = list_series(stack["Province"], list_days_since(chosen.since, now))
    moved = move_series_ahead(dynamodb, table, series, [chosen.former] if chosen.former else [], given)
    behind = find_behind(dynamodb, table, moved)
    print(f"{len(moved)} series go on; {sum(each.known > 0 for each in moved)} had given numbers")
    print("\n".join(behind), end="\n" if behind else "")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
