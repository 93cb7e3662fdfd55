"""Filings and feedback at the stand-in national portal, handed on as the portal does: by signed calls."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.steps.filing.drafts import derive_dossier_id
from infra.local.person import CHECK_SECONDS, HttpReply, UnexpectedAnswerError, create_pdf, repeat, send_request
from infra.local.portal_calls import find_portal, sign_account, sign_filing
from infra.local.stand_ins.citizen_feedback import SendingFault
from infra.local.stand_ins.portal import Behaviour
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.telling import PATIENCE_S, Scenario

PATIENCE = 150.0
"""Seconds for work with its own wait of a minute, on a busy machine."""
NATIONAL_FEEDBACK = {
    "DoiTuong": "Dịch vụ công trực tuyến",
    "TieuDe": "Không nhận được mã xác nhận",
    "NoiDung": "Tôi không nhận được mã xác nhận khi nộp hồ sơ, đề nghị kiểm tra.",
    "NguoiGui": {"HoTen": "Lò Thị Hoa", "DiaChi": "Bản Nậm Loỏng", "LienHe": "0912345678"},
}


def file_marital_at_portal(telling: Scenario, unit: str) -> str:
    """File a marital-status certificate at the national portal for the first citizen, whose accounts are linked, with
    its form; return the dossier."""
    account, number = f"TK-{secrets.token_hex(4)}", f"DVC-{secrets.token_hex(4)}"
    statement = sign_account(telling.stack, account)
    telling.find_person("citizen1").ask("POST", "/api/me/national-account", statement, expect=200)
    form = create_pdf(f"component {FORM_2}")
    filing = {
        "MaHoSo": number,
        "MaTTHC": "1.004873",
        "MaDonViTiepNhan": _find_unit_code(telling, unit),
        "MaTaiKhoan": account,
        "DuLieuBieuMau": MARITAL,
        "ThongTinNguoiNop": {
            "HoTen": MARITAL_APPLICANT["full_name"],
            "SoGiayTo": MARITAL_APPLICANT["id_number"],
            "SoDienThoai": MARITAL_APPLICANT["phone"],
        },
        "GiayToDinhKem": [
            {
                "IdGiayTo": "GT-1",
                "Ma": FORM_2,
                "TenGiayTo": "to-khai.pdf",
                "KichThuoc": len(form),
                "HashTepTin": hashlib.sha256(form).hexdigest(),
                "LoaiTep": "application/pdf",
            }
        ],
    }
    (link,) = _call_filing(telling, filing)["uploads"]
    stored = repeat(lambda: send_request(link["url"], "PUT", form, link["headers"]), PATIENCE_S)
    if stored.status != 200:
        raise UnexpectedAnswerError(f"the file store answered {stored.status}: {stored.body}")
    _wait_until_submitted(telling, filing)
    return derive_dossier_id(PORTAL.sub, number)


def _find_unit_code(telling: Scenario, unit: str) -> str:
    """Return the identifier by which the portal knows a unit."""
    agency = telling.stack.agencies.get(unit)
    code = agency.code_2025 or agency.code_2018
    if code is None:
        raise ValueError(f"{unit} has no identifier")
    return code


def _wait_until_submitted(telling: Scenario, filing: Mapping[str, Any]) -> None:
    until = time.monotonic() + CHECK_SECONDS
    while True:
        time.sleep(1.1)  # a signature counts once, and holds the second: the same call again needs another one
        if _call_filing(telling, filing)["state"] == "submitted":
            return
        if time.monotonic() > until:
            raise UnexpectedAnswerError("the filing still waits for its file")


def _call_filing(telling: Scenario, filing: Mapping[str, Any]) -> dict[str, Any]:
    """Make one call of the portal; return the answer."""

    def once() -> HttpReply:
        raw, signature = sign_filing(telling.stack, filing)
        headers = {"Content-Type": "application/json", "X-Motcua-Signature": signature}
        return send_request(f"{telling.stack.origin}/api/national/filings", "POST", raw, headers)

    reply = repeat(once, PATIENCE_S)
    if reply.status != 200:
        raise UnexpectedAnswerError(f"the filing was answered {reply.status}: {reply.body}")
    answer: dict[str, Any] = reply.body
    return answer


def file_feedback_at_portal(telling: Scenario, fault: SendingFault) -> str:
    """Send feedback to the national system, whose first call goes wrong; return its number once the province has it."""
    portal = find_portal(telling.stack)
    portal.behaviour = Behaviour(sending=fault)
    filed = _call_portal(telling, "POST", "/citizen/feedback", NATIONAL_FEEDBACK)
    portal.behaviour = Behaviour()
    until = time.monotonic() + PATIENCE
    while _call_portal(telling, "PUT", "/deliveries")["ConCho"]:
        if time.monotonic() > until:
            raise TimeoutError(json.dumps(follow_feedback_at_portal(telling, filed["MaPhanAnh"])))
        time.sleep(1)
    return str(filed["MaPhanAnh"])


def follow_feedback_at_portal(telling: Scenario, number: str) -> dict[str, Any]:
    """Return what the sender of feedback reads at the national system."""
    return _call_portal(telling, "GET", f"/citizen/feedback/{number}")


def _call_portal(telling: Scenario, method: str, path: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    raw = json.dumps(content).encode() if content else None
    reply = send_request(f"{find_portal(telling.stack).url}{path}", method, raw, {"Content-Type": "application/json"})
    if reply.status >= 300:
        raise UnexpectedAnswerError(f"the portal answered {reply.status}: {reply.body}")
    answer: dict[str, Any] = reply.body
    return answer


def wait_until_sent(telling: Scenario, dossier: str, sent: int) -> None:
    """Wait until the portal has every fact; an operator does not wait for the next try."""
    operator, until = telling.find_person("operator"), time.monotonic() + PATIENCE
    while (place := operator.get(f"/api/sync/{dossier}"))["told"] < sent or place["next_try_at"]:
        if time.monotonic() > until:
            raise TimeoutError(json.dumps(place))
        if place["next_try_at"]:  # somebody else may have been faster: then it is under way already
            operator.ask("POST", f"/api/sync/{dossier}/resume", version=place["version"])
        time.sleep(1)
