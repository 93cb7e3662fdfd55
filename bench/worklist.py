"""A worklist of a thousand dossiers in a real browser: no action of an officer may block the page for more than 50 ms:
`python -m bench worklist`.

The rows stand in the deployed stack's table as a step wrote them, and the pages read them by fifties. The browser
itself reports each task that kept it busy for more than 50 ms (Long Tasks), on this machine's processor as it is.
The processor time of the longest task is also shown: on a busy machine a task is long because it waits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, expect, sync_playwright

from bench.web import start_page_stack
from infra.local.browser import ensure_browser
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from infra.local.stories.people import APPLICANT, BUSINESS
from tests.browser.conftest import FLAGS
from tests.browser.filing import PAPER, PROCEDURE, find_one_stop
from tests.browser.officer import OfficerWindow
from tests.browser.visitor import Visitor

ROWS, PER_PAGE = 1_000, 50
BOUND_MS = 50
WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((each) => each.duration)))
    .observe({type: 'longtask', buffered: true});
"""
LINKS = "tbody[data-list] a"


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest task of an act, in milliseconds: from its start to its end (0 when the browser reports none over 50),
    and of the processor's time."""

    ms: float
    processor_ms: float


def measure_worklist() -> dict[str, Longest]:
    """Measure the longest task of each act."""
    with start_page_stack() as stack, open_officer(stack) as desk:
        fill_queue(stack)
        desk.visitor.move("/officer/search")
        return {name: measure_longest(desk.page, act) for name, act in list_acts(desk).items()}


@contextmanager
def open_officer(stack: LocalStack) -> Iterator[OfficerWindow]:
    """The desk's officer, signed in at a window that notes long tasks."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=ensure_browser(), args=FLAGS)
        visitor = Visitor(browser, stack)
        visitor.context.add_init_script(WATCH)
        yield OfficerWindow(visitor, "desk1")
        visitor.leave()
        browser.close()


def fill_queue(stack: LocalStack) -> None:
    """A queue of a thousand filings: one goes through the steps, its row is written again under new names."""
    citizen = ApiPerson(stack, "citizen1")
    made = citizen.draft(PROCEDURE, find_one_stop(stack), "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    citizen.submit(made, [citizen.upload(made, "component", PAPER)])
    store, table = stack.aws.client("dynamodb"), stack.outputs["TableName"]
    key = {"pk": {"S": f"D#{made}"}, "sk": {"S": "STATE"}}
    row = store.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    for begin in range(1, ROWS, 25):
        names = [f"w{number:025d}" for number in range(begin, min(begin + 25, ROWS))]
        lot = [{"PutRequest": {"Item": rename_row(row, made, name)}} for name in names]
        assert not store.batch_write_item(RequestItems={table: lot}).get("UnprocessedItems")


def rename_row(row: Mapping[str, Mapping[str, object]], old: str, new: str) -> dict[str, dict[str, object]]:
    """Return the row under another dossier's name, with another receipt number."""
    changed = {
        name: {kind: value.replace(old, new) if isinstance(value, str) else value for kind, value in each.items()}
        for name, each in row.items()
    }
    return {**changed, "receipt_no": {"S": f"TN-{new[-8:]}"}}


def list_acts(desk: OfficerWindow) -> dict[str, Callable[[], None]]:
    """What an officer does with such a list, in order."""
    page, full = desk.page, f"{PER_PAGE} hồ sơ"
    place = page.locator("main [role=status]", has_text="trang").first

    def turn_page(button: str, number: int) -> Callable[[], None]:
        def press_button() -> None:
            page.get_by_role("button", name=button, exact=True).click()
            expect(place).to_contain_text(f"trang {number}")

        return press_button

    def open_queue() -> None:
        desk.visitor.move("/officer?state=submitted")
        expect(place).to_contain_text(full)

    def type_search() -> None:
        page.locator("#w-text").press_sequentially("ho kinh doanh")
        page.locator("#w-text").fill("")
        expect(page.locator(LINKS)).to_have_count(PER_PAGE)

    def move_by_keys() -> None:
        page.locator(f"{LINKS}[tabindex='0']").focus()
        for key in ["ArrowDown"] * PER_PAGE + ["Home", "End", "PageUp", "Space"]:
            page.keyboard.press(key)

    def pick_all() -> None:
        page.locator(".bulk button").first.click()

    def narrow_queue() -> None:
        page.locator("#w-when").select_option("later")
        expect(page.locator(LINKS)).to_have_count(PER_PAGE)
        page.locator("#w-procedure").select_option(PROCEDURE)
        expect(page.locator(LINKS)).to_have_count(PER_PAGE)

    def open_other_queue() -> None:
        page.locator(".queue").nth(1).click()
        expect(page.locator(".queue").nth(1)).to_have_attribute("aria-current", "true")
        page.locator(".queue").nth(0).click()
        expect(page.locator(LINKS)).to_have_count(PER_PAGE)

    def change_language() -> None:
        desk.visitor.speak("en")
        desk.visitor.speak("vi")

    return {
        "open the list": open_queue,
        "next page": turn_page("Trang sau", 2),
        "page after that": turn_page("Trang sau", 3),
        "previous page": turn_page("Trang trước", 2),
        "move by keys": move_by_keys,
        "select all": pick_all,
        "type into the filter": type_search,
        "filter by due date and procedure": narrow_queue,
        "another queue and back": open_other_queue,
        "the other language": change_language,
    }


def measure_longest(page: Page, act: Callable[[], None]) -> Longest:
    """Act, and wait until two frames are drawn; the longest task meanwhile."""
    browser = page.context.browser
    assert browser is not None
    page.evaluate("window.longTasks.length = 0")
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-lighthouse"])
    act()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")
    page.wait_for_timeout(300)  # reports come after the task, when the browser is idle
    events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {(each["pid"], each["tid"]) for each in events if each.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [each for each in events if each["name"].endswith("RunTask") and (each["pid"], each["tid"]) in mains]
    most = max(float(each.get("tdur", 0)) for each in tasks)
    return Longest(float(page.evaluate("Math.max(0, ...window.longTasks)")), most / 1000)


def write_lines(found: Mapping[str, Longest]) -> list[str]:
    """Return a table."""
    return [f"{'longest task':<34} {'':>9} {'processor':>12}"] + [
        f"{name:<34} {f'{each.ms:.0f} ms' if each.ms else f'< {BOUND_MS} ms':>9} {each.processor_ms:>9.1f} ms"
        for name, each in found.items()
    ]


def list_missed(found: Mapping[str, Longest]) -> list[str]:
    """Return the acts with a longer task than the bound."""
    return [f"{name} in a worklist" for name, each in found.items() if each.ms > BOUND_MS]
