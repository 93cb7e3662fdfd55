"""Rights as they are sent to the route that grants them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from tests.api.conftest import Api, ApiAnswer

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def build_rights(*assignments: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A body of PUT /api/officers/{sub}."""
    body = {
        "name": "Nguyễn Thị Lan",
        "title": "Chuyên viên",
        "email": "lan@example.test",
        "assignments": list(assignments),
        "request_ref": "12/CV-UBND ngày 02/03/2026",
    }
    return {**body, **changes}


def build_right(role: Role, unit: str, **changes: Any) -> dict[str, Any]:
    """One assignment as sent."""
    return {"role": role, "unit": unit, "valid_from": "2026-01-01T00:00:00+07:00", **changes}


def put_rights(api: Api, body: dict[str, Any], *, by: str = "op", sub: str = "lan", version: int = 0) -> ApiAnswer:
    """Ask for a change of rights."""
    return api("PUT", f"/api/officers/{sub}", sub=by, body=body, headers={"If-Match": f'"{version}"'})
