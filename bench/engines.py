"""The parts that only compute, each on one core: `python -m bench engines`.

Figures are of processor time, best of some runs, so that other load matters little.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench import due_dates, inspections, slips
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import resolve_parameter
from chalicelib.domain.ledger.chain import GENESIS, NewFact, chain_facts
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.documents.slip_renderer import TypstRenderer
from chalicelib.repositories.law.rule_set import load_rules, parse_rules
from infra.law.build import build_rule_set, write_rule_set
from tests.support.builders import MONDAY, provide_reference
from tests.support.slip_builders import list_every_slip

RUNS = 5
SLIP_MS, LAW_MS, SEARCH_MS = 50.0, 2.0, 50.0
FACTS = 2_000
DAY = datetime(2026, 11, 27, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Speed:
    """A figure with its unit and, where there is one, its bound; `at_most` says on which side of it is good."""

    figure: float
    unit: str
    bound: float | None = None
    at_most: bool = False

    @property
    def missed(self) -> bool:
        """Whether the figure is on the wrong side of its bound."""
        if self.bound is None:
            return False
        return self.figure > self.bound if self.at_most else self.figure < self.bound


def measure_engines() -> dict[str, Speed]:
    """Return every engine's figure."""
    drawn = due_dates.draw_cases(random.Random(2026))  # noqa: S311 - a bench, no secret
    renderer, made = TypstRenderer(), list(list_every_slip(MONDAY))
    renderer.render(made[0])
    slowest = max(slips.measure_warm(renderer, each)["median_ms"] for each in made)
    facts = [fact.body for fact in _build_ledger()]
    known, rules, dates = provide_reference("hue"), load_rules(), CaseDates(DAY)
    return {
        "due dates": Speed(max(due_dates.measure_once(drawn) for _ in range(RUNS)), "a second", due_dates.BOUND),
        "slowest slip, warm": Speed(slowest, "ms", SLIP_MS, at_most=True),
        "slips": Speed(1000 / slowest, "a second"),
        "facts verified": Speed(len(facts) / _measure_best(lambda: _verify_facts(facts)), "a second"),
        "slowest search, warm": Speed(_measure_slowest_search(), "ms", SEARCH_MS, at_most=True),
        "search made": Speed(_measure_best(lambda: CatalogueFiles().index.find("sinh con", ())) * 1000, "ms"),
        **{
            f"look into {kind}, warm": Speed(ms, "ms", inspections.WARM_MS, at_most=True)
            for kind, ms in inspections.measure_looks()
        },
        "built law loaded": Speed(_measure_law_loading(), "ms", LAW_MS, at_most=True),
        "rules resolved": Speed(
            _measure_rules(lambda param: resolve_parameter(rules, param, DAY.date(), "hue")), "a second"
        ),
        "rules looked up again": Speed(_measure_rules(lambda param: known.find_rule(param, dates)), "a second"),
    }


def _measure_best(act: Callable[[], Any]) -> float:
    """Return seconds of processor time, the least of some runs."""

    def measure_once() -> float:
        began = time.process_time()
        act()
        return time.process_time() - began

    return min(measure_once() for _ in range(RUNS))


def _build_ledger() -> Any:
    new = [NewFact("assigned", {"n": number, "officer": "case-1"}) for number in range(FACTS)]
    return chain_facts("d" * 26, new, head=GENESIS, length=0, now=MONDAY, actor={"sub": "head-1"})


def _verify_facts(facts: list[dict[str, Any]]) -> None:
    problems = verify_ledger("d" * 26, facts, head=_build_ledger()[-1].hash, length=len(facts))
    if problems:
        raise RuntimeError(f"a whole ledger was found broken: {problems[0]}")


def _measure_law_loading() -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "law.json"
        write_rule_set(build_rule_set(), path)
        return (
            min(_measure_best(lambda: parse_rules(json.loads(path.read_text(encoding="utf-8")))) for _ in range(20))
            * 1000
        )


def _measure_rules(look_up: Callable[[str], Any]) -> float:
    params = ("reception.answer_limit", "extension.cap", "counting.day_method", "clock.start")
    times = 2_000

    def look_up_all() -> None:
        for _ in range(times):
            for param in params:
                look_up(param)

    return times * len(params) / _measure_best(look_up_all)


def _measure_slowest_search() -> float:
    """Over the names of the whole catalogue, as long as they may be typed."""
    index = CatalogueFiles().index
    every = index.list_procedures()
    return max(_measure_best(partial(index.find, each.name.vi[:100], every)) for each in every) * 1000


def write_lines(found: dict[str, Speed]) -> list[str]:
    """Return a table for reading."""
    return [
        f"{name:24} {speed.figure:12,.1f} {speed.unit:9}"
        + ("" if speed.bound is None else f"  bound {speed.bound:,g}  {'MISSED' if speed.missed else 'ok'}")
        for name, speed in found.items()
    ]
