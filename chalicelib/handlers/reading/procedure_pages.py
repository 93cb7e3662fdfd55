"""Plain pages of the catalogue: every procedure, and one with its papers, fees, time and articles."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chalicelib.domain.documents.slip_values import write_duration
from chalicelib.domain.help.passages import write_english_duration
from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.domain.time.deadlines import Duration
from chalicelib.handlers.reading.elements import Child, build_element
from chalicelib.handlers.reading.fee_parts import build_fees
from chalicelib.handlers.reading.layout import PlainPage, build_facts
from chalicelib.handlers.reading.parts import (
    NOTHING,
    build_basis,
    build_card,
    build_cards,
    build_name,
    build_notice,
    build_pager,
    build_search,
)
from chalicelib.handlers.reading.procedure_words import CODES, FILING, SMALL
from chalicelib.handlers.reading.query import PlainListQuery, read_page_number
from chalicelib.handlers.reading.reader import InBoth, PageReader
from chalicelib.models.catalogue import (
    ComponentView,
    FormView,
    OnlineTimeView,
    ProcedureLine,
    ProcedurePage,
    ProcedureView,
    TimeView,
)

SECTION = "procedures"
TITLE = Words("Thủ tục hành chính", "Administrative procedures")
FIND = Words("Tìm thủ tục theo tên, mã hoặc việc cần làm", "Find a procedure by name, code or purpose")
FIELDS = Words("Xem theo lĩnh vực", "Browse by topic")
ALL_FIELDS = Words("Tất cả lĩnh vực", "All topics")
FOUND = Words("Số thủ tục", "Procedures")
NEAREST = Words("Gần với từ đã gõ", "Close to what you typed")
ON_A_PAGE = 50


def write_procedures(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return the list of procedures, or those that a search finds."""
    found = reader.read("/api/procedures", ProcedurePage, q=query.q, field=query.field)
    number = read_page_number(query.page)
    shown = found.items[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    more = number * ON_A_PAGE < len(found.items)

    def link_list(page: int | None) -> str:
        return reader.link_page(SECTION, q=query.q, field=query.field, page=str(page) if page else None)

    return PlainPage(
        reader.localise(TITLE),
        (
            build_search(reader, SECTION, FIND, query.q, field=query.field),
            build_element("p", f"{reader.localise(FOUND)}: {found.total}", class_="found"),
            build_cards((_build_line(reader, each) for each in shown), reader.localise(NOTHING)),
            build_pager(reader, link_list(None) if number > 1 else None, link_list(number + 1) if more else None),
            _list_nearest(reader, found),
            _build_fields(reader, found, query.field),
        ),
        places=(SECTION,), full="/procedures", listed=not (query.q or query.field or query.page),
    )  # fmt: skip


def _build_line(reader: PageReader, line: ProcedureLine) -> Element:
    time = build_element("span", line.time_text_vi, lang=reader.vietnamese)
    small = (line.code, reader.localise(line.field.name), time)
    return build_card(
        reader.link_page(SECTION, line.id), reader.localise(line.name), small, reader.find_lang(line.name)
    )


def _list_nearest(reader: PageReader, found: ProcedurePage) -> Child:
    if found.elsewhere:
        name, authority = reader.localise(found.elsewhere.name), reader.localise(found.elsewhere.authority)
        return (build_notice(f"{name}: {authority}"), build_basis(reader, found.elsewhere.source))
    if not found.nearest:
        return None
    lines = [_build_line(reader, each) for each in found.nearest]
    return (build_element("h2", reader.localise(NEAREST)), build_cards(lines, ""))


def _build_fields(reader: PageReader, found: ProcedurePage, chosen: str | None) -> Element:
    links: list[tuple[InBoth, str | None]] = [(ALL_FIELDS, None), *((each.name, each.code) for each in found.fields)]
    items = [
        build_element(
            "li",
            build_element(
                "a", reader.localise(name), href=reader.link_page(SECTION, field=code),
                aria_current="true" if code == chosen else None,
            ),
        )
        for name, code in links
    ]  # fmt: skip
    head = build_element("h2", reader.localise(FIELDS), id="fields")
    return build_element("nav", head, build_element("ul", items, class_="topics"), aria_labelledby="fields")


def write_procedure(reader: PageReader, procedure_id: str) -> PlainPage:
    """Return one procedure with all that people need to know before they file."""
    params = {"procedure_id": procedure_id}
    found = reader.read("/api/procedures/{procedure_id}", ProcedureView, params)
    form = reader.read("/api/procedures/{procedure_id}/form", FormView, params)
    faqs = reader.link_page("faqs", group=f"procedure:{found.id}")
    facts: list[tuple[Words, Child]] = [
        (SMALL["time"], _describe_time(reader, found.time)),
        (SMALL["fee"], build_fees(reader, found)),
        (SMALL["result"], build_name(reader, found.result)),
        (SMALL["ways"], _describe_ways(reader, found)),
        (SMALL["code"], found.code),
        (SMALL["level"], reader.localise(CODES[found.level]) if found.level in CODES else found.level),
        (
            SMALL["audience"],
            ", ".join(reader.localise(CODES[each]) if each in CODES else each for each in found.audience),
        ),
    ]
    return PlainPage(
        reader.localise(found.name),
        (
            build_notice(reader.localise(found.notice)) if found.notice else None,
            build_element("h2", reader.localise(SMALL["needed"])),
            build_element("ul", [_build_component(reader, each) for each in found.components]),
            build_element("p", f"{reader.localise(SMALL['sets'])}: {found.dossier_sets}", class_="muted"),
            build_facts(reader, facts),
            build_element("p", reader.localise(SMALL["linked"])) if found.linked else None,
            _list_questions(reader, form),
            _list_process(reader, found),
            build_element("h2", reader.localise(SMALL["law"])),
            build_element("ul", [build_element("li", each, lang=reader.vietnamese) for each in found.legal_basis]),
            build_element("h2", reader.localise(FILING["title"])),
            build_element("p", reader.localise(FILING["open" if found.enabled else "closed"])),
            build_element("p", build_element("a", reader.localise(SMALL["faqs"]), href=faqs)),
        ),
        places=(SECTION, found.id), above=reader.localise(found.field.name), full=f"/procedures/{found.id}",
        title_lang=reader.find_lang(found.name),
    )  # fmt: skip


def _describe_time(reader: PageReader, time: TimeView) -> Child:
    text = time.text_vi if reader.language == "vi" else _write_limit(reader, time)
    online = time.online and (
        build_element("p", f"{reader.localise(SMALL['online'])}: {_write_limit(reader, time.online)}, "
                      f"{reader.localise(SMALL['since'])} {reader.write_day(time.online.since)}"),
        build_basis(reader, time.online.article),
    )  # fmt: skip
    return (
        build_element("p", build_element("strong", text)),
        build_basis(reader, time.legal_reference),
        online or None,
    )


def _describe_ways(reader: PageReader, found: ProcedureView) -> Child:
    if not found.channels:
        return None
    ways = build_element("ul", [build_element("li", reader.localise(CODES[each])) for each in found.channels])
    if not (asked := found.identity):
        return ways
    level = build_element("p", reader.localise(SMALL["identity"]).format(level=asked.level))
    return (ways, level, build_basis(reader, asked.article))


def _write_limit(reader: PageReader, time: TimeView | OnlineTimeView) -> str:
    duration = Duration(time.value, time.unit)
    return write_duration(duration) if reader.language == "vi" else write_english_duration(duration)


def _build_component(reader: PageReader, component: ComponentView) -> Element:
    kind = reader.localise(CODES[component.copy_kind]) if component.copy_kind in CODES else component.copy_kind
    facts = [
        f"{component.quantity} × {kind}" if component.quantity > 1 else kind,
        reader.localise(SMALL["by_form"]) if component.by_form else "",
        reader.localise(SMALL[component.need]) if component.need in SMALL else "",
    ]
    small = build_element("span", "; ".join(filter(None, facts)), class_="muted small")
    return build_element("li", build_name(reader, component.name), build_element("br"), small)


def _list_questions(reader: PageReader, form: FormView) -> Child:
    """Return what the form asks, for those who prepare it on paper."""
    asked = [each for each in form.form.get("properties", {}).values() if each.get("title")]
    if not asked:
        return None
    names = [Words(each["title"], each.get("x-title-en", "")) for each in asked]
    items = [build_element("li", build_name(reader, each)) for each in names]
    return (
        build_element("details", build_element("summary", reader.localise(SMALL["asked"])), build_element("ul", items)),
    )


def _list_process(reader: PageReader, found: ProcedureView) -> Child:
    if not found.process:
        return None
    steps = [
        build_element(
            "li", build_name(reader, each.name), f": {reader.localise(each.by)}, {_write_hours(reader, each.hours)}"
        )
        for each in found.process
    ]
    return (build_element("h2", reader.localise(SMALL["process"])), build_element("ol", steps))


def _write_hours(reader: PageReader, hours: float) -> str:
    number = f"{hours:g}"
    return f"{number.replace('.', ',') if reader.language == 'vi' else number} {reader.localise(SMALL['hours'])}"
