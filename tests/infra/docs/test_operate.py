"""The operator's guide and the pipeline name what exists: commands, parameters, outputs and alarms."""

from __future__ import annotations

import fnmatch
import importlib.util
import re
from typing import Any

import pytest
import yaml

from infra.docs.public import costs
from tests.infra.templates import EDGE, FUNCTIONS, MAIN, ROOT, list_by_type

GUIDE = (ROOT / "docs" / "operate.md").read_text()
WORKFLOWS = {path.stem: path.read_text() for path in (ROOT / ".github" / "workflows").glob("*.yml")}
MAKEFILE = (ROOT / "Makefile").read_text()
ACCOUNT: dict[str, Any] = yaml.safe_load((ROOT / "infra" / "account.yaml").read_text())
EVERYTHING = GUIDE + "".join(WORKFLOWS.values())


def list_targets() -> set[str]:
    """Make targets that the guide and the pipeline call."""
    called = re.findall(r"\bmake ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)", "".join(WORKFLOWS.values()))
    return {name for line in called for name in line.split()} | set(re.findall(r"`make ([a-z-]+)", GUIDE))


@pytest.mark.parametrize("target", sorted(list_targets()))
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m (infra[a-z_.]*)", EVERYTHING))))
def test_every_command_exists(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


def test_every_command_runs_in_the_projects_environment() -> None:
    assert re.findall(r"(?<!\.venv/bin/)python -m infra[a-z_.]*", EVERYTHING) == []


def test_the_law_and_the_pages_are_built_before_they_are_deployed() -> None:
    """A deployment reads addresses from the built law and uploads the built pages; a fresh checkout has neither."""
    built = re.search(r"^deployable: (.*?) ##", MAKEFILE, re.MULTILINE)
    assert built is not None
    assert {"install", "$(LAW)", "$(SITE)"} <= set(built[1].split())
    assert re.search(r"^release: deployable ##", MAKEFILE, re.MULTILINE), "the pipeline deploys what a release holds"
    first = GUIDE.split("## First deployment")[1]
    for text in (first, GUIDE.split("### Later deployments")[1]):
        assert (
            0
            <= text.find("make deployable")
            < text.find("-m infra.aws.deploy ")
            < text.find("-m infra.aws.deploy_web ")
        )


def test_every_output_in_angle_brackets_or_named_as_a_secret_or_queue_exists() -> None:
    named = set(re.findall(r"<([A-Z][a-z]+[A-Za-z]+)>", GUIDE)) | set(re.findall(r"`([A-Z]\w+(?:Arn|Url))`", GUIDE))
    known = set(MAIN["Outputs"]) | set(EDGE["Outputs"])
    given = set(MAIN["Parameters"]) | set(EDGE["Parameters"])
    assert {"SessionSecretArn", "LedgerBucket", "UserPoolId"} <= named
    assert named - known - given == set()


def test_every_function_that_is_run_by_hand_exists() -> None:
    named = set(re.findall(r"(?:invoke|run) `([a-z]+(?:_[a-z]+)+)`", GUIDE)) - {"some_function"}
    assert len(named) >= 5
    assert named - set(FUNCTIONS) == set()


def test_every_parameter_exists() -> None:
    known = set(MAIN["Parameters"]) | set(EDGE["Parameters"]) | set(ACCOUNT["Parameters"])
    given = set(re.findall(r"--parameter(?:-overrides)? \"?([A-Za-z]+)=", EVERYTHING))
    described = set(re.findall(r"`([A-Z][a-z]+[A-Za-z]*)=", GUIDE))
    assert {"EdgeSecret", "ApiRateLimit"} <= given | described <= known


@pytest.mark.parametrize("pattern", sorted(set(re.findall(r"`([A-Za-z*]+Alarm)`", GUIDE))))
def test_every_alarm_in_the_guide_exists(pattern: str) -> None:
    assert fnmatch.filter(list_by_type("AWS::CloudWatch::Alarm"), pattern)


def test_every_alarm_is_in_the_guide() -> None:
    patterns = re.findall(r"`([A-Za-z*]+Alarm)`", GUIDE)
    forgotten = [
        name
        for name in list_by_type("AWS::CloudWatch::Alarm")
        if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
    ]
    assert forgotten == []


def test_the_cost_counts_every_alarm() -> None:
    assert f"{len(list_by_type('AWS::CloudWatch::Alarm'))} × 0.10" in GUIDE


def test_the_table_of_costs_adds_up_to_the_size_that_it_counts() -> None:
    """Each line's figure is its first number; the line in brackets takes the place of the one before it."""
    lines = GUIDE.split("## Cost")[1].split("Metrics of each route")[0].splitlines()
    cells = [line.rsplit("|", 2)[1].strip() for line in lines if line.startswith("| ") and "formula" not in line]
    figures = [float(found[1]) for cell in cells if (found := re.match(r"(\d+(?:\.\d+)?)", cell))]
    instead = next(float(found[1]) for cell in cells if (found := re.match(r"\((\d+)\)", cell)))
    assert len(figures) == len(cells) - 1
    size = next(each for each in costs() if each[0] == 20_000)
    assert size[2:] == (round(sum(figures), -1), round(sum(figures) - instead / 2 + instead, -1))


def test_the_pipeline_holds_no_key() -> None:
    secrets = set(re.findall(r"secrets\.([A-Z_]+)", EVERYTHING))
    assert secrets == {"EDGE_SECRET"}
