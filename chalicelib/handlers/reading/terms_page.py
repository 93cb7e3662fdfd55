"""The plain page of the terms of use."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.handlers.reading.elements import build_element
from chalicelib.handlers.reading.layout import PlainPage
from chalicelib.handlers.reading.parts import build_basis, build_name
from chalicelib.handlers.reading.query import PlainListQuery
from chalicelib.handlers.reading.reader import PageReader
from chalicelib.models.accounts.terms import TermsPartView, TermsView

TERMS = "terms"
TITLE = Words("Điều khoản sử dụng", "Terms of use")


def write_terms(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return the rights, duties and forbidden acts of the day, each with its text."""
    found = reader.read("/api/terms", TermsView)
    parts = [_build_part(reader, each) for each in found.parts]
    return PlainPage(
        reader.localise(TITLE), (parts, build_basis(reader, found.article)), places=(TERMS,), full="/terms"
    )


def _build_part(reader: PageReader, part: TermsPartView) -> Element:
    lines = [build_element("li", reader.localise(each)) for each in part.lines]
    return build_element(
        "section", build_name(reader, part.title, "h2"), build_element("ul", lines), build_basis(reader, part.source)
    )
