"""Officers at the pages: opening dossiers and taking steps as they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, FilePayload, Page, expect

from infra.local.person import ApiPerson, create_pdf
from infra.local.stack import LocalStack
from tests.browser.filing import find_one_stop
from tests.browser.visitor import Visitor

WORKLISTS = "/officer"


class OfficerWindow:
    """An officer at a window of their own, signed in by the pages, or (`begun`) with a session that began elsewhere."""

    def __init__(self, visitor: Visitor, username: str, *, begun: bool = False) -> None:
        self.visitor = visitor
        if begun:
            visitor.be(username, WORKLISTS)
        else:
            visitor.sign_in(username, WORKLISTS)

    @property
    def page(self) -> Page:
        """The window."""
        return self.visitor.page

    def open(self, dossier: str) -> None:
        """The workspace of a dossier as it stands now."""
        self.visitor.move(WORKLISTS)
        self.visitor.move(f"/officer/dossiers/{dossier}")

    def prepare(self, step: str) -> None:
        """Press a step's button; its form opens."""
        self.page.locator(".actions").get_by_role("button", name=step, exact=True).click()
        expect(self.page.locator("#step-title")).to_have_text(step)

    def take(self, step: str) -> None:
        """Take the step that was prepared."""
        self.page.locator(".step button[type=submit]").click()
        expect(self.page.locator(".report")).to_have_text(f"Đã thực hiện: {step}.")

    def upload_result(self) -> None:
        """Put the signed result in, and wait for its check."""
        file: FilePayload = {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": create_pdf("Ket qua")}
        self.page.locator("#result-upload-file").set_input_files(file)
        expect(self.page.locator("#result-upload .tag-done")).to_be_visible()


def clear_desk(site: LocalStack, few: int = 0) -> None:
    """Refuse what other tests have left at the desk, where more than `few` wait."""
    desk, waiting = ApiPerson(site, "desk1"), f"/api/worklist?unit={find_one_stop(site)}&state=submitted&limit=100"
    if len(desk.get(waiting)["items"]) <= few:
        return
    while left := desk.get(waiting)["items"]:
        for each in left:
            desk.step(each["dossier_id"], "refuse", {"ground": "not_conforming", "reason": "Hồ sơ của kiểm thử khác."})


Sit = Callable[[str], OfficerWindow]


@contextmanager
def seat_officers(browser: Browser, site: LocalStack, *size: int) -> Iterator[Sit]:
    """Officers by name, each signed in at a window of their own; they begin at their worklist."""
    known: dict[str, OfficerWindow] = {}
    with ExitStack() as open_now:

        def seat_officer(username: str) -> OfficerWindow:
            if username in known:
                known[username].visitor.move(WORKLISTS)
            else:
                visiting = Visitor(browser, site, *size)
                open_now.callback(visiting.leave)
                known[username] = OfficerWindow(visiting, username, begun=True)
            return known[username]

        yield seat_officer
