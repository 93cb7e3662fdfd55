"""The use of the system in a unit, and units without somebody for a special task, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from chalicelib.domain.accounts.roles import Role
from chalicelib.models.http.base import Query, View
from chalicelib.models.officers import UnitId


class MonitoredQuery(Query):
    """The unit whose use is followed."""

    unit: UnitId


class OfficerUseView(View):
    """An officer of the unit: sign-ins of this month and of the month before, and open shares of dossiers."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    last_sign_in: datetime | None
    sign_ins: int
    sign_ins_before: int
    open: int
    overdue: int


class MonitoredUnitView(View):
    """The use of the system by the officers of a unit."""

    unit: str
    items: list[OfficerUseView]


class MissingTaskQuery(Query):
    """The special task of which each unit has one holder."""

    task: Literal[Role.UNIT_IT, Role.INTAKE_FOCAL, Role.ANSWER_FOCAL] = Role.UNIT_IT


class MissingTaskView(View):
    """Units of today in which nobody has the task; `known` says whether the rules of the province have it, `article` by
    which one."""

    task: Role
    known: bool
    article: str
    units: list[str]
