"""The first plain page: what there is to read."""

from __future__ import annotations

from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.handlers.reading.elements import build_element
from chalicelib.handlers.reading.layout import PlainPage
from chalicelib.handlers.reading.matter_pages import list_public_kinds
from chalicelib.handlers.reading.parts import build_card, build_search
from chalicelib.handlers.reading.procedure_pages import FIND, SECTION
from chalicelib.handlers.reading.reader import InBoth, PageReader

TITLE = Words("Đọc thông tin công khai", "Read what is public")
CONTENTS = {
    "procedures": (
        Words("Thủ tục hành chính", "Administrative procedures"),
        Words("Giấy tờ cần nộp, phí, thời hạn, căn cứ pháp lý.", "Papers, fees, time limits and the law."),
    ),
    "agencies": (
        Words("Cơ quan, điện thoại và giờ làm việc", "Agencies, telephone and office hours"),
        Words("Gọi số nào, giờ nào có người nhận hồ sơ.", "Whom to call, and when dossiers are received."),
    ),
    "help": (
        Words("Trợ giúp", "Help"),
        Words("Hướng dẫn từng việc.", "A guide to each step."),
    ),
    "lookup": (
        Words("Tra cứu hồ sơ bằng cách khác", "Other ways to look up a dossier"),
        Words("Tin nhắn và các kênh khác của tỉnh.", "Text messages, and other channels of the province."),
    ),
    "territory": (
        Words("Đơn vị và nơi nộp hồ sơ", "Units, and where to file"),
        Words("Tên cũ, tên mới, thủ tục nộp được ở đâu.", "Old and new names, and where each procedure is filed."),
    ),
    "ratings": (
        Words("Kết quả đánh giá của người nộp hồ sơ", "How applicants rate the units"),
        Words("Theo đơn vị và tháng.", "By unit and month."),
    ),
    "terms": (
        Words("Điều khoản sử dụng", "Terms of use"),
        Words("Quyền, trách nhiệm, hành vi không được làm.", "Rights, duties and forbidden acts."),
    ),
}
"""Sections in the order in which the first page lists them; kinds of matters follow from their tables."""


def write_home(reader: PageReader) -> PlainPage:
    """Return the first page: the search for a procedure, and every section."""
    contents: list[tuple[str, InBoth, InBoth]] = [
        *((section, title, about) for section, (title, about) in CONTENTS.items()),
        *((kind.plural, kind.title, kind.about) for kind in list_public_kinds(reader)),
    ]
    cards = [
        build_card(reader.link_page(section), reader.localise(title), [reader.localise(about)])
        for section, title, about in contents
    ]
    search = build_search(reader, SECTION, FIND, "")
    return PlainPage(reader.localise(TITLE), (search, build_element("ul", cards, class_="cards")))
