"""Where procedures may be filed, as it is shown."""

from __future__ import annotations

import datetime as dt

from chalicelib.models.base import NamedView, View
from chalicelib.models.law import RuleView


class PublishedListView(View):
    """A published list. Without a number no decision was seen yet, and the list is empty on purpose."""

    number: str | None
    name_vi: str
    instrument: str
    article: str
    since: dt.date
    until: dt.date | None
    certainty: str
    question: str | None
    procedures: list[str]


class ReachView(View):
    """How far away a procedure may be filed: own_desk, province or national."""

    id: str
    code: str
    name: NamedView
    reach: str


class TerritoryView(View):
    """Where each procedure may be filed on a day: by which rule, from which lists, and from when the time runs."""

    province: str
    date: dt.date
    rule: RuleView
    starts: RuleView
    lists: list[PublishedListView]
    items: list[ReachView]
