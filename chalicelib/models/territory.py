"""Views of where procedures may be filed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chalicelib.models.http.base import NamedView, View


class TerritoryRuleView(View):
    """A rule in official words: its value, article with instrument (empty for a choice of the service), and first day.
    The law's own view shows its certainty."""

    value: Any
    cite: str
    since: dt.date


class PublishedListView(View):
    """A published list. Without a number no decision was published, and the list is deliberately empty."""

    number: str | None
    name_vi: str
    instrument: str
    article: str
    since: dt.date
    until: dt.date | None
    procedures: list[str]


class CompetenceView(View):
    """How far away a procedure may be filed: own_desk, province or national."""

    id: str
    code: str
    name: NamedView
    reach: str


class VerticalListView(View):
    """A published list of vertical agencies, by its decision."""

    number: str
    name_vi: str
    issuer_vi: str
    issued_on: dt.date


class UnitView(View):
    """An agency or one-stop unit of any day: from its first day to its last, and its successor. `body` is what it is,
    `tier` the level of administration (province, district, commune), `article` by which its regulation makes it a unit
    (none where every province has such units), `list_number` the decision of the list that names it."""

    id: str
    parent: str | None
    kind: str
    kind_name: NamedView
    body: str
    tier: str
    article: str | None
    list_number: str | None
    name: NamedView
    formerly_vi: list[str]
    code: str | None
    is_one_stop: bool
    hotline: str | None
    active_from: dt.date | None
    active_until: dt.date | None
    successor: str | None
    active: bool


class UnitsView(View):
    """Every unit of the province, past and present, and the history of the province."""

    province: str
    date: dt.date
    merger_note_vi: str
    lists: list[VerticalListView]
    items: list[UnitView]


class UnitWorkView(View):
    """What a unit does for one procedure on a day: `work` is receives, settles or task (with its name); `settled_by` is
    the unit that settles it and `level` that unit's level of administration, none for a task. `since` and `until` are
    the first and the last day; none where no other state is on record. `note_vi` says which decision moved the
    procedure."""

    procedure: str
    code: str
    name: NamedView
    work: str
    task: NamedView | None
    settled_by: str | None
    level: str | None
    since: dt.date | None
    until: dt.date | None
    note_vi: str
    legal_basis: list[str]


class UnitChangeLine(View):
    """A decided change that concerns a unit. `matter` is the one that decided it, for officers alone."""

    kind: str
    effective: dt.date
    units: list[str]
    opened: list[str]
    successor: str | None
    parent: str | None
    name: NamedView | None
    matter: str | None


class UnitCardView(View):
    """What a unit is competent for on a day, which units it follows and which follows it, and what was decided about
    it."""

    unit: str
    date: dt.date
    active: bool
    predecessors: list[str]
    successor: str | None
    works: list[UnitWorkView]
    changes: list[UnitChangeLine]


class TerritoryView(View):
    """Where each procedure may be filed on a day: by which rule, from which lists, and from when the time runs; and
    what a unit is competent for, where one was asked about."""

    province: str
    date: dt.date
    rule: TerritoryRuleView
    starts: TerritoryRuleView
    lists: list[PublishedListView]
    items: list[CompetenceView]
    unit: UnitCardView | None = None
