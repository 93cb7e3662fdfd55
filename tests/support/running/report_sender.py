"""Sends what a forked worker reports to the process that collected the tests."""

from __future__ import annotations

import warnings
from multiprocessing.connection import Connection
from typing import Any

import pytest


class Sender:
    """Sends what a worker has to report: all of a test at once.

    What came before and after a test is sent where it says something: otherwise only a list of the slowest parts and a
    report file have it.
    """

    def __init__(self, config: pytest.Config, connection: Connection) -> None:
        self.config, self.connection = config, connection
        self.whole = any(config.getoption(name, None) is not None for name in ("durations", "xmlpath"))
        self.reports: list[Any] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a report."""
        if self.whole or report.when == "call" or not report.passed or report.sections or report.user_properties:
            self._keep(report)

    def _keep(self, report: pytest.TestReport) -> None:
        self.reports.append(self.config.hook.pytest_report_to_serializable(config=self.config, report=report))

    def pytest_runtest_logfinish(self) -> None:
        """Send the reports of a test that is over."""
        self.connection.send(("reports", self.reports))
        self.reports = []

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: Any
    ) -> None:
        """Send a warning by its text."""
        kind = warning_message.category
        text = f"{kind.__name__}: {warning_message.message}"
        sent = warnings.WarningMessage(text, UserWarning, warning_message.filename, warning_message.lineno)
        what = {"warning_message": sent, "when": when, "nodeid": nodeid, "location": location}
        self.connection.send(("warning", what))
