"""Bytes and Lighthouse scores of the pages as a telephone loads them from the local edge: `python -m bench web`.

The pages are those that anybody may open: signed in, tokens live in the page's memory alone, and every load is a fresh
start. Lighthouse plays a middling telephone on a slow network; it is installed apart when it is first asked for
(`bench/lighthouse/`) and drives the browser that the tests found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.dynamodb_local import NotHereError
from infra.local.browser import ensure_browser
from infra.local.cloud import LocalCloud
from infra.local.person import ApiPerson
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.paths import ROOT, find_site

TOOL = ROOT / "bench" / "lighthouse"
PROGRAM = TOOL / "node_modules" / ".bin" / "lighthouse"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
PAGES: Mapping[str, str] = {
    "home": "/",
    "procedures": "/procedures",
    "procedure": "/procedures/1.001612",
    "look-up": "/tra-cuu",
    "sign-in": "/sign-in",
    "accessibility": "/accessibility",
}
WARM = ("/api/procedures", "/api/procedures/1.001612", "/api/kiosk")
BOUNDS: Mapping[str, int] = {"performance": 98, "accessibility": 100, "best-practices": 100}
MOST_SHIFT = 0.005
"""Cumulative layout shift up to which nothing moves that people see."""
CATEGORIES = (*BOUNDS, "seo")
RUNS = 3
"""Performance is judged by the median: one run under other load says little."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class PageFigures:
    """One page: bytes over the network, those of scripts among them, scores of 100, the layout's cumulative shift, and
    the milliseconds in which the page answered nobody."""

    bytes: int
    script_bytes: int
    scores: Mapping[str, int]
    shift: float = 0.0
    blocked_ms: float = 0.0

    @property
    def missed(self) -> list[str]:
        """The scores that are below their bound, and the layout if it moved."""
        moved = ["layout"] if self.shift > MOST_SHIFT else []
        return [name for name, bound in BOUNDS.items() if self.scores[name] < bound] + moved


def measure_pages(runs: int = RUNS) -> dict[str, PageFigures]:
    """Return every page's figures. Raises NotHereError when the pages are not built or Lighthouse cannot be
    installed."""
    _install_lighthouse()
    with start_page_stack() as stack:
        for path in WARM:
            ApiPerson(stack).get(path)
        return {
            name: choose_median([run_lighthouse(stack.origin + path) for _ in range(runs)])
            for name, path in PAGES.items()
        }


def run_lighthouse(url: str) -> PageFigures:
    """Return one run of Lighthouse. A run that it lost itself, before the page was reached, is made again."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}",
            f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting", "--locale=en",
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": ensure_browser(), "CI": "1"}
        for _ in range(TRIES):
            if not subprocess.run(
                command, env=environment, check=False, stdout=subprocess.DEVNULL, timeout=180
            ).returncode:
                return read_report(json.loads(out.read_text()))
    raise NotHereError(f"Lighthouse made no report of {url} in {TRIES} runs")


def read_report(audited: Mapping[str, Any]) -> PageFigures:
    """Return the figures of a report. Raises ValueError for a page that could not be measured."""
    if problem := audited.get("runtimeError"):
        raise ValueError(f"{audited['requestedUrl']}: {problem['message']}")
    asked = audited["audits"]["network-requests"]["details"]["items"]
    scores = {name: round(100 * audited["categories"][name]["score"]) for name in CATEGORIES}
    return PageFigures(
        bytes=sum(each["transferSize"] for each in asked),
        script_bytes=sum(each["transferSize"] for each in asked if each["resourceType"] == "Script"),
        scores=scores,
        shift=audited["audits"]["cumulative-layout-shift"]["numericValue"],
        blocked_ms=audited["audits"]["total-blocking-time"]["numericValue"],
    )


def choose_median(runs: list[PageFigures]) -> PageFigures:
    """Return the run whose performance is in the middle, with the worst of every score that does not depend on time."""
    middle = sorted(runs, key=lambda page: page.scores["performance"])[len(runs) // 2]
    worst = {name: min(page.scores[name] for page in runs) for name in CATEGORIES}
    scores = {**worst, "performance": middle.scores["performance"]}
    return replace(middle, scores=scores, shift=max(page.shift for page in runs))


def write_lines(found: Mapping[str, PageFigures]) -> list[str]:
    """Return a table."""
    head = f"{'page':<14} {'kB':>6} {'scripts kB':>11} " + " ".join(f"{name:>14}" for name in CATEGORIES)
    head += f" {'shift':>7} {'blocked':>10}"
    return [head] + [
        f"{name:<14} {page.bytes / 1024:>6.1f} {page.script_bytes / 1024:>11.1f} "
        + " ".join(f"{page.scores[each]:>14}" for each in CATEGORIES)
        + f" {page.shift:>7.3f} {page.blocked_ms:>7.0f} ms"
        for name, page in found.items()
    ]


def list_missed(found: Mapping[str, PageFigures]) -> list[str]:
    """Return the scores below their bounds, by page."""
    return [f"{score} of {name}" for name, page in found.items() for score in page.missed]


def _install_lighthouse() -> None:
    if PROGRAM.exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise NotHereError("npm is not here")
    command = [npm, "ci", "--silent", "--omit=optional", "--ignore-scripts"]
    if subprocess.run(command, cwd=TOOL, check=False).returncode:
        raise NotHereError("Lighthouse could not be installed")


@contextmanager
def start_page_stack() -> Iterator[LocalStack]:
    """A throw-away stack with its pages. Raises NotHereError when they are not built."""
    if not (find_site() / "index.html").is_file():
        raise NotHereError("the pages are not built: make site")
    with (
        tempfile.TemporaryDirectory() as state,
        LocalCloud(Path(state)) as cloud,
        serve_stack(LocalStack(cloud, "hue", find_free_port()), find_free_port()) as stack,
    ):
        yield stack
