"""Public reading without scripts: every public read is on a page, every page is whole, and every text is text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree

import pytest

from chalicelib.domain.accounts.identity_level import IdentityDemand
from chalicelib.domain.matters.public_face import PublicMatter
from chalicelib.handlers.http import nested_read
from chalicelib.handlers.http.answer import PAGE_POLICY
from chalicelib.handlers.http.operations import OPERATIONS, PUBLIC, Operation
from chalicelib.handlers.reading import reader as reading
from chalicelib.handlers.reading.pages import LISTS, ONES
from chalicelib.handlers.reading.reader import HOME
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.paths import ROOT
from tests.api.conftest import Api, ApiAnswer
from tests.api.reading.conftest import SCRIPT, SITE, Crawler
from tests.api.reading.plain_html import PlainHtml

NOT_READ: Mapping[str, str] = {
    "/api": "for those who write programs",
    "/api/openapi.json": "for those who write programs",
    "/api/flow": "for programs; a procedure's page says its steps",
    "/api/law": "for programs; each page cites the articles that it rests on",
    "/api/kiosk": "for the pages of a self-service machine",
    "/api/session/methods": "for the sign-in page, which needs scripts",
    "/api/applications": "for registered applications, which are programs",
    "/api/session/accounts": "for the page of registration, which needs scripts",
}
"""Public reads of which no plain page is made, each with its reason."""


def test_every_page_that_a_link_leads_to_is_whole_and_every_public_read_is_on_one(
    crawler: Crawler, shelf: dict[str, PublicMatter], monkeypatch: pytest.MonkeyPatch
) -> None:
    used: set[str] = set()

    def load_noted(path: str) -> Operation:
        used.add(path)
        return nested_read.load_public_read(path)

    monkeypatch.setattr(reading, "load_public_read", load_noted)
    crawler.crawl()
    assert {address: faults for address, page in crawler.pages.items() if (faults := page.list_faults())} == {}
    titles = {address: page.find("link", rel="canonical")[0]["href"] for address, page in crawler.pages.items()}
    assert {address for address, link in titles.items() if not link.startswith(f"{SITE}{HOME}")} == set()
    sections = {urlsplit(address).path.split("/")[2] for address in crawler.pages if address.count("/") > 1}
    assert sections == {*LISTS, *shelf}
    assert {f"{HOME}/{plural}/{shown.id}" for plural, shown in shelf.items()} <= set(crawler.pages)
    english = {page.find("html")[0]["lang"] for address, page in crawler.pages.items() if "lang=en" in address}
    vietnamese = {page.find("html")[0]["lang"] for address, page in crawler.pages.items() if "lang=en" not in address}
    assert (english, vietnamese) == ({"en"}, {"vi"})
    check_map(crawler)
    public = {each.path for each in OPERATIONS if each.access is PUBLIC and each.method == "GET"}
    assert {each for each in public if each.startswith("/api")} - used == set(NOT_READ)


def check_map(crawler: Crawler) -> None:
    """The map of the site names each page that a reader comes to, in both languages."""
    answer = crawler.api("GET", f"{HOME}/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    lasting = {each for each in crawler.pages if not parse_qs(urlsplit(each).query).keys() - {"lang"}}
    listed = ElementTree.XML(answer.text.encode())
    assert {f"{SITE}{each}" for each in lasting} == {each.text for each in listed.iter() if each.tag.endswith("}loc")}


def test_a_page_leads_to_the_other_language_and_to_the_page_with_scripts(crawler: Crawler) -> None:
    page = crawler.read(f"{HOME}/procedures/2.000635")
    assert f"{HOME}/procedures/2.000635?lang=en" in page.links
    assert "/procedures/2.000635" in page.links
    assert [each["hreflang"] for each in page.find("link", rel="alternate")] == ["vi", "en"]
    assert page.find("meta", name="robots") == [{"name": "robots", "content": "noindex"}], "a trial is not for engines"


def test_a_procedure_says_its_papers_fees_time_and_articles_and_the_other_ways(crawler: Crawler, api: Api) -> None:
    known = api("GET", "/api/procedures/2.000635").json
    contact = api("GET", "/api/help/contacts").json["items"][0]
    for language, address in (("vi", f"{HOME}/procedures/2.000635"), ("en", f"{HOME}/procedures/2.000635?lang=en")):
        text = crawler.read(address).text
        wanted = [known["name"][language], *(each["name"][language] for each in known["components"])]
        wanted += [*(each["name"][language] for each in known["fees"]), *known["legal_basis"]]
        wanted += [known["time"]["legal_reference"], contact["hotline"], contact["week"][language]]
        assert [each for each in wanted if each not in text] == []
    assert known["time"]["text_vi"] in crawler.read(f"{HOME}/procedures/2.000635").text


def test_a_procedure_says_the_identity_that_its_law_asks_for_and_how_to_reach_it(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, article = f"{HOME}/procedures/2.000635", "khoản 3 Điều 9 Nghị định số 69/2024/NĐ-CP"
    assert "định danh điện tử mức độ" not in crawler.read(address).text, "no law asks for one"
    real = CatalogueFiles.find_procedure
    demand = IdentityDemand(2, article)
    monkeypatch.setattr(
        CatalogueFiles, "find_procedure", lambda files, name: replace(real(files, name), identity=demand)
    )
    for page, wanted in (
        (address, ("định danh điện tử mức độ 2", article, "cơ quan Công an", "tại quầy")),
        (f"{address}?lang=en", ("electronic identity of level 2", article, "police office", "counter")),
    ):
        text = crawler.read(page).text
        assert [each for each in wanted if each not in text] == []


def test_a_search_without_marks_is_a_plain_form_and_keeps_its_filters(crawler: Crawler) -> None:
    page = crawler.read(f"{HOME}/procedures?q=ho%20tich&lang=en")
    (form,) = page.find("form")
    assert (form["action"], form["method"]) == (f"{HOME}/procedures", "get")
    assert page.find("input", name="lang") == [{"type": "hidden", "name": "lang", "value": "en"}]
    found = [each for each in page.links if each.startswith(f"{HOME}/procedures/")]
    assert found
    assert page.find("meta", name="robots"), "results of a search are not for engines"
    field = crawler.read(f"{HOME}/procedures?field=HO_TICH")
    assert field.find("input", name="field", value="HO_TICH")
    assert crawler.read(f"{HOME}/procedures?lang=en").find("span", lang="vi"), "what there is in Vietnamese alone"
    nothing = crawler.read(f"{HOME}/procedures?q=zzzzqqq")
    assert "Không tìm thấy nội dung phù hợp" in nothing.text


def test_a_list_has_pages_by_plain_links(crawler: Crawler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.handlers.reading.procedure_pages.ON_A_PAGE", 10)
    seen: list[str] = []
    address: str | None = f"{HOME}/procedures?lang=en"
    while address:
        page = crawler.read(address)
        seen += [each for each in page.links if each.startswith(f"{HOME}/procedures/") and each not in seen]
        number = int(parse_qs(urlsplit(address).query).get("page", ["1"])[0])
        address = next((each for each in page.links if f"page={number + 1}" in each), None)
    total = len(crawler.api("GET", "/api/procedures").json["items"])
    assert len(seen) == total


def test_what_somebody_typed_is_shown_as_text(crawler: Crawler) -> None:
    for section in LISTS:
        typed = f"\"'>{SCRIPT}"
        page = crawler.read(f"{HOME}/{section}?q={quote(typed)}")
        assert page.list_faults() == []
        assert all(each["value"] == typed for each in page.find("input", name="q"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{HOME}/nothing", 404), (f"{HOME}/nothing/here", 404), (f"{HOME}/procedures/9.999999", 404),
        (f"{HOME}/procedures/a%20b", 404), (f"{HOME}/procedures?unknown=1", 400), (f"{HOME}/procedures?page=x", 400),
        (f"{HOME}/procedures?page=0", 400), (f"{HOME}?lang=fr", 400), (f"{HOME}/procedures?q={'x' * 101}", 400),
    ],
)  # fmt: skip
def test_a_refusal_is_a_page_in_both_languages(api: Api, address: str, status: int) -> None:
    answer = api("GET", address)
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == PAGE_POLICY
    page = PlainHtml(answer.text)
    assert page.list_faults() == []
    assert page.links == [HOME, f"{HOME}?lang=en"]
    assert [each["lang"] for each in page.find("section")] == ["vi", "en"]
    assert answer.headers["x-trace-id"] in page.text


def test_a_fault_is_a_page_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr("chalicelib.handlers.reading.pages.write_page", fail)
    answer = api("GET", HOME)
    assert (answer.status, "made up" in answer.text) == (500, False)
    assert PlainHtml(answer.text).list_faults() == []


def read_cache(answer: ApiAnswer) -> str:
    """How long an answer may be kept."""
    return str(answer.headers["cache-control"])


def test_a_page_is_kept_as_long_as_the_reads_that_it_is_made_from(api: Api) -> None:
    for page, read in ((f"{HOME}/procedures", "/api/procedures"), (f"{HOME}/territory", "/api/territory")):
        assert read_cache(api("GET", page)) == read_cache(api("GET", read)), page


def test_the_stylesheet_of_the_pages_is_put_next_to_the_site() -> None:
    assert '"reading.css"' in (ROOT / "web" / "reading.mjs").read_text()
    assert set(ONES) <= set(LISTS)
