"""Counts the presses that an officer's work takes, and holds the rows that a list asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Download, Page, Route, expect

from tests.browser.network import answer_in_place

pytestmark = pytest.mark.cloud


ROW, FIRST_ROW, ROWS = 36, 190, 18


TIMED = ("submitted", "received", "processing", "supplement_requested", "payment_requested", "resolved")


UNTIMED = ("returned", "withdrawn", "stopped", "not_received")
"""States in which a time limit runs or a person waits, and the others that a unit has lists of."""


MARKED = {"overdue": 12, "today": 5}


PATIENCE = 600
"""Tenths of a second in which a slip is ready on a busy machine."""


KEYSTROKE_S, THINKING_S = 0.28, 1.35
"""The keystroke-level model: a press by an average typist, and a decision between two."""


@dataclass
class Presses:
    """Keys pressed beyond data, and what came out of the printer."""

    page: Page
    keys: list[str] = field(default_factory=list)
    printed: list[Download] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("download", lambda made: self.printed.append(made))

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys.append(key)

    def paper(self, number: int) -> None:
        """Wait until as many files went to the printer; its dialog takes one more press."""
        for _ in range(PATIENCE):
            if len(self.printed) >= number:
                break
            self.page.wait_for_timeout(100)
        assert len(self.printed) == number
        self.keys.append("Enter in the printer's dialog")


def read_focused(page: Page) -> str:
    """The words of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText")).strip()


def show_many(page: Page) -> Iterator[None]:
    """The worklist of forty rows, each like the first real one."""

    def answer_forty(route: Route) -> None:
        answer = route.fetch()
        found = json.loads(answer.text())
        row = found["items"][0]
        rows = [{**row, "dossier_id": f"{n:026d}", "code": f"H57.106-26-{n:04d}"} for n in range(40)]
        route.fulfill(response=answer, body=json.dumps({**found, "items": rows}))

    with answer_in_place(page, "GET", r"/api/worklist\?", answer_forty):
        yield


def show_working(*names: str) -> Callable[[Route], None]:
    """The counts of a unit with work in these states; where time runs, some is overdue and some due today."""
    quiet = {"open": 128, "overdue": 0, "today": 0}
    states = [{"state": each, **quiet, **(MARKED if each in TIMED else {})} for each in names]

    def answer_counts(route: Route) -> None:
        known = route.fetch()
        route.fulfill(response=known, body=json.dumps({**json.loads(known.text()), "states": states}))

    return answer_counts


def hold_rows(page: Page) -> None:
    """Eighteen rows, and headings that stay; the fold opens the empty queues, if there are any."""
    for _ in show_many(page):
        page.get_by_role("button", name="Tải lại").click()
        expect(page.locator("tbody tr")).to_have_count(40)
        measured = """() => {
          const rows = [...document.querySelectorAll("tbody tr")].map((row) => row.getBoundingClientRect());
          const bar = document.querySelector(".bulk")?.getBoundingClientRect().top ?? innerHeight;
          const seen = rows.filter((row) => row.bottom <= Math.min(innerHeight, bar));
          return [rows[0].top + scrollY, rows[0].height, seen.length];
        }"""
        top, height, seen = page.evaluate(measured)
        print(f"first row at {top:.0f} px, rows of {height:.0f} px, {seen} on the screen")
        assert top <= FIRST_ROW
        assert height == ROW
        assert seen >= ROWS
        page.evaluate("scrollTo(0, 500)")
        head = page.locator("thead th").first.bounding_box()
        assert head is not None
        assert abs(head["y"]) < 1, "the headings stay in sight"
        page.evaluate("scrollTo(0, 0)")
    fold = page.locator(".queue-fold")
    if not fold.count():
        assert page.locator(".queue").count() == len(TIMED) + len(UNTIMED) + 1
        return
    expect(fold).to_have_attribute("aria-expanded", "false")
    folded = page.locator(".queue").count()
    fold.click()
    assert page.locator(".queue").count() > folded
    fold.click()
