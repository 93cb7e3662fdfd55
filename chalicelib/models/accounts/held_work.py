"""Somebody's open work over HTTP."""

from __future__ import annotations

from datetime import datetime

from chalicelib.models.http.base import View
from chalicelib.models.officers import AssignmentView


class HeldSharesView(View):
    """Open shares of dossiers with a person in a unit, `overdue` of them late. `has_right`: the person may handle cases
    there now, until `until` where that ends; `backup` stands in for them there."""

    unit: str
    open: int
    overdue: int
    has_right: bool
    until: datetime | None
    backup: str
    backup_name: str


class HeldWorkView(View):
    """A person's open work by unit, and the present and coming rights that somebody else needs after them. To
    superiors, those of their own units."""

    sub: str
    name: str
    title: str
    shares: tuple[HeldSharesView, ...]
    duties: tuple[AssignmentView, ...]
