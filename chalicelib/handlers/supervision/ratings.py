"""Results of ratings, by unit and month, and by officer for those who look over a unit."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, PUBLIC, register_operation
from chalicelib.handlers.supervision.overseer import build_overseer
from chalicelib.models.engagement.results import RatingResultsView, UnitOfficersRatingsView
from chalicelib.models.http.base import Query
from chalicelib.steps.reading.ratings import view_choice
from chalicelib.steps.supervision import ratings as steps
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class MonthQuery(Query):
    """The month (YYYY-MM); without one the newest whose results are shown."""

    month: Month | None = None


class UnitMonthQuery(MonthQuery):
    """The unit and the month."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]


@register_operation(
    bp, "GET", "/api/ratings", access=PUBLIC, query=MonthQuery, answer=RatingResultsView, refuses=(NotFound,),
    cache="public, max-age=300",
)  # fmt: skip
def rating_results(call: Call[None, MonthQuery]) -> RatingResultsView:
    """Show how applicants rated each unit in a month."""
    rules = wiring_steps.provide_reference()
    limits = steps.read_limits(rules, call.now)
    shown = steps.choose_month(call.query.month, call.now, limits)
    words = wiring_steps.provide_rating_words()["questions"]
    asked = rules.find_rule("rating.questions", CaseDates(call.now)).list_words()
    return RatingResultsView.model_validate({
        "month": shown.month,
        "months": shown.months,
        "published_from": shown.published_from,
        "shown_from": limits.of_unit,
        "questions": [view_choice(words, code) for code in asked],
        "items": steps.list_unit_results(wiring_boards.provide_ratings(), shown, limits),
    })  # fmt: skip


@register_operation(
    bp, "GET", "/api/ratings/officers", access=OFFICER, query=UnitMonthQuery, answer=UnitOfficersRatingsView,
    refuses=(NotFound,),
)  # fmt: skip
def officer_ratings(call: Call[None, UnitMonthQuery]) -> UnitOfficersRatingsView:
    """Show the ratings of a unit and of its officers in a month."""
    limits = steps.read_limits(wiring_steps.provide_reference(), call.now)
    shown = steps.choose_month(call.query.month, call.now, limits)
    unit, items = steps.read_officer_results(
        build_overseer(call), wiring_boards.provide_ratings(), wiring.provide_people(), shown, call.query.unit, limits
    )
    return UnitOfficersRatingsView.model_validate({
        "month": shown.month,
        "months": shown.months,
        "published_from": shown.published_from,
        "shown_from": limits.of_officer,
        "unit": unit,
        "items": items,
    })  # fmt: skip
