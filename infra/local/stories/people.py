"""The people of the stories, and their form data."""

from __future__ import annotations

APPLICANT = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}
BUSINESS = {
    "household_business_name": "Quán Bún Bò Hoa",
    "business_address": "12 Lê Lợi, phường Thuận Hóa",
    "business_phone": "0912345678",
    "main_industry_code": "5610",
    "business_lines": "Dịch vụ ăn uống",
    "capital_vnd": 50_000_000,
    "start_date": "2026-12-15",
    "owner_full_name": "Trần Thị Hoa",
    "owner_id_number": "046190000001",
    "owner_birth_date": "1990-03-27",
    "owner_residence": "12 Lê Lợi, thành phố Huế",
    "registrant_type": "individual",
}
MARITAL = {
    "requester_full_name": "Lò Văn Pâng",
    "requester_id_type": "CC",
    "requester_id_number": "012095000002",
    "requester_phone": "0987654321",
    "requester_address": "Xã Bản Lang, tỉnh Lai Châu",
    "subject_full_name": "Lò Văn Pâng",
    "subject_birth_date": "1995-05-01",
    "subject_gender": "1",
    "subject_ethnicity": "03",
    "residence_from": "2015-01-01",
    "residence_to": "2023-11-01",
    "marital_status": "never_married",
    "purpose": "marriage",
}
MARITAL_APPLICANT = {**APPLICANT, "full_name": "Lò Văn Pâng", "id_number": "012095000002"}
FORM_1 = "household_business_registration_application"
FORM_2 = "application_form"
