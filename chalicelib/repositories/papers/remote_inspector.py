"""Inspects a file by calling the function that has no other right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.papers.inspection_messages import build_inspection_request, parse_inspection_answer
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.aws import sdk

ANSWER_SECONDS = 70
"""Longer than the function may run."""
_TRIES = 2
"""A sandbox that ends while it inspects was ended by the machine or by the file. The second time, by the file."""
_ENDED = frozenset({"Runtime.ExitError", "Runtime.OutOfMemory", "Sandbox.Timedout"})


class RemoteInspector:
    """Calls the inspecting function and waits for its answer."""

    def __init__(self, client: Any, function: str) -> None:
        self._client = client
        self._function = function

    @classmethod
    def connect_to(cls, function: str) -> RemoteInspector:
        """Return an inspector that calls this function, without retries: the event is delivered again."""
        from botocore.config import Config

        settings = Config(read_timeout=ANSWER_SECONDS, retries={"total_max_attempts": 1})
        return cls(sdk.create_client("lambda", config=settings), function)

    def find_fault(self, paper: Paper, version_id: str) -> QuarantineReason | None:
        """Return why a version is quarantined, None when it is harmless.

        Raise RuntimeError when the function itself failed: that is our fault, not the file's.
        """
        asked = build_inspection_request(paper, version_id)
        for _ in range(_TRIES):
            answer = self._client.invoke(FunctionName=self._function, Payload=json.dumps(asked).encode())
            said: Mapping[str, object] = json.loads(answer["Payload"].read())
            if "FunctionError" not in answer:
                return parse_inspection_answer(said)
            if not _is_sandbox_ended(said):
                # Only the class: a message may contain file content.
                raise RuntimeError(f"inspection failed with {said.get('errorType')}")
        return QuarantineReason.UNREADABLE


def _is_sandbox_ended(said: Mapping[str, object]) -> bool:
    return said.get("errorType") in _ENDED or "Task timed out" in str(said.get("errorMessage"))
