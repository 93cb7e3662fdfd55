"""The places of a clause: the routes and event functions of the app, the pages of the site, and the few reasons for
which a clause needs no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from chalicelib.handlers.http.registry import MODULES, list_operations
from infra.conformance.clauses import ROOT, Clause

EVENT = "event "
NO_PAGE = {
    "systems only": "two systems talk; what people see of it stands at clauses of its own",
    "a paper": "people get a paper and no page",
    "a message": "people get a mail, a text message or an app's notice",
    "another site": "people do it at the national portal, a provider's page or another body's system",
    "never shown": "the clause forbids; a page would show what must not be there",
}
"""Reasons for which a clause has no page of ours, written «-: a paper»."""

_PAGE_FILES = ("citizen", "officer")


@cache
def list_routes() -> frozenset[str]:
    """Return every «METHOD /path/{id}» of the app, and «event function» for each of its event functions."""
    operations = {f"{each.method} {each.path}" for each in list_operations()}
    return frozenset(operations | {f"{EVENT}{name}" for name in MODULES})


@cache
def list_pages() -> frozenset[str]:
    """Return every address of the single-page site, as its router writes it."""
    texts = (ROOT / "web" / "src" / "pages" / name / "routes.ts" for name in _PAGE_FILES)
    return frozenset(path for text in texts for path in re.findall(r'path: "([^"]+)"', text.read_text("utf-8")))


def list_place_faults(clause: Clause) -> Iterator[str]:
    """Return the wrong names among a clause's routes and pages."""
    for route in clause.routes:
        if route not in list_routes():
            yield f"{clause.id}: there is no route «{route}»"
    for page in clause.pages:
        if page not in list_pages():
            yield f"{clause.id}: the site has no page «{page}»"
    if clause.no_page and clause.no_page not in NO_PAGE:
        yield f"{clause.id}: «{clause.no_page}» is no reason to have no page; reasons are: {', '.join(NO_PAGE)}"
    if bool(clause.routes) != bool(clause.pages or clause.no_page):
        yield f"{clause.id}: route and page go together"
