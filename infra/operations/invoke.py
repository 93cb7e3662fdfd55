"""Calls a function of a stack by the name that the app gives it, and prints its answer.

    python -m infra.operations.invoke watch_deadlines --stack motcua-prod-CODE [--event '{"days": 30}'] \\
        [--cloud-port 4577]

The event is JSON or the name of a file with it; without one, the sample in events/. (make invoke FUNCTION=…)
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import ClientError, EndpointConnectionError

from infra.aws.clients import Aws
from infra.local.cloud import LocalCloud
from infra.paths import ROOT

EVENTS = ROOT / "events"
CONFIG = ROOT / ".chalice" / "config.json"


class InvokingAccount(Protocol):
    """Provides clients of an account's services."""

    def client(self, service: str) -> Any:
        """Return a client of `service`."""


class InvokeRefused(RuntimeError):
    """The function was not called; the message says why and what to do."""


def read_event(function: str, given: str) -> str:
    """Return the event as JSON text: what was given, a file of that name, or the function's sample. Raises
    InvokeRefused."""
    samples = [*EVENTS.glob(f"{function}.json"), *sorted(EVENTS.glob(f"{function}.*.json"))]
    text = given or (str(samples[0]) if samples else "{}")
    if Path(text).is_file():
        text = Path(text).read_text()
    try:
        json.loads(text)
    except ValueError:
        raise InvokeRefused(f"«{text[:80]}» is neither JSON nor a file with it: give the event with EVENT=…") from None
    return text


def invoke_function(aws: InvokingAccount, stack: str, function: str, event: str) -> tuple[str, bool]:
    """Return the answer as text, and whether the function ended well. Raises InvokeRefused."""
    logical = function.title().replace("_", "")
    try:
        found = aws.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=logical)
    except ClientError as error:
        known = ", ".join(sorted(set(json.loads(CONFIG.read_text())["lambda_functions"]) - {"api_handler"}))
        raise InvokeRefused(f"{stack} has no function {function}. There are: {known}") from error
    except EndpointConnectionError as error:
        raise InvokeRefused("nothing runs there: start it with `make run`, or name its CLOUD_PORT=…") from error
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=event.encode())
    return answer["Payload"].read().decode(), "FunctionError" not in answer


def main(argv: list[str]) -> int:
    """Call as the arguments say; 1 when the function failed, 2 with the reason on stderr when it was not called."""
    parser = argparse.ArgumentParser(prog="python -m infra.operations.invoke")
    parser.add_argument("function", help="as the app names it: watch_deadlines")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--event", default="", help="JSON, or a file with it")
    parser.add_argument("--cloud-port", type=int, default=0, help="of a running local cloud; without it, AWS")
    chosen = parser.parse_args(argv)
    aws = LocalCloud(Path(), chosen.cloud_port).provide_account() if chosen.cloud_port else Aws.from_environment()
    try:
        said, well = invoke_function(aws, chosen.stack, chosen.function, read_event(chosen.function, chosen.event))
    except InvokeRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    print(said)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
