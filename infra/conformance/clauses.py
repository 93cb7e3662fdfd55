"""The list of clauses: read from `docs/law/clauses.csv`, refused with every fault when it contradicts itself."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from infra.provinces import read_prefixes

ROOT = Path(__file__).parents[2]
CLAUSES = ROOT / "docs" / "law" / "clauses.csv"

COLUMNS = ("id", "province", "owes", "kind", "feature", "scope", "switch", "needs", "route", "page", "claimed")
PROVINCES = read_prefixes()
"""Province by the prefix of its regulation's clause ids."""
KINDS = (
    "workflow", "deadline", "document", "account", "vault", "payment", "lookup", "q&a", "feedback",
    "evaluation", "sync", "report", "incident", "security", "catalogue", "archive", "admin",
)  # fmt: skip

NO_PAGE = "-:"
"""Begins the reason for which a clause has no page."""

_ID = re.compile(rf"({'|'.join(PROVINCES)})-\d+(\.\d+)?(\.[a-zđ])?(#\d)?")
_FEATURE = re.compile(r"F\d{2,3}")


class ClauseClaim(StrEnum):
    """The list's claim about a clause."""

    PROVEN = "proven"
    NOT_YET = "not_yet"
    OUT = "out"


class ClausesRefusedError(Exception):
    """The list contradicts itself; every fault is named."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: the duty of the system, its `switches`, the features that must come first, the routes by which people
    reach it, and the pages that show it (`no_page`: the reason for none)."""

    id: str
    province: str
    owes: str
    kind: str
    feature: str
    scope: str
    switches: tuple[str, ...]
    needs: tuple[str, ...]
    claimed: ClauseClaim
    routes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    no_page: str = ""

    @property
    def rule_only(self) -> bool:
        """Claimed by a test of the rule alone: the routes and pages of its people are not listed yet."""
        return self.claimed is ClauseClaim.PROVEN and not self.routes


def read_clauses(path: Path = CLAUSES) -> tuple[Clause, ...]:
    """Return every clause in the order of the list. Raises ClausesRefusedError with all faults."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    faults = [*_list_faults(rows)]
    if faults:
        raise ClausesRefusedError("\n".join(faults))
    return tuple(_parse_clause(row) for row in rows)


def _parse_clause(row: Mapping[str, str]) -> Clause:
    without = row["page"].startswith(NO_PAGE)
    return Clause(
        id=row["id"],
        province=row["province"],
        owes=row["owes"],
        kind=row["kind"],
        feature=row["feature"],
        scope=row["scope"],
        switches=_split_cell(row["switch"]),
        needs=_split_cell(row["needs"]),
        claimed=ClauseClaim(row["claimed"]),
        routes=_split_cell(row["route"]),
        pages=() if without else _split_cell(row["page"]),
        no_page=row["page"].removeprefix(NO_PAGE).strip() if without else "",
    )


def _split_cell(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _list_faults(rows: list[dict[str, str]]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        if tuple(row) != COLUMNS or None in row.values():
            yield f"line {number}: columns are {', '.join(COLUMNS)}"
            return
        for fault in _list_row_faults(row):
            yield f"line {number}, {row['id']}: {fault}"
    for name, times in Counter(row["id"] for row in rows).items():
        if times > 1:
            yield f"{name}: listed {times} times"


def _list_row_faults(row: Mapping[str, str]) -> Iterator[str]:
    out = row["claimed"] == ClauseClaim.OUT
    if not _ID.fullmatch(row["id"]):
        yield "not the id of a clause"
    if PROVINCES.get(row["id"].split("-")[0]) != row["province"]:
        yield f"the id is not of {row['province']!r}"
    if row["claimed"] not in set(ClauseClaim):
        yield f"claimed {row['claimed']!r}"
    if not row["owes"].endswith("."):
        yield "what it owes is one sentence"
    if not re.fullmatch(r"out: .+\." if out else r"in", row["scope"]):
        yield "scope is «in», or «out: » and the reason where the claim is out"
    if any(part.startswith("-") for part in _split_cell(row["page"])) and not re.fullmatch(r"-: [^;]+", row["page"]):
        yield "page is a page, or «-: reason»"
    yield from _list_feature_faults(row, out=out)


def _list_feature_faults(row: Mapping[str, str], *, out: bool) -> Iterator[str]:
    if row["kind"] not in (("",) if out else KINDS):
        yield f"no such kind: {row['kind']!r}"
    if bool(_FEATURE.fullmatch(row["feature"])) is out:
        yield f"no such feature: {row['feature']!r}"
    if any(not _FEATURE.fullmatch(need) for need in _split_cell(row["needs"])):
        yield f"needs names features: {row['needs']!r}"
    if row["claimed"] == ClauseClaim.PROVEN and (not row["switch"] or row["needs"]):
        yield "a proven clause has a switch and needs nothing more"


def index_by_id(clauses: Iterable[Clause]) -> dict[str, Clause]:
    """Return the clauses by their ids."""
    return {clause.id: clause for clause in clauses}
