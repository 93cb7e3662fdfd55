"""Plain pages of what was published of matters: questions with their answers, frequent questions, results of feedback.

They are drawn from the table of a kind alone, so that a further kind has its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterField, MatterKind
from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.reading.elements import Child, build_element
from chalicelib.handlers.reading.layout import PlainPage
from chalicelib.handlers.reading.parts import build_card, build_cards, build_notice, build_pager, build_search
from chalicelib.handlers.reading.query import PlainListQuery
from chalicelib.handlers.reading.reader import PageReader
from chalicelib.handlers.reading.site_addresses import MATTERS, make_published_address
from chalicelib.models.catalogue import AgenciesView, ProcedurePage
from chalicelib.models.matters.matter_kinds import MatterKindsView, MatterKindView
from chalicelib.models.matters.matters import PublicMattersPage, PublicMatterView

FIND = Words("Tìm trong nội dung đã đăng", "Search what is published")
PUBLISHED = Words("Đăng ngày", "Published on")
EDITION = Words("bản", "edition")
CHANGED = Words("cập nhật ngày", "changed on")
NUMBER = Words("Số", "No.")
NOTHING = Words("Không có nội dung phù hợp. Thử từ khác.", "Nothing matches. Try another word.")
EARLIER = Words("Xem câu trả lời đã đăng", "See the published answer")
TOPICS = Words("Xem theo chủ đề", "Browse by topic")
ALL_TOPICS = Words("Mọi chủ đề", "Every topic")
SENDING = Words(
    "Gửi mới cần đăng nhập, trên trình duyệt có bật JavaScript. Không có thì gọi hoặc đến nơi ghi bên dưới.",
    "Sending one needs a sign-in, in a browser with JavaScript. Without it, call or come to the place below.",
)
YES, NO = Words("Có", "Yes"), Words("Không", "No")
PUBLIC_PREFIX = "public_"
"""Begins the key of the published form of a field: `public_subject` of `subject`."""
SOURCES = ("source", "source_2", "source_3")
"""Fields whose answer is the id of a published question."""
QUESTIONS = "questions"


def list_public_kinds(reader: PageReader) -> list[MatterKindView]:
    """Return the kinds of which everybody may read something."""
    kinds = reader.read("/api/matters", MatterKindsView).items
    return [kind for kind in kinds if any(state.public for state in kind.states)]


def find_public_kind(reader: PageReader, plural: str) -> MatterKindView:
    """Return a kind of which everybody may read something; raise NotFound for any other section."""
    kind = next((each for each in list_public_kinds(reader) if each.plural == plural), None)
    if kind is None:
        raise NotFound()
    return kind


def read_public_page(reader: PageReader, kind: MatterKindView, query: PlainListQuery) -> PublicMattersPage:
    """Return one page of what was published of a kind."""
    return reader.read(
        "/api/matters/public", PublicMattersPage, kind=kind.name, q=query.q, group=query.group, cursor=query.page
    )


def write_matters(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return what was published of a kind: newest first, of one topic, or found by words."""
    kind = find_public_kind(reader, reader.call.params["section"])
    table, units = KINDS[kind.plural], read_unit_names(reader)
    found = read_public_page(reader, kind, query)
    cards = [
        build_card(
            reader.link_page(kind.plural, each.id), name_public(table, each),
            (units.get(each.unit, ""), f"{reader.localise(PUBLISHED)} {reader.write_day(each.published_at)}"),
            lang=reader.vietnamese,
        )
        for each in found.items
    ]  # fmt: skip
    return build_list_page(
        reader, kind, query, build_cards(cards, _describe_nothing(reader, kind, query)), found.cursor
    )


def build_list_page(
    reader: PageReader, kind: MatterKindView, query: PlainListQuery, cards: Element, cursor: str | None
) -> PlainPage:
    """Return the page of a list of published matters around its cards."""
    first = reader.link_page(kind.plural, q=query.q, group=query.group) if query.page else None
    following = reader.link_page(kind.plural, q=query.q, group=query.group, page=cursor) if cursor else None
    full = f"/{MATTERS}/{kind.plural}"
    return PlainPage(
        reader.localise(kind.title),
        (
            build_element("p", reader.localise(kind.about)),
            build_notice(reader.localise(kind.label)) if kind.label else None,
            build_search(reader, kind.plural, FIND, query.q, group=query.group),
            cards,
            build_pager(reader, first, following),
            list(_list_topics(reader, KINDS[kind.plural], query.group)),
            build_element("p", reader.localise(SENDING)),
        ),
        places=(kind.plural,), full=full, listed=not (query.q or query.group or query.page),
    )  # fmt: skip


def _describe_nothing(reader: PageReader, kind: MatterKindView, query: PlainListQuery) -> str:
    return reader.localise(NOTHING if query.q or query.group else kind.empty)


def _list_topics(reader: PageReader, kind: MatterKind, chosen: str | None) -> Iterator[Element]:
    for key in kind.groups:
        asked = kind.find_field(key)
        choices = asked.form.choices if asked else ()
        if not choices:
            continue
        links = [(ALL_TOPICS, None), *((Words(each.vi, each.en), f"{key}:{each.code}") for each in choices)]
        items = [
            build_element(
                "li",
                build_element(
                    "a", reader.localise(words), href=reader.link_page(kind.plural, group=group),
                    aria_current="true" if group == chosen else None,
                ),
            )
            for words, group in links
        ]  # fmt: skip
        head = build_element("h2", reader.localise(TOPICS), id=f"by-{key}")
        yield build_element("nav", head, build_element("ul", items, class_="topics"), aria_labelledby=f"by-{key}")


def write_matter(reader: PageReader, matter_id: str) -> PlainPage:
    """Return one published matter as everybody reads it."""
    kind = find_public_kind(reader, reader.call.params["section"])
    found = reader.read("/api/matters/public/{matter_id}", PublicMatterView, {"matter_id": matter_id})
    if found.kind != kind.name:
        raise NotFound()
    table, units = KINDS[kind.plural], read_unit_names(reader)
    about = [
        f"{reader.localise(NUMBER)} {found.number}", units.get(found.unit, ""),
        f"{reader.localise(PUBLISHED)} {reader.write_day(found.published_at)}",
    ]  # fmt: skip
    if found.edition > 1:
        changed = f"{reader.localise(CHANGED)} {reader.write_day(found.changed_at)}"
        about.append(f"{reader.localise(EDITION)} {found.edition}, {changed}")
    return PlainPage(
        name_public(table, found),
        (
            build_element("p", " · ".join(filter(None, about)), class_="muted small"),
            build_notice(reader.localise(found.label)) if found.label else None,
            build_element("dl", list(_list_answers(reader, table, found, units)), class_="facts matter-answers"),
        ),
        places=(kind.plural, found.id), full=make_published_address(kind.plural, found.id),
        above=build_element("a", reader.localise(kind.title), href=reader.link_page(kind.plural)),
        title_lang=reader.vietnamese,
    )  # fmt: skip


def list_public_fields(kind: MatterKind) -> list[MatterField]:
    """Return the fields that everybody reads, what was asked before what was answered."""
    forms = (kind.opening.fields, *(step.fields for step in kind.steps))
    found = {each.key: each for form in forms for each in form if each.audience is FieldAudience.PUBLIC}
    return sorted(found.values(), key=lambda each: not each.key.startswith(PUBLIC_PREFIX))


def name_public(kind: MatterKind, shown: PublicMatterView) -> str:
    """Return the name of a published matter: its first public line of text, else its number."""
    key = _find_name_key(kind, shown)
    return shown.texts[key] if key else shown.number


def _find_name_key(kind: MatterKind, shown: PublicMatterView) -> str | None:
    lines = (
        each.key for each in list_public_fields(kind)
        if each.key.startswith(PUBLIC_PREFIX) and each.form.format is None and not each.form.choices
    )  # fmt: skip
    return next((key for key in lines if shown.texts.get(key)), None)


def _list_answers(
    reader: PageReader, kind: MatterKind, shown: PublicMatterView, units: dict[str, str]
) -> Iterator[Element]:
    answers, named = {**shown.values, **shown.texts}, _find_name_key(kind, shown)
    for asked in list_public_fields(kind):
        answer = answers.get(asked.key)
        if asked.key == named or answer in (None, ""):
            continue
        source = kind.find_field(asked.key.removeprefix(PUBLIC_PREFIX)) or asked
        written = _write_answer(reader, asked, answer, units)
        words = build_element("dt", reader.localise(Words(source.form.vi, source.form.en)))
        lang = None if asked.form.choices else reader.vietnamese
        yield build_element("div", words, build_element("dd", written, class_="lines", lang=lang))


def _write_answer(reader: PageReader, asked: MatterField, answer: object, units: dict[str, str]) -> Child:
    if asked.key in SOURCES:
        return build_element("a", reader.localise(EARLIER), href=reader.link_page(QUESTIONS, str(answer)))
    if asked.unit:
        return units.get(str(answer), str(answer))
    if asked.procedure:
        return _link_procedure(reader, str(answer))
    if isinstance(answer, bool):
        return reader.localise(YES if answer else NO)
    choice = next((each for each in asked.form.choices if each.code == answer), None)
    if choice:
        return reader.localise(Words(choice.vi, choice.en))
    return reader.write_day(date.fromisoformat(str(answer))) if asked.form.format == "date" else str(answer)


def _link_procedure(reader: PageReader, procedure: str) -> Child:
    listed = reader.read("/api/procedures", ProcedurePage).items
    name = next((reader.localise(each.name) for each in listed if each.id == procedure), None)
    return build_element("a", name, href=reader.link_page("procedures", procedure)) if name else procedure


def read_unit_names(reader: PageReader) -> dict[str, str]:
    """Return the names of the province's units, former ones too, by their ids."""
    agencies = reader.read("/api/agencies", AgenciesView)
    working = {each.id: reader.localise(each.name) for each in agencies.items}
    return working | {each.id: reader.localise(each.name) for each in agencies.ended}
