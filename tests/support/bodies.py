"""Inputs of people: answers that each procedure's e-form accepts, and whole bodies of the steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.shared.timezone import VIETNAM

REGISTRATION, CERTIFICATE, COPY = "1.001612", "1.004873", "2.000815"
"""Household business registration (linked, 100 000 đ), marital-status certificate, certified copy (immediate)."""

PERSON = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}
AUTHORITY = {"basis": "paper", "number": "12/UQ", "signed_on": "2018-07-02"}
"""The authorisation paper of the person represented by somebody else."""
ANSWERS: dict[str, dict[str, Any]] = {
    REGISTRATION: {
        "household_business_name": "Quán Bún Bò", "business_address": "1 Lê Lợi, Huế", "business_phone": "0912345678",
        "main_industry_code": "5610", "business_lines": "Dịch vụ ăn uống", "capital_vnd": 10_000_000,
        "start_date": "2026-12-01", "owner_full_name": "Trần Thị Hoa", "owner_id_number": "046190000001",
        "owner_birth_date": "1990-01-01", "owner_residence": "1 Lê Lợi, Huế", "registrant_type": "individual",
    },
    CERTIFICATE: {
        "requester_full_name": "Lò Văn Sơn", "requester_id_type": "CCCD", "requester_id_number": "012190000001",
        "requester_phone": "0912345678", "requester_address": "Tả Lèng, Lai Châu", "subject_full_name": "Lò Văn Sơn",
        "subject_birth_date": "1990-01-01", "subject_gender": "1", "subject_ethnicity": "04",
        "residence_from": "2010-01-01", "residence_to": "2018-11-01", "marital_status": "never_married",
        "purpose": "marriage",
    },
    COPY: {
        "applicant_full_name": "Trần Thị Hoa", "applicant_id_number": "046190000001", "applicant_phone": "0912345678",
        "document_title": "Bằng tốt nghiệp", "document_issuer": "Đại học Huế", "page_count": 1, "copy_count": 2,
        "language": "vi",
    },
}  # fmt: skip
"""Answers that each procedure's e-form accepts."""


def choose_answers_on(procedure: str, now: datetime) -> dict[str, Any]:
    """The same as somebody gives them on a day: a business starts then."""
    typed = ANSWERS[procedure]
    return typed | {"start_date": now.astimezone(VIETNAM).date().isoformat()} if "start_date" in typed else typed


LAW_OF_SECTOR = "Khoản 2 Điều 22 Nghị định 123/2015/NĐ-CP"
"""The article by which an agency may call for originals in the sector of the sample."""

FULL: dict[str, dict[str, Any]] = {
    "receive": {
        "deferral": "other_way_agreed",
        "receipt_wanted": False,
        "originals": [],
        "originals_reason": None,
        "paper_register": None,
    },
    "correct_reception": {"reason": "Nhập nhầm", "originals": None, "return_way": "online"},
    "forward": {"unit": None, "note": None},
    "invite": {"note": None},
    "take_back": {"note": None},
    "refuse": {"ground": "not_conforming", "reason": "Sai mẫu"},
    "request_supplement": {"components": [], "form_fields": [], "guidance": "Chụp lại cho rõ", "reason": None},
    "supplement": {"papers": [], "answers": None},
    "consult": {"reply_days": 2, "questions": "Ý kiến?"},
    "answer": {"opinion": "Đồng ý"},
    "call_original": {"shown_as": "original", "legal_basis": LAW_OF_SECTOR, "reason": "Bản chụp mờ"},
    "compare": {"components": [], "came": "brought", "differing": [], "note": None},
    "assign": {"officer": "nobody", "note": None},
    "hand_over": {"officer": "nobody", "note": None},
    "note": {"text": "Đã gọi cho người nộp", "reach": "dossier"},
    "propose": {
        "outcome": "not_granted",
        "result": None,
        "ground": "conditions_not_met",
        "reason": "Chưa đủ điều kiện",
        "opinion": "Đã đối chiếu, chưa đủ điều kiện",
        "papers": [],
    },
    "finish_task": {"note": None},
    "extend": {"units": 1, "reason": "Hồ sơ phức tạp"},
    "apologise": {"new_due_days": 2, "reason": "Quá tải"},
    "resolve": {"outcome": "granted", "result": None, "ground": None, "reason": None, "late_cause": None},
    "correct": {"reason": "Sai tên"},
    "give_back": {
        "way": "online",
        "receiver": None,
        "originals": False,
        "chosen": False,
        "receipt_shown": False,
        "compared": [],
        "announced_by": None,
    },
    "rate": {"answers": {"overall": 5}},
    "revoke_authority": {"reason": "Người ủy quyền đến quầy."},
    "withdraw": {"reason": None},
    "stop": {"ground": "other_law", "reason": "Căn cứ khác"},
    "erase": {"ground": "authority_decision", "decision": "Quyết định số 12/QĐ-TA ngày 20/11/2026"},
    "request_payment": {"obligations": ["F01"], "fee_lines": [], "reason": None},
}
"""The default body of each step."""

BY_POST: dict[str, Any] = {"way": "post", "return_address": "Số 5, ngõ 7, đường Hùng Vương"}
"""A handover by post of what was filed without an address."""
