"""Filings of the product's tests: a commune's procedure without a fee."""

from __future__ import annotations

from typing import Any

FUNERAL, DECLARATION = "1.001731", "funeral_support_declaration"
"""Support with the costs of a funeral (5 working days, no fee), and the one paper that it always asks for."""

HOA = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}
FUNERAL_DRAFT: dict[str, Any] = {
    "answers": {
        "applicant_full_name": "Trần Thị Hoa", "applicant_id_number": "046190000001", "applicant_phone": "0912345678",
        "deceased_full_name": "Trần Văn An", "deceased_birth_date": "1940-02-01", "deceased_gender": "1",
        "death_date": "2024-10-20", "death_place": "Tại nhà", "organizer_type": "individual",
    },
    "applicant": HOA,
}  # fmt: skip

DEATH, DEATH_PAPERS = "1.000656", ["death_registration_form", "death_notice_substitute_document"]
"""Registration of a death (the same day, no fee), and the papers that it always asks for."""

DEATH_DRAFT: dict[str, Any] = {
    "answers": {
        "requester_full_name": "Trần Thị Hoa", "requester_id_type": "CC", "requester_id_number": "046190000001",
        "requester_phone": "0912345678", "requester_address": "12 Lê Lợi", "requester_relationship": "father",
        "deceased_full_name": "Trần Văn An", "deceased_birth_date": "1940-02-01", "deceased_gender": "1",
        "deceased_last_residence": "12 Lê Lợi", "death_datetime": "2024-10-20T05:00:00+07:00",
        "death_place": "Tại nhà", "death_cause": "Tuổi già", "death_notice_number": "12/GBT",
    },
    "applicant": HOA,
}  # fmt: skip
