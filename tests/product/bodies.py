"""What the product's tests file: a procedure of a commune for which nothing is paid."""

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
