"""Plain pages of results: surveys with their published counts, and how applicants rate the units."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.handlers.reading.elements import Child, build_element
from chalicelib.handlers.reading.layout import PlainPage, build_facts
from chalicelib.handlers.reading.matter_pages import (
    build_list_page,
    find_public_kind,
    name_public,
    read_public_page,
    read_unit_names,
)
from chalicelib.handlers.reading.parts import build_card, build_cards, build_notice
from chalicelib.handlers.reading.query import PlainListQuery
from chalicelib.handlers.reading.reader import PageReader
from chalicelib.models.engagement.ratings import ChoiceView
from chalicelib.models.engagement.results import RatingResultsView, UnitRatingsView
from chalicelib.models.matters.surveys import SurveyQuestionView, SurveyView

SURVEYS, RATINGS = "surveys", "ratings"
ALL_SURVEYS = Words("Khảo sát ý kiến", "Surveys")
PERIOD = Words("Nhận trả lời từ {first} đến hết {last}.", "Takes answers from {first} to {last}.")
PEOPLE = Words("Số người trả lời", "People who answered")
FEW = Words(
    "Chưa đủ {least} người trả lời nên không công bố kết quả.",
    "Fewer than {least} people answered, so no results are shown.",
)
LATER = Words("Kết quả hiện ở đây khi được công bố.", "Results are shown here once they are published.")
OPEN = Words(
    "Trả lời cần đăng nhập, trên trình duyệt có bật JavaScript. Kết quả hiện ở đây khi được công bố.",
    "Answering needs a sign-in, in a browser with JavaScript. Results are shown here once they are published.",
)
MEAN = Words("Điểm trung bình", "Mean")
LEVEL = Words("Mức {level}", "Level {level}")
TITLE = Words("Kết quả đánh giá của người nộp hồ sơ", "How applicants rate the units")
INTRO = Words(
    "Người nộp đánh giá sau khi hồ sơ kết thúc, theo thang 5. Chỉ công bố đơn vị có từ {least} đánh giá trong tháng.",
    "Applicants rate once their dossier has ended, from 1 to 5. A unit is shown from {least} ratings a month on.",
)
MONTH = Words("Tháng", "Month")
WAITS = Words("Kết quả tháng này được công bố từ ngày {day}.", "The results of this month are published from {day} on.")
NONE = Words("Tháng này không có đơn vị nào đủ số đánh giá để công bố.", "No unit has enough ratings in this month.")
COUNT = Words("Số đánh giá", "Ratings")
SATISFIED = Words("Hài lòng", "Satisfied")
OTHER_MONTHS = Words("Các tháng khác", "Other months")


def write_surveys(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return the surveys that are open, closed or published."""
    kind = find_public_kind(reader, SURVEYS)
    states = {each.key: reader.localise(each.name) for each in kind.states}
    found = read_public_page(reader, kind, query)
    cards = [
        build_card(
            reader.link_page(SURVEYS, each.id), name_public(KINDS[SURVEYS], each),
            (states.get(each.state, ""), _write_period(reader, each.values)), lang=reader.vietnamese,
        )
        for each in found.items
    ]  # fmt: skip
    return build_list_page(reader, kind, query, build_cards(cards, reader.localise(kind.empty)), found.cursor)


def write_survey(reader: PageReader, matter_id: str) -> PlainPage:
    """Return a survey with its questions, and its results once they are published."""
    survey = reader.read("/api/matters/surveys/{matter_id}", SurveyView, {"matter_id": matter_id})
    period = _write_period(reader, {"opens_on": survey.opens_on, "closes_on": survey.closes_on})
    return PlainPage(
        survey.title,
        (
            build_element("p", survey.introduction, lang=reader.vietnamese, class_="lines"),
            build_element("p", period, class_="muted"),
            _describe_results(reader, survey),
            build_element("ul", [_build_question(reader, each) for each in survey.questions], class_="cards"),
        ),
        places=(SURVEYS, survey.id), full=f"/khao-sat/{survey.id}", title_lang=reader.vietnamese,
        above=build_element("a", reader.localise(ALL_SURVEYS), href=reader.link_page(SURVEYS)),
    )  # fmt: skip


def _write_period(reader: PageReader, values: Mapping[str, object]) -> str:
    first, last = (reader.write_day(str(values[key])) for key in ("opens_on", "closes_on"))
    return reader.localise(PERIOD).format(first=first, last=last)


def _describe_results(reader: PageReader, survey: SurveyView) -> Element:
    if not survey.published:
        return build_notice(reader.localise(OPEN if survey.open else LATER))
    if survey.people is None:
        return build_notice(reader.localise(FEW).format(least=survey.shown_from))
    return build_element("p", f"{reader.localise(PEOPLE)}: {survey.people}")


def _build_question(reader: PageReader, question: SurveyQuestionView) -> Element:
    lines: list[tuple[Words, Child]] = [(MEAN, _write_mean(reader, question.mean))]
    for level, count in enumerate(question.levels or (), start=1):
        lines.append((Words(LEVEL.vi.format(level=level), LEVEL.en.format(level=level)), str(count)))
    facts = build_facts(reader, lines) if question.levels is not None else None
    return build_element("li", build_element("h2", question.text, lang=reader.vietnamese), facts, class_="card")


def _write_mean(reader: PageReader, hundredths: int | None) -> str:
    """Return a mean in hundredths as people read it: 467 is "4,67" in Vietnamese, "4.67" in English."""
    if hundredths is None:
        return "–"
    whole, part = divmod(hundredths, 100)
    return f"{whole}{',' if reader.language == 'vi' else '.'}{part:02d}"


def write_ratings(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return how applicants rated each unit in a month."""
    results = reader.read("/api/ratings", RatingResultsView, month=query.month)
    units = read_unit_names(reader)
    month = _write_month(results.month)
    cards = [_build_unit(reader, each, units.get(each.unit, each.unit), results.questions) for each in results.items]
    shown: Child = build_cards(cards, reader.localise(NONE))
    if results.published_from:
        shown = build_notice(reader.localise(WAITS).format(day=reader.write_day(results.published_from)))
    links = [
        build_element("li", build_element("a", _write_month(each), href=reader.link_page(RATINGS, month=each)))
        for each in results.months
    ]
    return PlainPage(
        reader.localise(TITLE),
        (
            build_element("p", reader.localise(INTRO).format(least=results.shown_from)),
            build_element("h2", f"{reader.localise(MONTH)} {month}"),
            shown,
            build_element("h2", reader.localise(OTHER_MONTHS)),
            build_element("ul", links, class_="topics"),
        ),
        places=(RATINGS,), full="/danh-gia", listed=query.month is None,
    )  # fmt: skip


def _build_unit(reader: PageReader, unit: UnitRatingsView, name: str, questions: list[ChoiceView]) -> Element:
    satisfied = f"{round(100 * unit.satisfied / unit.ratings)}%" if unit.satisfied is not None else None
    means = {each.code: each.mean for each in unit.questions}
    lines: list[tuple[Words, Child]] = [
        (COUNT, str(unit.ratings)), (MEAN, _write_mean(reader, unit.mean)), (SATISFIED, satisfied),
        *((Words(each.vi, each.en), _write_mean(reader, means.get(each.code))) for each in questions),
    ]  # fmt: skip
    return build_element("li", build_element("h3", name), build_facts(reader, lines), class_="card")


def _write_month(month: str) -> str:
    """Return "2026-11" as "11/2026"."""
    return "/".join(reversed(month.split("-")))
