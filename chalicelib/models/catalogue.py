"""Views of the catalogue: procedures with all their blocks, their forms, and the agencies."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.time.deadlines import Unit
from chalicelib.models.http.base import Channel, NamedView, View


class FieldView(View):
    """A field of administration."""

    code: str
    name: NamedView


class SpanView(View):
    """A part of a text: the places of its first character and of the one after its last."""

    start: int
    end: int


class MatchView(View):
    """Parts of a query in the names of a procedure, and the other name, short form or life event by which it was found;
    empty where its names have all searched words."""

    vi: list[SpanView]
    en: list[SpanView]
    also: str


class ProcedureLine(View):
    """A procedure in a list. `verified` false marks a sample whose time, papers or fee no official page confirmed;
    `shorter_online` says whether online filings have a shorter time, null where no rule of the province asks; `match`
    is null without a search."""

    id: str
    code: str
    name: NamedView
    field: FieldView
    level: str
    verified: bool
    enabled: bool
    time_text_vi: str
    shorter_online: bool | None
    match: MatchView | None


class LifeEventView(View):
    """A life event that leads to procedures; a search for its name finds them."""

    key: str
    name: NamedView


class ElsewhereView(View):
    """A subject that is not handled here: its name, the authority that handles it, and the law."""

    name: NamedView
    authority: NamedView
    source: str


class OnlineDutyView(View):
    """The province's rule on shorter times for online filings: a duty or only an incentive, by which article, and how
    many procedures have none yet."""

    duty: bool
    article: str
    without: int


class ProcedurePage(View):
    """Procedures found, best match first. Where a search finds none, `nearest` has weak matches, `life_events` other
    starting points, and `elsewhere` the authority that handles the subject, where it is known. `online_time` is null
    where the province has no rule on shorter times."""

    items: list[ProcedureLine]
    nearest: list[ProcedureLine]
    elsewhere: ElsewhereView | None
    life_events: list[LifeEventView]
    total: int
    fields: list[FieldView]
    online_time: OnlineDutyView | None


class ComponentView(View):
    """A paper of the dossier. `by_form`: the filled e-form is this paper, so an online filing uploads none."""

    key: str
    name: NamedView
    copy_kind: str
    quantity: int
    need: str
    by_form: bool


class FeeView(View):
    """A fee line, in đồng; of lines with one `choice` a filing owes one, by its answers. With `per` a page or a copy it
    is the price of one. `by_officer`: the owed alternative depends on proof, and an officer decides it."""

    key: str
    name: NamedView
    amount: int
    status: str
    per: str
    channel: str
    choice: str | None
    optional: bool
    due: str
    blocking: bool
    exemption_groups: list[str]
    note_vi: str | None
    by_officer: bool


class OnlineTimeView(View):
    """The shorter time for online filings, and the text that adopted it."""

    value: int
    unit: Unit
    since: date
    article: str


class GroupView(View):
    """A group of people who may claim exemption from some fee of the procedure."""

    code: str
    name: NamedView


class TimeView(View):
    """The published time limit."""

    value: int
    unit: Unit
    text_vi: str
    legal_reference: str
    same_day_cut_off: str | None
    online: OnlineTimeView | None


class ProcessView(View):
    """One step of the internal process."""

    role: str
    name: NamedView
    by: NamedView
    hours: float


class OwnPortalView(View):
    """Whether this site accepts filings today, and by which article it does or does not."""

    open: bool
    article: str


class IdentityDemandView(View):
    """The level of the electronic identity that an online filing needs, and the article that asks for it."""

    level: int
    article: str


class ProcedureView(View):
    """One procedure with all its blocks (NĐ 63/2010 8.2). `channels`: the channels that the law offers today and by
    which a filing can reach this system."""

    id: str
    code: str
    version: int
    name: NamedView
    field: FieldView
    level: str
    audience: list[str]
    time: TimeView
    dossier_sets: int
    components: list[ComponentView]
    fees: list[FeeView]
    exemptions: list[GroupView]
    channels: list[Channel]
    own_portal: OwnPortalView
    result: NamedView
    legal_basis: list[str]
    online_level: str
    delivery: list[str]
    competent_kind: str
    process: list[ProcessView]
    linked: bool
    immediate: bool
    verified: bool
    enabled: bool
    evidence: dict[str, str]
    notice: NamedView | None
    identity: IdentityDemandView | None


class FormView(View):
    """The e-form of a procedure as JSON Schema 2020-12."""

    procedure: str
    version: int
    form: dict[str, Any]


class AgencyView(View):
    """An agency or one-stop unit."""

    id: str
    parent: str | None
    kind: str
    name: NamedView
    is_one_stop: bool
    code: str | None
    hotline: str | None
    office_hours: list[dict[str, Any]]


class EndedAgencyView(View):
    """The name of a unit that no longer works: dossiers of its time still name it."""

    id: str
    name: NamedView


class AgenciesView(View):
    """The agencies that work today, and the names of the others."""

    province: str
    items: list[AgencyView]
    ended: list[EndedAgencyView]
