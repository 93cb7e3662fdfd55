"""Papers of a dossier, links to them, and results held already."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.papers.paper import PaperKind, PaperState
from chalicelib.models.dossiers import NamesView
from chalicelib.models.http.base import View


class PaperView(View):
    """A paper and its state; `reason` says why one was quarantined, `replaced_by` which receipt has replaced a void
    one."""

    id: str
    kind: PaperKind
    component: str
    name: str
    size: int
    content_type: str
    state: PaperState
    reason: str | None
    reason_vi: str | None
    reason_en: str | None
    replaced_by: str | None


class HeldResult(View):
    """A result that was issued to the person here and answers a component; `valid_through` null means no limit."""

    component: str
    dossier_code: str
    procedure: NamesView
    issued_on: date
    valid_through: date | None


class HeldView(View):
    """Data that need not be given again: results for components, and the article that forbids requesting them."""

    results: list[HeldResult]
    article: str


class UploadView(View):
    """A new paper and the one signed link that can store it: send each header unchanged."""

    paper: PaperView
    url: str
    headers: dict[str, str]
    seconds: int


class PapersView(View):
    """The papers of a dossier that the reader may have."""

    items: list[PaperView]


class PaperLinkView(View):
    """A short-lived link to one version of one paper."""

    url: str
    seconds: int
