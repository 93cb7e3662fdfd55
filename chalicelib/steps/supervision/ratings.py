"""Results of ratings: public for each unit, and for those who look over a unit also by officer.

Figures are shown from a number of ratings on (`rating.shown_from`), and only once no rating of the month can change any
more (`rating.change_days`): a figure that changed with each rating would show, by subtraction, who answered what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import list_past_months
from chalicelib.domain.supervision.ratings import (
    RatingCounts,
    RatingFigures,
    find_publication_day,
    group_ratings,
    round_to_hundredths,
)
from chalicelib.steps.dossier.ports import Rulings
from chalicelib.steps.dossier.reading_ports import People
from chalicelib.steps.supervision.boards import Overseer


class RatingReader(Protocol):
    """Read access to the counts of ratings."""

    def read_units(self, month: str) -> RatingCounts:
        """Return the counts of every unit in a month."""

    def read_officers(self, month: str, unit: str) -> RatingCounts:
        """Return the counts of a unit's officers in a month."""


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """From how many ratings figures of a unit, or of an officer, are shown, from which answer a person counts as
    satisfied, and for how many days a rating may change."""

    of_unit: int
    of_officer: int
    satisfied_from: int
    change_days: int


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """The month (YYYY-MM) whose results are asked for, those that can be chosen, the newest first, and the day from
    which its results are shown; None once they are."""

    month: str
    months: list[str]
    published_from: date | None


def read_limits(rules: Rulings, now: datetime) -> ShownFigures:
    """Return the limits of the day."""
    dates = CaseDates(now)
    of_unit, of_officer = (
        rules.find_rule("rating.shown_from", dates, figures=figures).to_int() for figures in ("of_unit", "of_officer")
    )
    satisfied_from, change_days = (
        rules.find_rule(param, dates).to_int() for param in ("rating.satisfied_from", "rating.change_days")
    )
    return ShownFigures(of_unit, of_officer, satisfied_from, change_days)


def choose_month(asked: str | None, now: datetime, limits: ShownFigures) -> ShownMonth:
    """Return the month asked for, else the newest whose results are shown. Raise NotFound for one that cannot be
    chosen."""
    today = now.astimezone(VIETNAM).date()
    days = {month: find_publication_day(month, limits.change_days) for month in reversed(list_past_months(today))}
    months = list(days)
    month = asked or next((each for each in months if days[each] <= today), months[0])
    if month not in days:
        raise NotFound()
    return ShownMonth(month, months, None if days[month] <= today else days[month])


def list_unit_results(reader: RatingReader, shown: ShownMonth, limits: ShownFigures) -> list[dict[str, Any]]:
    """Return the results of each unit with enough ratings in a month; none before they are shown."""
    if shown.published_from:
        return []
    return [
        view_unit(unit, figures, limits)
        for (unit, _), figures in group_ratings(reader.read_units(shown.month)).items()
        if figures.ratings >= limits.of_unit
    ]


def read_officer_results(
    who: Overseer, reader: RatingReader, people: People, shown: ShownMonth, unit: str, limits: ShownFigures
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Return a unit's ratings in a month and those of its officers, nothing before they are shown; an officer who does
    not look over the unit sees their own alone."""
    over = unit in who.units
    if not over and unit not in who.actor.list_units(who.now):
        raise NotFound()
    if shown.published_from:
        return None, []
    figures = group_ratings(reader.read_units(shown.month)).get((unit, ""), RatingFigures())
    found = {
        sub: each
        for (_, sub), each in group_ratings(reader.read_officers(shown.month, unit)).items()
        if over or sub == who.actor.sub
    }
    names = people.find_names(found)
    officers = [
        {
            "sub": sub, "name": names[sub].name if sub in names else "",
            "title": names[sub].title if sub in names else "",
            **view_figures(each, limits.of_officer, limits.satisfied_from),
        }
        for sub, each in found.items()
    ]  # fmt: skip
    return view_unit(unit, figures, limits), officers


def view_unit(unit: str, figures: RatingFigures, limits: ShownFigures) -> dict[str, Any]:
    """Return a unit's figures, in all and by question."""
    return {
        "unit": unit,
        **view_figures(figures, limits.of_unit, limits.satisfied_from),
        "questions": _view_questions(figures.questions, limits.of_unit),
    }


def _view_questions(questions: Mapping[str, tuple[int, int]], least: int) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "answers": answers,
            "mean": _view_mean(RatingFigures(points=points, weight=answers), answers, least),
        }
        for code, (points, answers) in questions.items()
    ]


def view_figures(figures: RatingFigures, least: int, satisfied_from: int) -> dict[str, Any]:
    """Return figures; all but the number of ratings is withheld below `least` of them. An officer's figures have no
    levels: only whole ratings measure a person."""
    enough = figures.ratings >= least
    by_level = enough and any(figures.levels)
    return {
        "ratings": figures.ratings,
        "mean": _view_mean(figures, figures.ratings, least),
        "satisfied": figures.count_satisfied(satisfied_from) if by_level else None,
        "levels": list(figures.levels) if by_level else None,
    }


def _view_mean(figures: RatingFigures, number: int, least: int) -> int | None:
    mean = figures.mean
    return round_to_hundredths(mean) if mean is not None and number >= least else None
