"""Requests for rights as they are written: whom they are about, and their effect before they are sent and granted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.accounts.roles import Assignment
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.handlers.http.officer_names import find_officer_name
from chalicelib.models.accounts.found_officers import FindOfficersBody, FoundOfficer, FoundOfficersView
from chalicelib.models.accounts.rights_preview import (
    ClashView,
    PersonNameView,
    RightChoiceView,
    RightReachView,
    RightsPreviewBody,
    RightsPreviewView,
    StandInView,
)
from chalicelib.models.officers import AssignmentView
from chalicelib.steps.matters.requests.name_person import OfficerFinder
from chalicelib.steps.matters.requests.preview_rights import preview_rights
from chalicelib.steps.matters.requests.read_rights_request import build_request
from chalicelib.steps.matters.requests.rights_reach import ReachReader
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp, "POST", "/api/officers/preview", access=OFFICER, body=RightsPreviewBody, answer=RightsPreviewView,
    refuses=(Forbidden,),
)  # fmt: skip
def preview_request(call: Call[RightsPreviewBody]) -> RightsPreviewView:
    """Show which rights a request would give and end, and which duties it would join that are kept apart."""
    request = build_request(call.body.model_dump(mode="json", exclude_none=True), "", "")
    superiors = wiring_steps.provide_reference().find_superiors
    shown = preview_rights(wiring.provide_officers(), superiors, call.actor, request, call.now)
    reach = _build_reader().read_reach(shown, request, call.now)
    opens, replaces = reach.opens, reach.replaces
    return RightsPreviewView(
        name=shown.person.name,
        title=shown.person.title,
        known=shown.person.version > 0,
        kept=_view_rights(shown.kept, call.now),
        given=_view_rights(shown.given, call.now),
        ended=_view_rights(shown.ended, call.now),
        clash=ClashView(role=shown.clash[0], other=shown.clash[1]) if shown.clash else None,
        own=shown.own,
        opens=RightReachView(
            units=opens.units, stages=opens.stages, open=opens.work.open, overdue=opens.work.overdue
        ) if opens else None,
        held=reach.held,
        stand_ins=tuple(
            StandInView(name=each.name, title=each.title, right=_view_right(each.right, call.now))
            for each in reach.stand_ins
        ),
        replaces=PersonNameView(name=replaces.name, title=replaces.title) if replaces else None,
        choices=tuple(
            RightChoiceView(
                key=key, right=_view_right(right, call.now),
                backup_name=find_officer_name(right.backup_for, call.real_now) if right.backup_for else "",
            )
            for key, right in shown.choices.items()
        ),
    )  # fmt: skip


@register_operation(
    bp, "POST", "/api/officers/find", access=OFFICER, body=FindOfficersBody, answer=FoundOfficersView,
    refuses=(Forbidden,),
)  # fmt: skip
def find_officers(call: Call[FindOfficersBody]) -> FoundOfficersView:
    """Find whom a request for rights is about: people of one's units by name or address, others by the address."""
    finder = OfficerFinder(wiring.provide_people(), wiring.provide_officer_directory())
    typed, after, limit = call.body.typed, call.body.cursor or "", call.body.limit
    found, place = finder.find_officers(call.actor, typed, after, limit, call.now)
    return FoundOfficersView(
        items=tuple(
            FoundOfficer(sub=each.sub, name=each.name, title=each.title, email=each.email) for each in found
        ),
        cursor=place or None,
    )  # fmt: skip


def _build_reader() -> ReachReader:
    return ReachReader(
        wiring.provide_officers(),
        wiring.provide_people(),
        wiring_steps.provide_lists(),
        wiring_boards.provide_work_counts(),
        wiring_steps.provide_reference().list_units_served,
        wiring_steps.post_stages,
    )


def _view_rights(rights: tuple[Assignment, ...], now: datetime) -> tuple[AssignmentView, ...]:
    return tuple(_view_right(each, now) for each in rights)


def _view_right(right: Assignment, now: datetime) -> AssignmentView:
    return AssignmentView(**asdict(right), in_force=right.is_in_force(now))
