"""The pages with scripts, and the plain page of the same content."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from chalicelib.handlers.reading.reader import PageReader

SAME: Mapping[str, str] = {
    "procedures": "procedures",
    "territory": "territory",
    "help": "help",
    "danh-gia": "ratings",
    "khao-sat": "surveys",
    "tra-cuu": "lookup",
}
"""Sections of plain pages by the first part of the address with scripts."""
MATTERS, PUBLISHED = "viec", "da-dang"


def make_plain_address(reader: PageReader, address: str) -> str:
    """Return the plain page of what is at an address of the site; the address itself where there is none."""
    first, *rest = urlsplit(address).path.strip("/").split("/")
    match (first, rest):
        case (_, []) if first in SAME:
            return reader.link_page(SAME[first])
        case (_, [number]) if first in SAME and ":" not in number:
            return reader.link_page(SAME[first], number)
        case (_, [plural]) if first == MATTERS:
            return reader.link_page(plural)
        case (_, [plural, published, number]) if (first, published) == (MATTERS, PUBLISHED):
            return reader.link_page(plural, number)
    return address


def make_published_address(plural: str, number: str) -> str:
    """Return the address of a published matter with scripts."""
    return f"/{MATTERS}/{plural}/{PUBLISHED}/{number}"
