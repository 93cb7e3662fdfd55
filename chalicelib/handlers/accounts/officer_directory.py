"""The list of all officers, and the history of an officer's rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.accounts.officer_directory import OfficerFilter, find_standing
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Forbidden, Invalid
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.officers import (
    DirectoryBody,
    DirectoryLine,
    DirectoryView,
    HeldRightView,
    OfficerHistoryView,
    RightsChangeView,
)
from chalicelib.steps.accounts import officers as steps
from chalicelib.steps.accounts.officer_directory import DirectoryReader, search_officers
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


@register_operation(
    bp, "POST", "/api/officers/search", access=OFFICER, body=DirectoryBody, answer=DirectoryView,
    refuses=(Forbidden, Invalid), quotas=(Quota.SEARCHES,),
)  # fmt: skip
def search_directory(call: Call[DirectoryBody]) -> DirectoryView:
    """List all officers by name, unit, right, state or identity number, for those who grant and audit rights."""
    asked = call.body
    if asked.id_number:
        wiring.provide_quotas().count_use(call.quotas, call.real_now)
    wanted = OfficerFilter(
        asked.name, asked.unit or "", asked.role, asked.standing, asked.id_number or "", asked.standing_in
    )
    reader = DirectoryReader(
        call.actor, call.now, call.real_now, wiring.provide_officer_directory(), wiring.provide_access_log().record
    )
    found, place = search_officers(reader, wanted, asked.purpose, asked.cursor or "", asked.limit)
    names = _find_replaced(each.assignments for each in found)
    return DirectoryView(items=[_view_line(each, call.now, names) for each in found], cursor=place or None)


@register_operation(
    bp, "GET", "/api/officers/{sub}/history", access=OFFICER, answer=OfficerHistoryView, refuses=(Forbidden,)
)
def read_officer_history(call: Call) -> OfficerHistoryView:
    """Show an officer, and which request and article gave and ended each right."""
    officer = steps.read_officer(wiring.provide_officers(), call.actor, call.params["sub"], call.now)
    entries = wiring.provide_officer_directory().load_history(officer.sub)
    names = wiring.provide_people().find_names({each.change.by for each in entries})
    replaced = _find_replaced((officer.assignments, *(each.given + each.ended for each in entries)))
    changes = [
        RightsChangeView(
            at=each.change.at,
            by=each.change.by,
            by_name=names[each.change.by].name if each.change.by in names else "",
            request_ref=each.change.request_ref,
            matter=each.change.source.matter,
            article=each.change.source.article,
            given=_view_rights(each.given, call.now, replaced),
            ended=_view_rights(each.ended, call.now, replaced),
        )
        for each in entries
    ]
    return OfficerHistoryView(officer=_view_line(officer, call.now, replaced), changes=changes)


def _find_replaced(rights: Iterable[Iterable[Assignment]]) -> Mapping[str, OfficerName]:
    """Return the names of those whom backups replace; nothing is asked where there is no backup."""
    subs = {each.backup_for for held in rights for each in held if each.backup_for}
    return wiring.provide_people().find_names(subs) if subs else {}


def _view_line(officer: Officer, now: datetime, replaced: Mapping[str, OfficerName]) -> DirectoryLine:
    return DirectoryLine(
        sub=officer.sub,
        name=officer.name,
        title=officer.title,
        email=officer.email,
        assignments=_view_rights(officer.assignments, now, replaced),
        standing=find_standing(officer, now),
        second_factor=officer.has_second_factor,
        last_sign_in=officer.sign_in.at if officer.sign_in else None,
    )


def _view_rights(
    rights: tuple[Assignment, ...], now: datetime, replaced: Mapping[str, OfficerName]
) -> tuple[HeldRightView, ...]:
    return tuple(
        HeldRightView(
            **asdict(each),
            in_force=each.is_in_force(now),
            backup_name=known.name if (known := replaced.get(each.backup_for or "")) else "",
        )
        for each in rights
    )
