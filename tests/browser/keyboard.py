"""A person without a mouse: Tab, Space, Enter, arrows and typing, from the procedure's page to the receipt."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import FileChooser, TimeoutError, expect

from infra.local.person import create_pdf
from tests.browser.filing import ANSWERS, APPLICANT, DATES, PAPER, FilingPages, find_one_stop
from tests.browser.looks import check_page
from tests.browser.visitor import Visitor

MOST_TABS = 80
MOST_PRESSES, ONE_PRESS_MS = 4, 10_000


class Keyboard:
    """Moves the focus with Tab alone and acts with keys alone."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def to(self, selector: str) -> None:
        """Tab until that control has the focus; where the focus is can be seen."""
        # A page may still be loading what the control stands in.
        expect(self.page.locator(selector).first).to_be_visible()
        for _ in range(MOST_TABS):
            if self.page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the focus never came to {selector}")

    def write(self, selector: str, text: str) -> None:
        """Type into a control in place of what is in it."""
        self.to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def press(self, selector: str, key: str = "Enter") -> None:
        """Press a key on a control."""
        self.to(selector)
        self.page.keyboard.press(key)

    def next(self, section: str) -> None:
        """Continue with the next section."""
        self.press("main button[type=submit]")
        self.page.wait_for_url(f"**/{section}")
        self.visitor.heading()
        expect(self.page.locator("h1")).to_be_focused()

    def file(self, filing: FilingPages) -> None:
        """All of a filing."""
        self.press("main a.button")
        self.page.wait_for_url("**/file")
        self.visitor.heading()
        self.to("#unit")
        name = self.page.locator(f"#unit option[value='{find_one_stop(self.visitor.site)}']").inner_text()
        self.page.keyboard.type(name)
        expect(self.page.locator("#unit")).to_have_value(find_one_stop(self.visitor.site))
        self.press("main button[type=submit]")
        self.page.wait_for_url("**/drafts/*")
        self.visitor.heading()
        self.press(".tasks a")
        self.page.wait_for_url("**/applicant")
        self.visitor.heading()
        for key, text in APPLICANT.items():
            if not self.page.locator(f"dl#a-{key}").count():  # proven by the sign-in
                self.write(f"#a-{key}", text)
        self.next("form")
        self.form()
        self.next("papers")
        chooser = self.choose(f"#p-{PAPER}-file")
        chooser.set_files({"name": "don.pdf", "mimeType": "application/pdf", "buffer": create_pdf("don")})
        expect(self.page.locator(f"#p-{PAPER} .tag-done")).to_be_visible()
        self.next("result")
        self.press("#r-way input", "Space")
        self.next("review")
        self.press("#declared", "Space")
        self.press("main form .button")
        self.page.wait_for_url("**/receipt")
        self.visitor.heading()

    def choose(self, selector: str) -> FileChooser:
        """Open a file control. A browser on a busy machine lets a press pass at times: then it is pressed again."""
        for _ in range(MOST_PRESSES):
            with suppress(TimeoutError):
                with self.page.expect_file_chooser(timeout=ONE_PRESS_MS) as chosen:
                    self.press(selector)
                return chosen.value
        raise AssertionError(f"no file could be chosen at {selector}")

    def form(self) -> None:
        """The e-form, in the order in which it asks."""
        order = self.page.locator("main [id^='f-']").evaluate_all("(all) => all.map((each) => each.id)")
        for identity in order:
            key = identity.removeprefix("f-")
            if key in ANSWERS and self.page.locator(f"#{identity}").input_value() == ANSWERS[key]:
                continue
            if key in ANSWERS:
                self.write(f"#{identity}", ANSWERS[key])
            elif key in DATES:
                for part, text in zip(("day", "month", "year"), DATES[key], strict=True):
                    self.write(f"#{identity}-{part}", text)
            elif key == "registrant_type":
                self.press(f"#{identity} input", "Space")


def rate_by_keyboard(citizen: Visitor, dossier: str) -> None:
    """The owner rates the dossier with keys alone: refused without the overall answer, then without a reason."""
    page = citizen.page
    page.get_by_role("link", name="Đánh giá việc giải quyết hồ sơ").press("Enter")
    page.wait_for_url(f"**/dossiers/{dossier}/rate")
    citizen.heading()
    check_page(citizen, "dossier-rate")
    send = page.get_by_role("button", name="Gửi đánh giá")
    send.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Chọn mức hài lòng chung")
    page.get_by_label("Rất không hài lòng").press("Space")
    send.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Cho biết lý do chưa hài lòng")
    check_page(citizen, "dossier-rate-refused")
    page.get_by_label("Chậm so với ngày hẹn").press("Space")
    send.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Đã ghi nhận đánh giá")).to_be_visible()
    check_page(citizen, "dossier-rated")
