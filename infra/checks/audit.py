"""Looks for secrets in the sources, and for advisories about every locked package.

    python -m infra.checks.audit [--release]        (make audit [RELEASE=1])

Needs the network for advisories. Where they cannot be reached it says so, and a release fails. A finding is a fault
unless infra/audit-exceptions.yaml lists it with a reason; an unused or expired exception is a fault too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from chalicelib.domain.shared.timezone import VIETNAM
from infra.paths import ROOT

TOOLS = ROOT / ".audit" / "bin"
EXCEPTIONS = ROOT / "infra" / "audit-exceptions.yaml"
PYTHON_LOCKS = (
    "requirements.txt", "requirements-dev.txt", "infra/local/requirements.txt", "infra/lint-requirements.txt",
    "infra/uv-requirements.txt", "infra/deploy-requirements.txt", "infra/audit-requirements.txt",
    "infra/docs-requirements.txt",
)  # fmt: skip
NPM_LOCKS = ("web", "bench/lighthouse")
GUESSES = ("KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector")
"""Detectors that take any long or oddly named text for a secret; the others know the form of real ones."""


class Finding(NamedTuple):
    """A secret (file and kind) or an advisory (package and number)."""

    place: str
    what: str


class OutOfReach(RuntimeError):
    """The advisories could not be fetched."""


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """The output of a tool."""

    out: str
    err: str


Run = Callable[[list[str]], ToolOutput]


def run_tool(command: list[str]) -> ToolOutput:
    """Run a tool; its exit status only says that it found something."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ToolOutput(done.stdout, done.stderr)


def find_secrets(files: Iterable[str], tool: Run = run_tool) -> set[Finding]:
    """Return texts in the form of a secret: keys of providers, private keys, tokens. Raises RuntimeError when not
    scanned."""
    guesses = [part for name in GUESSES for part in ("--disable-plugin", name)]
    done = tool([str(TOOLS / "detect-secrets"), "scan", "--no-verify", *guesses, *files])
    try:
        results: Mapping[str, list[dict[str, Any]]] = json.loads(done.out)["results"]
    except (ValueError, KeyError):
        raise RuntimeError(f"detect-secrets failed:\n{done.err}") from None
    return {Finding(file, each["type"]) for file, found in results.items() for each in found}


def find_python_advisories(lock: str, tool: Run = run_tool) -> set[Finding]:
    """Return advisories about the packages of a lock. Raises OutOfReach."""
    options = ["--disable-pip", "--require-hashes", "--vulnerability-service", "osv", "--progress-spinner", "off"]
    done = tool([str(TOOLS / "pip-audit"), *options, "--format", "json", "--requirement", lock])
    try:
        packages = json.loads(done.out)["dependencies"]
    except (ValueError, KeyError):
        raise OutOfReach(f"{lock}: {_read_last_line(done.err)}") from None
    if skipped := [each["name"] for each in packages if "skip_reason" in each]:
        raise OutOfReach(f"{lock}: not looked at: {', '.join(skipped)}")
    return {Finding(f"{lock}: {each['name']}", found["id"]) for each in packages for found in each["vulns"]}


def find_npm_advisories(folder: str, tool: Run = run_tool) -> set[Finding]:
    """Return advisories about the packages of an npm lock. Raises OutOfReach."""
    done = tool(["npm", "--prefix", folder, "audit", "--json", "--package-lock-only", "--audit=true"])
    try:
        found = json.loads(done.out)["vulnerabilities"]
    except (ValueError, KeyError):
        raise OutOfReach(f"{folder}: {_read_last_line(done.err or done.out)}") from None
    return {
        Finding(f"{folder}: {name}", str(via["url"]).rpartition("/")[2])
        for name, each in found.items()
        for via in each["via"]
        if isinstance(via, dict)
    }


def judge_findings(found: set[Finding], exceptions: Iterable[Mapping[str, Any]], today: date) -> list[str]:
    """Return findings without an exception, and exceptions that are unused, without a reason or expired."""
    listed = list(exceptions)
    kept = {Finding(each["place"], each["what"]) for each in listed}
    faults = [f"{each.place}: {each.what}" for each in sorted(found - kept)]
    faults += [f"{each.place}: {each.what}: the exception is no longer needed" for each in sorted(kept - found)]
    for each in listed:
        if not str(each.get("reason", "")).strip():
            faults.append(f"{each['place']}: {each['what']}: an exception without a reason")
        if "until" in each and each["until"] < today:
            faults.append(f"{each['place']}: {each['what']}: the exception ran out on {each['until']}")
    return faults


def find_faults(
    release: bool, exceptions: Path = EXCEPTIONS, tool: Run = run_tool, today: date | None = None
) -> list[str]:
    """Return every fault; an unreachable check is a fault in a release, and printed otherwise."""
    day = today or datetime.now(VIETNAM).date()
    kept: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(exceptions.read_text()) or {}
    files = tool(["git", "ls-files"]).out.split("\n")
    faults = judge_findings(find_secrets(filter(None, files), tool), kept.get("secrets") or (), day)
    advisories, unreached = set[Finding](), list[str]()
    looks = [(find_python_advisories, lock) for lock in PYTHON_LOCKS] + [(find_npm_advisories, at) for at in NPM_LOCKS]
    for look, at in looks:
        try:
            advisories |= look(at, tool)
        except OutOfReach as unreachable:
            unreached.append(f"advisories not reached: {unreachable}")
    if unreached:
        # An unchecked lock may be what an exception is for: only findings can be judged.
        faults += [f"{each.place}: {each.what}" for each in sorted(advisories - _list_excepted(kept))]
    else:
        faults += judge_findings(advisories, kept.get("advisories") or (), day)
    if release:
        return faults + unreached
    print("\n".join(unreached), end="\n" if unreached else "")
    return faults


def _list_excepted(exceptions: Mapping[str, list[dict[str, Any]]]) -> set[Finding]:
    return {Finding(each["place"], each["what"]) for each in exceptions.get("advisories") or ()}


def _read_last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no answer"


def main(argv: list[str]) -> int:
    """Print every fault; 0 when there is none."""
    parser = argparse.ArgumentParser(prog="python -m infra.checks.audit")
    parser.add_argument("--release", action="store_true", help="fail where advisories cannot be reached")
    faults = find_faults(parser.parse_args(argv).release)
    print("\n".join(faults) or "Nothing found.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
