"""Filing a household business by the pages, as a person does it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Page, Request, expect

from infra.local.person import ApiPerson, create_pdf
from infra.local.seed import TODAY, find_place
from infra.local.stack import LocalStack
from infra.local.stories import people
from tests.browser.visitor import Visitor

PROCEDURE = "1.001612"
APPLICANT = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}
ANSWERS = {
    "household_business_name": "Quán Bún Bò Hoa",
    "business_address": "12 Lê Lợi, phường Thuận Hóa",
    "business_phone": "0912345678",
    "main_industry_code": "5610",
    "business_lines": "Dịch vụ ăn uống",
    "capital_vnd": "50.000.000",
    "owner_full_name": "Trần Thị Hoa",
    "owner_id_number": "046190000001",
    "owner_residence": "12 Lê Lợi, thành phố Huế",
}
DATES = {"start_date": ("15", "12", "2026"), "owner_birth_date": ("27", "3", "1990")}
PAPER = "legal_papers_owner_household_members"
"""A paper that may be added: the application itself is the form that is filled in."""


def find_one_stop(site: LocalStack) -> str:
    """The unit that the demo people share today."""
    from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

    return find_place(CatalogueFiles().load_agencies(site.province), TODAY).one_stop


def file_dossier(site: LocalStack, who: str = "citizen1", **instead: str) -> str:
    """A dossier of Huế's one-stop unit that waits for its check."""
    citizen = ApiPerson(site, who)
    draft = {"answers": {**people.BUSINESS, **instead}, "applicant": people.APPLICANT}
    dossier = citizen.draft(PROCEDURE, find_one_stop(site), "own_portal", draft)
    citizen.submit(dossier, [citizen.upload(dossier, "component", PAPER)])
    return dossier


def file_paid_dossier(site: LocalStack, dossier: str) -> str:
    """The same with its fee paid at the counter."""
    cashier = ApiPerson(site, "cashier1")
    owed = [each for each in cashier.get(f"/api/dossiers/{dossier}")["obligations"] if each["state"] == "open"]
    cash = {
        "obligations": [each["id"] for each in owed],
        "amount": sum(each["amount"] for each in owed),
        "receipt_number": f"BL{secrets.randbelow(10**8):08d}",
    }
    cashier.step(dossier, "pay", cash)
    return dossier


@dataclass
class Effort:
    """The effort of a filing: pages opened, boxes filled in or chosen, boxes that repeat a former question, and the
    pages' calls of the API."""

    pages: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        numbers = (len(self.pages), len(self.fields), len(self.calls), len(self.again))
        return "{} pages, {} fields, {} round trips, {} asked twice".format(*numbers)


@dataclass
class FilingPages:
    """A draft being filled in by the pages."""

    visitor: Visitor
    effort: Effort = field(default_factory=Effort)

    def watch(self) -> None:
        """Count from here on what the filing takes."""
        self.page.on("request", self._note_call)

    def _note_call(self, asked: Request) -> None:
        path = urlsplit(asked.url).path
        if path.startswith("/api/"):
            self.effort.calls.append(f"{asked.method} {path}")

    def _fill(self, box: str, text: str) -> None:
        """Type into a box, unless the page has filled it in with just that."""
        control = self.page.locator(box)
        if control.evaluate("(each) => each.matches('dl')"):
            return  # proven by the sign-in, and so not asked
        if control.input_value() == text:
            return
        if text in self.effort.fields.values():
            self.effort.again.append(box)
        self.effort.fields[box] = text
        control.fill(text)

    def _choose(self, box: str) -> None:
        self.effort.fields[box] = "chosen"
        self.page.locator(box).check()

    @property
    def page(self) -> Page:
        """The page it is on."""
        return self.visitor.page

    def start(self) -> str:
        """Begin a draft from the procedure's page; answers its id."""
        self.visitor.move(f"/procedures/{PROCEDURE}")
        self.page.locator("main .button").click()
        self.page.locator("#unit").select_option(find_one_stop(self.visitor.site))
        self.effort.fields["#unit"] = "chosen"
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"/drafts/[0-9a-z]{26}$"))
        self.effort.pages += ["file", "tasks", "applicant"]
        return self.page.url.rsplit("/", 1)[1]

    def applicant(self, **instead: str) -> None:
        """Fill in the applicant and continue."""
        self.page.locator(".tasks a").first.click()
        for name, text in {**APPLICANT, **instead}.items():
            self._fill(f"#a-{name}", text)
        self.next("form")

    def answers(self, **instead: str) -> None:
        """Fill in the e-form and continue."""
        for key, text in {**ANSWERS, **instead}.items():
            self._fill(f"#f-{key}", text)
        for key, parts in DATES.items():
            self.effort.fields[key] = "-".join(parts)
            for part, text in zip(("day", "month", "year"), parts, strict=True):
                self.page.locator(f"#f-{key}-{part}").fill(text)
        self._choose("#f-registrant_type-0")
        self.next("papers")

    def paper(self, name: str = "to-khai.pdf", content: bytes | None = None) -> None:
        """Upload a paper, and wait for its check."""
        file = FilePayload(name=name, mimeType="application/pdf", buffer=content or create_pdf("To khai"))
        self.page.locator(f"#p-{PAPER}-file").set_input_files(file)
        expect(self.page.locator(f"#p-{PAPER} .tag-done")).to_be_visible()

    def papers(self, name: str = "to-khai.pdf") -> None:
        """The paper, and continue."""
        self.paper(name)
        self.next("result")

    def result(self) -> None:
        """Choose how to receive the result, and continue."""
        self._choose("#r-way input[value=online]")
        self.next("review")

    def send(self) -> None:
        """Declare and send; the receipt opens."""
        self._choose("#declared")
        self.page.locator("main .button", has_text=re.compile("Nộp hồ sơ|Send the dossier")).click()
        self.page.wait_for_url(re.compile("/receipt$"))
        self.visitor.heading()
        self.effort.pages.append("receipt")

    def next(self, section: str) -> None:
        """Press the button "continue"; the next section opens."""
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(re.compile(f"/{section}$"))
        self.visitor.heading()
        self.effort.pages.append(section)

    def to_review(self) -> str:
        """All of it up to the review; answers the dossier's id."""
        dossier = self.start()
        self.applicant()
        self.answers()
        self.papers()
        self.result()
        return dossier
