"""Lets the running calls of a function end when its processes are replaced.

The local cloud ends all processes of a function when its settings change, and also when one of them does not start: the
calls that run at that moment fail, of every caller. On AWS a change concerns new calls alone, and a process that does
not start fails its own call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function
from infra.local.adaptations.warm_workers import PARAMETERS

_thread = threading.local()


def remember_caller(acquire: Callable[..., Any]) -> Callable[..., Any]:
    """Return a wrapper of `acquire_worker` that records the calling thread of a process."""

    def acquire_worker(
        func_name: str, config: Any, code_zip: bytes, qualifier: str = "$LATEST", max_concurrency: int | None = None
    ) -> Any:
        worker, reason = acquire(func_name, config, code_zip, qualifier, max_concurrency)
        if worker is not None:
            worker.called_by, worker.leaves = threading.get_ident(), False
        return worker, reason

    return acquire_worker


def keep_running_calls(runtime: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a wrapper of `kill_workers` that lets others' calls end while a function's processes are replaced."""

    def wrap(kill: Callable[..., None]) -> Callable[..., None]:
        def end_idle_workers(workers: Iterable[Any]) -> None:
            doomed = list(workers)
            if getattr(_thread, "replaces", False):
                with runtime._lock:
                    at_work = [each for each in doomed if each.in_use and each.called_by != threading.get_ident()]
                    for each in at_work:
                        each.leaves = True
                doomed = [each for each in doomed if each not in at_work]
            kill(doomed)

        return end_idle_workers

    return wrap


def replace_gently(invalidate: Callable[..., None]) -> Callable[..., None]:
    """Return a wrapper of `invalidate_worker`, which takes all of a function's processes out of use."""

    def replace_worker(
        func_name: str, qualifier: str | None = None, account: str | None = None, region: str | None = None
    ) -> None:
        _thread.replaces = True
        try:
            invalidate(func_name, qualifier, account, region)
        finally:
            _thread.replaces = False

    return replace_worker


def end_after_call(runtime: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a wrapper of `release_worker` that ends a replaced process with its call."""

    def wrap(release: Callable[..., None]) -> Callable[..., None]:
        def release_worker(worker: Any) -> None:
            release(worker)
            # No other thread can have it: it is in no list any more.
            if worker is not None and worker.leaves:
                runtime.kill_workers([worker])

        return release_worker

    return wrap


def install() -> None:
    """Spare running calls from now on. Raise DoesNotFit when processes are replaced in another way than expected."""
    runtime, service = find_module("ministack.core.lambda_runtime"), find_module("ministack.services.lambda_svc")
    replace_function(runtime, "kill_workers", "workers", keep_running_calls(runtime))
    replace_function(service, "acquire_worker", PARAMETERS, remember_caller)
    replace_function(service, "invalidate_worker", "func_name qualifier account region", replace_gently)
    replace_function(service, "release_worker", "worker", end_after_call(runtime))
