"""All measurements: `make bench` (a few minutes) and `make bench-full` (large data, many clients).

    python -m bench [--full] [part …]

Prints a table as each part ends, writes `build/bench.json` and charts in `build/bench/`; exit code 1 when a target is
missed. `docs/performance.md` explains the figures and their limits; `bench.report` writes its results.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from bench import (
    charts,
    cold_start,
    consumers,
    cost,
    engines,
    growth,
    latency,
    matters,
    money,
    notices,
    registration,
    web,
    worklist,
)
from bench.crowd import load
from bench.dynamodb_local import NotHereError, start_dynamodb_local
from bench.organisation import merging, rights
from bench.report import FIGURES
from bench.table import create_table_on
from bench.telephone import pages
from infra.local.cloud import LocalCloud
from infra.paths import ROOT

Part = Callable[[bool], tuple[Any, list[str], list[str]]]
"""A part answers its figures, their table and the targets that it missed."""


@contextmanager
def start_local_cloud() -> Any:
    """A throw-away local cloud."""
    with tempfile.TemporaryDirectory() as state, LocalCloud(Path(state)) as cloud:
        yield cloud


def measure_cold_starts(_: bool) -> tuple[Any, list[str], list[str]]:
    """Compare fresh processes with the bare floor."""
    with start_local_cloud() as cloud, create_table_on(cloud.build_environment()):
        found = cold_start.measure_starts(cold_start.build_environment(cloud))
    checked = cold_start.compare_bounds(found)
    over = [name for name, (figure, bound) in checked.items() if figure > bound]
    return {"programs": found, "ratios": checked}, cold_start.write_lines(found), over


def measure_costs(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure the requests of commands, the journey and its consumers, and the price of a thousand dossiers."""
    with start_local_cloud() as cloud:
        each, journey = cost.measure_costs(cloud.build_environment())
        after = consumers.measure_consumers(cloud, rounds=3)
    bills = money.calculate_bills(each, journey, after)
    compared, unlike = check_reads()
    tables = [
        cost.write_lines(each),
        cost.write_lines(journey),
        consumers.write_lines(after),
        money.write_lines(bills),
        [compared],
    ]
    table = [line for one in tables for line in (*one, "")]
    over = [] if sum(c.write_units for c in journey.values()) <= cost.JOURNEY_WRITE_UNITS else ["journey's write units"]
    over += consumers.list_missed(after) + unlike
    return {"commands": each, "journey": journey, "consumers": after, "bills": bills}, table, over


def check_reads() -> tuple[str, list[str]]:
    """Compare the formula for reads with DynamoDB Local; return a line for the table and the differences."""
    try:
        with start_dynamodb_local() as environment:
            count, unlike = cost.check_reads(environment)
    except NotHereError as reason:
        return f"read units are not compared with an engine: {reason}", ["read units: not compared"]
    summary = f"read units: {count} requests next to DynamoDB Local, {len(unlike)} kinds priced otherwise"
    return summary, unlike if count else ["read units: the engine reported none"]


def measure_overhead(full: bool) -> tuple[Any, list[str], list[str]]:
    """Compare our own work with the bare requests, on both engines."""
    found, table, over = {}, [], []
    for name, engine in latency.ENGINES.items():
        with engine() as environment:
            found[name] = latency.measure_latency(environment, latency.FULL if full else latency.QUICK)
        table += [name, *latency.write_lines(found[name])]
        over += [f"{step} on {name}" for step in latency.list_missed(found[name])]
    return found, table, over


def measure_crowd(full: bool) -> tuple[Any, list[str], list[str]]:
    """Run whole journeys by many clients at once."""
    many, seconds = (load.CLIENTS_FULL, load.SECONDS_FULL) if full else (load.CLIENTS, load.SECONDS)
    found = load.run_crowd(many, float(seconds))
    return found, load.write_lines(found), load.list_missed(found)


def measure_sizes(full: bool) -> tuple[Any, list[str], list[str]]:
    """Measure the same operations with a growing number of dossiers."""
    found = growth.measure_growth(growth.SIZES["full" if full else "small"])
    return found, growth.write_lines(found), growth.list_growing(found)


def measure_questions(full: bool) -> tuple[Any, list[str], list[str]]:
    """Measure what people do with matters, with a growing number of them."""
    found = matters.measure_matters(matters.SIZES["full" if full else "small"])
    return found, growth.write_lines(found), growth.list_growing(found)


def measure_merger(full: bool) -> tuple[Any, list[str], list[str]]:
    """Measure a merger of units whose dossiers run."""
    size = merging.SIZES["full" if full else "small"]
    found = merging.measure_merging(size)
    return found, merging.write_lines(found, size), found.list_missed(size)


def measure_rights(full: bool) -> tuple[Any, list[str], list[str]]:
    """Measure how soon rights take effect and end while clients work."""
    many, rounds = (rights.CLIENTS_FULL, rights.ROUNDS_FULL) if full else (rights.CLIENTS, rights.ROUNDS)
    found = rights.measure_rights(many, rounds)
    return found, rights.write_lines(found), rights.list_missed(found)


def measure_engines(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure the engines that only compute."""
    found = engines.measure_engines()
    return found, engines.write_lines(found), [name for name, speed in found.items() if speed.missed]


def measure_pages(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure the pages on a simulated telephone."""
    found = web.measure_pages()
    return found, web.write_lines(found), web.list_missed(found)


def measure_slow_pages(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure how long somebody on a slow telephone waits for pages."""
    found = pages.measure_pages()
    return found, pages.write_lines(found), pages.list_missed(found)


def measure_sign_up(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure what somebody waits for who registers on a slow telephone."""
    found = registration.measure_registration()
    return found, registration.write_lines(found), registration.list_missed(found)


def measure_lists(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure a long worklist in an officer's browser."""
    found = worklist.measure_worklist()
    return found, worklist.write_lines(found), worklist.list_missed(found)


def measure_notices(_: bool) -> tuple[Any, list[str], list[str]]:
    """Measure the time from a fact to its mail at the provider."""
    found = notices.NoticeWaits(notices.measure_notices(), notices.measure_crowd())
    return found, notices.write_lines(found), notices.list_missed(found)


PARTS: Mapping[str, tuple[Part, bool]] = {
    "cold start": (measure_cold_starts, True),
    "cost": (measure_costs, True),
    "latency": (measure_overhead, True),
    "load": (measure_crowd, True),
    "growth": (measure_sizes, False),
    "matters": (measure_questions, False),
    "units": (measure_merger, False),
    "rights": (measure_rights, False),
    "engines": (measure_engines, True),
    "notices": (measure_notices, False),
    "web": (measure_pages, False),
    "pages": (measure_slow_pages, False),
    "registration": (measure_sign_up, False),
    "worklist": (measure_lists, False),
}
"""Each part, and whether the quick run has it."""


def main() -> int:
    """Run the parts; 1 when a target is missed or a part cannot run here."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--full", action="store_true", help="all parts in their large sizes")
    parser.add_argument("part", nargs="*", help=f"one of: {', '.join(PARTS)}; without any, those of the size")
    chosen = parser.parse_args()
    if unknown := set(chosen.part) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    results: dict[str, Any] = {}
    missed: list[str] = []
    for name, (part, quick) in PARTS.items():
        if (chosen.part and name not in chosen.part) or not (chosen.part or chosen.full or quick):
            continue
        about, began = describe_machine(), time.monotonic()
        try:
            figures, table, over = part(chosen.full)
        except NotHereError as reason:
            figures, table, over = None, [str(reason)], [f"{name}: not measured"]
        took = time.monotonic() - began
        print(f"\n{name} ({took:.0f} s)\n" + "\n".join(table), flush=True)
        results[name] = {
            "machine": about,
            "seconds": round(took, 1),
            "missed": over,
            "table": table,
            "figures": _convert_value(figures),
        }
        missed += over
    _write_results(results)
    print(f"\nmissed: {', '.join(missed) or 'nothing'}")
    return int(bool(missed))


def describe_machine() -> dict[str, Any]:
    """Return the machine and the time of the measurement."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    return {
        "date": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "python": platform.python_version(),
        "load_before": os.getloadavg()[0], "commit": commit.stdout.strip(),
    }  # fmt: skip


def _convert_value(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _convert_value(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _convert_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_convert_value(item) for item in value]
    return value


def _write_results(results: Mapping[str, Any]) -> None:
    """Store the figures, and keep those of parts that were not measured this time."""
    kept = json.loads(FIGURES.read_text())["parts"] if FIGURES.exists() else {}
    parts = {name: results.get(name) or kept[name] for name in PARTS if name in results or name in kept}
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps({"parts": parts}, indent=1, ensure_ascii=False) + "\n")
    for name, picture in charts.draw_charts(parts).items():
        target = FIGURES.with_name("bench") / f"{name}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(picture)


if __name__ == "__main__":
    sys.exit(main())
