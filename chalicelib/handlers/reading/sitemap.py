"""The addresses of the plain pages, for search engines (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from chalice.app import Blueprint

from chalicelib.handlers.http.answer import XML
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, Reply, register_operation
from chalicelib.handlers.reading.matter_pages import list_public_kinds
from chalicelib.handlers.reading.pages import LISTS
from chalicelib.handlers.reading.reader import HOME, PageReader, make_address
from chalicelib.models.catalogue import ProcedurePage
from chalicelib.models.help.guides import HelpPage
from chalicelib.models.http.base import PageText
from chalicelib.models.matters.matters import PublicMattersPage
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)
NEWEST = "50"
"""Published matters of a kind whose addresses are listed: the lists lead to older ones."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@register_operation(
    bp, "GET", f"{HOME}/sitemap.xml", access=PUBLIC, answer=PageText, cache="public, max-age=60", media=XML
)
def sitemap(call: Call) -> Reply:
    """List the addresses of the plain pages in both languages, for search engines."""
    origin = wiring.provide_settings().site_origin
    root = Element("urlset", xmlns=NAMESPACE)
    for places in _list_places(PageReader(call, "vi")):
        for language in ("vi", "en"):
            SubElement(SubElement(root, "url"), "loc").text = origin + make_address(language, *places)
    return Reply(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n')


def _list_places(reader: PageReader) -> Iterator[tuple[str, ...]]:
    kinds = list_public_kinds(reader)
    yield ()
    yield from ((section,) for section in dict.fromkeys((*LISTS, *(kind.plural for kind in kinds))))
    yield from (("procedures", each.id) for each in reader.read("/api/procedures", ProcedurePage).items)
    yield from (("help", each.id) for topic in reader.read("/api/help", HelpPage).topics for each in topic.guides)
    for kind in kinds:
        newest = reader.read("/api/matters/public", PublicMattersPage, kind=kind.name, limit=NEWEST)
        yield from ((kind.plural, each.id) for each in newest.items)
