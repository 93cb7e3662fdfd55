"""Bodies and views of answers to surveys."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import Body, View
from chalicelib.models.http.fields import Code
from chalicelib.models.matters.matter_kinds import MatterNoteView

Levels = Annotated[dict[Code, int], Field(max_length=30)]
"""Answers from 1 (worst, or do not agree at all) to 5 (best, or fully agree) by question."""


class SurveyBody(Body):
    """A person's answers to a survey, by question. They are counted and not stored."""

    answers: Levels


class SurveyQuestionView(View):
    """A question: its words, and once results are shown how many gave each level from 1 to 5 and their mean in
    hundredths (467 is 4.67). Both are null before, and where too few answered."""

    code: str
    text: str
    levels: list[int] | None
    mean: int | None


class SurveyView(View):
    """A survey as everybody reads it. `sort` is satisfaction or consultation; `open` says whether it takes answers
    today; `published` whether its results are shown; `people` how many answered, null below `shown_from`.
    `contact_offered` says that people who answered may ask to be contacted, apart from the answers."""

    id: str
    number: str
    state: str
    title: str
    introduction: str
    sort: str
    audience: str
    opens_on: str
    closes_on: str
    open: bool
    published: bool
    shown_from: int
    people: int | None
    questions: list[SurveyQuestionView]
    notes: list[MatterNoteView]
    contact_offered: bool
