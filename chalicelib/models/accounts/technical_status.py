"""The technical status of the system, over HTTP."""

from __future__ import annotations

from datetime import datetime

from chalicelib.models.http.base import View


class IncidentView(View):
    """A declared outage; without a unit it applies to the whole province."""

    id: str
    unit: str | None
    started_at: datetime
    ended_at: datetime | None


class NightView(View):
    """Numbers of a night's comparison with the national portal."""

    day: str
    dossiers: int
    counts: dict[str, int]


class TechnicalStatusView(View):
    """The link to the national portal (failures in a row, until when nobody calls it, messages that wait for a person),
    incidents, the newest first, and the law as built. Numbers and times alone."""

    law: str
    portal_failures: int
    portal_paused_until: datetime | None
    parked: int
    parked_more: bool
    nights: list[NightView]
    incidents: list[IncidentView]
