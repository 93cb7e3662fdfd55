"""The meaning of the inspecting function's answers: a verdict, our own fault, or a file that ends its sandbox."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.repositories.papers.remote_inspector import RemoteInspector
from tests.support.paper_builders import build_paper

EXITED = {"errorType": "Runtime.ExitError", "errorMessage": "Runtime exited with error: signal: killed"}
OUT_OF_TIME = {"errorMessage": "2026-11-23T02:15:00Z 1 Task timed out after 60.00 seconds"}
BROKEN = {"errorType": "Runtime.ImportModuleError", "errorMessage": "No module named 'pypdf'"}


@dataclass
class Answering:
    """A service that gives these answers, one a call: a dictionary with an error failed."""

    answers: list[dict[str, Any]]
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - the service's names
        """The next answer."""
        self.asked.append((FunctionName, json.loads(Payload)))
        said = self.answers.pop(0)
        failed = {"FunctionError": "Unhandled"} if "errorMessage" in said else {}
        return {**failed, "Payload": io.BytesIO(json.dumps(said).encode())}


def test_the_function_gets_the_version_and_what_was_declared():
    service, paper = Answering([{"reason": ""}]), build_paper()
    assert RemoteInspector(service, "inspect").find_fault(paper, "v1") is None
    declared = {"size": paper.size, "sha256": paper.sha256, "content_type": "application/pdf"}
    assert service.asked == [("inspect", {"key": paper.key, "version_id": "v1", **declared})]


def test_a_reason_is_the_files():
    assert RemoteInspector(Answering([{"reason": "pdf_script"}]), "f").find_fault(build_paper(), "v1") == "pdf_script"


@pytest.mark.parametrize("ended", [EXITED, OUT_OF_TIME])
def test_a_sandbox_that_ends_twice_was_ended_by_the_file(ended):
    assert RemoteInspector(Answering([ended, {"reason": ""}]), "f").find_fault(build_paper(), "v1") is None
    assert RemoteInspector(Answering([ended, ended]), "f").find_fault(build_paper(), "v1") == "unreadable"


def test_a_function_that_fails_by_itself_is_our_fault():
    service = Answering([BROKEN, {"reason": ""}])
    with pytest.raises(RuntimeError, match=r"inspection failed with Runtime.ImportModuleError"):
        RemoteInspector(service, "f").find_fault(build_paper(), "v1")
    assert len(service.asked) == 1
