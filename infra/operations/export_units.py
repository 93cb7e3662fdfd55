"""Writes the units of a deployment back as the province's folder has them: agencies.json, as of a day.

    python -m infra.operations.export_units --stack motcua-prod-CODE --folder chalicelib/data/province/NAME \\
        [--on 2026-07-01]

The first deployment imported that file; every change since then is a record. The export holds names and places of the
day, and the openings and ends of every day. As long as nothing was changed it is the imported file, byte for byte.
Renames and moves that are decided for a later day have no place in the file: they are named at the end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from chalicelib.domain.catalogue.unit_changes import UNDATED, UnitChange, fold_tree
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.agency_records import parse_tree
from chalicelib.repositories.catalogue.unit_records import unpack_units, write_tree
from chalicelib.repositories.dynamodb.keys import UNIT_TREE
from chalicelib.repositories.files.records import Record
from infra.aws.clients import Account, Aws
from infra.aws.deploy import read_outputs

FILE = "agencies.json"
NOT_IMPORTED = "the table has no units: the shipped folder is still in use"


@dataclass(frozen=True)
class UnitExport:
    """The text of the file, the number of changes in it, and the changes that a later day will bring."""

    text: str
    changes: int
    later: tuple[UnitChange, ...]


def read_export(aws: Account, table: str, on: date) -> UnitExport | None:
    """Return the units of a table as of a day; None while none are stored."""
    key = {"pk": {"S": UNIT_TREE[0]}, "sk": {"S": UNIT_TREE[1]}}
    found = aws.client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    if found is None:
        return None
    imported, changes = unpack_units(found["packed"]["B"])
    base = parse_tree(imported, {"kinds": {}})
    tree = base.replace_agencies(fold_tree(base.units, changes, on).values())
    later = tuple(each for each in changes if each.effective > on and each.kind in UNDATED)
    return UnitExport(render_file(write_tree(tree)), len(changes) - len(later), later)


def render_file(record: Record) -> str:
    """Return the record as the province's file: a line for each part, short lists in their line."""
    head = (f"  {_render(name)}: {_render(value)}," for name, value in record.items() if name != "agencies")
    agencies = ",\n".join(f"    {{\n{_render_agency(each)}\n    }}" for each in record["agencies"])
    return "\n".join(("{", *head, '  "agencies": [', agencies, "  ]", "}", ""))


def _render_agency(agency: Record) -> str:
    return ",\n".join(f"      {_render(name)}: {_render_part(name, value)}" for name, value in agency.items())


def _render_part(name: str, value: Any) -> str:
    if name != "office_hours":
        return _render(value)
    return "\n".join(("[", ",\n".join(f"        {_render(row)}" for row in value), "      ]"))


def _render(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def describe_later(later: tuple[UnitChange, ...]) -> Iterator[str]:
    """Yield a line for each change that the file cannot hold yet."""
    for each in later:
        yield f"not in the file yet: {each.kind} of {', '.join(each.units)} from {each.effective}"


def main(argv: list[str]) -> int:
    """Export as the arguments say; 0 when the file is written or was the same, 1 when nothing is stored."""
    parser = argparse.ArgumentParser(prog="python -m infra.operations.export_units")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--folder", required=True, type=Path, help="the province's folder")
    parser.add_argument("--on", type=date.fromisoformat, default=datetime.now(UTC).astimezone(VIETNAM).date())
    chosen = parser.parse_args(argv)
    aws = Aws.from_environment()
    return write_export(aws, read_outputs(aws, chosen.stack)["TableName"], chosen.folder, chosen.on)


def write_export(aws: Account, table: str, folder: Path, on: date) -> int:
    """Write the export of a table into a folder, and say what was done; return the exit code."""
    found, file = read_export(aws, table, on), folder / FILE
    if found is None:
        print(NOT_IMPORTED, file=sys.stderr)
        return 1
    if file.is_file() and file.read_text(encoding="utf-8") == found.text:
        print(f"unchanged: {file}")
    else:
        file.write_text(found.text, encoding="utf-8")
        print(f"written: {file}, with {found.changes} changes")
    print("\n".join(describe_later(found.later)), end="\n" if found.later else "")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
