"""Build the law: validate the TOML under chalicelib/data/law and write one JSON with its digest.

Run with `python -m infra.law.build`. On any fault nothing is written and every fault is printed with
file, key and reason.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from chalicelib.domain.shared.timezone import VIETNAM
from infra.law import stamp as law_stamp
from infra.law.checks import check_source
from infra.law.entries import merge_ends
from infra.law.own_rules import check_dates, check_ends
from infra.law.pack import pack_rule_set
from infra.law.procedures import check_procedures
from infra.law.province_checks import check_folders
from infra.law.reader import read_source
from infra.law.source import LawRefusedError, LawSource

DATA = Path(__file__).parents[2] / "chalicelib" / "data"
SOURCE = DATA / "law"
BUILT = DATA / "built" / "law.json"
KEPT = Path(__file__).parents[2] / "build" / "law"


def read_checked_source(*folders: Path) -> LawSource:
    """Read and check a source folder and any added ones; look at `problems`."""
    source = read_source(*folders)
    merge_ends(source)
    check_source(source)
    return source


def build_rule_set(root: Path = SOURCE, *added: Path, today: date | None = None) -> dict[str, Any]:
    """Return the built rule set of a source folder, as JSON-ready data with its digest. Raises LawRefusedError.

    Added folders bring a province, an instrument or an amendment without touching the first. On `today`, or now, they
    may not contain future reading dates.
    """
    source = read_checked_source(root, *added)
    check_dates(source, today or datetime.now(VIETNAM).date())
    check_ends(source)
    check_folders(source, (root.parent, *added), _list_agency_kinds())
    if (root.parent / "procedures").is_dir():
        check_procedures(source, root.parent / "procedures")
    if source.problems:
        raise LawRefusedError(tuple(dict.fromkeys(source.problems)))
    text = encode_canonical(_build_body(source))
    return {"digest": _digest_text(text), **json.loads(text)}


def _list_agency_kinds() -> list[str]:
    listed = json.loads((DATA / "codelists" / "agency_kinds.json").read_text(encoding="utf-8"))
    return [entry["code"] for entry in listed["entries"]]


def _build_body(source: LawSource) -> dict[str, Any]:
    tables: dict[str, Mapping[str, Any]] = {
        "instruments": source.instruments,
        "params": source.params,
        "entries": source.entries,
        "provinces": source.provinces,
    }
    body = {name: [_omit_defaults(_list_fields(row)) for row in table.values()] for name, table in tables.items()}
    layers = {name: [_omit_defaults(_list_fields(row)) for row in rows] for name, rows in _list_layers(source).items()}
    return {**body, **layers, "questions": source.questions, "years": [asdict(year) for year in source.years]}


def _list_fields(row: Any) -> dict[str, Any]:
    """Return the fields of a row that has no rows within. Its values are written at once, so that none is copied."""
    return {each.name: getattr(row, each.name) for each in fields(row)}


def _list_layers(source: LawSource) -> dict[str, list[Any]]:
    return {
        "hours": list(source.hours), "closures": list(source.closures), "replacements": list(source.replacements),
    }  # fmt: skip


def _omit_defaults(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data without default values; 0 and False are kept."""
    empty: tuple[object, ...] = ("", {}, ())
    kept = {key: value for key, value in table.items() if value is not None and value not in empty}
    return {key: value for key, value in kept.items() if value is not False or key in ("value", "provisional")}


def encode_canonical(body: object) -> str:
    """Return one text for one content, so that the digest names the content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_convert_value)


def _convert_value(value: object) -> object:
    if isinstance(value, date | time) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not law data: {value!r}")


def digest_body(body: object) -> str:
    """Return the SHA-256 of the rule set's canonical text, in hexadecimal."""
    return _digest_text(encode_canonical(body))


def _digest_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write_rule_set(built: Mapping[str, Any], target: Path) -> None:
    """Write the packed rule set atomically."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_text(encode_canonical(pack_rule_set(built)) + "\n", encoding="utf-8")
    part.replace(target)


def main() -> int:
    """Build and write; 1 with the list of faults on standard error when the source is refused."""
    try:
        built = build_rule_set()
    except LawRefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    write_rule_set(built, BUILT)
    law_stamp.mark_built(BUILT)
    # Kept by digest, so that two rule sets can be compared later (make law-diff); made files, never committed.
    write_rule_set(built, KEPT / f"{built['digest'][:12]}.json")
    print(f"law: {len(built['entries'])} entries, {len(built['params'])} parameters, {built['digest'][:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
