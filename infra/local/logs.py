"""Prints the log lines of a local stack's functions, oldest first.

    python -m infra.local.logs --province CODE [--cloud-port 4577] [--function api] [--minutes 15]

The groups are those of the template: api, on-paper-uploaded, watch-payments, sign-ledger-heads.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from botocore.exceptions import EndpointConnectionError

from infra.local.cloud import LocalCloud
from infra.local.ports import CLOUD_PORT
from infra.local.stack import STAGE, LocalStack


def list_groups(stack: LocalStack) -> list[str]:
    """Return the log groups of the stack's functions."""
    prefix = f"/motcua/{stack.province}/{STAGE}/"
    found = stack.aws.client("logs").describe_log_groups(logGroupNamePrefix=prefix)["logGroups"]
    return [group["logGroupName"] for group in found]


def list_lines(stack: LocalStack, group: str, since: float) -> Iterator[tuple[float, str]]:
    """Yield lines of a group from a moment on (seconds since 1970), each with its own moment."""
    pages = stack.aws.client("logs").get_paginator("filter_log_events")
    for page in pages.paginate(logGroupName=group, startTime=int(since * 1000)):
        for event in page["events"]:
            yield event["timestamp"] / 1000, event["message"].rstrip("\n")


def main(argv: list[str]) -> int:
    """Print the lines; 0 when there were any groups to read, 2 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.logs")
    parser.add_argument("--province", required=True)
    parser.add_argument("--cloud-port", type=int, default=CLOUD_PORT)
    parser.add_argument("--function", default="", help="the last part of a group's name; all functions without")
    parser.add_argument("--minutes", type=int, default=15)
    chosen = parser.parse_args(argv)
    stack = LocalStack(LocalCloud(Path(), chosen.cloud_port), chosen.province, port=0)
    try:
        known = list_groups(stack)
    except EndpointConnectionError:
        print(
            f"nothing runs at port {chosen.cloud_port}: start it with `make run PROVINCE={chosen.province}` in another "
            "window, or name the CLOUD_PORT=… that it was started with",
            file=sys.stderr,
        )
        return 2
    wanted = [group for group in known if group.endswith(f"/{chosen.function}") or not chosen.function]
    if not wanted:
        names = ", ".join(sorted(group.rpartition("/")[2] for group in known))
        print(f"{stack.name} has no such log{': choose one of ' + names if names else ''}", file=sys.stderr)
        return 2
    since = time.time() - chosen.minutes * 60
    found = [(at, group.rpartition("/")[2], text) for group in wanted for at, text in list_lines(stack, group, since)]
    for at, function, text in sorted(found):
        print(f"{datetime.fromtimestamp(at, UTC):%H:%M:%S} {function:<18} {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
