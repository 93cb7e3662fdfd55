"""What the answers to a request for rights ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from chalicelib.domain.accounts.account_requests import EndedRights, RightsRequest
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, PROVINCE_WIDE, SPECIAL, Role
from chalicelib.domain.matters.kinds.account_requests import AWAY, CHANGE, GRANT, LEAVE, REVOKE, REVOKE_ONE
from chalicelib.domain.shared.timezone import VIETNAM


def build_request(values: Mapping[str, object], name: str, title: str) -> RightsRequest:
    """Return what the answers to an opening form ask for."""
    adds = values.get("action") in (GRANT, CHANGE, AWAY) and bool(values.get("role"))
    unit, away = str(values.get("work_unit") or ""), values.get("action") == AWAY
    return RightsRequest(
        person=str(values.get("stand_in" if away else "person")),
        role=Role(str(values["role"])) if adds else None,
        unit=unit,
        valid_from=_begin_day(values.get("valid_from")),
        valid_until=_begin_day(values.get("valid_until"), timedelta(days=1)),
        backup_for=str(values.get("person" if away else "backup_for") or ""),
        stage=str(values.get("stage") or ""),
        document_day=date.fromisoformat(str(values["document_day"])) if values.get("document_day") else None,
        name="" if away else name,
        title="" if away else title,
        ends=_build_ends(values, unit),
    )


def _build_ends(values: Mapping[str, object], unit: str) -> EndedRights | None:
    """Return which rights a request ends: those of a unit, of one special task there, a single right, or all."""
    action, role = values.get("action"), Role(str(values["role"])) if values.get("role") else None
    if action == LEAVE:
        return EndedRights()
    if action == REVOKE_ONE:
        place = PROVINCE_UNIT if role in PROVINCE_WIDE else unit
        return EndedRights(place, role, one=True, key=str(values.get("right") or ""))
    if action in (CHANGE, REVOKE):
        return EndedRights(unit, role if action == REVOKE and role in SPECIAL else None)
    return None


def _begin_day(value: object, later: timedelta = timedelta()) -> datetime | None:
    return datetime.combine(date.fromisoformat(str(value)), time(), VIETNAM) + later if value else None
