"""Checks the workflows of .github/workflows as data: the rights of each job, and the place of secrets.

    python -m infra.checks.pipeline      (and the locks, infra.checks.locks; part of `make check` and `make lint-infra`)

Third-party code (installers, their scripts, an action's new version) runs only in jobs without secret, identity or
right to write. The result of such a job is passed on by its digest; the jobs that hold an identity run no
code but that artefact's and a few actions pinned by commit.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from infra.checks import locks
from infra.paths import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
DEPLOYING = "deploy"
"""The workflow and its job that change an account."""

_PINNED = re.compile(r"((?:actions|aws-actions)/[a-z0-9-]+)@([0-9a-f]{40})")
"""Actions of the machine's maker and of the cloud's. Their names are case-insensitive: one spelling is held."""
_USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(\S+)(?:\s+#\s*(\S+))?\s*$", re.MULTILINE)
_VERSION = re.compile(r"v\d+\.\d+\.\d+")
_EXPRESSION = re.compile(r"\$\{\{")
_SECRET = re.compile(
    r"\$\{\{.*?(?:\bsecrets\b|\bgithub\s*(?:\.\s*(?:token\b|\*)|\[)|\btojson\s*\(\s*(?:github|env)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""A secret in an expression, however it is asked for: names are case-insensitive, and texts inside an
expression may hold braces."""
_OF_DEPLOYMENT = "${{ secrets.EDGE_SECRET }}"
_DIGEST_CHECK = 'echo "$DIGEST  motcua.tar.gz" | sha256sum --check --strict'
_DEPLOYMENT = re.compile(
    r"python3 -m infra\.aws\.deploy(?:_web)?"
    r'(?: +(?:--[a-z-]+|[a-z]+|"(?:[A-Za-z]+=)?\$[A-Z_]+"|\$\{ALARM_EMAIL:\+--parameter "AlarmEmail=\$ALARM_EMAIL"\}))+'
)
_BENDING = re.compile(
    r"PATH|BASH_.*|ENV|IFS|SHELL.*|LD_.*|PYTHON.*|NODE_.*|NPM_.*|PIP_.*|UV_.*|GIT_.*|MAKE.*|CURL_.*|SSL_.*|.*_PROXY|"
    r"GITHUB_.*|RUNNER_.*|ACTIONS_.*|AWS_(?!REGION$).*",
    re.IGNORECASE,
)
"""Variables by which a shell, an interpreter, an installer or the cloud's client does something else."""

_KEYS = frozenset({"name", "on", "permissions", "concurrency", "jobs"})
_JOB_KEYS = frozenset({
    "name", "runs-on", "timeout-minutes", "needs", "permissions", "environment", "env", "outputs", "services", "steps",
})  # fmt: skip
_STEP_KEYS = frozenset({"name", "id", "uses", "with", "env", "run"})
"""The allowed keys of each step. Conditions, other shells and ignored failures are not allowed."""
_LONGEST = 60
"""Minutes of the longest job."""

_TRIGGERS = frozenset({"push", "pull_request", "schedule", "workflow_dispatch"})
"""Triggers by which only people with push rights start a workflow with rights."""
_DEPLOYING_TRIGGERS = frozenset({"push", "workflow_dispatch"})
_RIGHTS = {
    DEPLOYING: {"id-token": "write"},
    "attest": {"id-token": "write", "attestations": "write"},
}
"""Jobs of the deploying workflow that hold an identity. Nothing else holds one."""
_TOOLS: Mapping[str, Mapping[str, Any]] = {
    "actions/checkout": {"persist-credentials": False},
    "actions/setup-python": {"python-version-file": ".python-version"},
    "actions/setup-node": {"node-version": "22"},
}
_PACKED = {"name": "release", "path": "build/release/", "if-no-files-found": "error", "retention-days": 90}
_RELEASE = {"actions/download-artifact": {"name": "release"}}
_ACTIONS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "verify": _TOOLS,
    "audit": _TOOLS,
    "build": {**_TOOLS, "actions/upload-artifact": _PACKED},
    "attest": {**_RELEASE, "actions/attest": {"subject-path": "motcua.tar.gz", "sbom-path": "sbom.cdx.json"}},
    DEPLOYING: {
        **_RELEASE,
        "aws-actions/configure-aws-credentials": {
            "role-to-assume": "${{ vars.DEPLOY_ROLE_ARN }}",
            "role-session-name": "deploy-${{ github.run_id }}",
            "aws-region": "ap-southeast-1",
        },
    },
}
"""The actions that the jobs of the deploying workflow may run, and the inputs of each: no cache that another run may
have filled, no other registry."""
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "verify": ("make check lint-infra test",),
    "audit": ("make audit RELEASE=1",),
    "build": (
        'make release STAGE="$STAGE"',
        """echo "digest=$(sha256sum < build/release/motcua.tar.gz | cut -d ' ' -f 1)" >> "$GITHUB_OUTPUT\"""",
    ),
    "attest": (_DIGEST_CHECK,),
    DEPLOYING: (_DIGEST_CHECK, "tar --extract --gzip --file motcua.tar.gz"),
}
"""The exact commands of the deploying workflow's jobs, apart from the deployment itself."""
_BEFORE_DEPLOYING = frozenset(_SCRIPTS) - {DEPLOYING}


def find_workflow_faults(name: str, text: str) -> list[str]:
    """Return the faults of a workflow file; empty for a correct one."""
    try:
        workflow = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - it is a safe one
    except yaml.YAMLError:
        workflow = None
    if not isinstance(workflow, dict) or not isinstance(workflow.get("jobs"), dict):
        return [f"{name}: no workflow"]
    deploying = name == DEPLOYING
    faults = [*_list_workflow_faults(workflow, deploying), *_list_pin_faults(text, workflow)]
    for job, given in workflow["jobs"].items():
        if not isinstance(given, dict) or not isinstance(given.get("steps"), list):
            faults.append(f"{job}: has no steps of its own")
            continue
        faults += [f"{job}: {fault}" for fault in _list_job_faults(job if deploying else "", given)]
    if deploying and not faults:
        faults += _list_deployment_faults(workflow["jobs"])
    return [f"{name}: {fault}" for fault in faults]


def _list_workflow_faults(workflow: Mapping[Any, Any], deploying: bool) -> Iterator[str]:
    # YAML reads the key `on` as true.
    said = ["on" if key is True else key for key in workflow]
    if others := set(said) - _KEYS:
        yield f"says more than a workflow needs ({', '.join(sorted(map(str, others)))})"
    triggers = workflow.get("on", workflow.get(True)) or {}
    named = {triggers} if isinstance(triggers, str) else set(triggers)
    allowed = _DEPLOYING_TRIGGERS if deploying else _TRIGGERS
    if said.count("on") != 1 or not named <= allowed:
        yield f"started by something else than {', '.join(sorted(allowed))}"
    if deploying and (not isinstance(triggers, dict) or set(triggers.get("push") or {"": 0}) != {"tags"}):
        yield "deploys what is no version"
    if workflow.get("permissions") != {"contents": "read"}:
        yield "permissions of the whole workflow are more than reading the contents"


def _list_pin_faults(text: str, workflow: Mapping[Any, Any]) -> Iterator[str]:
    versions: dict[str, set[str]] = {}
    written = _USES.findall(text)
    jobs = [job for job in workflow["jobs"].values() if isinstance(job, dict)]
    used = [step["uses"] for job in jobs for step in job.get("steps", ()) if "uses" in step]
    used += [job["uses"] for job in jobs if "uses" in job]
    if len(written) != len(used):
        yield "an action is written in a way that cannot be checked: one `uses:` a line"
    for action, version in written:
        pinned = _PINNED.fullmatch(action)
        if not pinned:
            yield f"{action} is not pinned by commit (40 hex digits), or of somebody else"
            continue
        if not _VERSION.fullmatch(version):
            yield f"{action}: the comment names no version"
        versions.setdefault(pinned[1], set()).add(f"{pinned[2]} {version}")
    yield from (f"{action} is pinned to two commits" for action, each in sorted(versions.items()) if len(each) > 1)


def _list_job_faults(job: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield faults of a job of the deploying workflow, or of another one's (whose name says nothing)."""
    if others := set(given) - _JOB_KEYS:
        yield f"says more than a job needs ({', '.join(sorted(map(str, others)))})"
    if _SECRET.search(str({name: value for name, value in given.items() if name != "steps"})):
        yield "a secret for every step"
    if given.get("runs-on") != "ubuntu-24.04":
        yield "runs on another machine than the named image"
    minutes = given.get("timeout-minutes")
    if type(minutes) is not int or not 0 < minutes <= _LONGEST:
        yield "has no time limit"
    if given.get("permissions", {"contents": "read"}) != _RIGHTS.get(job, {"contents": "read"}):
        yield "has other rights than its work needs"
    if ("environment" in given) != (job == DEPLOYING):
        yield "only the deploying job is in an environment, and it is in one"
    for step in given["steps"]:
        yield from _list_step_faults(job, step)
    for place in (given, *given["steps"]):
        yield from _list_variable_faults(job, place.get("env") or {})


def _list_step_faults(job: str, step: Mapping[str, Any]) -> Iterator[str]:
    label, action = step.get("name") or step.get("uses") or step.get("run"), str(step.get("uses", "")).split("@")[0]
    if others := set(step) - _STEP_KEYS:
        yield f"{label}: says more than a step needs ({', '.join(sorted(map(str, others)))})"
    script, given = str(step.get("run", "")).strip(), step.get("with") or {}
    if _EXPRESSION.search(script):
        yield f"{label}: an expression inside a script; hand it over in `env`"
    if _SECRET.search(str({name: value for name, value in step.items() if name != "env"})):
        yield f"{label}: a secret outside `env`"
    for value in map(str, (step.get("env") or {}).values()):
        if _SECRET.search(value) and (job != DEPLOYING or action or value != _OF_DEPLOYMENT):
            yield f"{label}: another secret than the deployment's, or in a step that is not the deployment's own"
    if action == "actions/checkout" and given != {"persist-credentials": False}:
        yield f"{label}: keeps the token of the checkout, or takes something else out"
    deploys = job == DEPLOYING and _DEPLOYMENT.fullmatch(script)
    if script and job in _SCRIPTS and script not in _SCRIPTS[job] and not deploys:
        yield f"{label}: runs something else than this job's work"
    if action and job in _ACTIONS:
        allowed = _ACTIONS[job].get(action, {})
        if action not in _ACTIONS[job] or any(allowed.get(name) != value for name, value in given.items()):
            yield f"{label}: runs code of others, or otherwise than agreed"


def _list_variable_faults(job: str, env: Mapping[str, Any]) -> Iterator[str]:
    for name, value in env.items():
        own_libraries = (job, name, value) == (DEPLOYING, "PYTHONPATH", "lib")
        if _BENDING.fullmatch(str(name)) and not own_libraries:
            yield f"{name} makes programs do something else"


def _list_deployment_faults(jobs: Mapping[str, Any]) -> Iterator[str]:
    """Return the faults between jobs that are correct by themselves."""
    if set(jobs) != set(_SCRIPTS):
        yield f"other jobs than {', '.join(_SCRIPTS)}"
        return
    for job, scripts in _SCRIPTS.items():
        run = [str(step.get("run", "")).strip() for step in jobs[job]["steps"]]
        yield from (f"{job}: does not run {script}" for script in scripts if script not in run)
    if not _list_names(jobs[DEPLOYING].get("needs")) >= _BEFORE_DEPLOYING:
        yield f"deploy does not wait for {', '.join(sorted(_BEFORE_DEPLOYING))}"
    if jobs["build"].get("outputs") != {"digest": "${{ steps.release.outputs.digest }}"}:
        yield "build: hands on no digest of what it built"
    for job in _RIGHTS:
        if fault := _explain_unchecked(jobs[job]):
            yield f"{job}: {fault}"
    if any("services" in job for job in jobs.values()):
        yield "a service of others next to what is deployed"


def _list_names(needs: Any) -> set[str]:
    return {needs} if isinstance(needs, str) else set(needs or ())


def _explain_unchecked(job: Mapping[str, Any]) -> str:
    """Return why a job's input may differ from the built artefact; empty when it cannot."""
    steps = job["steps"]
    names = [str(step.get("uses", "")).split("@")[0] for step in steps]
    checks = [n for n, step in enumerate(steps) if _is_digest_check(job, step)]
    if "actions/download-artifact" not in names or not checks:
        return "the artefact's digest is not checked"
    first_other = min(n for n in range(len(steps)) if names[n] != "actions/download-artifact")
    if "actions/download-artifact" in names[first_other:]:
        return "something is taken over after the check"
    return "" if checks[0] == first_other else "something runs before the digest is checked"


def _is_digest_check(job: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    known = {**(job.get("env") or {}), **(step.get("env") or {})}.get("DIGEST")
    return str(step.get("run", "")).strip() == _DIGEST_CHECK and known == "${{ needs.build.outputs.digest }}"


def find_faults(workflows: Path = WORKFLOWS) -> list[str]:
    """Return faults of every workflow file."""
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
