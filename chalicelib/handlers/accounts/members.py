"""Members of a unit: the list from which people are chosen."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.http.base import Query
from chalicelib.models.members import MembersView, MemberView
from chalicelib.steps.accounts import members as steps
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


class MembersQuery(Query):
    """The unit whose members are listed."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]


@register_operation(
    bp, "GET", "/api/members", access=OFFICER, query=MembersQuery, answer=MembersView, refuses=(NotFound,)
)
def members(call: Call[None, MembersQuery]) -> MembersView:
    """List the present members of a unit, with name, title, roles and workload, and who left open shares behind."""
    found = steps.read_members(build_reader(call), wiring_steps.provide_lists(), call.query.unit)
    shown = [
        MemberView(
            sub=each.sub, name=each.name, title=each.title, roles=each.roles, open=each.load.open,
            overdue=each.load.overdue,
        )
        for each in found
    ]  # fmt: skip
    return MembersView(unit=call.query.unit, items=shown)
