"""Compares claims with recorded tests: proven clauses, unproven ones, and false claims of the list and the tests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from infra.conformance import places
from infra.conformance.clauses import KINDS, PROVINCES, ROOT, Clause, ClauseClaim, index_by_id
from infra.conformance.force import TODAY, find_end, find_entry, is_in_force, is_today
from infra.conformance.marks import PRODUCT_TESTS, can_prove, is_product_test
from infra.conformance.switches import NoSuchSwitchError, require_switch

RECORD = ROOT / "build" / "conformance-tests.json"


class StaleRecordError(Exception):
    """There is no recorded run, or the sources are newer than it."""


class ReachedPlace(NamedTuple):
    """A place that a test reached: the province, «METHOD /path/{id}» or «event function», and the legal day."""

    province: str
    route: str
    on: date


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """One recorded test: its node id, the clauses it names, its result, whether it needs the local cloud, the first
    line of its failure, and the places that it reached."""

    name: str
    clauses: tuple[str, ...]
    outcome: str
    cloud: bool = False
    error: str = ""
    reached: tuple[ReachedPlace, ...] = ()

    @property
    def file(self) -> str:
        """Its file."""
        return self.name.partition("::")[0]


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """A clause with the tests that name it and may prove it."""

    clause: Clause
    tests: tuple[RecordedTest, ...]

    @property
    def passed(self) -> tuple[RecordedTest, ...]:
        """The passed tests."""
        return tuple(test for test in self.tests if test.outcome == "passed")

    @property
    def ended(self) -> date | None:
        """The first day on which the clause no longer holds; None where it lives on today."""
        return find_end(self.clause)

    @property
    def proofs(self) -> tuple[RecordedTest, ...]:
        """The passed tests that reached one of its routes in its own province, while it is in force: today where it
        lives on, on any day of its life where it has ended."""
        return tuple(test for test in self.passed if any(map(self._can_prove, test.reached)))

    @property
    def unreached(self) -> tuple[str, ...]:
        """Its routes that no passed test reached under these conditions."""
        there = {place.route for test in self.passed for place in test.reached if self._can_prove(place)}
        return tuple(route for route in self.clause.routes if route not in there)

    @property
    def product(self) -> bool:
        """Whether each of its routes was reached under these conditions."""
        return bool(self.clause.routes) and not self.unreached

    def list_witnesses(self, switch: str) -> tuple[RecordedTest, ...]:
        """Return the tests of which one must fail without a switch: the proofs; for an entry of law those that reached
        the routes on a day on which that entry holds; for a claim of a rule alone all that passed."""
        if self.clause.rule_only:
            return self.passed
        named = find_entry(switch)
        if named is None:
            return self.proofs
        held = (
            test for test in self.passed if any(self._is_here(at) and named.is_in_force(at.on) for at in test.reached)
        )
        return tuple(held)

    def _can_prove(self, place: ReachedPlace) -> bool:
        there = self._is_here(place) and is_in_force(self.clause, place.on)
        return there and (self.ended is not None or is_today(self.clause.province, place.on))

    def _is_here(self, place: ReachedPlace) -> bool:
        return place.province == self.clause.province and place.route in self.clause.routes

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The other provinces in which its tests reached routes that they did not reach in its own."""
        missing = self.unreached
        found = {place.province for test in self.passed for place in test.reached if place.route in missing}
        return () if self.clause.province in found else tuple(sorted(found))

    @property
    def begun(self) -> bool:
        """Not claimed yet, although a test of it passes."""
        return self.clause.claimed is ClauseClaim.NOT_YET and bool(self.passed)


def read_recorded(path: Path = RECORD) -> tuple[RecordedTest, ...]:
    """Return the tests of a recorded run. Raises StaleRecordError when there is none."""
    if not path.is_file():
        raise StaleRecordError(f"{path.name}: no run is recorded")
    tests: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["tests"]
    return tuple(
        RecordedTest(
            name, tuple(test["clauses"]), test["outcome"], test["cloud"], test["error"], _parse_places(test["reached"])
        )
        for name, test in sorted(tests.items())
    )


def _parse_places(found: Sequence[Sequence[str]]) -> tuple[ReachedPlace, ...]:
    return tuple(ReachedPlace(province, route, date.fromisoformat(on)) for province, route, on in found)


def require_fresh(path: Path = RECORD, root: Path = ROOT) -> None:
    """Refuse a record older than the product or its tests, and none at all."""
    if not path.is_file():
        raise StaleRecordError("no run is recorded: run `make conformance` without RECORDED, which takes some minutes")
    since = path.stat().st_mtime
    sources = (each for folder in ("chalicelib", "tests") for each in (root / folder).rglob("*") if each.is_file())
    newer = [each for each in sources if each.suffix in {".py", ".toml"} and each.stat().st_mtime > since]
    if newer:
        raise StaleRecordError(f"the record is older than {newer[0].relative_to(root)}: run `make conformance`")


def list_standings(clauses: Sequence[Clause], tests: Sequence[RecordedTest]) -> tuple[ClauseStanding, ...]:
    """Return every clause with its tests; tests of recorded parameters alone prove nothing."""
    named: dict[str, list[RecordedTest]] = {}
    for test in tests:
        for clause in test.clauses if can_prove(test.name) else ():
            named.setdefault(clause, []).append(test)
    return tuple(ClauseStanding(clause, tuple(named.get(clause.id, ()))) for clause in clauses)


def list_faults(clauses: Sequence[Clause], marks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield faults seen without running anything: unknown clauses, claims without a test, switches that do not
    exist."""
    known = index_by_id(clauses)
    for name, tests in marks.items():
        if name not in known:
            yield f"{name}: {', '.join(tests)} names a clause that is not in the list"
    for clause in clauses:
        if clause.claimed is ClauseClaim.OUT and clause.id in marks:
            yield f"{clause.id}: out of scope, yet {', '.join(marks[clause.id])} names it"
        if clause.claimed is ClauseClaim.PROVEN and not any(
            is_product_test(place) for place in marks.get(clause.id, ())
        ):
            yield f"{clause.id}: claimed proven, and no test names it in {', '.join(PRODUCT_TESTS)}"
        if clause.rule_only:
            yield f"{clause.id}: claimed proven, and no route says where its people reach it"
        yield from places.list_place_faults(clause)
        yield from _switch_faults(clause)


def _switch_faults(clause: Clause) -> Iterator[str]:
    for switch in clause.switches:
        try:
            require_switch(switch)
        except NoSuchSwitchError as refused:
            yield f"{clause.id}: {refused}"


def run_faults(standing: Sequence[ClauseStanding]) -> Iterator[str]:
    """Yield faults of the recorded run: a claim of which no test passed, or of which one did not."""
    for each in standing:
        if each.clause.claimed is not ClauseClaim.PROVEN:
            continue
        if not each.passed:
            yield f"{each.clause.id}: claimed proven, and no test of it passed"
        elif not each.product and not each.clause.rule_only:
            yield f"{each.clause.id}: claimed proven, and {_describe_missed(each)}"
        for test in each.tests:
            if test.outcome == "failed":
                yield f"{each.clause.id}: {test.name} failed"


def _describe_missed(each: ClauseStanding) -> str:
    routes = " and ".join(each.unreached)
    if each.elsewhere:
        return f"its tests reach {routes} in {', '.join(each.elsewhere)} alone"
    days = "while it was in force" if each.ended else f"under the law of {TODAY}"
    return f"none of its tests reached {routes} in {each.clause.province} {days}"


def count_claims(clauses: Sequence[Clause]) -> dict[str, dict[str, dict[str, int]]]:
    """Return how many clauses per province and kind are proven, not yet, out; kinds of out-of-scope clauses are «»."""
    counts: dict[str, dict[str, dict[str, int]]] = {
        province: {kind: dict.fromkeys(map(str, ClauseClaim), 0) for kind in (*KINDS, "")}
        for province in PROVINCES.values()
    }
    for clause in clauses:
        counts[clause.province][clause.kind][clause.claimed] += 1
    return counts
