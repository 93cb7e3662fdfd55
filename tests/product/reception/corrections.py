"""A reception put right at the desk, and what is read of it afterwards."""

from __future__ import annotations

from typing import Any

from tests.product.journeys import (
    CERTIFICATE,
    PERSON,
)
from tests.product.office import Office

RIGHT = {**PERSON, "full_name": "Trần Thị Hòa", "id_number": "046190000009"}


PROVINCES = ("hue", "lai-chau")


WHY = "Nhập nhầm tên người nộp"


def correct_reception(at: Office, dossier: str, by: str = "desk1", **right: Any) -> Any:
    """A correction by an officer; what the step was answered."""
    return at(by).try_step(dossier, "correct_reception", {"reason": WHY, **right})


def list_course(
    at: Office, dossier: str, who: str = "desk1", kind: str = "reception_corrected"
) -> list[dict[str, Any]]:
    """Lines of the course of one kind."""
    return [each for each in at(who).get(f"/api/dossiers/{dossier}/timeline")["items"] if each["kind"] == kind]


def read_person(at: Office, dossier: str, who: str = "desk1") -> dict[str, Any]:
    """The applicant as a reader sees them now."""
    parts = at(who).get(f"/api/dossiers/{dossier}")["parts"]
    (held,) = [each["value"] for each in parts if each["name"] == "applicant" and not each["superseded"]]
    return dict(held)


def list_receipts(at: Office, dossier: str, who: str = "citizen1") -> dict[str, str | None]:
    """The receipts of a dossier, each with the one that has replaced it."""
    at.around.bring("render_slips", dossier)
    papers = at(who).get(f"/api/dossiers/{dossier}/papers")["items"]
    return {each["id"]: each["replaced_by"] for each in papers if each["component"] == "receipt"}


def build_answers() -> dict[str, Any]:
    """Answers that the certificate's form accepts."""
    from tests.support.bodies import ANSWERS

    return ANSWERS[CERTIFICATE]
