"""Plain pages of the agencies: telephone and hours of each, and where each procedure may be filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from xml.etree.ElementTree import Element

from chalicelib.domain.help.office_week import write_week
from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.domain.shared.text import strip_accents
from chalicelib.domain.time.working_timeline import Shift
from chalicelib.handlers.reading.elements import Child, build_element
from chalicelib.handlers.reading.layout import HOTLINE, HOURS, PlainPage, build_facts, link_telephone
from chalicelib.handlers.reading.parts import NOTHING, build_basis, build_cards, build_name, build_search
from chalicelib.handlers.reading.query import PlainListQuery
from chalicelib.handlers.reading.reader import InBoth, PageReader
from chalicelib.models.catalogue import AgenciesView, AgencyView
from chalicelib.models.help.guides import UnitContactsView
from chalicelib.models.territory import TerritoryView, UnitsView, UnitView

AGENCIES, TERRITORY = "agencies", "territory"
TITLE = Words("Cơ quan, điện thoại và giờ làm việc", "Agencies, telephone and office hours")
FIND = Words("Tìm cơ quan theo tên", "Find an agency by name")
ONE_STOP = Words("Nơi nhận hồ sơ (Bộ phận Một cửa)", "Where dossiers are received (one-stop units)")
OTHERS = Words("Cơ quan khác", "Other agencies")
WHERE = Words("Đơn vị và nơi nộp hồ sơ của từng thủ tục", "Units, and where each procedure may be filed")
TERRITORY_TITLE = Words("Đơn vị và nơi nộp hồ sơ", "Units, and where to file")
REACH = Words("Nơi nộp của từng thủ tục", "Where each procedure may be filed")
REACHES = {
    "own_desk": Words("Tại nơi giải quyết", "Where it is settled"),
    "province": Words("Tại bất kỳ Bộ phận Một cửa nào trong tỉnh", "At any one-stop unit of the province"),
    "national": Words("Tại bất kỳ nơi nào trong cả nước", "Anywhere in the country"),
}
UNITS = Words("Đơn vị, tên cũ và tên mới", "Units, old names and new")
FORMERLY = Words("Hình thành từ", "Formed from")
SUCCESSOR = Words("Đơn vị kế tục", "Followed by")
ENDED = Words("Kết thúc", "Ended on")


def write_agencies(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return every agency that works today with telephone and hours, or those with the searched words."""
    agencies = reader.read("/api/agencies", AgenciesView)
    contacts = reader.read("/api/help/contacts", UnitContactsView)
    weeks = {each.id: each.week for each in contacts.items}
    shown = [each for each in agencies.items if has_words((each.name.vi, each.name.en), query.q)]
    parts: list[Child] = [build_search(reader, AGENCIES, FIND, query.q)]
    for words, one_stop in ((ONE_STOP, True), (OTHERS, False)):
        cards = [_build_agency(reader, each, weeks.get(each.id)) for each in shown if each.is_one_stop is one_stop]
        parts += [build_element("h2", reader.localise(words)), build_cards(cards, reader.localise(NOTHING))]
    parts += [
        build_basis(reader, contacts.article),
        build_element("p", build_element("a", reader.localise(WHERE), href=reader.link_page(TERRITORY))),
    ]
    return PlainPage(reader.localise(TITLE), parts, (AGENCIES,), full="/help", listed=not query.q)


def has_words(texts: tuple[str, ...], searched: str) -> bool:
    """Return whether the texts have the searched words; accents and case do not count."""
    wanted = strip_accents(searched).lower().split()
    return all(word in strip_accents(" ".join(texts)).lower() for word in wanted)


def _build_agency(reader: PageReader, agency: AgencyView, week: InBoth | None) -> Element:
    hours = reader.localise(week) if week else _write_hours(reader, agency)
    lines: list[tuple[Words, Child]] = [
        (HOTLINE, link_telephone(agency.hotline) if agency.hotline else None),
        (HOURS, hours),
    ]
    return build_element("li", build_name(reader, agency.name, "h3"), build_facts(reader, lines), class_="card")


def _write_hours(reader: PageReader, agency: AgencyView) -> str:
    week: list[list[Shift]] = [[] for _ in range(7)]
    for row in agency.office_hours:
        for day in row["days"]:
            week[day - 1].append(Shift(time.fromisoformat(row["open"]), time.fromisoformat(row["close"])))
    return write_week(week, reader.language)


def write_territory(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return how far away each procedure may be filed, and every unit with its former names and its successor."""
    territory = reader.read("/api/territory", TerritoryView)
    units = reader.read("/api/territory/units", UnitsView)
    names = {each.id: each.name for each in units.items}
    procedures = [
        build_element(
            "li",
            build_element("a", reader.localise(each.name), href=reader.link_page("procedures", each.id)),
            f": {reader.localise(REACHES[each.reach]) if each.reach in REACHES else each.reach}",
        )
        for each in territory.items
    ]
    shown = [each for each in units.items if has_words((each.name.vi, each.name.en, *each.formerly_vi), query.q)]
    return PlainPage(
        reader.localise(TERRITORY_TITLE),
        (
            build_element("h2", reader.localise(UNITS)),
            build_element("p", units.merger_note_vi, lang=reader.vietnamese),
            build_search(reader, TERRITORY, FIND, query.q),
            build_cards((_build_unit(reader, each, names) for each in shown), reader.localise(NOTHING)),
            build_element("h2", reader.localise(REACH)),
            build_basis(reader, territory.rule.cite),
            build_element("ul", procedures),
        ),
        places=(TERRITORY,), full="/territory", listed=not query.q,
    )  # fmt: skip


def _build_unit(reader: PageReader, unit: UnitView, names: Mapping[str, InBoth]) -> Element:
    successor = names.get(unit.successor or "")
    ended = reader.write_day(unit.active_until) if unit.active_until and not unit.active else None
    lines: list[tuple[Words, Child]] = [
        (FORMERLY, build_element("span", "; ".join(unit.formerly_vi), lang="vi") if unit.formerly_vi else None),
        (ENDED, ended),
        (SUCCESSOR, build_name(reader, successor) if successor else None),
    ]
    return build_element("li", build_name(reader, unit.name, "h3"), build_facts(reader, lines), class_="card")
