"""What the site says before any script has run: its start page, whose title names the province, and robots.txt."""

from __future__ import annotations

import re
from html import escape

START, ROBOTS = "index.html", "robots.txt"
SITEMAP = "/doc/sitemap.xml"
"""The addresses of the pages without scripts: the API writes them (decision 0294)."""
_TITLE = re.compile(rb"(<title>)([^<]*)(</title>)")


def name_start_page(page: bytes, province: str) -> bytes:
    """Return the page with the province's name behind the title; unchanged without a name, or without a title."""
    name = f" – {escape(province)}".encode() if province else b""
    return _TITLE.sub(lambda found: found[1] + found[2] + name + found[3], page, count=1)


def write_robots(text: bytes, origin: str) -> bytes:
    """Return robots.txt with the map of the site, whose address must be whole (RFC 9309 leaves it to sitemaps.org)."""
    return text.rstrip() + f"\n\nSitemap: {origin}{SITEMAP}\n".encode()
