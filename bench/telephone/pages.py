"""How long somebody on a slow telephone waits for a page, and for how many answers in turn: `python -m bench pages`.

The network is Lighthouse's slow one as the browser imitates it: 562 ms for each answer and 1.4 Mbit/s, with a processor
four times slower. The content network speaks HTTP/2 and the local edge does not, so a front with a throw-away
certificate stands before it. A page is usable when its heading and what it was opened for are drawn. The waited
answers are a count that other work on the machine does not change; the milliseconds are not.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.telephone.http2_front import open_front
from bench.web import start_page_stack
from infra.local.browser import ensure_browser
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from tests.browser.begun import begin_session
from tests.browser.conftest import FLAGS, prepare_stack
from tests.browser.filing import PROCEDURE, file_dossier
from tests.browser.looks import NARROW

LATENCY_MS, DOWN, UP, SLOWER = 562.5, 180_000, 84_375, 4
"""Milliseconds for each answer, bytes a second (1.4 and 0.7 Mbit/s), and how much slower the processor is."""
RUNS = 3
PATIENCE_MS = 60_000
QUESTIONS = "/viec/questions"
WATCH = """
window.usable = {};
const look = () => {
  const path = location.pathname;
  if (window.usable[path] === undefined && document.querySelector(
      `main[data-page="${path}"]:not(:has(.loading)) h1`)) window.usable[path] = performance.now();
};
new MutationObserver(look).observe(document, {subtree: true, childList: true, attributes: true});
"""
TYPEFACE = (".woff2", ".svg")
"""Files that no page waits for."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The most milliseconds until a page is usable, and the most answers waited for one after another."""

    ms: int
    waits: int


BOUNDS: Mapping[str, Bound] = {
    "home": Bound(1900, 2),
    "procedures": Bound(1900, 2),
    "procedure": Bound(1900, 2),
    "look-up": Bound(1900, 2),
    "questions": Bound(1900, 3),
    "dossier": Bound(2000, 1),
    "workspace": Bound(2000, 1),
}
PUBLIC: Mapping[str, str] = {
    "home": "/",
    "procedures": "/procedures",
    "procedure": f"/procedures/{PROCEDURE}",
    "look-up": "/tra-cuu",
    "questions": QUESTIONS,
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a page: from when until when, in milliseconds, and its path."""

    start: float
    end: float
    path: str


@dataclass(frozen=True, slots=True)
class Opened:
    """How one page was opened: until it was usable, and the longest chain of answers of which each was waited for."""

    ms: float
    waits: tuple[str, ...]
    requests: int


def measure_pages(runs: int = RUNS) -> dict[str, Opened]:
    """Return each page's median run. Raises NotHereError when the pages are not built or node is not here."""
    with start_page_stack() as stack, open_front(stack) as origin, sync_playwright() as tool:
        prepare_stack(stack)
        call_functions(stack)
        dossier = file_dossier(stack)
        browser = tool.chromium.launch(executable_path=ensure_browser(), args=[*FLAGS, "--ignore-certificate-errors"])
        found = {name: [open_public(browser, origin, path) for _ in range(runs)] for name, path in PUBLIC.items()}
        for name, who, begin, page in (
            ("dossier", "citizen1", "/dossiers", f"/dossiers/{dossier}"),
            ("workspace", "desk1", "/officer?state=submitted", f"/officer/dossiers/{dossier}"),
        ):
            found[name] = [open_signed_in(browser, stack, origin, who, begin, page) for _ in range(runs)]
        browser.close()
    return {name: choose_median(each) for name, each in found.items()}


def call_functions(stack: LocalStack) -> None:
    """Ask once for what the pages ask for: cold starts are measured apart."""
    person = ApiPerson(stack, "citizen1")
    for path in ("/api/lookup/channels", "/api/matters", "/api/matters/public?kind=question", "/api/me/dossiers"):
        person.get(path)


def open_public(browser: Browser, origin: str, path: str) -> Opened:
    """Open an address as somebody does who was never here."""
    with open_telephone(browser) as context:
        page = context.new_page()
        limit_page(page)
        page.goto(origin + path, wait_until="commit", timeout=PATIENCE_MS)
        usable = wait_until_usable(page, path)
        return describe_opening(0.0, usable, read_requests(page))


def open_signed_in(browser: Browser, stack: LocalStack, origin: str, who: str, begin: str, path: str) -> Opened:
    """Follow a list's link to a page, some moments after the list was shown."""
    with open_telephone(browser) as context:
        for name, value in begin_session(stack, who).items():
            context.add_cookies(
                [{"name": name, "value": value, "url": origin, "secure": True, "httpOnly": True, "sameSite": "Strict"}]
            )
        page = context.new_page()
        page.add_init_script("localStorage.setItem('session', 'yes')")
        limit_page(page)
        page.goto(origin + begin, timeout=PATIENCE_MS)
        link = page.locator(f'main a[href="{path}"]').first
        link.wait_for(timeout=PATIENCE_MS)
        page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
        page.evaluate("performance.clearResourceTimings()")
        pressed = float(link.evaluate("(each) => { const now = performance.now(); each.click(); return now; }"))
        usable = wait_until_usable(page, path)
        return describe_opening(pressed, usable, read_requests(page))


@contextmanager
def open_telephone(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone with nothing stored."""
    width, height = NARROW
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="vi-VN", ignore_https_errors=True, is_mobile=True
    )
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


def limit_page(page: Page) -> None:
    """Imitate the slow network and the slow processor for a page."""
    devtools = page.context.new_cdp_session(page)
    line = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN, "uploadThroughput": UP}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def wait_until_usable(page: Page, path: str) -> float:
    """Return when the page at the path was usable, on the page's own clock."""
    seen = page.wait_for_function("(path) => window.usable?.[path]", arg=path, timeout=PATIENCE_MS)
    return float(seen.json_value())


def read_requests(page: Page) -> list[Request]:
    """Return the requests that have been answered so far, with the page itself where it was loaded."""
    found = page.evaluate(
        """() => performance.getEntries().filter((each) => ['navigation', 'resource'].includes(each.entryType))
        .map((each) => [each.startTime, each.responseEnd, each.name])"""
    )
    return [Request(start, end, urlsplit(name).path) for start, end, name in found if end]


def describe_opening(begun: float, usable: float, requests: Sequence[Request]) -> Opened:
    """Return how long it took, and the waits among the requests that were made and answered meanwhile."""
    during = [each for each in requests if begun <= each.start and each.end <= usable]
    waited = [each for each in during if not each.path.endswith(TYPEFACE)]
    return Opened(usable - begun, tuple(each.path for each in find_chain(waited)), len(during))


def find_chain(requests: Sequence[Request]) -> list[Request]:
    """Return the longest chain of requests of which each began after the one before it was answered."""
    chain: list[Request] = []
    for each in sorted(requests, key=lambda request: request.end):
        if not chain or each.start >= chain[-1].end:
            chain.append(each)
    return chain


def choose_median(runs: Sequence[Opened]) -> Opened:
    """Return the run in the middle."""
    middle = statistics.median_low([each.ms for each in runs])
    return next(each for each in runs if each.ms == middle)


def write_lines(found: Mapping[str, Opened]) -> list[str]:
    """Return a table."""
    return [f"{'page':<12} {'usable':>9} {'bound':>9} {'requests':>9}  answers waited for one after another"] + [
        f"{name:<12} {each.ms:>6.0f} ms {BOUNDS[name].ms:>6} ms {each.requests:>9}  {len(each.waits)}: "
        + " → ".join(name_path(path) for path in each.waits)
        for name, each in found.items()
    ]


def name_path(path: str) -> str:
    """Return a path without ids and digests."""
    last = path.rsplit("/", 1)[-1]
    if path.startswith("/assets/"):
        return last.rsplit("-", 1)[0]
    return "/".join(":id" if len(part) > 20 else part for part in path.split("/"))


def list_missed(found: Mapping[str, Opened]) -> list[str]:
    """Return the pages over a bound."""
    tests: Sequence[tuple[str, Callable[[Opened, Bound], bool]]] = (
        ("time", lambda each, bound: each.ms > bound.ms),
        ("waits", lambda each, bound: len(each.waits) > bound.waits),
    )
    return [
        f"{what} of {name}" for name, each in found.items() for what, is_over in tests if is_over(each, BOUNDS[name])
    ]
