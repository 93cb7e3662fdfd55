"""Brings dossiers of citizen1 to the state that a test needs: inputs, papers, and the steps up to a state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.product.office import Office
from tests.support.bodies import ANSWERS, CERTIFICATE, COPY, PERSON, REGISTRATION

__all__ = ["CERTIFICATE", "COPY", "PERSON", "REGISTRATION"]

LINKED = "3.000722"
"""A birth, the child's residence and health insurance in one dossier of three agencies."""
BIRTH = {
    "requester_full_name": "Trần Thị Hoa", "requester_id_type": "CC", "requester_id_number": "046190000001",
    "requester_phone": "0912345678", "requester_address": "1 Lê Lợi", "child_full_name": "Trần Bình An",
    "child_birth_date": "2024-10-01", "child_gender": "2", "child_birth_place": "Bệnh viện tỉnh",
    "child_ethnicity": "01", "mother_id_number": "046190000001", "householder_id_number": "046190000001",
    "residence_address": "1 Lê Lợi", "primary_care_facility": "Trạm y tế phường",
}  # fmt: skip
ADDRESS = "Số 5, ngõ 7, đường Hùng Vương"
"""The postal address for results."""
LAND = "1.013831"
"""Registration of a change of land, with the tax authority as a partner."""

TRANSFER = {
    "applicant_full_name": "Lò Văn Pâng", "applicant_id_number": "012095000002", "applicant_phone": "0987654321",
    "change_type": "transfer", "transferor_full_name": "Lò Văn Pâng", "transferor_id_number": "012095000002",
    "transferee_full_name": "Trần Thị Hoa", "transferee_id_number": "046190000001", "certificate_number": "BK 123456",
    "land_plot_number": "12", "land_map_sheet": "3", "land_address": "Xã Sơn Tây", "transfer_area_m2": 100,
    "contract_number": "HĐ-1",
}  # fmt: skip
LAND_PAPERS = [
    "land_change_registration_form", "original_certificate", "notarised_certified_transfer_contract",
    "registration_fee_pit_declarations",
]  # fmt: skip
REQUIRED = {
    LINKED: ["combined_electronic_form", "certificate_live_birth"],
    CERTIFICATE: ["application_form"],
    REGISTRATION: ["household_business_registration_application"],
    COPY: ["original_document"],
}
"""Papers without which a filing is not taken."""


def choose_answers(procedure: str = CERTIFICATE) -> dict[str, Any]:
    """Answers that the procedure's e-form accepts, and who files."""
    return {"answers": BIRTH if procedure == LINKED else ANSWERS[procedure], "applicant": PERSON}


def file_dossier(at: Office, procedure: str = CERTIFICATE, channel: str = "") -> str:
    """A filing by a way that the province offers; over the desk or by the postman where the channel says so."""
    if not channel:
        return at.filed(procedure, choose_answers(procedure), REQUIRED[procedure])
    typist = at("postman" if channel == "post" else "desk1")
    record = {"number": "BG-1", "signed_at": at.clock.at.isoformat()}
    by_post = {"handover_record": record, "return_way": "post", "return_address": ADDRESS}
    said: dict[str, dict[str, Any]] = {"post": by_post, "desk": {"efiling": "declined"}}
    draft = choose_answers(procedure) | said.get(channel, {})
    dossier = typist.draft(procedure, at.place.one_stop, channel, draft)
    typist.submit(dossier, [typist.upload(dossier, "component", each) for each in REQUIRED[procedure]])
    return dossier


def receive_dossier(at: Office, procedure: str = CERTIFICATE, channel: str = "", *, paid: bool = True) -> str:
    """The same, paid for and received by the first desk; or received with its fee to be paid later."""
    dossier = file_dossier(at, procedure, channel)
    if paid:
        at.pays(dossier)
    at("desk1").step(dossier, "receive")
    return dossier


def bring_to_agency(at: Office, procedure: str = CERTIFICATE, channel: str = "") -> str:
    """The same, at its agency."""
    dossier = receive_dossier(at, procedure, channel)
    at("desk1").step(dossier, "transfer")
    return dossier


def grant_dossier(at: Office, dossier: str) -> str:
    """Grant a dossier at its agency; the result's paper."""
    result = at("case1").upload(dossier, "result")
    at("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    return result


def compare_uploads(at: Office, dossier: str) -> None:
    """The paper behind each unsigned upload was sent in and compared."""
    if unchecked := at("desk1").get(f"/api/dossiers/{dossier}")["to_compare"]:
        at("desk1").step(dossier, "compare", {"components": unchecked, "came": "sent"})


def return_result(at: Office, dossier: str, body: dict[str, Any]) -> Any:
    """Compare what was uploaded unsigned, and hand the result over; what the step was answered."""
    compare_uploads(at, dossier)
    return at("desk1").step(dossier, "give_back", body)


def request_paper(at: Office, dossier: str, by: str = "desk1", **more: Any) -> Any:
    """Ask for the required paper once more; what the step was answered."""
    body = {"components": REQUIRED[CERTIFICATE], "guidance": "Chụp lại cho rõ.", **more}
    return at(by).step(dossier, "request_supplement", body)


def bring_paper(at: Office, dossier: str) -> Any:
    """The applicant brings the paper that was asked for."""
    paper = at("citizen1").upload(dossier, "component", REQUIRED[CERTIFICATE][0])
    return at("citizen1").step(dossier, "supplement", {"papers": [paper]})


def approve_latest(at: Office, dossier: str, by: str) -> Any:
    """The latest request of a dossier, agreed to by a person."""
    number = max(each["n"] for each in at(by).get(f"/api/dossiers/{dossier}")["requests"])
    return at(by).step(dossier, f"requests/{number}/approve", {"reason": None})


def parse_instant(text: str | None) -> datetime:
    """An instant as the API writes it."""
    return datetime.fromisoformat(str(text))


def list_cited(at: Office, dossier: str, kind: str) -> set[str]:
    """Articles that the latest fact of a kind rests on, as the desk reads them."""
    facts = at("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    law = [fact["law"] for fact in facts if fact["kind"] == kind][-1]
    return {str(cite["article"]) for cite in law}
