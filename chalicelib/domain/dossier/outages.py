"""Outages: periods in which dossiers are written in the paper register and entered later with their true times
(NĐ 61/2018 39.1; VL-18.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.eforms.day_bounds import write_instant
from chalicelib.domain.shared.errors import FieldError, Forbidden, Refusal, RefusalKind
from chalicelib.domain.time.officer_days import find_officer_day_fault

DECLARERS = frozenset({Role.OPERATOR, Role.PROVINCIAL_OFFICE})
"""Roles that declare the begin and end of an outage."""


class OutsideOutage(Refusal):
    """The register counts only for acts inside an outage that was declared for the unit."""

    code = "outside_outage"
    kind = RefusalKind.INVALID
    vi = "Thời điểm này không nằm trong đợt gián đoạn đã công bố cho đơn vị."
    en = "This time is not inside an outage declared for the unit."


class RegisterNumberUsed(Refusal):
    """Another dossier has this number of the paper register."""

    code = "register_number_used"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Số {code} trong sổ giấy đã nhập cho hồ sơ khác."
    en = "Number {code} of the paper register was entered for another dossier."


class RegisterNumberWrong(Refusal):
    """The unit's paper register cannot have given this number on that day."""

    code = "register_number_wrong"
    kind = RefusalKind.INVALID
    vi = "Mã ghi sổ phải có dạng {series}-số từ {first} đến {last}."
    en = "A register code has the form {series}-number from {first} to {last}."


class OutageEnded(Refusal):
    """The outage has already ended."""

    code = "outage_ended"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đợt gián đoạn này đã ghi kết thúc."
    en = "The end of this outage is on record already."


@dataclass(frozen=True, slots=True)
class Outage:
    """One outage; an empty `unit` means the whole province."""

    id: str
    started_at: datetime
    reason: str
    declared_by: str
    unit: str = ""
    ended_at: datetime | None = None
    version: int = 1

    def was_unit_down(self, unit: str, at: datetime, now: datetime) -> bool:
        """Return whether the unit was without the system at that time; an open outage reaches until now."""
        return self.unit in ("", unit) and self.started_at <= at <= (self.ended_at or now)


def require_declarer(actor: Actor, now: datetime) -> None:
    """Raise Forbidden unless the actor may declare an outage."""
    if not actor.list_roles(now) & DECLARERS:
        raise Forbidden()


def close_outage(outage: Outage, at: datetime) -> Outage:
    """Return the outage with its end. Refuse a second end, and one before the start."""
    if outage.ended_at is not None:
        raise OutageEnded()
    if at < outage.started_at:
        limit = write_instant(outage.started_at)
        vi = f"Lúc hệ thống hoạt động lại không được trước lúc bắt đầu gián đoạn, {limit}"
        en = f"The end of the outage cannot be before its start, {limit}"
        raise OutsideOutage(fields=(FieldError("/ended_at", "before_other", vi, en),))
    return replace(outage, ended_at=at, version=outage.version + 1)


def require_recent(name: str, at: datetime, now: datetime, path: str) -> None:
    """Refuse a time in the future or too far back; `name` is the field of `officer_days`."""
    if fault := find_officer_day_fault(name, at, now, path):
        raise OutsideOutage(fields=(fault,))


def require_inside(outage: Outage | None, unit: str, at: datetime, now: datetime, path: str) -> Outage:
    """Return the outage in which the unit wrote on paper at that time; refuse any other time. `path` is the field of
    the time."""
    if outage is None or outage.unit not in ("", unit):
        raise OutsideOutage()
    if at > now or not outage.was_unit_down(unit, at, now):
        start, end = write_instant(outage.started_at), write_instant(outage.ended_at or now)
        vi = f"Giờ ghi trong sổ phải nằm trong đợt gián đoạn: từ {start} đến {end}"
        en = f"The time in the register must be within the outage: from {start} to {end}"
        raise OutsideOutage(fields=(FieldError(path, "outside_outage", vi, en),))
    return outage
