"""Looks up the caller of a request only where a policy of a queue or topic needs it.

The local cloud resolves the caller's rights at every request for the name alone, and once more to check the rights.
Only the policies of queues, topics and a few other resources ever read the name. It is now resolved on demand, from the
state at the arrival of the request, so the answer is the same.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function, require_parameters

Find = Callable[[], str]

_find_caller: contextvars.ContextVar[Find | None] = contextvars.ContextVar("motcua_find_caller", default=None)


def remember_request(evaluator: Any) -> Callable[[Any], Callable[..., None]]:
    """Return the replacement of the eager look-up, which keeps the request and its state."""

    def wrap(original: Any) -> Callable[..., None]:
        def remember_caller(headers: Any, query_params: Any = None) -> None:
            came_in = contextvars.copy_context()
            sent = dict(headers or {})

            def find_caller() -> str:
                return str(came_in.run(evaluator.request_caller_arn, sent, query_params))

            _find_caller.set(find_caller)

        return remember_caller

    return wrap


def look_up_once(original: Callable[[], str]) -> Callable[[], str]:
    """Return a function that names the caller of the present request; outside a request it answers as before."""

    def find_caller_arn() -> str:
        find = _find_caller.get()
        if find is None:
            return original()
        found = find()
        _find_caller.set(lambda: found)
        return found

    return find_caller_arn


def install() -> None:
    """Replace the look-up. Raise DoesNotFit when its functions are not as expected."""
    evaluator = find_module("ministack.core.iam_evaluator")
    require_parameters(evaluator, "request_caller_arn", "headers query_params")
    replace_function(evaluator, "pin_request_caller", "headers query_params", remember_request(evaluator))
    replace_function(evaluator, "caller_arn", "", look_up_once)
