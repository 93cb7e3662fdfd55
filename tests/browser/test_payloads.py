"""Scripts typed into every text field and carried by file names are text wherever they are shown again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chalicelib.handlers.http.registry import list_operations
from infra.local.person import ApiPerson
from tests.browser.filing import PAPER, FilingPages
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)//",
    "{{constructor.constructor('alert(1)')()}}",
    "</textarea><iframe srcdoc='<script>parent.alert(1)</script>'>",
)
FILE = "<img src=x onerror=alert(1)>.pdf"


def test_payloads_are_shown_as_they_were_typed(visitor: Visitor) -> None:
    page = visitor.page
    visitor.be("citizen2")
    filing = FilingPages(visitor)
    dossier = filing.start()
    visitor.move(f"/drafts/{dossier}/applicant")
    name, address = PAYLOADS[0], " ".join(PAYLOADS)
    page.locator("#a-email").fill("hoa@vidu.vn")
    page.locator("#a-address").fill(address)
    visitor.move(f"/drafts/{dossier}")
    filing.applicant(full_name=name)
    filing.answers(
        household_business_name=PAYLOADS[1],
        business_address=address,
        main_industry_code=PAYLOADS[2],
        business_lines=address,
        owner_full_name=PAYLOADS[4],
        owner_residence=PAYLOADS[5],
    )
    filing.papers(FILE)
    filing.result()
    shown = page.locator("main").inner_text()
    for payload in (*PAYLOADS, FILE):
        assert payload in shown
    filing.send()
    visitor.move(f"/dossiers/{dossier}")
    expect(page.locator("main")).to_contain_text(FILE)

    guidance = f"{PAYLOADS[1]} {PAYLOADS[0]}"
    asked = {"components": [PAPER], "form_fields": ["business_lines"], "guidance": guidance}
    ApiPerson(visitor.site, "desk1").step(dossier, "request_supplement", asked)
    visitor.move(f"/dossiers/{dossier}/supplement")
    expect(page.locator("main")).to_contain_text(guidance)
    expect(page.locator("#f-business_lines")).to_have_value(address)

    visitor.context.clear_cookies()
    for path in (
        f"/procedures?q={PAYLOADS[0]}&field={PAYLOADS[1]}",
        f"/tra-cuu#code={PAYLOADS[1]}",
        "/sign-in?to=//evil.example",
    ):
        visitor.page.goto(path)
        visitor.heading()
    page.locator("main .button").click()
    visitor.choose_person(page, "citizen3")
    page.wait_for_url(visitor.site.origin + "/dossiers")
    assert page.locator("main script, main iframe, main img").count() == 0


SCROLL_THROUGH = """async (wanted) => {
    const seen = new Set();
    for (let turn = 0; seen.size < wanted && turn < 3000; turn++) {
        document.querySelectorAll(".opblock").forEach((each) => seen.add(each.id));
        const ended = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
        ended ? scrollTo(0, 0) : scrollBy(0, innerHeight / 2);
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    }
    return [...seen];
}"""


def test_the_reference_of_the_api_is_drawn_within_the_policy_and_asks_nobody_else(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.goto("/api-reference.html")
    expect(visitor.page.locator(".opblock").first).to_be_visible()
    # Groups far from the window are not in the page until somebody scrolls there.
    drawn = visitor.page.evaluate(SCROLL_THROUGH, len(list_operations()))
    assert len(drawn) == len(list_operations())
    expect(visitor.page.locator(".info .title")).to_contain_text("Một Cửa")
    assert [url for url in asked if not url.startswith((visitor.site.origin, "data:"))] == []
