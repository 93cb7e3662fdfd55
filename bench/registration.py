"""A registration on a slow telephone, from "register" to being signed in: `python -m bench registration`.

The pages are those of a day on which the law knows accounts of the province. The browser plays a telephone on a poor
line (Lighthouse's slow 4G) with a slow processor. Counted are answers of the API that the person waits for one after
another: calls that run at the same time are one wait. What the person needs to type and to read is left out.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, expect, sync_playwright

from bench.web import start_page_stack
from infra.local.browser import ensure_browser
from infra.local.mailbox import Mailbox, wait_until
from infra.local.stack import LocalStack
from tests.browser.conftest import FLAGS
from tests.browser.looks import NARROW
from tests.browser.visitor import Visitor
from tests.e2e.own_account_walk import OPEN_DAY, OWN

MOST_WAITED = 6
"""Answers waited for one after another."""
LATENCY_MS, BYTES_PER_S, SLOWER = 150, 200_000, 4
"""Round trip and throughput of the line (1.6 Mbit/s), and how much slower the processor is."""
SUBMIT = "main form button[type=submit]"


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait: the calls that ran at the same time, and how long it took."""

    calls: tuple[str, ...]
    ms: float


@dataclass
class CallWatch:
    """Notes the calls of the API that a page makes: what, from when until when, in seconds."""

    calls: list[tuple[float, float, str]] = field(default_factory=list)
    _begun: dict[Request, float] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Note every call from now on."""
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        if urlsplit(request.url).path.startswith("/api/"):
            self._begun[request] = time.monotonic()

    def _end(self, request: Request) -> None:
        if (began := self._begun.pop(request, None)) is not None:
            name = f"{request.method} {urlsplit(request.url).path}"
            self.calls.append((began, time.monotonic(), name))


def group_waits(calls: Sequence[tuple[float, float, str]]) -> list[Waited]:
    """Return the waits in order: a call that begins while another one runs belongs to the same wait."""
    waits: list[Waited] = []
    began = until = float("-inf")
    for start, end, name in sorted(calls):
        if start < until:
            until = max(until, end)
            waits[-1] = Waited((*waits[-1].calls, name), 1000 * (until - began))
        else:
            began, until = start, end
            waits.append(Waited((name,), 1000 * (end - start)))
    return waits


def measure_registration() -> dict[str, Waited]:
    """Return each wait of a registration, in order."""
    with start_page_stack() as stack, open_telephone(stack) as phone:
        stack.set_clock_offset(round(OPEN_DAY.timestamp() - time.time()))
        phone.go("/account/register")  # the functions are awake: cold starts are measured apart
        watch = CallWatch()
        phone.go("/sign-in")
        phone.page.wait_for_load_state("networkidle")
        watch.watch(phone.page)
        register(phone)
        phone.page.wait_for_load_state("networkidle")
        return {f"{place}": each for place, each in enumerate(group_waits(watch.calls), 1)}


@contextmanager
def open_telephone(stack: LocalStack) -> Iterator[Visitor]:
    """A slow telephone on a poor line."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=ensure_browser(), args=FLAGS)
        visitor = Visitor(browser, stack, *NARROW)
        devtools = visitor.context.new_cdp_session(visitor.page)
        line = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S}
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": BYTES_PER_S})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield visitor
        visitor.leave()
        browser.close()


def register(phone: Visitor) -> None:
    """From the sign-in page's "register" to the page of one's dossiers, signed in."""
    page, mail = phone.page, f"mai.{secrets.token_hex(4)}@vidu.example"
    phone.follow("/account/register")
    page.wait_for_url("**/account/register")
    phone.heading()
    typed = {
        "full_name": "Lê Thị Mai", "id_number": f"046308{secrets.randbelow(10**6):06d}", "birth_date-day": "3",
        "birth_date-month": "2", "birth_date-year": "1990", "address": "12 Lê Lợi, Huế", "contact": mail,
    }  # fmt: skip
    for name, text in typed.items():
        page.locator(f"#own-{name}").fill(text)
    page.locator("#own-terms").check()
    page.locator(SUBMIT).click()
    expect(page.locator("#own-code")).to_be_visible()
    page.locator("#own-code").fill(read_code(phone.site, mail))
    page.locator(SUBMIT).click()
    expect(page.locator("main dd code").first).to_be_visible()
    name, first = page.locator("main dd code").all_inner_texts()
    page.locator("main .buttons button").first.click()
    expect(page.locator("#own-name")).to_have_value(name)
    page.locator("#own-current").fill(first)
    page.locator(SUBMIT).click()
    page.locator("#own-password").fill(OWN)
    page.locator(SUBMIT).click()
    page.wait_for_url("**/dossiers")
    expect(page.locator("header .who")).to_contain_text("Lê Thị Mai")


def read_code(stack: LocalStack, mail: str) -> str:
    """The code that was sent to an address."""
    box = Mailbox(stack.cloud)
    (sent, *_) = wait_until(lambda: box.list_mails(mail), "code")
    found = re.search(r"\b[0-9]{6}\b", sent.text)
    assert found
    return found[0]


def count_signed_in(found: Mapping[str, Waited]) -> int:
    """Return how many waits there are until the page knows who signed in."""
    known = [place for place, each in enumerate(found.values(), 1) if "GET /api/me" in each.calls]
    return known[-1] if known else len(found)


def write_lines(found: Mapping[str, Waited]) -> list[str]:
    """Return a table."""
    lines = [f"{'wait':<6} {'ms':>6}  calls"]
    lines += [f"{place:<6} {each.ms:>6.0f}  {', '.join(each.calls)}" for place, each in found.items()]
    return [*lines, f'from "register" to signed in: {count_signed_in(found)} answers waited for']


def list_missed(found: Mapping[str, Waited]) -> list[str]:
    """Return what is over the bound."""
    return ["registration"] if count_signed_in(found) > MOST_WAITED else []
