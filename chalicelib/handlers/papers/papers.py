"""Papers: announce an upload, list, and get a short link to one version."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slips
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.papers.digitising import DigitiserUnassigned
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.papers.paper_errors import (
    ComponentUnknown,
    PaperNotServed,
)
from chalicelib.domain.papers.paper_files import LINK_SECONDS
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.handlers.papers.upload_refusals import UPLOAD_QUOTAS, UPLOAD_REFUSALS
from chalicelib.models.papers import PaperLinkView, PapersView, PaperView, UploadView
from chalicelib.models.steps import PaperBody
from chalicelib.steps.papers import add_paper as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import papers as wiring_papers

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/papers",
    access=SIGNED_IN,
    body=PaperBody,
    answer=UploadView,
    keyed=True,
    status=201,
    refuses=(*UPLOAD_REFUSALS, ComponentUnknown, DigitiserUnassigned),
    quotas=UPLOAD_QUOTAS,
)
def add_paper(call: Call[PaperBody]) -> UploadView:
    """Announce an upload; the answer is the one link that can store it."""
    paper = steps.add_paper(provide_dependencies(), build_command(call, "add_paper"))
    link = wiring_papers.provide_paper_store().upload_link(paper)
    return UploadView(paper=view_paper(paper), url=link.url, headers=link.headers, seconds=link.seconds)


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}/papers", access=SIGNED_IN, answer=PapersView)
def list_papers(call: Call) -> PapersView:
    """List the papers of a dossier or draft that the caller may have, with the results of their check."""
    found = _load_reachable(call, "papers")
    every = wiring_papers.provide_papers().list_by_dossier(call.params["dossier_id"])
    return PapersView(
        items=[
            view_paper(paper, found.dossier)
            for paper in every
            if steps.may_have(build_command(call, "papers"), found, paper)
        ]
    )


@register_operation(
    bp,
    "GET",
    "/api/dossiers/{dossier_id}/papers/{paper_id}/link",
    access=SIGNED_IN,
    answer=PaperLinkView,
    refuses=(PaperNotServed,),
)
def paper_link(call: Call) -> PaperLinkView:
    """Return a link, valid for minutes, to the checked version of one paper."""
    found = _load_reachable(call, f"paper {call.params['paper_id']}")
    paper = wiring_papers.provide_papers().load(call.params["dossier_id"], call.params["paper_id"])
    if paper is None or not steps.may_have(build_command(call, "paper"), found, paper):
        raise NotFound()
    return PaperLinkView(url=wiring_papers.provide_paper_store().read_link(paper), seconds=LINK_SECONDS)


def _load_reachable(call: Call[Any, Any], what: str) -> Any:
    """Return the draft or dossier of the papers; record an officer's view."""
    loaded = provide_dependencies().dossiers.load(call.params["dossier_id"])
    if steps.is_officer_view(build_command(call, "papers"), loaded):
        roles = ",".join(sorted(call.actor.list_roles(call.now) - {Role.APPLICANT}))
        wiring.provide_access_log().record(call.params["dossier_id"], call.actor.sub, roles, what, call.real_now)
    return loaded


def view_paper(paper: Paper, dossier: Dossier | None = None) -> PaperView:
    """Return a paper for readers who may have it."""
    return PaperView(
        id=paper.id,
        kind=paper.kind,
        component=paper.component,
        name=paper.name,
        size=paper.size,
        content_type=paper.content_type,
        state=paper.state,
        reason=str(paper.reason) if paper.reason else None,
        reason_vi=paper.reason.vi if paper.reason else None,
        reason_en=paper.reason.en if paper.reason else None,
        replaced_by=slips.find_replacing_receipt(dossier, paper) if dossier else None,
    )
