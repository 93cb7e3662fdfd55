"""Dossiers received for the wrong procedure, and the steps that file them again."""

from __future__ import annotations

from typing import Any

from tests.product.journeys import (
    CERTIFICATE,
    LINKED,
    approve_latest,
)
from tests.product.office import Office

WRONG, RIGHT = CERTIFICATE, LINKED


PROVINCES = ("hue", "vinh-long")


WHY = "Người nộp xin đăng ký khai sinh, không phải xác nhận tình trạng hôn nhân"


def propose_procedure(at: Office, dossier: str, procedure: str = RIGHT, by: str = "desk1", **more: Any) -> Any:
    """The right procedure, proposed by an officer of the desk; what the step was answered."""
    return at(by).try_step(dossier, "correct_reception", {"reason": WHY, "procedure": procedure, **more})


def refile_dossier(at: Office, dossier: str, procedure: str = RIGHT) -> str:
    """The dossier under the right procedure, once the head of the unit has agreed."""
    propose_procedure(at, dossier, procedure)
    return str(approve_latest(at, dossier, "deskhead")["refiled_into"]["dossier"])


def read_dossier(at: Office, dossier: str, who: str = "desk1") -> dict[str, Any]:
    """A dossier as somebody reads it."""
    found: dict[str, Any] = at(who).get(f"/api/dossiers/{dossier}")
    return found


def look_up_code(at: Office, code: str) -> dict[str, Any]:
    """The public answer about a code."""
    found: dict[str, Any] = at.nobody().ask("POST", "/api/lookup", {"code": code}, expect=200).body
    return found
