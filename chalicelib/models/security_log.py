"""Queries and views of the security log for auditors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.domain.security.security_log import Alarm
from chalicelib.models.http.base import Body, Query, View
from chalicelib.models.timelines import PersonView

Account = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
Address = Annotated[str, Field(pattern=r"^[0-9A-Fa-f:./]{2,50}$")]
DossierId = Annotated[str, Field(pattern=r"^[A-Za-z0-9#-]{1,80}$")]
Outcome = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Place = Annotated[str, Field(max_length=2000)]


class SecuritySearchBody(Body):
    """A day (Vietnamese), and further filters; `outcome` is `ok` or the code of a refusal."""

    day: Annotated[date, Field(ge=date(2018, 1, 1), lt=date(2100, 1, 1))]
    who: Account | None = None
    address: Address | None = None
    dossier: DossierId | None = None
    outcome: Outcome | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100
    cursor: Place | None = None


class AlarmsQuery(Query):
    """A page of the alarms."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Place | None = None


class SecurityRecordView(View):
    """One request. `seen` says that an officer received personal data of the dossiers; `listed` are those that a list
    showed with names; `device` is a digest."""

    at: datetime
    trace_id: str
    who: str
    address: str
    method: str
    route: str
    act: str
    dossiers: list[str]
    status: int
    outcome: str
    officer: bool
    seen: bool
    device: str
    about: str
    listed: list[str]


class SecurityLogView(View):
    """Records, newest first; `people` are the officers among them. A page may be short although `cursor`
    leads to more."""

    items: list[SecurityRecordView]
    people: list[PersonView]
    cursor: str | None


class AlarmView(View):
    """An alarm: person, address, the number of things counted in its window, and the request that raised it."""

    alarm: Alarm
    at: datetime
    who: str
    address: str
    count: int
    trace_id: str


class AlarmsView(View):
    """Alarms, newest first."""

    items: list[AlarmView]
    people: list[PersonView]
    cursor: str | None
