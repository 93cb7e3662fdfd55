"""Build the law: validate the TOML under chalicelib/data/law and write one JSON with its digest.

Run with `python -m infra.build.law`. On any fault nothing is written and every fault is printed with
file, key and reason.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from infra.build.law_checks import check
from infra.build.law_source import LawRefusedError, Source, merge_ends, read

DATA = Path(__file__).parents[2] / "chalicelib" / "data"
SOURCE = DATA / "law"
BUILT = DATA / "built" / "law.json"


def build(root: Path = SOURCE) -> dict[str, Any]:
    """The built rule set of a source folder, as JSON-ready data with its digest. Raises LawRefusedError."""
    source = read(root)
    merge_ends(source)
    check(source)
    if source.problems:
        raise LawRefusedError(tuple(dict.fromkeys(source.problems)))
    body = json.loads(canonical(_body(source)))
    return {"digest": digest(body), **body}


def _body(source: Source) -> dict[str, Any]:
    tables: dict[str, Mapping[str, Any]] = {
        "instruments": source.instruments,
        "params": source.params,
        "entries": source.entries,
        "provinces": source.provinces,
    }
    body = {name: [_slim(asdict(row)) for row in table.values()] for name, table in tables.items()}
    return {**body, "questions": source.questions, "years": [asdict(year) for year in source.years]}


def _slim(table: Mapping[str, Any]) -> dict[str, Any]:
    """Without the values that mean nothing; False, 0 and an empty province are told apart by their type."""
    return {key: value for key, value in table.items() if value is not None and value not in ("", {}, ())}


def canonical(body: object) -> str:
    """One text for one content, so that the digest names the content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_json)


def _as_json(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not law data: {value!r}")


def digest(body: object) -> str:
    """The SHA-256 of the rule set's canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def main() -> int:
    """Build and write; 1 with the list of faults on standard error when the source is refused."""
    try:
        built = build()
    except LawRefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.write_text(canonical(built) + "\n", encoding="utf-8")
    print(f"law: {len(built['entries'])} entries, {len(built['params'])} parameters, {built['digest'][:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
