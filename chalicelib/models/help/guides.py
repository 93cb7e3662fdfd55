"""Help: guides, contacts of one-stop units, and answers that quote published content."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.domain.flow.flow_words import Step
from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.passages import PassageKind
from chalicelib.models.http.base import Body, NamedView, Query, View

LONGEST_QUESTION = 300


class HelpQuery(Query):
    """Whose guides; words to search for, with or without accents; or the address of a page as the web app writes it
    (`/dossiers/:id`); or a step of the flow."""

    audience: GuideAudience = GuideAudience.CITIZEN
    q: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""
    page: Annotated[str, Field(max_length=100)] | None = None
    step: Step | None = None


class GuideLine(View):
    """A guide in a list."""

    id: str
    title: NamedView
    summary: NamedView


class TopicView(View):
    """A topic with its guides."""

    key: str
    name: NamedView
    guides: list[GuideLine]


class PublishedLine(View):
    """Published content that fits the searched words: a guide, a procedure, a unit, or a subject of another authority,
    which has no page here."""

    kind: PassageKind
    title: NamedView
    text: NamedView
    address: str | None


class HelpPage(View):
    """The guides of an audience by topic, or those of a page or a step; `found` with a search, best first. `assistant`
    says whether the province offers automatic answers; `article` is the rule on guides, empty where no text has one."""

    topics: list[TopicView]
    found: list[PublishedLine]
    assistant: bool
    article: str


class LinkView(View):
    """A page that a guide leads to."""

    address: str
    name: NamedView


class GuideView(View):
    """One guide. `owner` is the agency that answers for its text, `since` the first day of this version."""

    id: str
    audience: GuideAudience
    topic: NamedView
    title: NamedView
    summary: NamedView
    points: list[NamedView]
    links: list[LinkView]
    owner: NamedView
    version: int
    since: date


class UnitContactView(View):
    """A one-stop unit: telephone, the hours of this week in words, and when it is open today (empty: closed)."""

    id: str
    name: NamedView
    hotline: str | None
    week: NamedView
    today: list[str]


class UnitContactsView(View):
    """Whom to call: the province's centre first, then the other one-stop units. `article` is the rule on published
    contacts, empty where no text has one."""

    items: list[UnitContactView]
    article: str


class QuestionBody(Body):
    """A question in plain words. It is not stored: nothing about a dossier or a person belongs in it."""

    question: Annotated[str, Field(min_length=2, max_length=LONGEST_QUESTION)]
    audience: GuideAudience = GuideAudience.CITIZEN


class QuoteView(View):
    """A quoted text, and the block of the content that it is from."""

    heading: NamedView | None
    text: NamedView


class PassageView(View):
    """Published content quoted word for word, with its source: its page and version, the agency that answers for it,
    or the law; `source` of an answer is its number. `notice` warns of a sample, or of what is for reference only."""

    kind: PassageKind
    id: str
    title: NamedView
    quotes: list[QuoteView]
    address: str | None
    version: int | None
    since: date | None
    owner: NamedView | None
    source: str | None
    notice: NamedView | None


class AnswerView(View):
    """An automatic answer: quoted passages, best first, none where nothing fits or the question is for people; and the
    unit to call. `urgent`: somebody may be in danger, and the emergency numbers come first."""

    automatic: bool
    urgent: bool
    passages: list[PassageView]
    contact: UnitContactView
