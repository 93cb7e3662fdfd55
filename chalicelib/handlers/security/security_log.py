"""The security log for auditors: queries are in a body, so that no page address holds them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from chalice.app import Blueprint

from chalicelib.domain.security.security_log import Sought
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.security_log import (
    AlarmsQuery,
    AlarmsView,
    AlarmView,
    SecurityLogView,
    SecurityRecordView,
    SecuritySearchBody,
)
from chalicelib.models.timelines import PersonView
from chalicelib.steps.security import security_log as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring.security import provide_security_table

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/security_log/search",
    access=OFFICER,
    body=SecuritySearchBody,
    answer=SecurityLogView,
    refuses=(Forbidden,),
)
def search_security_log(call: Call[SecuritySearchBody]) -> SecurityLogView:
    """Search who did what on a day, from where and with which outcome; the search itself is recorded."""
    asked = call.body
    sought = Sought(asked.day, asked.who or "", asked.address or "", asked.dossier or "", asked.outcome or "")
    found, cursor = steps.search_log(provide_security_table(), call.actor, call.now, sought, asked.limit, asked.cursor)
    items = [
        SecurityRecordView(**{**asdict(each), "dossiers": list(each.dossiers), "listed": list(each.listed)})
        for each in found
    ]
    return SecurityLogView(
        items=items, people=_view_people({each.who for each in found if each.officer}), cursor=cursor
    )


@register_operation(
    bp, "GET", "/api/security_alarms", access=OFFICER, query=AlarmsQuery, answer=AlarmsView, refuses=(Forbidden,)
)
def list_security_alarms(call: Call[None, AlarmsQuery]) -> AlarmsView:
    """List the causes of alarms, newest first."""
    found, cursor = steps.list_alarms(
        provide_security_table(), call.actor, call.now, call.query.limit, call.query.cursor
    )
    items = [
        AlarmView(
            alarm=each.alarm, at=each.at, who=each.who, address=each.address, count=each.count, trace_id=each.trace_id
        )
        for each in found
    ]
    return AlarmsView(items=items, people=_view_people({each.who for each in found}), cursor=cursor)


def _view_people(accounts: Collection[str]) -> list[PersonView]:
    named = wiring.provide_people().find_names(set(accounts) - {""})
    return [PersonView(sub=sub, **asdict(name)) for sub, name in sorted(named.items())]
