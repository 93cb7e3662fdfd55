"""A real browser at the deployed stack. What a page says on its console, and any policy it breaks, fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from infra.local.browser import ensure_browser, find_shell
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from infra.paths import find_site
from tests.browser.looks import NARROW
from tests.browser.officer import clear_desk
from tests.browser.visitor import Visitor
from tests.e2e.conftest import set_office_hours

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
ONLY_SIMPLE_CODE = "--js-flags=--no-maglev,--no-turbofan"
"""A page lives for seconds here: what the optimising compilers cost never comes back (decision 0334)."""
FEW_WAITING = 20
"""So many dossiers of earlier files may wait at the desk: a page of its list shows fifty."""


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """The browser driver."""
    with sync_playwright() as tool:
        yield tool


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """The browser without windows."""
    running = driver.chromium.launch(executable_path=find_shell(), args=[*FLAGS, ONLY_SIMPLE_CODE])
    yield running
    running.close()


@pytest.fixture(scope="session")
def whole_browser(driver: Playwright) -> Iterator[Browser]:
    """The whole browser, which shows a PDF inside a page."""
    running = driver.chromium.launch(executable_path=ensure_browser(), args=[*FLAGS, ONLY_SIMPLE_CODE])
    yield running
    running.close()


@pytest.fixture(scope="module")
def site(stack: LocalStack) -> LocalStack:
    """The stack with its pages, at an hour when desks are open, whose officers find their dossiers on a first page."""
    served = prepare_stack(stack)
    clear_desk(served, FEW_WAITING)
    return served


def prepare_stack(stack: LocalStack) -> LocalStack:
    """The stack at an hour when desks are open, with the API awake."""
    assert (find_site() / "index.html").is_file(), "the pages are not built: make site"
    set_office_hours(stack)
    # Functions that start for the first time take long on a busy machine; what the pages ask for at once is asked here.
    paths = ["/api/procedures", "/api/procedures/1.001612", "/api/procedures/1.001612/form", "/api/agencies"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ApiPerson(stack, "citizen1").get, paths))
    return stack


@pytest.fixture
def visitor(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Somebody at a computer who has not signed in."""
    visiting = Visitor(browser, site)
    yield visiting
    visiting.leave()


@pytest.fixture(scope="module")
def guest(browser: Browser, site: LocalStack) -> Iterator[Visitor]:
    """Nobody signed in, on a narrow screen."""
    visiting = Visitor(browser, site, *NARROW)
    yield visiting
    visiting.leave()
