"""Reading a dossier: view, timeline, ledger, and how its due date was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.law.fallback import find_fallback
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.timelines import CountedView, FallbackView, LedgerView, PersonView, TimelineLine, TimelineView
from chalicelib.steps.reading import queries
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}", access=SIGNED_IN, answer=DossierView, reading_own=True)
def read_dossier(call: Call) -> DossierView:
    """Show the dossier as the caller may see it, with the steps they may take."""
    return DossierView(**queries.read_dossier(build_reader(call), call.params["dossier_id"]))


@register_operation(
    bp, "GET", "/api/dossiers/{dossier_id}/timeline", access=SIGNED_IN, answer=TimelineView, reading_own=True
)
def timeline(call: Call) -> TimelineView:
    """Show the events in order, with the article of each act; officers also see the actor and files between them."""
    found = queries.read_timeline(build_reader(call), call.params["dossier_id"])
    people = [PersonView(**each) for each in found["people"]]
    lines = found["items"]
    fallback = _view_fallback(call, lines, explained=not found["is_owner"])
    return TimelineView(items=[TimelineLine(**line) for line in lines], people=people, fallback=fallback)


def _view_fallback(call: Call, lines: Sequence[Mapping[str, Any]], *, explained: bool) -> FallbackView | None:
    on, province = call.now.astimezone(VIETNAM).date(), wiring.provide_settings().province
    cited = [cite["instrument"] for line in lines for cite in line["law"] if cite["is_law"]]
    found = find_fallback(wiring.provide_rules(), on, province, cited)
    if found is None:
        return None
    says = found.says if explained else None
    return FallbackView(article=found.article, instrument=found.instrument, says=says)


@register_operation(
    bp, "GET", "/api/dossiers/{dossier_id}/ledger", access=SIGNED_IN, answer=LedgerView, refuses=(NotYourTask,)
)
def ledger(call: Call) -> LedgerView:
    """Export the chained ledger, for the offline verifier."""
    return LedgerView(**queries.read_ledger(build_reader(call), call.params["dossier_id"]))


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}/deadline", access=SIGNED_IN, answer=CountedView)
def deadline(call: Call) -> CountedView:
    """Show how the due date was counted, day by day."""
    return CountedView(**queries.explain_due_date(build_reader(call), call.params["dossier_id"]))
