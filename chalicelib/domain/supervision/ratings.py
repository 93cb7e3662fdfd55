"""Ratings in numbers: how applicants rated each unit and each officer in a month.

A rating counts in the month, in Vietnam, in which it was first given: for the one-stop unit, for the agency that
settled the dossier, and for the officers who served the applicant or prepared the outcome. Scores are kept as whole
numbers (points and weight), so that a mean does not depend on the order of counting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.course import NOTED
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.rating import HIGHEST, LOWEST, OVERALL
from chalicelib.domain.dossier.unit_moves import AGENCY, ONE_STOP, find_unit_then
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.shared.timezone import VIETNAM

RATED_ROLES = frozenset({Role.ONE_STOP_OFFICER.value, Role.CASE_OFFICER.value, Role.POSTAL_STAFF.value})
"""Roles in which an officer serves the applicant, or prepares the outcome."""


@dataclass(frozen=True, slots=True, order=True)
class RatingLine:
    """One number of a rating, for a unit, or for an officer of a unit: the score of the whole rating, or the answer to
    one question. All ratings with the same line are counted together."""

    month: str
    unit: str
    officer: str
    question: str
    points: int
    weight: int


RatingCounts = Mapping[RatingLine, int]
ServingOfficers = Collection[tuple[str, str]]
"""Unit and account of each officer."""


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """Ratings of one subject in a month: how many, the weighted sum of their answers, the number of overall answers of
    each level from the lowest, and points and number of the answers to each question."""

    ratings: int = 0
    points: int = 0
    weight: int = 0
    levels: tuple[int, ...] = (0,) * (HIGHEST - LOWEST + 1)
    questions: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def mean(self) -> Fraction | None:
        """Return the weighted mean of all answers; None without ratings."""
        return Fraction(self.points, self.weight) if self.weight else None

    def count_satisfied(self, satisfied_from: int) -> int:
        """Return how many overall answers are at least that level."""
        return sum(self.levels[satisfied_from - LOWEST :])


def list_serving_officers(facts: Iterable[Fact]) -> ServingOfficers:
    """Return the officers whom a rating measures: those who had served the applicant or prepared the outcome before the
    first rating, each in the unit for which they acted."""
    found = set()
    for fact in facts:
        if fact.kind == FactKind.RATED:
            break
        role, unit, sub = (str(fact.actor.get(name, "")) for name in ("role", "unit", "sub"))
        if role in RATED_ROLES and unit and sub and not fact.by_system and fact.kind != NOTED:
            found.add((unit, sub))
    return found


def list_rating_lines(dossier: Dossier, officers: ServingOfficers) -> tuple[RatingLine, ...]:
    """Return the lines in which a dossier's rating counts, in ascending order; none before it is rated."""
    rating = dossier.rating
    if rating is None:
        return ()
    month = f"{rating.rated_at.astimezone(VIETNAM):%Y-%m}"
    units = list_units_then(dossier, rating.rated_at)
    scores = [RatingLine(month, unit, officer, "", *rating.score) for unit, officer in officers]
    for unit in units:
        scores.append(RatingLine(month, unit, "", "", *rating.score))
        scores += [RatingLine(month, unit, "", question, answer, 1) for question, answer in rating.answers.items()]
    return tuple(sorted(scores))


def list_units_then(dossier: Dossier, at: datetime) -> frozenset[str]:
    """Return the one-stop unit of a dossier and the agency that settles it, as they were at a time: what was done
    before a unit's work went to its successor stays the unit's."""
    now = {ONE_STOP: dossier.one_stop, AGENCY: dossier.agency}
    return frozenset(find_unit_then(dossier.moves, place, unit, at) for place, unit in now.items() if unit)


def find_publication_day(month: str, change_days: int) -> date:
    """Return the first day, in Vietnam, on which no rating first given in a month (YYYY-MM) can change any more, when
    each may be changed for so many days after its own."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) + timedelta(days=change_days)


def total_ratings(counts: RatingCounts) -> RatingFigures:
    """Return the figures of one subject from the counts of its lines."""
    ratings = points = weight = 0
    levels = [0] * (HIGHEST - LOWEST + 1)
    questions: dict[str, tuple[int, int]] = {}
    for line, n in counts.items():
        if not line.question:
            ratings, points, weight = ratings + n, points + n * line.points, weight + n * line.weight
            continue
        so_far, answers = questions.get(line.question, (0, 0))
        questions[line.question] = (so_far + n * line.points, answers + n)
        if line.question == OVERALL:
            levels[line.points - LOWEST] += n
    return RatingFigures(ratings, points, weight, tuple(levels), dict(sorted(questions.items())))


def group_ratings(counts: RatingCounts) -> dict[tuple[str, str], RatingFigures]:
    """Return the figures of each unit, and of each officer in a unit."""
    groups: dict[tuple[str, str], dict[RatingLine, int]] = {}
    for line, n in counts.items():
        groups.setdefault((line.unit, line.officer), {})[line] = n
    return {subject: total_ratings(group) for subject, group in sorted(groups.items())}


def round_to_hundredths(mean: Fraction) -> int:
    """Return a mean in hundredths, halves upwards."""
    return int(mean * 100 + Fraction(1, 2))
