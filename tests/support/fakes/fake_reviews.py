"""Reviews of rights in memory: one line, which an answer does not use up, so that a test sees the table alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.steps.matters.matter_ports import CheckContext

LINE = "line-1"
RIGHT = {"officer": "lan", "role": "case_officer", "unit": "U", "since": "2024-01-01T00:00:00Z"}
REQUEST = {
    "subject": "Thu hồi quyền", "letter": "1/RS", "letter_day": "2024-11-01", "reason": "review",
    "action": "revoke_one", "person": "lan", "role": "case_officer", "work_unit": "U",
}  # fmt: skip


class FakeReviews:
    """The `ReviewAnswers` port."""

    def open_lines(self, context: CheckContext) -> Mapping[str, Any]:
        """One line."""
        return {"lines": {LINE: RIGHT}}

    def answer_line(self, context: CheckContext, answer: str) -> Mapping[str, Any]:
        """An answer; the end of a right is asked for by a request."""
        said = {"lines": {LINE: {"answer": answer}}}
        return said | ({"opens": REQUEST} if answer == "end" else {})

    def close(self, context: CheckContext) -> Mapping[str, Any]:
        """Nothing waits."""
        return {}
