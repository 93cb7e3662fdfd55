"""Files of matters: announce an upload, list, and get a short link to one version."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_refusals import NotOffered, PapersNotTaken
from chalicelib.domain.papers.paper_errors import (
    PaperNotServed,
)
from chalicelib.domain.papers.paper_files import LINK_SECONDS
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.handlers.matters.matter_record import build_view_record
from chalicelib.handlers.papers.papers import view_paper
from chalicelib.handlers.papers.upload_refusals import UPLOAD_QUOTAS, UPLOAD_REFUSALS
from chalicelib.models.matters.matters import MatterPaperBody, MatterUploadView
from chalicelib.models.papers import PaperLinkView, PapersView
from chalicelib.steps.matters import matter_papers as steps
from chalicelib.steps.matters.matter_command import derive_matter_id
from chalicelib.wiring import papers as wiring_papers
from chalicelib.wiring.matters import provide_matter_dependencies

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/matters/papers",
    access=SIGNED_IN,
    body=MatterPaperBody,
    answer=MatterUploadView,
    keyed=True,
    status=201,
    refuses=(*UPLOAD_REFUSALS, NotOffered, PapersNotTaken),
    quotas=UPLOAD_QUOTAS,
)
def add_matter_paper(call: Call[MatterPaperBody]) -> MatterUploadView:
    """Announce a file of a matter; the answer is the one link that can store it."""
    matter_id = _find_matter_id(call)
    paper = steps.add_matter_paper(
        provide_matter_dependencies(), provide_dependencies(), build_command(call, "add_matter_paper", matter_id)
    )
    link = wiring_papers.provide_paper_store().upload_link(paper)
    return MatterUploadView(
        paper=view_paper(paper), url=link.url, headers=link.headers, seconds=link.seconds, matter_id=matter_id
    )


def _find_matter_id(call: Call[MatterPaperBody]) -> str:
    """Return the id of the matter that stands, or of the one that the key will open."""
    kind = KINDS.get(call.body.matter_kind)
    if kind is not None and call.body.opening:
        return derive_matter_id(kind, call.actor.sub, call.body.opening)
    if call.body.matter_id is None:
        raise NotFound()
    return call.body.matter_id


@register_operation(bp, "GET", "/api/matters/papers/{matter_id}", access=SIGNED_IN, answer=PapersView)
def list_matter_papers(call: Call) -> PapersView:
    """List the files of a matter that the caller may have, with the results of their check."""
    found = steps.list_matter_papers(_build_reading(call), call.params["matter_id"], call.actor, call.now)
    return PapersView(items=[view_paper(paper) for paper in found])


@register_operation(
    bp,
    "GET",
    "/api/matters/papers/{matter_id}/{paper_id}",
    access=SIGNED_IN,
    answer=PaperLinkView,
    refuses=(PaperNotServed,),
)
def matter_paper_link(call: Call) -> PaperLinkView:
    """Return a link, valid for minutes, to the checked version of one file of a matter."""
    matter_id, paper_id = call.params["matter_id"], call.params["paper_id"]
    paper = steps.find_matter_paper(_build_reading(call), matter_id, paper_id, call.actor, call.now)
    return PaperLinkView(url=wiring_papers.provide_paper_store().read_link(paper), seconds=LINK_SECONDS)


def _build_reading(call: Call[Any, Any]) -> steps.PaperReading:
    return steps.PaperReading(provide_matter_dependencies(), wiring_papers.provide_papers(), build_view_record(call))
