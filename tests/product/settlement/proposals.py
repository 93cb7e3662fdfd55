"""A proposal of an outcome, as people at the agency's desks submit, read and decide it."""

from __future__ import annotations

import json
from typing import Any

from tests.product.office import Office

OPINION, ANSWER = "Đủ điều kiện theo giấy tờ đã nộp", "Đã bổ sung căn cứ vào dự thảo"


REMARKS = "Dự thảo thiếu căn cứ pháp lý"


GRANT = {"outcome": "granted", "opinion": OPINION}


REFUSE = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ tuổi", "opinion": OPINION}


def submit_proposal(at: Office, dossier: str, who: str = "case1", **more: Any) -> str:
    """Propose to grant, with a draft and an internal file; the draft."""
    draft, file = (at(who).upload(dossier, kind) for kind in ("result", "internal"))
    at(who).step(dossier, "propose", {**GRANT, "result": draft, "papers": [file], **more})
    return draft


def read_proposal(at: Office, dossier: str, who: str) -> dict[str, Any]:
    """The one proposal of a dossier as somebody reads it."""
    (found,) = at(who).get(f"/api/dossiers/{dossier}")["requests"]
    return dict(found)


def decide_proposal(at: Office, dossier: str, who: str, verb: str, expect: int = 200, **body: Any) -> Any:
    """Sign the proposal or send it back."""
    return at(who).try_step(dossier, f"requests/1/{verb}", body, expect=expect).body


def list_waiting(at: Office, who: str, which: str, unit: str) -> list[dict[str, Any]]:
    """Return the open dossiers of a unit."""
    return list(at(who).get(f"/api/{which}?unit={unit}")["items"])


def read_texts(at: Office, dossier: str, who: str) -> str:
    """All that somebody reads of a dossier."""
    found = [at(who).get(f"/api/dossiers/{dossier}{path}") for path in ("", "/timeline", "/ledger")]
    return json.dumps(found, ensure_ascii=False)
