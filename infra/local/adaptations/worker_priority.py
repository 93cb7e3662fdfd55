"""Runs the functions that nobody waits for at lower priority than the others.

On a machine of few cores the consumers of a fact would compete with the next call of the person who caused it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function

AWAITED = (
    "app.app",
    "chalicelib.handlers.papers.on_paper_uploaded.on_paper_uploaded",
    "chalicelib.handlers.papers.inspect_paper.inspect_paper",
)
"""Entry points of the functions that people wait for: the API, and the two that check a file they have just sent."""
NICENESS = 5
"""High enough for people's calls to come first, low enough for notices to arrive under load (decision 0015)."""


def run_consumers_later(read_output: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return the reader of a process's output, which starts right after the process, with the priority set first."""

    def read_worker(worker: Any) -> None:
        if worker.config.get("Handler") not in AWAITED:
            reduce_priority(worker._proc.pid)
        read_output(worker)

    return read_worker


def reduce_priority(pid: int) -> None:
    """Lower the priority of a process; one that has ended already needs none."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
    except ProcessLookupError:
        return


def install() -> None:
    """Set priorities from now on. Raise DoesNotFit when the local cloud's worker is not as expected."""
    worker = find_module("ministack.core.lambda_runtime").Worker
    # The reader is that of function_output, which is installed before.
    replace_function(worker, "_read_stderr", "worker", run_consumers_later)
