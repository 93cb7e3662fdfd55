"""Parts that several plain pages draw: a search form, a list of cards, links between pages of a list, a notice."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.handlers.reading.elements import build_element
from chalicelib.handlers.reading.reader import InBoth, PageReader

LONGEST_SEARCH = "100"
SEARCH = Words("Tìm", "Search")
WITHOUT_MARKS = Words("Gõ có dấu hay không dấu đều được.", "With or without Vietnamese marks.")
NOTHING = Words("Không tìm thấy nội dung phù hợp. Thử từ khác.", "Nothing matches. Try another word.")
NEXT = Words("Trang sau", "Next page")
FIRST = Words("Về trang đầu của danh sách", "To the first page of the list")
BASIS = Words("Căn cứ", "Basis")


def build_search(reader: PageReader, section: str, label: Words, typed: str, **kept: str | None) -> Element:
    """Return the search form of a section; `kept` are the filters that stay as they are."""
    hidden = {**kept, "lang": reader.language if reader.language != "vi" else None}
    return build_element(
        "form",
        [build_element("input", type="hidden", name=name, value=value) for name, value in hidden.items() if value],
        build_element(
            "div",
            build_element("label", reader.localise(label), for_="q"),
            build_element("p", reader.localise(WITHOUT_MARKS), class_="help", id="q-help"),
            build_element(
                "input", id="q", name="q", type="search", class_="input", maxlength=LONGEST_SEARCH, value=typed,
                aria_describedby="q-help",
            ),
            class_="field",
        ),
        build_element(
            "p", build_element("button", reader.localise(SEARCH), type="submit", class_="button"), class_="buttons"
        ),
        action=f"/doc/{section}", method="get", role="search",
    )  # fmt: skip


def build_card(address: str, title: str, small: Iterable[Element | str], lang: str | None = None) -> Element:
    """Return a line of a list: a link, and what stands in small letters below it."""
    below = [part for each in small if each != "" for part in (" · ", each)][1:]
    return build_element(
        "li",
        build_element("a", title, href=address, lang=lang),
        build_element("p", below, class_="muted small") if below else None,
        class_="card",
    )


def build_cards(cards: Iterable[Element], empty: str) -> Element:
    """Return a list of cards; the text `empty` where there is none."""
    shown = list(cards)
    return build_element("ul", shown, class_="cards") if shown else build_element("p", empty, class_="empty")


def build_pager(reader: PageReader, first: str | None, following: str | None) -> Element | None:
    """Return the links to the first and to the next page of a list; None where it is on one page."""
    links = [
        build_element("li", build_element("a", reader.localise(words), href=address))
        for words, address in ((FIRST, first), (NEXT, following))
        if address
    ]
    return build_element("ul", links, class_="plain") if links else None


def build_notice(text: str, lang: str | None = None) -> Element:
    """Return a notice."""
    body = build_element("div", build_element("p", text, lang=lang), class_="notice-body")
    mark = build_element("span", "i", class_="notice-mark", aria_hidden="true")
    return build_element("div", mark, body, class_="notice notice-info")


def build_basis(reader: PageReader, article: str) -> Element | None:
    """Return the article on which something rests; None without one."""
    if not article:
        return None
    cited = build_element("span", article, lang=reader.vietnamese)
    return build_element("p", f"{reader.localise(BASIS)}: ", cited, class_="muted small")


def build_name(reader: PageReader, name: InBoth, tag: str = "span") -> Element:
    """Return a name in the reader's language, marked where it is in another."""
    return build_element(tag, reader.localise(name), lang=reader.find_lang(name))
