"""Views of ratings in numbers."""

from __future__ import annotations

from datetime import date

from chalicelib.models.engagement.ratings import ChoiceView
from chalicelib.models.http.base import View


class QuestionFiguresView(View):
    """Answers to one question: how many, and their mean in hundredths (467 is 4.67); null below the number of ratings
    from which figures are shown."""

    code: str
    answers: int
    mean: int | None


class FiguresView(View):
    """Ratings in a month: how many; their weighted mean in hundredths, how many persons are satisfied overall, and how
    many gave each overall level from 1 to 5. All but the number is null where there are too few ratings."""

    ratings: int
    mean: int | None
    satisfied: int | None
    levels: list[int] | None


class UnitRatingsView(FiguresView):
    """Ratings of one unit, in all and by question."""

    unit: str
    questions: list[QuestionFiguresView]


class RatingResultsView(View):
    """The results of a month (YYYY-MM) for each unit with at least `shown_from` ratings, by unit, and the questions in
    words; `months` are those that can be chosen, the newest first. `published_from` is the day from which the month's
    results are shown, null once they are: before it there are no items."""

    month: str
    months: list[str]
    published_from: date | None
    shown_from: int
    questions: list[ChoiceView]
    items: list[UnitRatingsView]


class OfficerRatingsView(FiguresView):
    """Ratings that measure one officer: account, name and title."""

    sub: str
    name: str
    title: str


class UnitOfficersRatingsView(View):
    """A unit's ratings in a month, and those of its officers: all of them for who looks over the unit, else the
    reader's own. Before `published_from`, null once the results are shown, there are no figures at all."""

    month: str
    months: list[str]
    published_from: date | None
    shown_from: int
    unit: UnitRatingsView | None
    items: list[OfficerRatingsView]
