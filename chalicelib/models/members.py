"""The people of a unit, as they are shown."""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.models.http.base import View


class MemberView(View):
    """Somebody who works in the unit now; `open` shares are in work with this person, `overdue` of them late."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    open: int
    overdue: int


class MembersView(View):
    """Everybody who works in a unit now, by given name."""

    unit: str
    items: list[MemberView]
