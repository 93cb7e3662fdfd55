"""Views of the members of a unit."""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.models.http.base import View


class MemberView(View):
    """A present member of the unit; `open` is the number of open shares with this person, `overdue` of them late. One
    without a role has left open shares behind."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    open: int
    overdue: int


class MembersView(View):
    """All present members of a unit and those who left open shares behind, by given name."""

    unit: str
    items: list[MemberView]
