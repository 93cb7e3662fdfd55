"""The start page as a province serves it: its title says whose one-stop shop it is, before any script has run."""

from __future__ import annotations

import re
from html import escape

START = "index.html"
_TITLE = re.compile(rb"(<title>)([^<]*)(</title>)")


def name_start_page(page: bytes, province: str) -> bytes:
    """Return the page with the province's name behind the title; unchanged without a name, or without a title."""
    name = f" – {escape(province)}".encode() if province else b""
    return _TITLE.sub(lambda found: found[1] + found[2] + name + found[3], page, count=1)
