"""The record of an officer's look at a matter."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.matters.matter import Matter
from chalicelib.handlers.http.call import Call
from chalicelib.steps.matters.matter_views import RecordView
from chalicelib.wiring import core as wiring


def build_view_record(call: Call[Any, Any]) -> RecordView:
    """Return what records that the caller looked at a matter, with their roles at that time."""

    def record(matter: Matter, what: str) -> None:
        roles = ",".join(sorted({a.role.value for a in call.actor.assignments if a.is_in_force(call.now)}))
        wiring.provide_access_log().record(matter.id, call.actor.sub, roles, what, call.real_now)

    return record
