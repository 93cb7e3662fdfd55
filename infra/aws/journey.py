"""A short journey through a deployed stack, as a visitor and as its schedules: a smoke test right after a deployment.

python -m infra.aws.journey --stack motcua-prod-CODE --site https://HOST [--direct URL of the API without its edge]
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from infra.aws.clients import Account, Aws
from infra.aws.deploy import read_outputs
from infra.paths import ROOT

SCHEDULED = (
    "sweep_facts", "sweep_notices", "sweep_sync", "watch_payments", "watch_deadlines", "erase_records", "move_work",
)  # fmt: skip
"""Functions that run every few minutes and may run once more. Their first run ends the alarm for missing runs."""
TIMEOUT_S = 60


@dataclass(frozen=True)
class JourneyStep:
    """One step and its result. `warns` marks a warning that does not stop the deployment."""

    what: str
    well: bool
    said: str
    warns: bool = False


@dataclass(frozen=True)
class HttpAnswer:
    """An HTTP answer."""

    status: int
    body: bytes


Fetch = Callable[[str], HttpAnswer]


def fetch_url(url: str) -> HttpAnswer:
    """Return the answer to a GET, of any status. Raises OSError where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310
            return HttpAnswer(answer.status, answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return HttpAnswer(refused.code, refused.read())


def run_journey(
    aws: Account, stack: str, known: Mapping[str, str], site: str, direct: str = "", get: Fetch = fetch_url
) -> Iterator[JourneyStep]:
    """Yield every step of the journey. `known` are the stack's outputs. `direct` is given for real stages: the API
    around its edge, which must refuse. Their table must also be recoverable."""
    wanted: list[tuple[str, str, int, str]] = [
        ("the start page", f"{site}/", 200, "<html"),
        (
            "the province that the pages read",
            f"{site}/config.json",
            200,
            f'"province": "{known["Province"]}"',
        ),
        ("the API's index", f"{site}/api/", 200, "openapi"),
        ("the law in force", f"{site}/api/law", 200, "digest"),
        ("the catalogue", f"{site}/api/procedures", 200, "items"),
        ("a page of people without signing in", f"{site}/api/me", 401, "unauthenticated"),
    ]
    if direct:
        wanted.append(("the API around its edge", direct, 403, ""))
    for what, url, status, mark in wanted:
        yield _visit_page(what, url, status, mark, get)
    if direct:
        yield check_recovery(aws, known["TableName"])
    for function in SCHEDULED:
        yield run_scheduled(aws, stack, function)


def _visit_page(what: str, url: str, status: int, mark: str, get: Fetch) -> JourneyStep:
    try:
        answer = get(url)
    except OSError as fault:
        return JourneyStep(what, False, f"{url} does not answer: {fault}")
    well = answer.status == status and mark in answer.body.decode(errors="replace")
    return JourneyStep(
        what, well, f"{answer.status}" if well else f"{url} answered {answer.status}, and {status} was expected"
    )


def check_recovery(aws: Account, table: str) -> JourneyStep:
    """Check whether the table can be brought back to any second."""
    found = aws.client("dynamodb").describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    state = found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    return JourneyStep("recovery of the table to any second", state == "ENABLED", state.lower())


def run_scheduled(aws: Account, stack: str, function: str) -> JourneyStep:
    """Call a scheduled function as its schedule does."""
    resource = {"StackName": stack, "LogicalResourceId": function.title().replace("_", "")}
    found = aws.client("cloudformation").describe_stack_resource(**resource)["StackResourceDetail"]
    sample = json.loads((ROOT / "events" / f"{function}.json").read_text())
    event = {**sample, "id": "journey", "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    answer = aws.client("lambda").invoke(FunctionName=found["PhysicalResourceId"], Payload=json.dumps(event).encode())
    well = "FunctionError" not in answer
    return JourneyStep(f"the function {function}", well, "ran" if well else "failed: see its log")


def main(argv: list[str]) -> int:
    """Travel and print each step; return 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m infra.aws.journey")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--site", required=True)
    parser.add_argument("--direct", default="")
    chosen = parser.parse_args(argv)
    aws = Aws.from_environment()
    steps = list(run_journey(aws, chosen.stack, read_outputs(aws, chosen.stack), chosen.site, chosen.direct))
    for step in steps:
        print(f"  {'ok' if step.well else 'NO'}  {step.what}: {step.said}")
    return 0 if all(step.well for step in steps) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
