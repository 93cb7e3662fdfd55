"""`make conformance-mutate`: turn each proven clause's switch off, in a copy; the very tests that prove it must fail.

Clauses with the same switch share a run. Two processes, each with a copy of the sources of its own; the
product itself is never touched. A clause whose proofs all need the local cloud is listed, not tried.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra.build.law import build, canonical
from infra.conformance.clauses import ROOT, Claim, Clause, read
from infra.conformance.marks import marked
from infra.conformance.proof import Standing, Trial, recorded, standings
from infra.conformance.switches import LAW, parse, turned_off

COPIED = ("app.py", "pyproject.toml", ".chalice", "chalicelib", "infra", "bench", "tests", "events", "docs")
PROCESSES = 2
LONGEST = 180
"""Seconds after which a run is given up: a mutant that hangs is noticed too."""

_STAMPS = itertools.count(int(time.time()) + 10)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A switch and the clauses that must miss it, each with the names of the tests of which one must fail."""

    switch: str
    witnesses: Mapping[str, frozenset[str]]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses."""
        return tuple(self.witnesses)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Clauses of a mutant whose witnesses noticed nothing, whether its tests ran at all, and the seconds it took."""

    mutant: Mutant
    survived: tuple[str, ...]
    ran: bool
    seconds: float


def mutants(standing: Iterable[Standing]) -> tuple[Mutant, ...]:
    """One mutant for each switch of the clauses that have tests to notice it."""
    grouped = dict[str, dict[str, frozenset[str]]]()
    for each in standing:
        for switch in each.clause.switches:
            if found := frozenset(test.name for test in each.witnesses(switch)):
                grouped.setdefault(switch, {})[each.clause.id] = found
    return tuple(Mutant(switch, clauses) for switch, clauses in grouped.items())


def copy(target: Path) -> Path:
    """A copy of the sources with the law built into it."""
    target.mkdir(parents=True)
    skipped = shutil.ignore_patterns("__pycache__", "deployments", ".hypothesis")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=skipped)
        else:
            shutil.copy2(source, target / name)
    (target / LAW).parent.mkdir(parents=True, exist_ok=True)
    (target / LAW).write_text(canonical(build(target / "chalicelib" / "data" / "law")) + "\n", encoding="utf-8")
    return target


def run(root: Path, clauses: Sequence[str], tests: Iterable[str], *, shown: bool = False) -> tuple[Trial, ...] | None:
    """How the in-process tests of these clauses end in a copy, among these files or tests; None when they could not
    even start, or hung."""
    record = root / "record.json"
    record.unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "tests.clause_plugin", "-p", "no:cacheprovider", "--in-process",
        *(["-x"] if len(clauses) == 1 else []), "--clauses", ",".join(clauses), "--clause-record", str(record),
        *sorted(set(tests)),
    ]  # fmt: skip
    env = {**os.environ, "SIZE": "small"}
    try:
        done = subprocess.run(command, cwd=root, env=env, check=False, capture_output=not shown, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return None
    return recorded(record) if done.returncode in (0, 1, 5) and record.is_file() else None


def survivors(mutant: Mutant, tests: Sequence[Trial] | None) -> tuple[str, ...]:
    """Clauses of a mutant of which no witness failed. A mutant that cannot run has shown nothing."""
    noticed = {test.name for test in tests or () if _notices(test)}
    return tuple(clause for clause, mine in mutant.witnesses.items() if not mine & noticed)


def _notices(test: Trial) -> bool:
    """A failure by an unknown name is the mutant's own mistake."""
    return test.outcome == "failed" and not test.error.startswith(("NameError", "SyntaxError"))


def attempt(root: Path, mutant: Mutant) -> Verdict:
    """Turn the switch off in the copy, run its witnesses, and put the copy back as it was."""
    began = time.monotonic()
    path, text = turned_off(parse(mutant.switch), root)
    before = path.read_text(encoding="utf-8")
    _put(path, text)
    try:
        tests = run(root, mutant.clauses, itertools.chain.from_iterable(mutant.witnesses.values()))
    finally:
        _put(path, before)
    return Verdict(mutant, survivors(mutant, tests), tests is not None, time.monotonic() - began)


def _put(path: Path, text: str) -> None:
    """Write with a time of its own: Python tells compiled modules apart by whole seconds and size."""
    path.write_text(text, encoding="utf-8")
    stamp = next(_STAMPS)
    os.utime(path, (stamp, stamp))


def attempt_all(wanted: Sequence[Mutant], roots: Sequence[Path]) -> list[Verdict]:
    """Every mutant, one at a time in each copy."""
    free: queue.Queue[Path] = queue.Queue()
    for root in roots:
        free.put(root)

    def one(mutant: Mutant) -> Verdict:
        root = free.get()
        try:
            verdict = attempt(root, mutant)
        finally:
            free.put(root)
        print(
            f"{'SURVIVED' if verdict.survived else 'noticed ':9}{verdict.seconds:5.1f} s  {mutant.switch}", flush=True
        )
        return verdict

    with ThreadPoolExecutor(len(roots)) as pool:
        return list(pool.map(one, wanted))


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when a switch was off and some clause's tests noticed nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clauses", nargs="*", help="only these clauses")
    asked = parser.parse_args(arguments)
    proven = [each for each in read() if each.claimed is Claim.PROVEN and each.id in (asked.clauses or (each.id,))]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        roots = [copy(Path(folder) / str(number)) for number in range(PROCESSES)]
        # Only files with marks are collected: other tests may look at what is not copied.
        marks = {place.partition(":")[0] for places in marked(roots[0]).values() for place in places}
        baseline = run(roots[0], [each.id for each in proven], marks, shown=True)
        if baseline is None:
            return 1
        wanted = mutants(standings(proven, baseline))
        verdicts = attempt_all(wanted, roots)
    return report(proven, wanted, verdicts, time.monotonic() - began)


def report(proven: Sequence[Clause], tried: Sequence[Mutant], verdicts: Sequence[Verdict], took: float) -> int:
    """Print the survivors and what could not be tried; 1 when something survived."""
    reached = {(each.switch, clause) for each in tried for clause in each.clauses}
    untried = [f"{each.id} {switch}" for each in proven for switch in each.switches if (switch, each.id) not in reached]
    survived = {verdict.mutant.switch: verdict.survived for verdict in verdicts if verdict.survived}
    for switch, clauses in survived.items():
        print(f"SURVIVED  {', '.join(clauses)}: nothing failed without {switch}")
    print(f"not tried, no test in one process reaches them: {', '.join(untried) or '–'}")
    print(json.dumps({"switches": len(verdicts), "survivors": len(survived), "seconds": round(took)}))
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
