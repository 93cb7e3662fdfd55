"""Files of a site as the content network sends them, for the edge of a local deployment."""

from __future__ import annotations

import re
from pathlib import Path

from aiohttp import web

from infra.aws.content_types import UnknownContentType, find_content_type
from infra.aws.start_page import START

_CONDITIONAL = frozenset(("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range"))
# A path that ends like this names a file, anything else a page: codes of procedures have dots too ("1.001612").
FILE = re.compile(r"\.[a-z][a-z0-9]+$")
# Types that the content network compresses for clients that accept it; the others are compressed already.
_COMPRESSED = frozenset(
    ("text/html", "text/css", "text/plain", "text/javascript", "image/svg+xml", "application/json", "application/wasm")
)


def find_file(folder: Path, path: str) -> Path:
    """Return the file at `path`, or the start page for a path that names a view of the site and not a file."""
    try:
        wanted = (folder / path.lstrip("/")).resolve()
    except ValueError:  # no name of a file: it has a NUL
        raise web.HTTPNotFound from None
    if not wanted.is_relative_to(folder.resolve()):
        raise web.HTTPNotFound
    if not wanted.is_file():
        if FILE.search(path) or not (folder / START).is_file():
            raise web.HTTPNotFound
        wanted = folder / START
    return wanted


def build_written_response(request: web.Request, file: Path, body: bytes) -> web.Response:
    """Return a file of the site whose text names this site."""
    kept = {"Cache-Control": "no-cache", "Content-Type": find_content_type(file), "Vary": "Accept-Encoding"}
    answer = web.Response(body=body, headers=kept)
    if has_gzip(request):
        answer.enable_compression(web.ContentCoding.gzip)
    return answer


def build_file_response(request: web.Request, file: Path) -> web.FileResponse:
    """Return the file as the content network sends it: text as gzip to clients that accept it, a part of a file as it
    is stored."""
    # Files under assets/ carry their content's digest in the name, so they may be kept for ever.
    lasting = request.path.startswith("/assets/")
    try:
        kind = find_content_type(file)
    except UnknownContentType:
        raise web.HTTPNotFound from None  # the deployment uploads no such file
    cache = "public, max-age=31536000, immutable" if lasting else "no-cache"
    answer = web.FileResponse(file, headers={"Cache-Control": cache, "Content-Type": kind})
    if kind.partition(";")[0] not in _COMPRESSED:
        return answer
    answer.headers["Vary"] = "Accept-Encoding"
    # Compression is decided before it is known whether the file has changed, and "not modified" with a compressed body
    # would leave bytes on the connection that the browser takes for its next answer.
    if has_gzip(request) and not _CONDITIONAL & {name.lower() for name in request.headers}:
        answer.enable_compression(web.ContentCoding.gzip)
    return answer


def has_gzip(request: web.Request) -> bool:
    """Return whether the client accepts gzip."""
    return "gzip" in {each.partition(";")[0].strip() for each in request.headers.get("Accept-Encoding", "").split(",")}
