"""Build the law: validate the TOML under chalicelib/data/law and write one JSON with its digest.

Run with `python -m infra.law.build`. On any fault nothing is written and every fault is printed with
file, key and reason.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from chalicelib.domain.shared.timezone import VIETNAM
from infra import law_stamp
from infra.law.checks import check
from infra.law.entries import merge_ends
from infra.law.own_rules import check_dates, check_ends
from infra.law.pack import pack
from infra.law.procedures import check_procedures
from infra.law.province_checks import check_folders
from infra.law.reader import read
from infra.law.source import LawRefusedError, Source

DATA = Path(__file__).parents[2] / "chalicelib" / "data"
SOURCE = DATA / "law"
BUILT = DATA / "built" / "law.json"
KEPT = Path(__file__).parents[2] / "build" / "law"


def validated(*folders: Path) -> Source:
    """Read and check a source folder and any added ones; look at `problems`."""
    source = read(*folders)
    merge_ends(source)
    check(source)
    return source


def build(root: Path = SOURCE, *added: Path, today: date | None = None) -> dict[str, Any]:
    """Return the built rule set of a source folder, as JSON-ready data with its digest. Raises LawRefusedError.

    Added folders bring a province, an instrument or an amendment without touching the first. On `today`, or now, they
    may not contain future reading dates.
    """
    source = validated(root, *added)
    check_dates(source, today or datetime.now(VIETNAM).date())
    check_ends(source)
    check_folders(source, (root.parent, *added), _agency_kinds())
    if (root.parent / "procedures").is_dir():
        check_procedures(source, root.parent / "procedures")
    if source.problems:
        raise LawRefusedError(tuple(dict.fromkeys(source.problems)))
    body = json.loads(canonical(_body(source)))
    return {"digest": digest(body), **body}


def _agency_kinds() -> list[str]:
    listed = json.loads((DATA / "codelists" / "agency_kinds.json").read_text(encoding="utf-8"))
    return [entry["code"] for entry in listed["entries"]]


def _body(source: Source) -> dict[str, Any]:
    tables: dict[str, Mapping[str, Any]] = {
        "instruments": source.instruments,
        "params": source.params,
        "entries": source.entries,
        "provinces": source.provinces,
    }
    body = {name: [_slim(asdict(row)) for row in table.values()] for name, table in tables.items()}
    layers = {name: [_slim(asdict(row)) for row in rows] for name, rows in _layers(source).items()}
    return {**body, **layers, "questions": source.questions, "years": [asdict(year) for year in source.years]}


def _layers(source: Source) -> dict[str, list[Any]]:
    return {
        "hours": list(source.hours), "closures": list(source.closures), "replacements": list(source.replacements),
    }  # fmt: skip


def _slim(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data without default values; 0 and False are kept."""
    empty: tuple[object, ...] = ("", {}, ())
    kept = {key: value for key, value in table.items() if value is not None and value not in empty}
    return {key: value for key, value in kept.items() if value is not False or key in ("value", "provisional")}


def canonical(body: object) -> str:
    """Return one text for one content, so that the digest names the content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_json)


def _as_json(value: object) -> object:
    if isinstance(value, date | time) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not law data: {value!r}")


def digest(body: object) -> str:
    """Return the SHA-256 of the rule set's canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def write(built: Mapping[str, Any], target: Path) -> None:
    """Write the packed rule set atomically."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_text(canonical(pack(built)) + "\n", encoding="utf-8")
    part.replace(target)


def main() -> int:
    """Build and write; 1 with the list of faults on standard error when the source is refused."""
    try:
        built = build()
    except LawRefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    write(built, BUILT)
    law_stamp.mark(BUILT)
    # Kept by digest, so that two rule sets can be compared later (make law-diff); made files, never committed.
    write(built, KEPT / f"{built['digest'][:12]}.json")
    print(f"law: {len(built['entries'])} entries, {len(built['params'])} parameters, {built['digest'][:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
