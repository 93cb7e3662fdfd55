"""Lints the templates as they are deployed: the packaged one with its resources merged in,
the edge's and the account's.

    python -m infra.checks.lint

cfn-lint must find nothing, and neither may infra.checks.rights, infra.checks.pipeline and infra.checks.locks. checkov
may find what infra/lint-exceptions.yaml keeps with a reason, all of it and no more. Both linters run from .lint, an
environment of their own (infra/lint-requirements.txt).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from infra.checks import locks, pipeline, rights
from infra.paths import ROOT
from infra.release.package import package_stage

TOOLS = ROOT / ".lint" / "bin"
EXCEPTIONS = ROOT / "infra" / "lint-exceptions.yaml"
Finding = tuple[str, str]
"""Rule and logical id."""


def list_excepted(template: str) -> set[Finding]:
    """Return a template's exceptions. ValueError for one without a reason or given twice."""
    entries = yaml.safe_load(EXCEPTIONS.read_text()).get(template, [])
    if unreasoned := [entry["rule"] for entry in entries if not str(entry.get("reason", "")).strip()]:
        raise ValueError(f"exceptions without a reason: {', '.join(unreasoned)}")
    found = [(entry["rule"], resource) for entry in entries for resource in entry["resources"]]
    if twice := sorted({pair for pair in found if found.count(pair) > 1}):
        raise ValueError(f"exceptions given twice: {twice}")
    return set(found)


def list_complaints(template: str, findings: Iterable[Finding]) -> list[str]:
    """Return findings without an exception, and unused exceptions."""
    found, excepted = set(findings), list_excepted(template)
    new = [f"{template}: {rule} {resource}: not allowed" for rule, resource in sorted(found - excepted)]
    idle = [f"{template}: {rule} {resource}: no longer needed" for rule, resource in sorted(excepted - found)]
    return new + idle


def run_cfn_lint(file: Path) -> list[str]:
    """Return the output lines of cfn-lint for a template."""
    return _run_linter([str(TOOLS / "cfn-lint"), "--format", "parseable", str(file)]).splitlines()


def run_checkov(file: Path) -> set[Finding]:
    """Return the findings of checkov in a template. RuntimeError when it could not read it."""
    options = ["--framework", "cloudformation", "--compact", "--quiet", "--skip-download", "--output", "json"]
    report: dict[str, Any] = json.loads(_run_linter([str(TOOLS / "checkov"), "--file", str(file), *options]))
    if report["summary"]["parsing_errors"] or not report["summary"]["resource_count"]:
        raise RuntimeError(f"checkov could not read {file}")
    failed = report["results"]["failed_checks"]
    return {(check["check_id"], check["resource"].rsplit(".", 1)[-1]) for check in failed}


def write_templates() -> dict[str, Path]:
    """Return the templates as CloudFormation gets them, flat JSON under build/lint/, by the name of their source."""
    folder = ROOT / "build" / "lint"
    folder.mkdir(parents=True, exist_ok=True)
    whole = {name: yaml.safe_load((ROOT / "infra" / name).read_text()) for name in ("web.yaml", "account.yaml")}
    whole["resources.yaml"] = package_stage("prod").template
    made = {name: folder / name.replace(".yaml", ".json") for name in whole}
    for name, file in made.items():
        file.write_text(json.dumps(whole[name], indent=1, ensure_ascii=False))
    return made


def list_rights_complaints() -> list[str]:
    """Return excess rights of pipeline and stacks, and roles without the account's boundary."""
    account = yaml.safe_load((ROOT / "infra" / "account.yaml").read_text())
    edge = yaml.safe_load((ROOT / "infra" / "web.yaml").read_text())
    unbounded = [
        fault for template in (package_stage("prod").template, edge) for fault in rights.find_unbounded_roles(template)
    ]
    return rights.find_faults(account) + unbounded


def main() -> int:
    """Print every complaint; 0 when there is none."""
    found: list[str] = []
    for name, file in write_templates().items():
        found += run_cfn_lint(file)
        found += list_complaints(name, run_checkov(file))
    found += list_rights_complaints() + pipeline.find_faults() + locks.find_faults()
    print("\n".join(found) or "Templates are clean.")
    return 1 if found else 0


def _run_linter(command: list[str]) -> str:
    """Standard output of a linter. Its exit status only says that it found something."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout and done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
