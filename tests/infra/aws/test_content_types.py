"""A file of the site is the same kind of thing at the content network and at the local edge."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

from infra.aws import deploy_web
from infra.aws.content_types import UnknownContentType, find_content_type
from infra.local.edge import Edge, Site
from infra.local.ports import HOST, find_free_port
from infra.paths import ROOT

KNOWN = (
    "index.html", "app.css", "app-1f.js", "worker.mjs", "decoder.wasm", "site.webmanifest", "icon.svg", "icon.png",
    "favicon.ico", "photo.jpg", "photo.webp", "font.woff2", "font.woff", "font.ttf", "robots.txt", "app-1f.js.map",
    "words.json", "guide.pdf", "sitemap.xml", "LOUD.JS", "two.dots.css",
)  # fmt: skip
UNKNOWN = ("run.exe", "page.php", "archive.tar.gz", "noending", "script.vbs", "movie.swf", ".htaccess", "x.shtml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a file of each kind."""
    made = tmp_path_factory.mktemp("kinds")
    for name in KNOWN:
        (made / name).write_bytes(b"x" * 2000)
    return made


@pytest.fixture(scope="module")
def origin(folder: Path) -> Iterator[str]:
    """The local edge in front of it."""
    site = Site(find_free_port(), f"http://{HOST}:1", "api", "v1", folder, {"a": "b"})
    with Edge([site]):
        yield f"http://{HOST}:{site.port}"


@pytest.mark.parametrize("name", [*KNOWN, "config.json"])
def test_both_edges_say_the_same(folder: Path, origin: str, name: str) -> None:
    uploaded = {page.key: page.content_type for page in deploy_web.list_pages(folder, {"a": "b"})}
    with urllib.request.urlopen(f"{origin}/{name}", timeout=5) as answer:
        assert answer.headers["Content-Type"] == uploaded[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_nobody_decided_on_is_neither_uploaded_nor_served(tmp_path: Path, folder: Path, name: str) -> None:
    with pytest.raises(UnknownContentType):
        find_content_type(PurePath(name))
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / name).write_text("x")
    with pytest.raises(UnknownContentType):
        list(deploy_web.list_pages(tmp_path, {}))
    site = Site(find_free_port(), f"http://{HOST}:1", "api", "v1", tmp_path, {})
    with Edge([site]), pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://{HOST}:{site.port}/{name}", timeout=5)
    refused.value.close()
    assert refused.value.code == 404


def test_every_file_of_the_pages_has_a_kind() -> None:
    public = [path for path in (ROOT / "web" / "public").rglob("*") if path.is_file()]
    assert public
    assert [path.name for path in public if not find_content_type(path)] == []
