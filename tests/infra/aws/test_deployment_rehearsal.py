"""The whole life of a deployment on a local cloud: each step's check passes, and a failed one would be reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.aws.first_deployment import report_steps
from infra.aws.journey import JourneyStep
from infra.local.deployment_rehearsal import run_rehearsal


@pytest.mark.full
def test_a_deployment_is_made_changed_rolled_back_exported_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_rehearsal(tmp_path), capsys.readouterr().out
    said = capsys.readouterr().out
    for step in ("first deployment", "update", "roll-back", "tear-down"):
        assert f"  ok  {step}: " in said


def test_one_step_that_is_not_well_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert not report_steps(
        iter([JourneyStep("one", True, "a"), JourneyStep("two", False, "b"), JourneyStep("three", True, "c")])
    )
    assert "  NO  two: b\n  ok  three: c" in capsys.readouterr().out
