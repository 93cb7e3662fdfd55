"""The output of `make conformance`: a table by kind and province, remarks, and every clause with its tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.conformance.clauses import KINDS, PROVINCES, ROOT, Claim
from infra.conformance.proof import Standing, tally

BUILD = ROOT / "build"
_WORDS = {Claim.PROVEN: "proven", Claim.NOT_YET: "not yet", Claim.OUT: "out of scope"}


def write(standing: Sequence[Standing], faults: Sequence[str], folder: Path = BUILD) -> None:
    """Write `conformance.json` and `conformance.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    body = json.dumps(as_json(standing, faults), ensure_ascii=False, indent=1)
    (folder / "conformance.json").write_text(body + "\n", encoding="utf-8")
    (folder / "conformance.md").write_text("\n".join(page(standing, faults)) + "\n", encoding="utf-8")


def as_json(standing: Sequence[Standing], faults: Sequence[str]) -> dict[str, Any]:
    """Return totals, faults and clauses as plain data."""
    return {
        "totals": totals(standing),
        "counts": tally([each.clause for each in standing]),
        "faults": list(faults),
        "clauses": [_clause_json(each) for each in standing],
    }


def totals(standing: Sequence[Standing]) -> dict[str, int]:
    """Return how many clauses are proven, not yet and out."""
    return {claim.value: sum(each.clause.claimed is claim for each in standing) for claim in Claim}


def _clause_json(each: Standing) -> dict[str, Any]:
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
class Cell:
    """Clauses of a kind and province: those owed, those claimed that a test proves as a rule, those that a test also
    reaches in today's product, and those of these that a page of ours shows."""

    owed: int = 0
    rule: int = 0
    product: int = 0
    page: int = 0

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.owed + other.owed, self.rule + other.rule, self.product + other.product, self.page + other.page
        )

    def __str__(self) -> str:
        return f"{self.rule} · {self.product} · {self.page} / {self.owed}"


def cell(standing: Iterable[Standing]) -> Cell:
    """Return the clauses' sum. A clause whose entries have ended is not owed any more, and is not counted."""
    return sum((_cell_of(each) for each in standing), Cell())


def _cell_of(each: Standing) -> Cell:
    if each.clause.claimed is Claim.OUT or each.ended:
        return Cell()
    rule = each.clause.claimed is Claim.PROVEN and bool(each.passed)
    product = rule and each.product
    return Cell(1, rule, product, product and bool(each.clause.pages))


def table(standing: Sequence[Standing]) -> Iterator[str]:
    """Return «rule · product · page / owed», a line per kind and a column per province; out-of-scope clauses are
    below."""
    yield "| rule · product · page / owed | " + " | ".join(PROVINCES.values()) + " | all |"
    yield "|---|" + "---|" * (len(PROVINCES) + 1)
    for kind in KINDS:
        yield _row(kind, [each for each in standing if each.clause.kind == kind])
    yield _row("**all**", standing)
    out = Counter(each.clause.province for each in standing if each.clause.claimed is Claim.OUT)
    yield "| out of scope | " + " | ".join(str(out[name]) for name in PROVINCES.values()) + f" | {out.total()} |"


def _row(name: str, standing: Sequence[Standing]) -> str:
    mine = [cell(each for each in standing if each.clause.province == province) for province in PROVINCES.values()]
    return f"| {name} | " + " | ".join(str(each) for each in (*mine, sum(mine, Cell()))) + " |"


def remarks(standing: Sequence[Standing]) -> Iterator[str]:
    """Return remarks outside the table: weak claims, ended ones, and those without a page."""
    claimed = [each for each in standing if each.clause.claimed is Claim.PROVEN]
    weak = [each.clause.id for each in claimed if each.clause.rule_only]
    yield f"proven as a rule only, by no route and page: {len(weak)}: {', '.join(weak) or '–'}"
    elsewhere = [f"{each.clause.id} ({', '.join(each.elsewhere)})" for each in claimed if each.elsewhere]
    yield f"proven in another province's tests only: {', '.join(elsewhere) or '–'}"
    ended = [f"{each.clause.id} (until {each.ended})" for each in claimed if each.ended]
    yield f"proven, and ended: {', '.join(ended) or '–'}"
    shown = [each for each in claimed if each.product and not each.ended]
    without = Counter(each.clause.no_page for each in shown if each.clause.no_page)
    reasons = ", ".join(f"{times} {reason}" for reason, times in without.most_common())
    yield f"proven without a page: {without.total()} of {len(shown)} ({_percent(without.total(), len(shown))} %): " + (
        reasons or "–"
    )
    begun = [each.clause.id for each in standing if each.begun]
    yield f"begun, not claimed: {', '.join(begun) or '–'}"


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def page(standing: Sequence[Standing], faults: Sequence[str]) -> Iterator[str]:
    """Yield the readable table."""
    counted = totals(standing)
    yield "# Conformance"
    yield ""
    yield "Proven of owed: " + ", ".join(f"{counted[claim]} {_WORDS[claim]}" for claim in Claim) + "."
    yield ""
    yield from table(standing)
    yield ""
    yield from (f"- {remark}" for remark in remarks(standing))
    if faults:
        yield from ("", "## False claims", "", *(f"- {fault}" for fault in faults))
    for province in PROVINCES.values():
        yield from ("", f"## {province}", "")
        yield "| clause | kind | feature | what the system owes | standing | route | page | switch | tests |"
        yield "|---|---|---|---|---|---|---|---|---|"
        yield from (_line(each) for each in standing if each.clause.province == province)


def _line(each: Standing) -> str:
    clause = each.clause
    waits = f" (after {', '.join(clause.needs)})" if clause.needs else ""
    reason = clause.scope.removeprefix("out:") if clause.claimed is Claim.OUT else waits
    begun = ", begun" if each.begun else ""
    files = ", ".join(sorted({test.file.removeprefix("tests/") for test in each.passed}))
    switches = "<br>".join(f"`{switch}`" for switch in clause.switches)
    until = f" until {each.ended}" if each.ended and clause.claimed is Claim.PROVEN else ""
    only = ", rule only" if clause.rule_only else ""
    standing = f"{_WORDS[clause.claimed]}{until}{only}{begun}{reason}"
    routes = "<br>".join(clause.routes)
    pages = "<br>".join(clause.pages) or (f"– {clause.no_page}" if clause.no_page else "")
    cells = (clause.id, clause.kind, clause.feature, clause.owes, standing, routes, pages, switches, files)
    return f"| {' | '.join(cells)} |"
