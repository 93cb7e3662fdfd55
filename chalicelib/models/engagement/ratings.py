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


TabletCode = Annotated[str, Field(min_length=1, max_length=40)]
"""A code as it is typed: small letters, blanks and hyphens do not matter."""


class TabletCodeBody(Body):
    """The code of the counter's tablet."""

    code: TabletCode


class TabletBody(TabletCodeBody):
    """The code of the counter's tablet with the applicant's answers, coded reasons of low ones, and further words."""

    answers: Answers
    reasons: Keys = []
    text: Text | None = None


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


class TabletFormView(RatingFormView):
    """The form for the dossier of a code: its number and procedure, so that the applicant knows it again."""

    number: str
    procedure: NamedView


class RatingCodeView(View):
    """The code for the applicant, and until when it can be used."""

    code: str
    ends_at: datetime
