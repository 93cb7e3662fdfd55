"""A pytest plugin: run the tests that name a clause, and write down how each of them ended.

    python -m pytest -p tests.support.running.clause_plugin [--clauses HUE-14.4.a,QN-13.5] [--in-process]
        [--clause-record FILE]

Loaded by hand only, so that other runs neither select nor record.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infra.conformance.noticing import read_error
from tests.support.running.reached import take_places

RECORD = Path("build") / "conformance-tests.json"
CLOUD_FIXTURES = {"cloud", "stack", "stack_of"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The plugin's own options."""
    group = parser.getgroup("clauses")
    group.addoption("--clauses", default="", help="ids of the clauses whose tests run, by commas; all when absent")
    group.addoption("--in-process", action="store_true", help="without the tests that need the local cloud")
    group.addoption("--clause-record", default=str(RECORD), help="file to which the outcomes of the tests are written")


def pytest_configure(config: pytest.Config) -> None:
    """Record this session."""
    config.pluginmanager.register(OutcomeRecorder(Path(config.getoption("--clause-record"))), "clause-recorder")


def list_clauses(item: pytest.Item) -> list[str]:
    """The clauses that a test names."""
    return sorted({str(name) for mark in item.iter_markers("clause") for name in mark.args})


def needs_cloud(item: pytest.Item) -> bool:
    """Whether a test needs the local cloud."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("cloud") is not None or bool(fixtures & CLOUD_FIXTURES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave only tests that name a (wanted) clause."""
    wanted = {name for name in config.getoption("--clauses").split(",") if name}
    in_process = config.getoption("--in-process")
    kept: list[pytest.Item] = []
    gone: list[pytest.Item] = []
    for item in items:
        named = list_clauses(item)
        chosen = bool(wanted & set(named)) if wanted else bool(named)
        (kept if chosen and not (in_process and needs_cloud(item)) else gone).append(item)
    config.hook.pytest_deselected(items=gone)
    items[:] = kept


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Give the test what it reached at a local cloud."""
    item.user_properties.append(("reached", take_places()))


class OutcomeRecorder:
    """Records each test's result, its clauses, and the places it reached (its property «reached»)."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.tests: dict[str, dict[str, Any]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every test that will run, not run yet."""
        for item in session.items:
            known = {"clauses": list_clauses(item), "cloud": needs_cloud(item)}
            self.tests[item.nodeid] = {**known, "outcome": "not_run", "error": "", "reached": []}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed when its call passed and nothing around it failed."""
        test = self.tests[report.nodeid]
        if report.failed or (report.when == "call" and test["outcome"] != "failed"):
            test["outcome"] = report.outcome
        if report.skipped:
            test["outcome"] = "skipped"
        if report.failed:
            test["error"] = read_error(report)
        properties: list[tuple[str, Any]] = report.user_properties
        test["reached"] = [place for name, found in properties if name == "reached" for place in found]

    def pytest_sessionfinish(self) -> None:
        """Write the record."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"tests": self.tests}, ensure_ascii=False, indent=1, sort_keys=True)
        self.target.write_text(text + "\n", encoding="utf-8")
