"""Lets who may send one message to a queue send several in one request, as AWS does.

The local cloud asks for a right named after the request (`sqs:SendMessageBatch`), which no policy can grant on AWS:
there the rights are those of the requests for one message.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.adaptations.fit import find_module, replace_function

BATCH = "Batch"


def name_single_right(original: Callable[..., str | None]) -> Callable[..., str | None]:
    """Return the function that names the right of a request, with the right for one message in place of several."""

    def extract_iam_action(service: str, *request: Any) -> str | None:
        action = original(service, *request)
        return action.removesuffix(BATCH) if action and service == "sqs" else action

    return extract_iam_action


def install() -> None:
    """Replace the function that names the right. Raise DoesNotFit when it is not as expected."""
    actions = find_module("ministack.core.iam_actions")
    replace_function(actions, "extract_iam_action", "service method path headers body query_params", name_single_right)
