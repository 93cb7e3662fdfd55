"""Results that the system holds for an online filer, and their use instead of an upload."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.filing.held_results import Held, NotHeld
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.law.rulings import NoRule
from chalicelib.domain.papers.paper_errors import PapersTooMany
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Busy, KeyReused, NotFound
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.handlers.papers.papers import view_paper
from chalicelib.models.dossiers import NamesView
from chalicelib.models.papers import HeldResult, HeldView, PaperView
from chalicelib.models.steps import HeldBody
from chalicelib.steps.filing import use_held as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp, "GET", "/api/dossiers/{dossier_id}/held", access=SIGNED_IN, answer=HeldView, refuses=(NotFound, NoRule)
)  # fmt: skip
def look_up_held(call: Call) -> HeldView:
    """List the results that the system holds for the author of a draft, and the article against
    requesting them again."""
    offer = steps.look_up(_build_archive(), build_command(call, "look_up_held"))
    cite = offer.rule.cite
    return HeldView(
        results=[_view_result(each) for each in offer.results],
        article=write_official_citation(cite["article"]),
    )


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/held",
    access=SIGNED_IN,
    body=HeldBody,
    answer=PaperView,
    keyed=True,
    status=201,
    refuses=(NotFound, NotHeld, Busy, KeyReused, NoRule, PapersTooMany),
    quotas=(Quota.PAPERS,),
)
def use_held(call: Call[HeldBody]) -> PaperView:
    """Use a held result in a draft instead of an upload."""
    return view_paper(steps.use_held(_build_archive(), build_command(call, "use_held")))


def _build_archive() -> steps.Archive:
    return steps.Archive(provide_dependencies(), wiring_steps.provide_lists(), wiring_papers.provide_papers())


def _view_result(found: Held) -> HeldResult:
    procedure = wiring.provide_catalogue().find_procedure(found.dossier.procedure)
    return HeldResult(
        component=found.component,
        dossier_code=found.dossier.code,
        procedure=NamesView(id=procedure.id, vi=procedure.name.vi, en=procedure.name.en),
        issued_on=found.issued,
        valid_through=found.last_day,
    )
