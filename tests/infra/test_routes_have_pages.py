"""Every route for people is called by a page that people reach, or stands on a short list with the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.handlers.http.operations import GATEWAY
from chalicelib.handlers.http.registry import list_operations
from infra.paths import ROOT

SOURCE = ROOT / "web" / "src"
WITHOUT_PAGE: Mapping[tuple[str, str], str] = {
    ("GET", "/api"): "the index, for those who write programs",
    ("GET", "/api/openapi.json"): "the contract, for those who write programs",
    ("GET", "/api/flow"): "the flow table, for programs; people see each step where they may take it",
    ("GET", "/doc"): "is a page itself",
    ("GET", "/doc/sitemap.xml"): "search engines read it",
    ("GET", "/doc/{section}"): "is a page itself",
    ("GET", "/doc/{section}/{item_id}"): "is a page itself",
    ("GET", "/api/applications"): "registered applications read the keys",
    ("POST", "/api/applications"): "registered applications call it",
    ("POST", "/api/applications/end"): "registered applications call it",
    ("POST", "/api/session/back-channel"): "the e-identity provider calls it",
    ("POST", "/api/sms"): "the telephone provider calls it; people send a text message",
    ("POST", "/api/payments/callback"): "the payment gateway calls it",
    ("POST", "/api/national/filings"): "the national portal calls it",
    ("POST", "/api/national/feedback"): "the national portal calls it",
    ("POST", "/api/national/feedback/steps"): "the national portal calls it",
    ("POST", "/api/systems/status"): "line-of-business systems call it",
}
"""Routes without a page of ours, closed: a new route for people comes with its page."""

PAGE_FOLLOWS = frozenset[tuple[str, str]]()
"""Routes that came a commit before the page that calls them; a name goes from here with that page."""

_IMPORT = re.compile(r"""(?:from\s+|import\s+|import\()["'](\.{1,2}/[^"']+)["']""")
_CALL = re.compile(r"""\bapi\.(GET|POST|PUT|PATCH|DELETE)\(\s*["'](/api/[^"']+)["']""")
_FETCH = re.compile(r"""\bfetch\(["'](/api/[^"']+)["']""")
_STEP = re.compile(r"""^\s+\w+: ["'](/api/dossiers/\{dossier_id\}/\w+)["'],$""", re.MULTILINE)
_SESSION = re.compile(r"""\b(?:post|askSession<[^(]*>)\("([^"]*)", (?:\{|body\))""")
_KIND = re.compile(r"""\bapi\.(GET|POST)\(\s*`(/api/\$\{plural\}[^`]*)`""")
STEPS_FILE = SOURCE / "officer" / "steps" / "take_step.ts"
UNOPENED = {("POST", f"/api/{kind.plural}") for kind in KINDS.values() if not kind.opening.who}
"""Kinds that the system alone opens: no page offers to open one."""
KINDS_FILE = SOURCE / "matters" / "matter_calls.ts"
"""Calls of every kind of matter: the kind's name comes from its table."""
SESSION_FILES = frozenset(SOURCE / "session" / name for name in ("route.ts", "own_route.ts"))


def list_imported(file: Path, text: str) -> Iterator[Path]:
    """The modules of ours that a module loads, now or later; types alone too, which does no harm."""
    for name in _IMPORT.findall(text):
        at = (file.parent / name).resolve()
        yield from (each for end in (".ts", ".tsx") if (each := at.with_name(f"{at.name}{end}")).is_file())


def list_reached(start: Path = SOURCE / "main.tsx") -> Mapping[Path, str]:
    """Every module that the site can come to load, with its text."""
    texts: dict[Path, str] = {}
    waiting = [start]
    while waiting:
        file = waiting.pop()
        if file not in texts:
            texts[file] = file.read_text("utf-8")
            waiting += list_imported(file, texts[file])
    return texts


def list_called(texts: Mapping[Path, str]) -> set[tuple[str, str]]:
    """What these modules call: by the client, as a step of a dossier, on a matter of any kind, about the session, or
    before the client is there."""
    calls: set[tuple[str, str]] = set()
    for file, text in texts.items():
        calls |= set(_CALL.findall(text))
        calls |= {("GET", path) for path in _FETCH.findall(text)}
        calls |= {("POST", path) for path in (_STEP.findall(text) if file == STEPS_FILE else ())}
        of_kinds = _KIND.findall(text) if file == KINDS_FILE else ()
        calls |= {(method, path.replace("${plural}", plural)) for method, path in of_kinds for plural in KINDS}
        calls -= UNOPENED
        calls |= {("POST", f"/api/session{path}") for path in (_SESSION.findall(text) if file in SESSION_FILES else ())}
    return calls


CALLED = list_called(list_reached())
ROUTES = {(each.method, each.path): each for each in list_operations()}


@pytest.mark.parametrize("route", sorted(ROUTES), ids=" ".join)
def test_a_route_for_people_has_a_page(route: tuple[str, str]) -> None:
    if route not in WITHOUT_PAGE and route not in PAGE_FOLLOWS:
        assert route in CALLED, f"no page calls {' '.join(route)}: build it, or say why people need none"


def test_the_list_of_routes_without_a_page_says_nothing_false() -> None:
    assert {*WITHOUT_PAGE, *PAGE_FOLLOWS} <= set(ROUTES)
    assert {*WITHOUT_PAGE, *PAGE_FOLLOWS} & CALLED == set()
    assert {route for route, each in ROUTES.items() if each.access is GATEWAY} <= set(WITHOUT_PAGE)


def test_the_pages_call_no_route_that_there_is_not() -> None:
    assert CALLED - set(ROUTES) == set()


def test_a_call_in_a_module_that_no_page_loads_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "main.tsx").write_text('import { a } from "./a";\nvoid import("./later");\n')
    (tmp_path / "a.ts").write_text('export const a = () => api.GET("/api/a", {});\n')
    (tmp_path / "later.tsx").write_text('api.POST(\n  "/api/later", {});\n')
    (tmp_path / "lost.ts").write_text('api.GET("/api/lost", {});\n')
    assert list_called(list_reached(tmp_path / "main.tsx")) == {("GET", "/api/a"), ("POST", "/api/later")}
