"""The output of `make conformance`: a table by kind and province, remarks, and every clause with its tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.conformance.clauses import KINDS, PROVINCES, ROOT, ClauseClaim
from infra.conformance.proof import ClauseStanding, count_claims

BUILD = ROOT / "build"
_WORDS = {ClauseClaim.PROVEN: "proven", ClauseClaim.NOT_YET: "not yet", ClauseClaim.OUT: "out of scope"}


def write_report(standing: Sequence[ClauseStanding], faults: Sequence[str], folder: Path = BUILD) -> None:
    """Write `conformance.json` and `conformance.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    body = json.dumps(export_standing(standing, faults), ensure_ascii=False, indent=1)
    (folder / "conformance.json").write_text(body + "\n", encoding="utf-8")
    (folder / "conformance.md").write_text("\n".join(write_page(standing, faults)) + "\n", encoding="utf-8")


def export_standing(standing: Sequence[ClauseStanding], faults: Sequence[str]) -> dict[str, Any]:
    """Return totals, faults and clauses as plain data."""
    return {
        "totals": count_totals(standing),
        "counts": count_claims([each.clause for each in standing]),
        "faults": list(faults),
        "clauses": [_export_clause(each) for each in standing],
    }


def count_totals(standing: Sequence[ClauseStanding]) -> dict[str, int]:
    """Return how many clauses are proven, not yet and out."""
    return {claim.value: sum(each.clause.claimed is claim for each in standing) for claim in ClauseClaim}


def _export_clause(each: ClauseStanding) -> dict[str, Any]:
    clause = each.clause
    return {
        "id": clause.id,
        "province": clause.province,
        "owes": clause.owes,
        "kind": clause.kind,
        "feature": clause.feature,
        "scope": clause.scope,
        "switch": list(clause.switches),
        "needs": list(clause.needs),
        "claimed": clause.claimed.value,
        "routes": list(clause.routes),
        "pages": list(clause.pages),
        "no_page": clause.no_page,
        "product": each.product,
        "unreached": list(each.unreached),
        "ended": each.ended.isoformat() if each.ended else None,
        "passed": [test.name for test in each.passed],
        "not_passed": [test.name for test in each.tests if test.outcome != "passed"],
    }


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """Clauses of a kind and province: those owed, those claimed that a test proves as a rule, those that a test also
    reaches in today's product, and those of these that a page of ours shows."""

    owed: int = 0
    rule: int = 0
    product: int = 0
    page: int = 0

    def __add__(self, other: ClauseCount) -> ClauseCount:
        return ClauseCount(
            self.owed + other.owed, self.rule + other.rule, self.product + other.product, self.page + other.page
        )

    def __str__(self) -> str:
        return f"{self.rule} · {self.product} · {self.page} / {self.owed}"


def total_cells(standing: Iterable[ClauseStanding]) -> ClauseCount:
    """Return the clauses' sum. A clause whose entries have ended is not owed any more, and is not counted."""
    return sum((_build_cell(each) for each in standing), ClauseCount())


def _build_cell(each: ClauseStanding) -> ClauseCount:
    if each.clause.claimed is ClauseClaim.OUT or each.ended:
        return ClauseCount()
    rule = each.clause.claimed is ClauseClaim.PROVEN and bool(each.passed)
    product = rule and each.product
    return ClauseCount(1, rule, product, product and bool(each.clause.pages))


def write_table(standing: Sequence[ClauseStanding]) -> Iterator[str]:
    """Return «rule · product · page / owed», a line per kind and a column per province; out-of-scope clauses are
    below."""
    yield "| rule · product · page / owed | " + " | ".join(PROVINCES.values()) + " | all |"
    yield "|---|" + "---|" * (len(PROVINCES) + 1)
    for kind in KINDS:
        yield _write_row(kind, [each for each in standing if each.clause.kind == kind])
    yield _write_row("**all**", standing)
    out = Counter(each.clause.province for each in standing if each.clause.claimed is ClauseClaim.OUT)
    yield "| out of scope | " + " | ".join(str(out[name]) for name in PROVINCES.values()) + f" | {out.total()} |"


def _write_row(name: str, standing: Sequence[ClauseStanding]) -> str:
    mine = [
        total_cells(each for each in standing if each.clause.province == province) for province in PROVINCES.values()
    ]
    return f"| {name} | " + " | ".join(str(each) for each in (*mine, sum(mine, ClauseCount()))) + " |"


def write_remarks(standing: Sequence[ClauseStanding]) -> Iterator[str]:
    """Return remarks outside the table: weak claims, ended ones, and those without a page."""
    claimed = [each for each in standing if each.clause.claimed is ClauseClaim.PROVEN]
    weak = [each.clause.id for each in claimed if each.clause.rule_only]
    yield f"proven as a rule only, by no route and page: {len(weak)}: {', '.join(weak) or '–'}"
    elsewhere = [f"{each.clause.id} ({', '.join(each.elsewhere)})" for each in claimed if each.elsewhere]
    yield f"proven in another province's tests only: {', '.join(elsewhere) or '–'}"
    ended = [f"{each.clause.id} (until {each.ended})" for each in claimed if each.ended]
    yield f"proven, and ended: {', '.join(ended) or '–'}"
    shown = [each for each in claimed if each.product and not each.ended]
    without = Counter(each.clause.no_page for each in shown if each.clause.no_page)
    reasons = ", ".join(f"{times} {reason}" for reason, times in without.most_common())
    yield (
        f"proven without a page: {without.total()} of {len(shown)} "
        f"({_calculate_percent(without.total(), len(shown))} %): " + (reasons or "–")
    )
    begun = [each.clause.id for each in standing if each.begun]
    yield f"begun, not claimed: {', '.join(begun) or '–'}"


def _calculate_percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def write_page(standing: Sequence[ClauseStanding], faults: Sequence[str]) -> Iterator[str]:
    """Yield the readable table."""
    counted = count_totals(standing)
    yield "# Conformance"
    yield ""
    yield "Proven of owed: " + ", ".join(f"{counted[claim]} {_WORDS[claim]}" for claim in ClauseClaim) + "."
    yield ""
    yield from write_table(standing)
    yield ""
    yield from (f"- {remark}" for remark in write_remarks(standing))
    if faults:
        yield from ("", "## False claims", "", *(f"- {fault}" for fault in faults))
    for province in PROVINCES.values():
        yield from ("", f"## {province}", "")
        yield "| clause | kind | feature | what the system owes | standing | route | page | switch | tests |"
        yield "|---|---|---|---|---|---|---|---|---|"
        yield from (_write_line(each) for each in standing if each.clause.province == province)


def _write_line(each: ClauseStanding) -> str:
    clause = each.clause
    waits = f" (after {', '.join(clause.needs)})" if clause.needs else ""
    reason = clause.scope.removeprefix("out:") if clause.claimed is ClauseClaim.OUT else waits
    begun = ", begun" if each.begun else ""
    files = ", ".join(sorted({test.file.removeprefix("tests/") for test in each.passed}))
    switches = "<br>".join(f"`{switch}`" for switch in clause.switches)
    until = f" until {each.ended}" if each.ended and clause.claimed is ClauseClaim.PROVEN else ""
    only = ", rule only" if clause.rule_only else ""
    standing = f"{_WORDS[clause.claimed]}{until}{only}{begun}{reason}"
    routes = "<br>".join(clause.routes)
    pages = "<br>".join(clause.pages) or (f"– {clause.no_page}" if clause.no_page else "")
    cells = (clause.id, clause.kind, clause.feature, clause.owes, standing, routes, pages, switches, files)
    return f"| {' | '.join(cells)} |"
