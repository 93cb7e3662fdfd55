"""What `make conformance` prints and writes: a table by kind and province, and every clause with its tests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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
    """Totals, faults and clauses as plain data."""
    return {
        "totals": totals(standing),
        "counts": tally([each.clause for each in standing]),
        "faults": list(faults),
        "clauses": [_clause_json(each) for each in standing],
    }


def totals(standing: Sequence[Standing]) -> dict[str, int]:
    """How many clauses are proven, not yet and out."""
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
        "passed": [test.name for test in each.passed],
        "not_passed": [test.name for test in each.tests if test.outcome != "passed"],
    }


def table(standing: Sequence[Standing]) -> Iterator[str]:
    """Proven of owed, a line a kind and a column a province; what is out of scope stands below."""
    counts = tally([each.clause for each in standing])
    yield "| kind | " + " | ".join(PROVINCES.values()) + " | all | not yet |"
    yield "|---|" + "---|" * (len(PROVINCES) + 2)
    for kind in KINDS:
        yield _row(kind, [counts[province][kind] for province in PROVINCES.values()])
    sums = [_sum([counts[province][kind] for kind in KINDS]) for province in PROVINCES.values()]
    yield _row("**all**", sums)
    out = [counts[province][""][Claim.OUT] for province in PROVINCES.values()]
    yield "| out of scope | " + " | ".join(map(str, out)) + f" | {sum(out)} | |"


def _sum(cells: Sequence[dict[str, int]]) -> dict[str, int]:
    return {claim: sum(cell[claim] for cell in cells) for claim in map(str, Claim)}


def _row(name: str, cells: Sequence[dict[str, int]]) -> str:
    shown = [f"{cell[Claim.PROVEN]}/{cell[Claim.PROVEN] + cell[Claim.NOT_YET]}" for cell in (*cells, _sum(cells))]
    return f"| {name} | " + " | ".join(shown) + f" | {_sum(cells)[Claim.NOT_YET]} |"


def page(standing: Sequence[Standing], faults: Sequence[str]) -> Iterator[str]:
    """The readable table."""
    counted = totals(standing)
    yield "# Conformance"
    yield ""
    yield "Proven of owed: " + ", ".join(f"{counted[claim]} {_WORDS[claim]}" for claim in Claim) + "."
    yield ""
    yield from table(standing)
    if faults:
        yield from ("", "## False claims", "", *(f"- {fault}" for fault in faults))
    for province in PROVINCES.values():
        yield from ("", f"## {province}", "")
        yield "| clause | kind | feature | what the system owes | standing | switch | tests |"
        yield "|---|---|---|---|---|---|---|"
        yield from (_line(each) for each in standing if each.clause.province == province)


def _line(each: Standing) -> str:
    clause = each.clause
    waits = f" (after {', '.join(clause.needs)})" if clause.needs else ""
    reason = clause.scope.removeprefix("out:") if clause.claimed is Claim.OUT else waits
    begun = ", begun" if each.begun else ""
    files = ", ".join(sorted({test.file.removeprefix("tests/") for test in each.passed}))
    switches = "<br>".join(f"`{switch}`" for switch in clause.switches)
    standing = f"{_WORDS[clause.claimed]}{begun}{reason}"
    return f"| {clause.id} | {clause.kind} | {clause.feature} | {clause.owes} | {standing} | {switches} | {files} |"
