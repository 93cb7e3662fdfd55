"""Days, instants and years in answers: each within the bounds of its question, and none before the day it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from chalicelib.domain.eforms.answer_formats import is_date, is_date_time
from chalicelib.domain.eforms.day_bounds import DayBounds, find_bound_fault, read_day
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.timezone import VIETNAM

Question = Mapping[str, Any]
Span = tuple[datetime, datetime]


def find_day_faults(
    questions: Mapping[str, Question], answers: Mapping[str, Any], at: str, now: datetime
) -> Iterator[FieldError]:
    """Yield one fault for each day, instant or year outside its bounds; other values are left to the schema's own
    check. `now` is an aware instant. A message names the bound, never an answer."""
    for key, question in questions.items():
        span = _read_span(question, answers.get(key))
        if span is None or "x-earliest" not in question:
            continue
        bounds, names = DayBounds(question["x-earliest"], question["x-latest"]), _list_names(question)
        outside = find_bound_fault(bounds, span, now, names, f"{at}/{key}", year=question.get("format") == "year")
        fault = outside or _find_order_fault(question, questions, answers, span, f"{at}/{key}")
        if fault:
            yield fault


def _find_order_fault(
    question: Question, questions: Mapping[str, Question], answers: Mapping[str, Any], span: Span, path: str
) -> FieldError | None:
    name = question.get("x-not-before")
    first = _read_span(questions[name], answers.get(name)) if name else None
    if first is None or read_day(span[1]) >= read_day(first[0]):
        return None
    (vi, en), (first_vi, first_en) = _list_names(question), _list_names(questions[str(name)])
    return FieldError(
        path, "before_other", f"{vi} không được trước mục “{first_vi}”", f"{en} cannot be before “{first_en}”"
    )


def _list_names(question: Question) -> tuple[str, str]:
    return question["title"], question["x-title-en"]


def _read_span(question: Question, value: object) -> Span | None:
    """Return the first and the last instant that an answer can mean; None for a value that is no day,
    instant or year."""
    form = question.get("format")
    if form == "date" and isinstance(value, str) and is_date(value):
        day = datetime.combine(date.fromisoformat(value), time(), VIETNAM)
        return day, day
    if form == "date-time" and isinstance(value, str) and is_date_time(value):
        instant = datetime.fromisoformat(value)
        if not date.min.year < instant.year < date.max.year:
            instant = instant.replace(tzinfo=VIETNAM)  # its day has no name in another zone
        return instant, instant
    if form == "year" and type(value) is int and date.min.year < value < date.max.year:
        return datetime(value, 1, 1, tzinfo=VIETNAM), datetime(value, 12, 31, tzinfo=VIETNAM)
    return None
