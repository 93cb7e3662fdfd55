"""How long a slip takes to render, warm and in a fresh process: `python -m bench.slips`.

The bound is 50 ms a slip, warm (median of each kind). Exit code 1 when a kind is slower.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace

from chalicelib.domain.documents.slip_values import Slip
from chalicelib.repositories.documents.slip_renderer import TypstRenderer
from chalicelib.steps.documents.render_slip import encode_words
from tests.support.builders import MONDAY
from tests.support.slip_builders import build_long_slip, list_every_slip

BOUND_MS = 50.0
ROUNDS = 30
FRESH = (
    "import time; t = time.perf_counter(); import json, sys;"
    "from chalicelib.repositories.documents.slip_renderer import TypstRenderer;"
    "from chalicelib.steps.documents.render_slip import read_words;"
    "TypstRenderer().render(read_words(sys.stdin.buffer.read())); print((time.perf_counter() - t) * 1000)"
)


def measure_warm(renderer: TypstRenderer, slip: Slip) -> dict[str, float]:
    """Return milliseconds of a rendering whose words were never seen before: median and 99th percentile."""
    taken = []
    for round_ in range(ROUNDS):
        # Other words each time: the engine remembers what it has laid out.
        other = replace(slip, number=f"{round_}/{slip.number}", lead=f"{slip.lead} {round_}")
        began = time.perf_counter()
        renderer.render(other)
        taken.append((time.perf_counter() - began) * 1000)
    return {"median_ms": round(statistics.median(taken), 1), "p99_ms": round(max(taken), 1)}


def measure_fresh(slip: Slip, engine: str) -> float:
    """Return milliseconds from the first import to the first PDF in a process of its own, median of five."""
    words = encode_words(slip, engine)
    command = [sys.executable, "-c", FRESH]
    runs = [subprocess.run(command, input=words, capture_output=True, check=True).stdout for _ in range(5)]
    return round(statistics.median(map(float, runs)), 1)


def main() -> int:
    """Print the figures; 1 when a slip is slower than the bound."""
    renderer = TypstRenderer()
    slips = list(list_every_slip(MONDAY))
    renderer.render(slips[0])
    figures = {slip.kind.value: measure_warm(renderer, slip) for slip in slips}
    slowest = max(each["median_ms"] for each in figures.values())
    summary = {
        "engine": renderer.engine,
        "bound_ms": BOUND_MS,
        "slowest_median_ms": slowest,
        "three_pages_ms": measure_warm(renderer, build_long_slip(MONDAY))["median_ms"],
        "fresh_process_ms": measure_fresh(slips[0], renderer.engine),
        "kinds": figures,
    }
    print(json.dumps(summary, indent=1))
    return int(slowest > BOUND_MS)


if __name__ == "__main__":
    sys.exit(main())
