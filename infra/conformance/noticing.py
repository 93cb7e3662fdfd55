"""Decides whether a test has noticed a switched-off rule, and which tests need not run after that."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

OWN_MISTAKES = ("NameError", "SyntaxError")
"""A failure by an unknown name is the mutant's own mistake and shows nothing."""


def is_noticed(outcome: str, error: str) -> bool:
    """Return whether a test with this result has noticed the switch."""
    return outcome == "failed" and not error.startswith(OWN_MISTAKES)


def read_error(report: pytest.TestReport) -> str:
    """Return the first line of a test's failure."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).partition("\n")[0]


class UntilNoticed:
    """A pytest plugin that runs a witness only while one of its clauses has no failure yet."""

    def __init__(self, witnesses: Mapping[str, Collection[str]]) -> None:
        self.waiting = {clause: frozenset(names) for clause, names in witnesses.items()}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Return True to skip the test, None to run it."""
        return None if any(item.nodeid in names for names in self.waiting.values()) else True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Mark a clause as noticed once one of its witnesses failed."""
        if is_noticed(report.outcome, read_error(report) if report.failed else ""):
            self.waiting = {clause: names for clause, names in self.waiting.items() if report.nodeid not in names}
