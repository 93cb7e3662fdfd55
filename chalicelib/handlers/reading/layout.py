"""The frame of every plain page: head, header, footer, and what needs scripts with its other ways."""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.reading.elements import Child, build_element, render_page
from chalicelib.handlers.reading.reader import Language, PageReader, make_address
from chalicelib.wiring import core as wiring
from chalicelib.wiring import help as wiring_help

SERVICE = "Một Cửa"
STYLES = "/reading.css"
"""The stylesheet of the site, under an address that no build changes (web/reading.mjs)."""
SKIP = Words("Đến nội dung chính", "Skip to the main content")
TRIAL = Words("Bản chạy thử: chỉ dùng dữ liệu giả.", "Trial version: use made-up data only.")
NAVIGATION = Words("Điều hướng chính", "Main")
OTHER: dict[Language, tuple[Language, str]] = {"vi": ("en", "English"), "en": ("vi", "Tiếng Việt")}
DESCRIPTION = Words(
    "Thủ tục, giấy tờ cần nộp, phí, thời hạn, hỏi đáp và giờ làm việc của Bộ phận Một cửa.",
    "Procedures, papers, fees, time limits, answers and office hours of the one-stop units.",
)
READ_ONLY = Words("Trang này chỉ để đọc", "This page is for reading only")
NEEDS_SCRIPTS = Words(
    "Nộp hồ sơ, tra cứu, gửi câu hỏi hoặc phản ánh trực tuyến cần trình duyệt có bật JavaScript.",
    "Filing, looking up a dossier, asking and sending feedback online need a browser with JavaScript.",
)
OTHER_WAYS = Words("Không dùng được thì gọi hoặc đến:", "If yours has none, call or come to:")
HOTLINE = Words("Đường dây nóng", "Hotline")
HOURS = Words("Giờ làm việc", "Office hours")
ADDRESS = Words("Địa chỉ", "Address")
MAIL = Words("Thư điện tử", "E-mail")
ALL_UNITS = Words("Mọi cơ quan, điện thoại và giờ làm việc", "Every agency, with telephone and office hours")
FULL_PAGE = Words("Mở trang đầy đủ (cần JavaScript)", "Open the full page (needs JavaScript)")
MENU = {
    "procedures": Words("Thủ tục", "Procedures"),
    "agencies": Words("Cơ quan", "Agencies"),
    "questions": Words("Hỏi đáp", "Questions"),
    "help": Words("Trợ giúp", "Help"),
}
NOT_SHOWN = Words("Không hiện được trang này", "This page cannot be shown")
TRACE = Words("Mã tra cứu", "Trace id")
HOME_LINK = Words("Về trang đầu để đọc", "To the first page for reading")


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page: its title, what stands in `main` below the title, and its address below `/doc`.

    `above` stands above the title. `full` is the address of the page with scripts. `listed` False keeps a page, such
    as the result of a search, out of search engines.
    """

    title: str
    content: Child
    places: tuple[str, ...] = ()
    above: Child = None
    full: str = "/"
    listed: bool = True
    title_lang: str | None = None


def write_page(reader: PageReader, page: PlainPage) -> str:
    """Return a page as HTML text."""
    main = build_element(
        "main",
        build_element(
            "div",
            build_element("p", page.above, class_="above") if page.above is not None else None,
            build_element("h1", page.title, lang=page.title_lang),
            page.content,
            _build_other_ways(reader, page),
            class_="page",
        ),
        id="main", tabindex="-1", class_="main",
    )  # fmt: skip
    body = build_element(
        "div",
        build_element("a", reader.localise(SKIP), class_="skip", href="#main"),
        _build_header(reader, page),
        main,
        id="app",
    )
    head = _build_head(reader, page)
    return render_page(build_element("html", head, build_element("body", body), lang=reader.language))


def _build_head(reader: PageReader, page: PlainPage) -> Element:
    settings = wiring.provide_settings()
    shown = f"{page.title} – {SERVICE} – {reader.localise(wiring_help.provide_province_description().name)}"
    addresses = {language: make_address(language, *page.places) for language in ("vi", "en")}
    listed = page.listed and settings.stage == "prod"
    return build_element(
        "head",
        *_list_basics(shown),
        build_element("meta", name="description", content=reader.localise(DESCRIPTION)),
        None if listed else build_element("meta", name="robots", content="noindex"),
        build_element("link", rel="canonical", href=settings.site_origin + addresses[reader.language]),
        [
            build_element("link", rel="alternate", hreflang=language, href=settings.site_origin + address)
            for language, address in addresses.items()
        ],
    )


def _list_basics(title: str) -> list[Element]:
    return [
        build_element("meta", charset="utf-8"),
        build_element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        build_element("meta", name="color-scheme", content="light dark"),
        build_element("title", title),
        build_element("link", rel="icon", href="/icon.svg", type="image/svg+xml"),
        build_element("link", rel="stylesheet", href=STYLES),
    ]


def _build_header(reader: PageReader, page: PlainPage) -> Element:
    language, name = OTHER[reader.language]
    links = [
        build_element(
            "li",
            build_element(
                "a", reader.localise(words), href=reader.link_page(section),
                aria_current="page" if page.places == (section,) else None,
            ),
        )
        for section, words in MENU.items()
    ]  # fmt: skip
    switch = build_element("a", name, class_="switch", lang=language, hreflang=language,
                           href=make_address(language, *page.places))  # fmt: skip
    brand = build_element(
        "a",
        build_element("img", class_="mark", src="/icon.svg", alt=""),
        build_element(
            "span",
            build_element("span", SERVICE, class_="brand-name"),
            build_element("span", wiring_help.provide_province_description().name.vi, class_="brand-place"),
            class_="brand-words",
            lang="vi",
        ),
        class_="brand", href=reader.link_page(),
    )  # fmt: skip
    navigation = build_element("nav", build_element("ul", *links), class_="nav", aria_label=reader.localise(NAVIGATION))
    trial = wiring.provide_settings().stage != "prod"
    return build_element(
        "header",
        build_element("div", brand, navigation, switch, class_="header-inner"),
        build_element("p", reader.localise(TRIAL), class_="trial") if trial else None,
        class_="header",
    )


def _build_other_ways(reader: PageReader, page: PlainPage) -> Element:
    """Return what cannot be done here, and the telephone and the counter where it can."""
    day = reader.call.now.astimezone(VIETNAM).date()
    centre, province = wiring_help.provide_contacts(day)[0], wiring_help.provide_province_description()
    lines: list[tuple[Words, Child]] = [
        (HOTLINE, link_telephone(centre.hotline) if centre.hotline else None),
        (HOURS, reader.localise(centre.week)),
        (ADDRESS, build_element("span", province.address, lang="vi") if province.address else None),
        (MAIL, build_element("a", province.email, href=f"mailto:{province.email}") if province.email else None),
    ]
    return build_element(
        "aside",
        build_element("h2", reader.localise(READ_ONLY), id="ways"),
        build_element("p", reader.localise(NEEDS_SCRIPTS)),
        build_element("p", build_element("a", reader.localise(FULL_PAGE), href=page.full)),
        build_element("p", reader.localise(OTHER_WAYS)),
        build_element("p", build_element("strong", reader.localise(centre.name), lang=reader.find_lang(centre.name))),
        build_facts(reader, lines),
        build_element("p", build_element("a", reader.localise(ALL_UNITS), href=reader.link_page("agencies"))),
        aria_labelledby="ways",
    )


def build_facts(reader: PageReader, lines: list[tuple[Words, Child]]) -> Element | None:
    """Return facts under their names; those without a value are left out."""
    # An element without children counts as false.
    shown = [(name, value) for name, value in lines if value is not None and value != ""]
    if not shown:
        return None
    rows = (
        build_element("div", build_element("dt", reader.localise(name)), build_element("dd", value))
        for name, value in shown
    )
    return build_element("dl", *rows, class_="facts")


def link_telephone(number: str) -> Element:
    """Return a telephone number that a telephone can dial."""
    return build_element("a", number, href=f"tel:{''.join(c for c in number if c.isdigit() or c == '+')}")


def write_problem_page(text: str) -> str:
    """Return a problem's JSON as a page in both languages: it may be the request that names no language."""
    problem = json.loads(text)
    parts = [
        build_element(
            "section",
            build_element("h1" if language == "vi" else "h2", getattr(NOT_SHOWN, language)),
            build_element("p", problem["detail"][language]),
            build_element("p", f"{getattr(TRACE, language)}: {problem['trace_id']}", class_="muted small"),
            build_element("p", build_element("a", getattr(HOME_LINK, language), href=make_address(language))),
            lang=language,
        )
        for language in ("vi", "en")
    ]
    main = build_element("main", build_element("div", *parts, class_="page"), class_="main")
    head = build_element(
        "head", *_list_basics(f"{NOT_SHOWN.vi} – {SERVICE}"), build_element("meta", name="robots", content="noindex")
    )
    return render_page(
        build_element("html", head, build_element("body", build_element("div", main, id="app")), lang="vi")
    )
