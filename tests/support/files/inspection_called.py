"""The inspecting function called in this process, as the service calls it: events and answers are JSON."""

from __future__ import annotations

import io
import json
from typing import Any

from chalicelib.handlers.papers.inspect_paper import inspect_paper


class CalledHere:
    """A client of the service for functions that knows one function."""

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - the service's names
        """Its answer, or how it failed."""
        try:
            said: Any = inspect_paper(json.loads(Payload), None)
        except Exception as fault:  # noqa: BLE001 - the service makes an answer of any
            failed = {"errorType": type(fault).__name__, "errorMessage": str(fault)}
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(json.dumps(failed).encode())}
        return {"Payload": io.BytesIO(json.dumps(said).encode())}
