"""On a day on which the law knows accounts of the province: somebody registers by keys alone, signs in with what was
issued, files, gets back in after losing the password, has a second factor for a while, and loses both: the counter's
link leads to the case by which another contact is given."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from pyotp import TOTP

from infra.local.mailbox import Mailbox, wait_until
from infra.local.person import ApiPerson
from infra.local.stack import LocalStack
from tests.browser.filing import PROCEDURE, FilingPages, find_one_stop
from tests.browser.keyboard import Keyboard
from tests.browser.looks import NARROW, check_page
from tests.browser.officer import OfficerWindow, Sit, seat_officers
from tests.browser.visitor import Visitor
from tests.e2e.conftest import set_office_hours
from tests.e2e.own_account_walk import OPEN_DAY, OTHER, OWN

pytestmark = pytest.mark.cloud

MOST_WAITED = 6
"""Answers of the API that a person on a poor line waits for one after another, from the form to being signed in."""
PERIOD = 30
"""Seconds that one code of the app stands for."""
WALK = 20
"""Seconds that the walk may need from the first use of a code to its second one."""
THIRD, OWN_AGAIN = "gio mua dong bac ve som", "trang len tren song an cuu"
SUBMIT = "main form button[type=submit]"


@pytest.fixture
def open_day(site: LocalStack) -> Iterator[None]:
    """Legal time is a day on which the law knows accounts of the province; afterwards that morning again."""
    site.set_clock_offset(round(OPEN_DAY.timestamp() - time.time()))
    yield
    set_office_hours(site)


def read_code(site: LocalStack, mail: str, number: int) -> str:
    """The code of the mail of that number with one to an address; others are about dossiers."""
    box = Mailbox(site.cloud)

    def list_codes() -> list[str]:
        return [code for each in box.list_mails(mail) for code in re.findall(r"\b[0-9]{6}\b", each.text)[:1]]

    found: list[str] = wait_until(lambda: (codes := list_codes())[number - 1 :] and codes, "code")
    return found[number - 1]


@pytest.fixture
def sit(browser: Browser, site: LocalStack, open_day: None) -> Iterator[Sit]:
    """Officers by name on a narrow screen."""
    with seat_officers(browser, site, *NARROW) as sitting:
        yield sitting


@pytest.mark.usefixtures("open_day")
def test_an_account_of_the_province_by_keys_from_its_form_to_its_recovery(visitor: Visitor, sit: Sit) -> None:
    page, keys, mail = visitor.page, Keyboard(visitor), f"mai.{secrets.token_hex(4)}@vidu.example"
    number = f"046308{secrets.randbelow(10**6):06d}"
    visitor.go("/terms")
    check_page(visitor, "terms")
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url.partition("/api/")[2]))
    visitor.go("/account/register")
    register(visitor, keys, mail, number)
    name, first = page.locator("main dd code").all_inner_texts()
    check_page(visitor, "registered")
    keys.press("main .buttons button")
    expect(page.locator("#own-name")).to_have_value(name)
    keys.write("#own-current", first)
    keys.press(SUBMIT)
    expect(page.locator("#own-password")).to_be_visible()
    check_page(visitor, "first password")
    keys.write("#own-password", "ngan")
    keys.press(SUBMIT)
    expect(page.locator(".error-summary")).to_contain_text("từ 14")
    keys.write("#own-password", OWN)
    keys.press(SUBMIT)
    page.wait_for_url("**/dossiers")
    visitor.heading()
    expect(page.locator("header .who")).to_contain_text("Lê Thị Mai")
    # What was asked for again in another language, or after a refused password, is one answer.
    calls = [path for path in dict.fromkeys(asked) if path]
    print(f"from the form to being signed in: {calls}")
    # The form is read and sent at one address.
    assert calls.index("me") + 2 <= MOST_WAITED, calls
    visitor.move(f"/procedures/{PROCEDURE}")
    keys.file(FilingPages(visitor))

    visitor.context.clear_cookies()
    visitor.go("/account/sign-in")
    check_page(visitor, "own sign-in")
    keys.press("main a[href='/account/recover']")
    page.wait_for_url("**/account/recover")
    visitor.heading()
    check_page(visitor, "recover")
    keys.write("#own-contact", mail)
    keys.press(SUBMIT)
    expect(page.locator("#own-code")).to_be_visible()
    check_page(visitor, "recovery code")
    keys.write("#own-code", read_code(visitor.site, mail, 2))
    keys.write("#own-password", OTHER)
    keys.press(SUBMIT)
    page.wait_for_url("**/dossiers")
    visitor.heading()
    expect(page.locator("header .who")).to_contain_text("Lê Thị Mai")
    use_second_factor(visitor, keys, name)
    other = f"mai.{secrets.token_hex(4)}@vidu.example"
    give_contact(sit("office"), ask_for_contact(sit("desk1"), number, other))
    visitor.context.clear_cookies()
    visitor.go("/account/recover")
    keys.write("#own-contact", other)
    keys.press(SUBMIT)
    expect(page.locator("#own-code")).to_be_visible()
    keys.write("#own-code", read_code(visitor.site, other, 1))
    keys.write("#own-password", OWN_AGAIN)
    keys.press(SUBMIT)
    page.wait_for_url("**/dossiers")
    visitor.heading()
    expect(page.locator("header .who")).to_contain_text("Lê Thị Mai")


def test_today_the_pages_of_such_accounts_name_the_article_and_lead_to_the_electronic_identity(guest: Visitor) -> None:
    for path in ("/account/register", "/account/sign-in", "/account/recover"):
        guest.go(path)
        expect(guest.page.locator("main")).to_contain_text("Quyết định số 29/2026/QĐ-TTg")
        expect(guest.page.locator("main form")).to_have_count(0)
        guest.page.locator("main a[href='/sign-in']").press("Enter")
        guest.page.wait_for_url("**/sign-in")


def ask_for_contact(desk: OfficerWindow, number: str, mail: str) -> str:
    """The counter finds the account by its number and follows its link; the form knows what and whom it is about. The
    address of the case."""
    page, keys, site = desk.page, Keyboard(desk.visitor), desk.visitor.site
    draft = ApiPerson(site, "desk1").draft(PROCEDURE, find_one_stop(site), "desk", {})
    desk.visitor.move(f"/officer/intake/{draft}")
    keys.write("#ap-number", number)
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Mất cả điện thoại và mật khẩu: đề nghị thay liên hệ")
    expect(link).to_be_visible()
    check_page(desk.visitor, "officer-intake-lost-access")
    link.press("Enter")
    page.wait_for_url("**/officer/matters/person-cases/moi?*")
    desk.visitor.heading()
    expect(page.locator("#f-action input[value=contact]")).to_be_checked()
    expect(page.locator("#f-person")).not_to_have_value("")
    keys.press("main .step button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    check_page(desk.visitor, "officer-other-contact-refused")
    for field, text in (
        ("subject", "Mất điện thoại và mật khẩu"), ("id_number", number), ("contact", mail), ("contact_again", mail),
        ("letter", "12/GĐN"), ("grounds", "Đã đối chiếu thẻ căn cước với người đến quầy."),
    ):  # fmt: skip
        keys.write(f"#f-{field}", text)
    keys.press("main .step button[type=submit]")
    page.wait_for_url(re.compile(r"/officer/matters/person-cases/[^/?]+(?<!moi)$"))
    desk.visitor.heading()
    expect(page.locator("main")).to_contain_text("Chờ người thứ hai")
    return urlsplit(page.url).path


def give_contact(office: OfficerWindow, case: str) -> None:
    """Somebody else decides."""
    page, keys = office.page, Keyboard(office.visitor)
    office.visitor.move(case)
    page.locator(".actions").get_by_role("button", name="Chấp nhận và thực hiện", exact=True).press("Enter")
    keys.write("#f-outcome", "Đúng người.")
    check_page(office.visitor, "officer-other-contact-decided")
    keys.press(".step button[type=submit]")
    expect(page.locator(".report")).to_have_text("Đã thực hiện: Chấp nhận và thực hiện.")


def use_second_factor(visitor: Visitor, keys: Keyboard, name: str) -> None:
    """Add an authenticator app, sign in with its code, and remove it."""
    page = visitor.page
    visitor.go("/tai-khoan")
    keys.press("main a[href='/tai-khoan/mat-khau']")
    page.wait_for_url("**/tai-khoan/mat-khau")
    visitor.heading()
    check_page(visitor, "password and second factor")
    keys.press("section[aria-labelledby=password] button")
    keys.write("#own-current", OTHER)
    keys.write("#own-password", THIRD)
    keys.press(SUBMIT)
    expect(page.locator("main [role=status]").first).to_contain_text("Đã đổi mật khẩu")
    keys.press("section[aria-labelledby=factor] button")
    check_page(visitor, "present password")
    keys.write("#own-current", THIRD)
    keys.press(SUBMIT)
    app, now = TOTP(page.locator("#secret").inner_text().replace(" ", "")), time.time()
    left = PERIOD - now % PERIOD
    oldest = (
        -1 if left >= WALK else 0
    )  # a code is taken one period early or late: the oldest must outlive its second use
    codes = [app.at(int(now) + PERIOD * (oldest + later)) for later in range(3)]
    check_page(visitor, "authenticator app")
    keys.press(SUBMIT)
    expect(page.locator(".error-summary")).to_be_focused()
    keys.write("#own-code", codes[0])
    keys.press(SUBMIT)
    expect(page.locator("section[aria-labelledby=factor]")).to_contain_text("Đang dùng từ")

    visitor.context.clear_cookies()
    visitor.go("/account/sign-in")
    keys.write("#own-name", name)
    keys.write("#own-current", THIRD)
    keys.press(SUBMIT)
    expect(page.locator("#own-code")).to_be_visible()
    check_page(visitor, "code at sign-in")
    keys.write("#own-code", codes[0])
    keys.press(SUBMIT)
    expect(page.locator(".error-summary")).to_contain_text("đã dùng")
    keys.write("#own-code", codes[1])
    keys.press(SUBMIT)
    page.wait_for_url("**/dossiers")
    visitor.go("/tai-khoan/mat-khau")
    keys.press("section[aria-labelledby=factor] button")
    keys.write("#own-current", THIRD)
    check_page(visitor, "removal")
    page.wait_for_timeout(0 if oldest else max(0, now + left + 1 - time.time()) * 1000)
    keys.write("#own-code", codes[2])
    keys.press(SUBMIT)
    expect(page.locator("section[aria-labelledby=factor]")).to_contain_text("Chưa có ứng dụng xác thực")


def register(visitor: Visitor, keys: Keyboard, mail: str, number: str) -> None:
    """Fill in the form, whose faults are said first, and prove the contact."""
    page = visitor.page
    check_page(visitor, "register")
    keys.press(SUBMIT)
    expect(page.locator(".error-summary")).to_be_focused()
    typed = {
        "full_name": "Lê Thị Mai", "id_number": number, "birth_date-day": "3",
        "birth_date-month": "2", "birth_date-year": "1990", "address": "12 Lê Lợi, Huế", "contact": mail,
    }  # fmt: skip
    for field, text in typed.items():
        keys.write(f"#own-{field}", text)
    keys.press("#own-terms", "Space")
    keys.press(SUBMIT)
    expect(page.locator("#own-code")).to_be_visible()
    check_page(visitor, "contact code")
    keys.write("#own-code", read_code(visitor.site, mail, 1))
    keys.press(SUBMIT)
    expect(page.locator("main dd code").first).to_be_visible()
