"""Writes the API's description, from which the site's types are made: python -m infra.docs.openapi FILE.

An unchanged file is not rewritten, so that files made from it are not rebuilt.
"""

from __future__ import annotations

import sys
from pathlib import Path

import app as registered
from chalicelib.handlers.http.openapi import render_document


def write_description(target: Path) -> bool:
    """Bring the file to the present description; return whether it changed."""
    text = render_document() if registered.app.routes else ""
    if target.is_file() and target.read_text() == text:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    return True


if __name__ == "__main__":
    write_description(Path(sys.argv[1]))
