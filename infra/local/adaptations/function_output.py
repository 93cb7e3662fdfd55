"""Reads a function's output as soon as it has answered.

A function prints before it answers. The local cloud's own reader cannot know whether another line follows, so it keeps
every answer for 6 ms of silence, and for 50 ms where nothing was printed.
"""

from __future__ import annotations

import os
import select
import threading
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function

_READING = threading.Lock()


def read_output(worker: Any) -> None:
    """Empty the pipe as it fills, until the process ends: a full pipe would stop the function."""
    worker.pipe, worker.rest = worker._proc.stderr, b""
    os.set_blocking(worker.pipe.fileno(), False)
    # Not select: it refuses descriptors beyond 1023, and a cloud of many functions has more.
    filling = select.poll()
    filling.register(worker.pipe, select.POLLIN)
    while filling.poll() and read_pipe(worker) != b"":
        continue


def collect_output(worker: Any) -> str:
    """Return everything the function has printed until now."""
    while read_pipe(worker):
        continue
    return str(worker._drain_stderr())


def read_pipe(worker: Any) -> bytes | None:
    """Queue what the pipe holds for the log. Return None when it holds nothing now, no bytes at its end."""
    with _READING:
        try:
            more = os.read(worker.pipe.fileno(), 1 << 16)
        except BlockingIOError:
            return None
        *lines, worker.rest = (worker.rest + more).split(b"\n")
        for line in lines:
            worker._stderr_queue.put(line.decode(errors="replace"))
        return more


def install() -> None:
    """Replace the reader and the collector. Raise DoesNotFit when they are not as expected."""
    worker = find_module("ministack.core.lambda_runtime").Worker
    replace_function(worker, "_read_stderr", "self", lambda original: read_output)
    replace_function(
        worker,
        "_drain_stderr_bounded",
        "self first_line_wait idle_confirm hard_cap",
        lambda original: collect_output,
    )
