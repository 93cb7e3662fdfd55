"""Results that the system holds for an online filer, and their use instead of an upload."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.filing.held_results import Held, NotHeld
from chalicelib.domain.law.article_words import official_words
from chalicelib.domain.law.rulings import NoRule
from chalicelib.domain.papers.paper_errors import PapersTooMany
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Busy, KeyReused, NotFound
from chalicelib.handlers.dossier.step import ask, desk
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, operation
from chalicelib.handlers.papers.papers import shown
from chalicelib.models.dossiers import NamesView
from chalicelib.models.papers import HeldResult, HeldView, PaperView
from chalicelib.models.steps import HeldBody
from chalicelib.steps.filing import use_held as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@operation(
    bp, "GET", "/api/dossiers/{dossier_id}/held", access=SIGNED_IN, answer=HeldView, refuses=(NotFound, NoRule)
)  # fmt: skip
def look_up_held(call: Call) -> HeldView:
    """List the results that the system holds for the author of a draft, and the article against
    requesting them again."""
    offer = steps.look_up(_archive(), ask(call, "look_up_held"))
    cite = offer.rule.cite
    return HeldView(
        results=[_result(each) for each in offer.results],
        article=official_words(str(cite["article"])),
    )


@operation(
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
    return shown(steps.use_held(_archive(), ask(call, "use_held")))


def _archive() -> steps.Archive:
    return steps.Archive(desk(), wiring_steps.lists(), wiring_papers.papers())


def _result(found: Held) -> HeldResult:
    procedure = wiring.catalogue().procedure(found.dossier.procedure)
    return HeldResult(
        component=found.component,
        dossier_code=found.dossier.code,
        procedure=NamesView(id=procedure.id, vi=procedure.name.vi, en=procedure.name.en),
        issued_on=found.issued,
        valid_through=found.last_day,
    )
