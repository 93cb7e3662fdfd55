"""The workflows of .github/workflows, checked as data: what runs with which rights, and where secrets are.

    python -m infra.pipeline        (also the locks, infra.locks; part of `make check` and `make lint-infra`)

Code of others (installers, their scripts, an action's new version) runs only in jobs that hold nothing: no secret, no
identity, no right to write. What such a job makes is handed on by its digest; the jobs that hold an identity run no
code but that artefact's and a few actions pinned by commit.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from infra import locks
from infra.package import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
DEPLOYING = "deploy"
"""The workflow and its job that change an account."""

_PINNED = re.compile(r"([\w.-]+/[\w./-]+)@([0-9a-f]{40})")
_USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(\S+)(?:\s+#\s*(\S+))?\s*$", re.MULTILINE)
_VERSION = re.compile(r"v\d+\.\d+\.\d+")
_EXPRESSION = re.compile(r"\$\{\{")
_SECRET = re.compile(r"\$\{\{[^}]*\b(?:secrets\b|github\.token\b|github\[)")
_ONE_SECRET = re.compile(r"\$\{\{ secrets\.[A-Z_]+ \}\}")
_DIGEST_CHECK = re.compile(r'echo "\$DIGEST  [\w./-]+" \| sha256sum --check --strict')
_INSTALLER = re.compile(
    r"(?:^|[\s;&|(/])(?:make|pip3?|uv|uvx|pipx|npm|npx|yarn|pnpm|corepack|apt|apt-get|brew|gem|cargo|go|conda|poetry|"
    r"curl|wget|git|docker|sudo)(?=\s|$)|-m\s+(?:pip|ensurepip|venv)\b|setup\.py"
)
"""Words of a script that fetch or run code of others."""

_OUTSIDERS = frozenset({"pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "fork"})
"""Triggers by which somebody who may not push would run a workflow with rights."""
_TRUSTED = {
    DEPLOYING: frozenset({"actions/download-artifact", "aws-actions/configure-aws-credentials"}),
    "attest": frozenset({"actions/download-artifact", "actions/attest"}),
}
"""Jobs that hold an identity, and the actions that they may run."""
_RIGHTS = {
    DEPLOYING: {"id-token": "write"},
    "attest": {"id-token": "write", "attestations": "write"},
}
_BEFORE_DEPLOYING = frozenset({"verify", "audit", "build", "attest"})


def find_workflow_faults(name: str, text: str) -> list[str]:
    """What is wrong with a workflow file; empty for one that is as it should be."""
    try:
        workflow = yaml.safe_load(text)
    except yaml.YAMLError:
        workflow = None
    if not isinstance(workflow, dict) or not isinstance(workflow.get("jobs"), dict):
        return [f"{name}: no workflow"]
    faults = [*_faults_of_workflow(workflow), *_faults_of_pins(text, workflow)]
    for job, given in workflow["jobs"].items():
        faults += [f"{job}: {fault}" for fault in _faults_of_job(job, given)]
    if name == DEPLOYING:
        faults += _faults_of_deploying(workflow["jobs"])
    return [f"{name}: {fault}" for fault in faults]


def _faults_of_workflow(workflow: Mapping[Any, Any]) -> Iterator[str]:
    # YAML reads the key `on` as true.
    triggers = workflow.get("on", workflow.get(True)) or {}
    named = {triggers} if isinstance(triggers, str) else set(triggers)
    if outsiders := named & _OUTSIDERS:
        yield f"started by outsiders ({', '.join(sorted(outsiders))})"
    if workflow.get("permissions") != {"contents": "read"}:
        yield "permissions of the whole workflow are more than reading the contents"
    if _SECRET.search(str(workflow.get("env", ""))):
        yield "a secret for every job"


def _faults_of_pins(text: str, workflow: Mapping[Any, Any]) -> Iterator[str]:
    versions: dict[str, set[str]] = {}
    written = _USES.findall(text)
    used = [step["uses"] for job in workflow["jobs"].values() for step in job.get("steps", ()) if "uses" in step]
    used += [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
    if len(written) != len(used):
        yield "an action is written in a way that cannot be checked: one `uses:` a line"
    for action, version in written:
        pinned = _PINNED.fullmatch(action)
        if not pinned:
            yield f"{action} is not pinned by commit (40 hex digits)"
            continue
        if not _VERSION.fullmatch(version):
            yield f"{action}: the comment names no version"
        versions.setdefault(pinned[1], set()).add(f"{pinned[2]} {version}")
    yield from (f"{action} is pinned to two commits" for action, each in sorted(versions.items()) if len(each) > 1)


def _faults_of_job(job: str, given: Mapping[str, Any]) -> Iterator[str]:
    if "uses" in given:
        yield "calls a workflow of others"
    if "secrets" in given:
        yield "hands secrets on"
    if _SECRET.search(str(given.get("env", ""))) or _SECRET.search(str(given.get("services", ""))):
        yield "a secret for every step"
    if given.get("runs-on") != "ubuntu-24.04" or "container" in given:
        yield "runs on another machine than the named image"
    if not isinstance(given.get("timeout-minutes"), int):
        yield "has no time limit"
    if given.get("permissions", {"contents": "read"}) != _RIGHTS.get(job, {"contents": "read"}):
        yield "has other rights than its work needs"
    if ("environment" in given) != (job == DEPLOYING):
        yield "only the deploying job is in an environment, and it is in one"
    for step in given.get("steps", ()):
        yield from _faults_of_step(job, step)


def _faults_of_step(job: str, step: Mapping[str, Any]) -> Iterator[str]:
    label, action = step.get("name") or step.get("uses") or step.get("run"), str(step.get("uses", "")).split("@")[0]
    script = str(step.get("run", ""))
    if _EXPRESSION.search(script):
        yield f"{label}: an expression inside a script; hand it over in `env`"
    outside = {name: value for name, value in step.items() if name != "env"}
    if _SECRET.search(str(outside)):
        yield f"{label}: a secret outside `env`"
    for value in map(str, (step.get("env") or {}).values()):
        if _SECRET.search(value) and (job != DEPLOYING or action or not _ONE_SECRET.fullmatch(value)):
            yield f"{label}: more than one secret, or one in a step that is not the deployment's own"
    if action == "actions/checkout" and (step.get("with") or {}).get("persist-credentials") is not False:
        yield f"{label}: keeps the token of the checkout"
    if job in _TRUSTED:
        if action and action not in _TRUSTED[job]:
            yield f"{label}: runs code of others in a job with an identity"
        if _INSTALLER.search(script):
            yield f"{label}: fetches or builds in a job with an identity"


def _faults_of_deploying(jobs: Mapping[str, Any]) -> Iterator[str]:
    if missing := {DEPLOYING, *_BEFORE_DEPLOYING} - set(jobs):
        yield f"jobs missing: {', '.join(sorted(missing))}"
        return
    if not set(jobs[DEPLOYING].get("needs") or ()) >= _BEFORE_DEPLOYING:
        yield f"deploy does not wait for {', '.join(sorted(_BEFORE_DEPLOYING))}"
    if "digest" not in jobs["build"].get("outputs", {}):
        yield "build: hands on no digest"
    for job in _TRUSTED:
        if fault := _unchecked(jobs[job]):
            yield f"{job}: {fault}"
    for job in jobs.values():
        if any("cache" in (step.get("with") or {}) for step in job.get("steps", ())):
            yield "a cache that another run may have filled"
        if job.get("services"):
            yield "a service of others next to what is deployed"


def _unchecked(job: Mapping[str, Any]) -> str:
    """Why what a job takes over is not surely what was built; empty when it is."""
    steps = job.get("steps", [])
    names = [str(step.get("uses", "")).split("@")[0] for step in steps]
    checks = [n for n, step in enumerate(steps) if _is_digest_check(job, step)]
    if "actions/download-artifact" not in names or not checks:
        return "the artefact's digest is not checked"
    first_other = min(n for n in range(len(steps)) if names[n] != "actions/download-artifact")
    return "" if checks[0] == first_other else "something runs before the digest is checked"


def _is_digest_check(job: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    known = {**(job.get("env") or {}), **(step.get("env") or {})}.get("DIGEST")
    script = str(step.get("run", ""))
    whole = "continue-on-error" not in step and "if" not in step and "|| " not in script
    return whole and bool(_DIGEST_CHECK.search(script)) and known == "${{ needs.build.outputs.digest }}"


def find_faults(workflows: Path = WORKFLOWS) -> list[str]:
    """Faults of every workflow file."""
    return [
        fault
        for file in sorted((*workflows.glob("*.yml"), *workflows.glob("*.yaml")))
        for fault in find_workflow_faults(file.stem, file.read_text())
    ]


def main() -> int:
    """Print every fault of workflows and locks; 0 when there is none."""
    found = [*find_faults(), *locks.find_faults()]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
