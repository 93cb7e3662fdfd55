"""Lets a call wait for one of a function's running processes before it starts another.

A machine with few cores answers a burst faster with warm processes than with many that start at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function

ENOUGH = max(2, os.cpu_count() or 1)
"""Processes of one function that are started without waiting."""
PATIENCE_S = 5.0
"""Seconds, more than any of our calls takes; limits a function that waits for itself."""
PARAMETERS = "func_name config code_zip qualifier max_concurrency"


def wait_for_free(runtime: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a wrapper of `acquire_worker` that waits for a free process where there are enough."""

    def wrap(acquire: Callable[..., Any]) -> Callable[..., Any]:
        def acquire_worker(
            func_name: str, config: Any, code_zip: bytes, qualifier: str = "$LATEST", max_concurrency: int | None = None
        ) -> Any:
            key = runtime._worker_key(func_name, config, qualifier)
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                with runtime._lock:
                    workers = runtime._workers.get(key, [])
                    if len(workers) < ENOUGH or not all(worker.in_use for worker in workers):
                        break
                time.sleep(0.01)
            return acquire(func_name, config, code_zip, qualifier, max_concurrency)

        return acquire_worker

    return wrap


def install() -> None:
    """Make calls wait. Raise DoesNotFit when processes are acquired in another way than expected."""
    runtime = find_module("ministack.core.lambda_runtime")
    replace_function(find_module("ministack.services.lambda_svc"), "acquire_worker", PARAMETERS, wait_for_free(runtime))
