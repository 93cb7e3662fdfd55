"""The size of each page's JavaScript before it is usable, in gzipped bytes, and the separation of officers' pages."""

from __future__ import annotations

import gzip
import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra.paths import ROOT, find_site

KB = 1024
HOME = 70 * KB
CITIZEN = 70 * KB
FONTS = 60 * KB
ENTRY = "index.html"
PUBLIC = "src/pages/citizen/public_pages.ts"
"""Home, procedures, a procedure and the look-up."""
CITIZEN_PAGES = "src/pages/citizen/"
OFFICER_PAGES = "src/pages/officer/"


@cache
def read_manifest() -> dict[str, Any]:
    """Return the build's map from sources to outputs."""
    made: dict[str, Any] = json.loads((ROOT / "build" / "site.json").read_text())
    return made


def list_needed(*entries: str) -> set[str]:
    """The files that are loaded for these entries, with all that they import at once."""
    found: set[str] = set()
    waiting = list(entries)
    while waiting:
        chunk = read_manifest()[waiting.pop()]
        if chunk["file"] not in found:
            found.add(chunk["file"])
            waiting += chunk.get("imports", [])
    return found


def measure_weight(files: set[str]) -> int:
    """Gzipped bytes of the scripts among them."""
    return sum(len(gzip.compress((find_site() / name).read_bytes(), 9)) for name in files if name.endswith(".js"))


def list_pages(folder: str) -> list[str]:
    """The entries of the pages under a folder."""
    return [name for name, chunk in read_manifest().items() if name.startswith(folder) and chunk.get("isDynamicEntry")]


def read_own_scripts() -> dict[str, list[str]]:
    """Return the scripts that the start page names to the first script, by addresses of pages."""
    (written,) = re.findall(r'data-scripts="([^"]+)"', (find_site() / "index.html").read_text())
    scripts: dict[str, list[str]] = json.loads(html.unescape(written))
    return scripts


def test_the_home_page_is_light() -> None:
    assert 5 * KB < measure_weight(list_needed(ENTRY, PUBLIC)) <= HOME


def test_a_public_page_waits_for_the_start_page_and_then_for_all_its_files_at_once() -> None:
    start = (find_site() / "index.html").read_text()
    named = re.findall(r'(?:src|href)="/(assets/[^"]+\.(?:js|css))"', start)
    needed = list_needed(ENTRY, PUBLIC)
    assert needed <= set(named), "a file that the start page does not name comes one round trip later"
    # A browser opens six connections where the network speaks HTTP/1.1; the typeface may come later.
    assert len({*named, "config.json"}) <= 6
    routes = (ROOT / "web" / CITIZEN_PAGES / "routes.ts").read_text()
    assert routes.count("loadPublic((pages)") == 4


def test_the_first_script_is_small_and_waits_for_no_other() -> None:
    start = (find_site() / "index.html").read_text()
    (first,) = re.findall(r'<script type="module" async crossorigin src="/(assets/[^"]+)"', start)
    assert start.index(first) < start.index('href="/config.json"'), "it goes before everything else"
    (chunk,) = [each for each in read_manifest().values() if each["file"] == first]
    assert chunk.get("imports", []) == []
    assert measure_weight({first}) < 1 * KB
    assert first in list_needed(ENTRY), "the entry's client takes the answers from it"


def test_the_first_script_is_given_all_that_pages_of_published_matters_need_beyond_the_start_page() -> None:
    named, own = list_needed(ENTRY, PUBLIC), read_own_scripts()
    pages = {"/viec/:plural": "matters/kind", "/viec/:plural/da-dang/:id": "matters/public_matter"}
    assert set(own) == set(pages)
    for address, name in pages.items():
        needed = list_needed(ENTRY, f"{CITIZEN_PAGES}{name}.tsx") - named
        assert set(own[address]) == {f"/{each}" for each in needed if each.endswith(".js")} != set()


def test_every_citizen_page_is_within_its_budget() -> None:
    weights = {name: measure_weight(list_needed(ENTRY, name)) for name in list_pages(CITIZEN_PAGES)}
    assert len(weights) >= 17
    assert {name: size for name, size in weights.items() if size > CITIZEN} == {}


def test_the_typeface_is_light_fetched_at_once_and_stands_in_without_moving_anything() -> None:
    fonts = sorted((find_site() / "assets").glob("*.woff2"))
    assert len(fonts) == 2
    assert 30 * KB < sum(font.stat().st_size for font in fonts) <= FONTS
    start = (find_site() / "index.html").read_text()
    preloaded = re.findall(
        r'<link rel="preload" href="/assets/([^"]+)" as="font" type="font/woff2" crossorigin fetchpriority="low">',
        start,
    )
    assert sorted(preloaded) == [font.name for font in fonts]
    styles = "".join(path.read_text() for path in (find_site() / "assets").glob("*.css"))
    assert styles.count("font-display:optional") == len(fonts), "a face that comes late moves nothing"
    assert "size-adjust:" in styles
    assert "SIL Open Font License" in (find_site() / "licences" / "source-sans-3.txt").read_text()


def test_no_citizen_page_loads_anything_of_the_officers() -> None:
    officers = {read_manifest()[name]["file"] for name in list_pages(OFFICER_PAGES)}
    loaded = set().union(*(list_needed(ENTRY, name) for name in list_pages(CITIZEN_PAGES)))
    assert loaded & officers == set()
    marks = [name for name in loaded if name.endswith(".js") and "officer-nav" in (find_site() / name).read_text()]
    assert marks == [], "what only officers' pages share stays out of everybody else's"


def test_the_reader_of_heic_pictures_is_loaded_by_its_worker_alone() -> None:
    (program,) = (find_site() / "assets").glob("*.wasm")
    naming = [path for path in (find_site() / "assets").glob("*.js") if program.name in path.read_text()]
    (reader,) = naming
    starting = [path.name for path in (find_site() / "assets").glob("*.js") if reader.name in path.read_text()]
    assert len(starting) == 1
    assert starting[0].startswith("convert_worker")
    assert {reader.name, starting[0]} & {Path(name).name for name in list_needed(*read_manifest())} == set()
    # A person who sends such a picture waits for these once: half a minute where a telephone has 128 kbit/s.
    assert measure_weight({f"assets/{reader.name}"}) <= 40 * KB
    assert len(gzip.compress(program.read_bytes(), 9)) <= 500 * KB


def test_the_licence_of_the_reader_goes_out_with_it() -> None:
    text = (find_site() / "licences" / "libheif.txt").read_text()
    assert "libheif-js" in text.splitlines()[0]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text


@pytest.mark.parametrize("page", ["index.html", "api-reference.html"])
@pytest.mark.parametrize("mark", ["<script>", "<style", " style=", "onclick", "javascript:"])
def test_a_page_has_nothing_inline(mark: str, page: str) -> None:
    assert mark not in (find_site() / page).read_text()


def test_the_reference_of_the_api_is_whole_and_no_page_of_people_loads_it() -> None:
    page = (find_site() / "api-reference.html").read_text()
    named = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css|svg))"', page)
    assert len(named) == 4
    assert [name for name in named if not (find_site() / name.removeprefix("/")).is_file()] == []
    assert "://" not in page
    assert "Apache License" in (find_site() / "licences" / "swagger-ui.txt").read_text()
    scripts = [path.read_text() for path in (find_site() / "assets").glob("*.js")]
    assert [text for text in scripts if "swagger-ui" in text] == []
