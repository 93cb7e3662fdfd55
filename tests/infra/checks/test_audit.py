"""The audit says what it found, what it could not look at, and fails a release for either."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.checks import audit
from infra.checks.audit import Finding, OutOfReach, ToolOutput, judge_findings
from tests.infra.templates import ROOT

DAY = date(2026, 12, 1)
CLEAN = {"dependencies": [{"name": "attrs", "version": "26.1.0", "vulns": []}]}
FAULTY = {"dependencies": [{"name": "attrs", "version": "26.1.0", "vulns": [{"id": "GHSA-aaaa-bbbb-cccc"}]}]}
NPM_FAULTY = {
    "vulnerabilities": {"vite": {"via": ["esbuild", {"url": "https://github.com/advisories/GHSA-dddd-eeee-ffff"}]}}
}
AWAY = ToolOutput("", "Traceback …\nConnectionError: Failed to resolve 'api.osv.dev'\n")


class Tools:
    """The tools as they would answer."""

    def __init__(self, **answers: Any) -> None:
        self.answers: Mapping[str, Any] = {
            "detect-secrets": {"results": {}}, "pip-audit": CLEAN, "npm": {"vulnerabilities": {}}, **answers,
        }  # fmt: skip
        self.asked: list[list[str]] = []

    def __call__(self, command: list[str]) -> ToolOutput:
        """Answer as the named tool does."""
        self.asked.append(command)
        if command[0] == "git":
            return ToolOutput("app.py\nMakefile\n", "")
        answer = self.answers[Path(command[0]).name]
        return answer if isinstance(answer, ToolOutput) else ToolOutput(json.dumps(answer), "")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """No exceptions."""
    file = tmp_path / "exceptions.yaml"
    file.write_text("secrets: []\nadvisories: []\n")
    return file


def test_every_lock_is_asked_about(kept: Path) -> None:
    tools = Tools()
    assert audit.find_faults(True, kept, tools, DAY) == []
    asked = {command[-1] for command in tools.asked if command[0].endswith("pip-audit")}
    locks = {str(path.relative_to(ROOT)) for path in ROOT.glob("*requirements*.txt")}
    locks |= {str(path.relative_to(ROOT)) for path in (ROOT / "infra").rglob("*requirements*.txt")}
    assert asked == locks
    assert {command[2] for command in tools.asked if command[0] == "npm"} == {"web", "bench/lighthouse"}


def test_what_is_found_is_a_fault_wherever_it_is(kept: Path) -> None:
    secret = {"results": {"app.py": [{"type": "AWS Access Key", "line_number": 1}]}}
    tools = Tools(**{"detect-secrets": secret, "pip-audit": FAULTY, "npm": NPM_FAULTY})
    faults = audit.find_faults(False, kept, tools, DAY)
    assert faults[0] == "app.py: AWS Access Key"
    assert "requirements.txt: attrs: GHSA-aaaa-bbbb-cccc" in faults
    assert "web: vite: GHSA-dddd-eeee-ffff" in faults


@pytest.mark.parametrize(
    "away",
    [
        {"pip-audit": AWAY},
        {"npm": ToolOutput('{"error": {"code": "ENOTFOUND", "summary": "request failed"}}', "")},
        {"npm": ToolOutput("", "npm error audit endpoint returned an error")},
        {"pip-audit": {"dependencies": [{"name": "attrs", "skip_reason": "not found"}]}},
    ],
)
def test_out_of_reach_is_said_and_fails_a_release_alone(
    away: dict[str, Any], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.find_faults(False, kept, Tools(**away), DAY) == []
    assert "advisories not reached" in capsys.readouterr().out
    faults = audit.find_faults(True, kept, Tools(**away), DAY)
    assert faults
    assert all(fault.startswith("advisories not reached") for fault in faults)


def test_an_advisory_found_before_the_network_failed_is_a_fault_all_the_same(kept: Path) -> None:
    faults = audit.find_faults(False, kept, Tools(**{"pip-audit": FAULTY, "npm": ToolOutput("", "away")}), DAY)
    assert "requirements.txt: attrs: GHSA-aaaa-bbbb-cccc" in faults


def test_a_tool_that_did_not_run_is_no_clean_scan(kept: Path) -> None:
    with pytest.raises(RuntimeError, match="detect-secrets failed"):
        audit.find_faults(False, kept, Tools(**{"detect-secrets": ToolOutput("", "no such file")}), DAY)
    with pytest.raises(OutOfReach):
        audit.find_python_advisories("requirements.txt", Tools(**{"pip-audit": ToolOutput("", "")}))


FOUND = Finding("web: vite", "GHSA-1")
KEPT = {"place": "web: vite", "what": "GHSA-1", "reason": "not reached by our pages", "until": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("found", "exceptions", "faults"),
    [
        ({FOUND}, [KEPT], 0),
        ({FOUND}, [], 1),
        (set(), [KEPT], 1),
        ({FOUND}, [{**KEPT, "reason": " "}], 1),
        ({FOUND}, [{**KEPT, "until": date(2026, 11, 30)}], 1),
    ],
)
def test_an_exception_keeps_what_it_names_until_its_day(
    found: set[Finding], exceptions: list[dict[str, Any]], faults: int
) -> None:
    assert len(judge_findings(found, exceptions, DAY)) == faults
