"""Moves the legal clock of a local stack: tokens, links, signatures and schedules keep real time.

    python -m infra.local.clock --province CODE --at 2026-11-21T19:30:00+07:00
    python -m infra.local.clock --province CODE --real

The endpoint is that of the running local cloud (AWS_ENDPOINT_URL, or the port of `make run`).
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from infra.aws.deploy import DeployFailed
from infra.local.cloud import LocalCloud
from infra.local.ports import CLOUD_PORT
from infra.local.stack import LocalStack


def calculate_offset(at: datetime, real: datetime) -> int:
    """Whole seconds from the `real` instant to the wanted one. Raises ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no zone: write it with +07:00")
    return round((at - real).total_seconds())


def main(argv: list[str]) -> int:
    """Set the clock as the arguments say; 0 when the stack serves the new time."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.clock")
    parser.add_argument("--province", required=True)
    parser.add_argument("--cloud-port", type=int, default=CLOUD_PORT)
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--at", type=datetime.fromisoformat, help="the legal time it shall be now, with zone")
    wanted.add_argument("--real", action="store_true", help="back to real time")
    chosen = parser.parse_args(argv)
    stack = LocalStack(LocalCloud(Path(), chosen.cloud_port), chosen.province, port=0)
    try:
        seconds = 0 if chosen.real else calculate_offset(chosen.at, datetime.now(UTC))
        stack.set_clock_offset(seconds)
    except (DeployFailed, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"{stack.name}: legal time is real time {seconds:+d} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
