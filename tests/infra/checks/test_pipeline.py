"""The workflows as data: what the checker lets through is what stands there, and each way around it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.checks import pipeline
from infra.checks.pipeline import find_workflow_faults
from tests.infra.checks.pipeline_attacks import CI, DEPLOY, RIGHTS_ATTACKS
from tests.infra.checks.pipeline_detours import DETOURS

ATTACKS = {**RIGHTS_ATTACKS, **DETOURS}


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
