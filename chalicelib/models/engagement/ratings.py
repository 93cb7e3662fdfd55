"""Bodies and views of ratings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.dossier.rating import HIGHEST, LOWEST
from chalicelib.models.http.base import Body, NamedView, View
from chalicelib.models.http.fields import Code, Keys, Text

Answers = Annotated[dict[Code, Annotated[int, Field(ge=LOWEST, le=HIGHEST)]], Field(max_length=30)]
"""Answers from 1 (worst) to 5 (best) by question."""


class RateBody(Body):
    """The applicant's answers by question, coded reasons of low ones, and further words. `way` says how the applicant
    came to the page: by themselves, or by the link of a notice."""

    answers: Answers
    reasons: Keys = []
    text: Text | None = None
    way: Literal["page", "link"] = "page"


class ChoiceView(NamedView):
    """A question or reason with its words."""

    code: str


class GivenRatingView(View):
    """The recorded rating: time of the first one, answers, reasons, and the digest of the words in the dossier's
    parts; `final` once it cannot be changed any more, after `change_until`."""

    rated_at: datetime
    answers: dict[str, int]
    reasons: list[str]
    text: str | None
    change_until: date
    final: bool


class RatingFormView(View):
    """The questions that are asked today and the reasons to choose from; an answer below `satisfied_from` asks for a
    reason. `rating` is the one given before."""

    questions: list[ChoiceView]
    reasons: list[ChoiceView]
    satisfied_from: int
    rating: GivenRatingView | None
