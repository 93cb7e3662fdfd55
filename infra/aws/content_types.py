"""The content type of a file of the site: the same at the content network and at the local edge."""

from __future__ import annotations

from pathlib import PurePath

JSON = "application/json"
_TEXT = {".html": "html", ".css": "css", ".js": "javascript", ".mjs": "javascript", ".txt": "plain"}
_OTHER = {
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".json": JSON,
    ".map": JSON,
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TYPES = {**{suffix: f"text/{kind}; charset=utf-8" for suffix, kind in _TEXT.items()}, **_OTHER}


class UnknownContentType(ValueError):
    """A file of the site has an extension without a decided content type."""


def find_content_type(path: PurePath) -> str:
    """Return the Content-Type of a file by its ending; raises UnknownContentType. Machines' own lists differ."""
    found = _TYPES.get(path.suffix.lower())
    if found is None:
        raise UnknownContentType(f"{path.name}: add its ending to infra/aws/content_types.py")
    return found
