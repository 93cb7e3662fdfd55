"""Sends questions and their steps over HTTP, by the law of Lai Châu."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.api.conftest import Api, ApiAnswer
from tests.support.matters.versions import find_version
from tests.support.people import ONE_STOP

UNIT = ONE_STOP["lai-chau"]
OTHER = "LC-SO_TU_PHAP"
QUESTION = {
    "subject": "Cấp lại giấy khai sinh",
    "question": "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái của tôi",
    "unit": UNIT,
}
ANSWER = {"answer": "Nộp tờ khai theo mẫu.", "answered_by": "Lò Thị Mai", "answered_title": "Công chức tư pháp"}


class MatterDesk:
    """Sends questions and their steps."""

    def __init__(self, api: Api) -> None:
        self.api, self.count = api, 0

    def send(
        self, path: str, sub: str, values: dict[str, Any], *, version: int | None = None, **more: Any
    ) -> ApiAnswer:
        """One command with a key of its own, on the version that is there."""
        self.count += 1
        headers = {"Idempotency-Key": more.pop("key", f"matter-key-{self.count:06d}")}
        version = version or find_version(path.removeprefix("/api/"))
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.api("POST", path, sub=sub, body={"values": values, **more}, headers=headers)

    def ask(self, sub: str = "citizen", **values: Any) -> ApiAnswer:
        """Ask a question."""
        return self.send("/api/questions", sub, {**QUESTION, **values})

    def search(self, words: str) -> list[dict[str, Any]]:
        """Search the public questions."""
        found: list[dict[str, Any]] = self.api("GET", f"/api/matters/public?kind=question&q={quote(words)}").json[
            "items"
        ]
        return found

    def take(self, number: str, word: str, sub: str, values: dict[str, Any] | None = None, **more: Any) -> ApiAnswer:
        """Take a step."""
        return self.send(f"/api/questions/{number}/{word}", sub, values or {}, **more)
