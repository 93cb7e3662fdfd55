"""`make conformance-mutate`: turn each proven clause's switch off, in a copy; the very tests that prove it must fail.

Clauses with the same switch share a run, which ends when each has had one of its tests fail. Two processes, each with
a copy of the sources of its own; the product itself is never touched. A clause whose proofs all need the local cloud is
listed, not tried.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import queue
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from infra.conformance.clauses import ROOT, Clause, ClauseClaim, read_clauses
from infra.conformance.marks import find_marks, is_product_test
from infra.conformance.noticing import is_noticed
from infra.conformance.proof import ClauseStanding, RecordedTest, list_standings, read_recorded
from infra.conformance.switches import LAW, parse_switch, turn_off
from infra.conformance.worker import SessionWorker
from infra.law.build import build_rule_set, encode_canonical

COPIED = ("app.py", "pyproject.toml", ".chalice", "chalicelib", "infra", "bench", "tests", "events", "docs")
PROCESSES = 2
LONGEST = 180
"""Seconds after which a mutant's run is given up; one that hangs has shown nothing."""
WHOLE = 900
"""Seconds for the run of all witnesses with every switch on."""

_STAMPS = itertools.count(int(time.time()) + 10)


@dataclass(frozen=True, slots=True)
class SwitchMutant:
    """A switch and the clauses that must fail without it, each with the names of the tests of which one must fail."""

    switch: str
    witnesses: Mapping[str, frozenset[str]]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses."""
        return tuple(self.witnesses)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a mutant: clauses whose witnesses did not fail, whether its tests ran at all, and the seconds."""

    mutant: SwitchMutant
    survived: tuple[str, ...]
    ran: bool
    seconds: float


def list_mutants(standing: Iterable[ClauseStanding]) -> tuple[SwitchMutant, ...]:
    """Return one mutant for each switch of the clauses that have tests to notice it."""
    grouped = dict[str, dict[str, frozenset[str]]]()
    for each in standing:
        for switch in each.clause.switches:
            if found := frozenset(test.name for test in each.list_witnesses(switch)):
                grouped.setdefault(switch, {})[each.clause.id] = found
    return tuple(SwitchMutant(switch, clauses) for switch, clauses in grouped.items())


def create_copies(folder: Path) -> list[Path]:
    """Return a copy of the sources for each process, with the law built into it."""
    first, *others = (folder / str(number) for number in range(PROCESSES))
    first.mkdir(parents=True)
    skipped = shutil.ignore_patterns("__pycache__", "deployments", ".hypothesis")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, first / name, ignore=skipped)
        else:
            shutil.copy2(source, first / name)
    (first / LAW).parent.mkdir(parents=True, exist_ok=True)
    (first / LAW).write_text(
        encode_canonical(build_rule_set(first / "chalicelib" / "data" / "law")) + "\n", encoding="utf-8"
    )
    return [first, *(Path(shutil.copytree(first, other)) for other in others)]


def run_baseline(workers: Sequence[SessionWorker], proven: Sequence[Clause]) -> tuple[RecordedTest, ...] | None:
    """Return the results of these clauses' tests with every switch on; each worker runs its share of the files."""
    wanted = {clause.id for clause in proven}
    # Only tests at a route are witnesses; a claim of a rule alone has others.
    wide = any(clause.rule_only for clause in proven)
    places = {place for name, found in find_marks().items() if name in wanted for place in found}
    files = {place.partition(":")[0] for place in places if wide or is_product_test(place)}
    by_size = sorted(files, key=lambda file: ((ROOT / file).stat().st_size, file))
    shares = [share for number in range(len(workers)) if (share := by_size[number :: len(workers)])]
    with ThreadPoolExecutor(len(workers)) as pool:
        ended = [*pool.map(lambda worker, share: run_tests(worker, wanted, share, WHOLE), workers, shares)]
    return None if None in ended else tuple(test for tests in ended for test in tests or ())


def run_tests(
    worker: SessionWorker,
    clauses: Collection[str],
    tests: Collection[str],
    seconds: int,
    witnesses: Mapping[str, Collection[str]] | None = None,
) -> tuple[RecordedTest, ...] | None:
    """Return the results of these clauses' in-process tests in a copy, among these files or tests; None when they could
    not start, or hung."""
    record = worker.root / "record.json"
    record.unlink(missing_ok=True)
    arguments = [
        "-q", "-p", "tests.support.running.clause_plugin", "-p", "no:cacheprovider", "--in-process",
        "--clauses", ",".join(sorted(clauses)), "--clause-record", str(record), *sorted(tests),
    ]  # fmt: skip
    ended = worker.run_session(arguments, seconds, witnesses)
    return read_recorded(record) if ended in (0, 1, 5) and record.is_file() else None


def list_survivors(mutant: SwitchMutant, tests: Sequence[RecordedTest] | None) -> tuple[str, ...]:
    """Return clauses of a mutant of which no witness failed. A mutant that cannot run has shown nothing."""
    noticed = {test.name for test in tests or () if is_noticed(test.outcome, test.error)}
    return tuple(clause for clause, mine in mutant.witnesses.items() if not mine & noticed)


def try_mutant(worker: SessionWorker, mutant: SwitchMutant) -> Verdict:
    """Turn the switch off in the worker's copy, run its witnesses, and put the copy back as it was."""
    began = time.monotonic()
    path, text = turn_off(parse_switch(mutant.switch), worker.root)
    before = path.read_text(encoding="utf-8")
    _write_module(path, text)
    try:
        tests = {*itertools.chain.from_iterable(mutant.witnesses.values())}
        ended = run_tests(worker, mutant.clauses, tests, LONGEST, mutant.witnesses)
    finally:
        _write_module(path, before)
    return Verdict(mutant, list_survivors(mutant, ended), ended is not None, time.monotonic() - began)


def _write_module(path: Path, text: str) -> None:
    """Write with a distinct time: Python distinguishes compiled modules by whole seconds and size."""
    path.write_text(text, encoding="utf-8")
    stamp = next(_STAMPS)
    os.utime(path, (stamp, stamp))


def try_all(wanted: Sequence[SwitchMutant], workers: Sequence[SessionWorker]) -> list[Verdict]:
    """Try every mutant, one at a time in each copy."""
    free: queue.Queue[SessionWorker] = queue.Queue()
    for worker in workers:
        free.put(worker)

    def try_one(mutant: SwitchMutant) -> Verdict:
        worker = free.get()
        try:
            verdict = try_mutant(worker, mutant)
        finally:
            free.put(worker)
        print(
            f"{'SURVIVED' if verdict.survived else 'noticed ':9}{verdict.seconds:5.1f} s  {mutant.switch}", flush=True
        )
        return verdict

    with ThreadPoolExecutor(len(workers)) as pool:
        return list(pool.map(try_one, wanted))


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 when some clause's tests passed with its switch off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clauses", nargs="*", help="only these clauses")
    asked = parser.parse_args(arguments)
    proven = [
        each
        for each in read_clauses()
        if each.claimed is ClauseClaim.PROVEN and each.id in (asked.clauses or (each.id,))
    ]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder, ExitStack() as running:
        workers = [running.enter_context(closing(SessionWorker(root))) for root in create_copies(Path(folder))]
        passed = run_baseline(workers, proven)
        if passed is None:
            return 1
        wanted = list_mutants(list_standings(proven, passed))
        print(f"{len(wanted)} switches, witnesses known after {time.monotonic() - began:.0f} s", flush=True)
        verdicts = try_all(wanted, workers)
    return report_survivors(proven, wanted, verdicts, time.monotonic() - began)


def report_survivors(
    proven: Sequence[Clause], tried: Sequence[SwitchMutant], verdicts: Sequence[Verdict], took: float
) -> int:
    """Print the survivors and the untried clauses; return 1 when there are survivors."""
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
