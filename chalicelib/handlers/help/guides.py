"""Help: the guides, the contacts of one-stop units, and the assistant that quotes published content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalice.app import Blueprint

from chalicelib import observe
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.guides import Guide, Topic, UnknownGuide
from chalicelib.domain.help.passages import Passage
from chalicelib.domain.help.unit_contacts import UnitContact
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.catalogue.procedure_views import SAMPLE, view_name
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, Rate, register_operation
from chalicelib.models.help.guides import (
    AnswerView,
    GuideLine,
    GuideView,
    HelpPage,
    HelpQuery,
    LinkView,
    PassageView,
    PublishedLine,
    QuestionBody,
    QuoteView,
    TopicView,
    UnitContactsView,
    UnitContactView,
)
from chalicelib.models.http.base import NamedView
from chalicelib.steps.help.answer_question import AssistantOff, answer_question, is_assistant_on, rank_passages
from chalicelib.steps.help.published_help import find_contacts_article, find_guides_article
from chalicelib.wiring import core as wiring
from chalicelib.wiring import help as wiring_help
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

SHORT = "public, max-age=60"
PER_ADDRESS = Rate("help", 60, 300)
"""A school or a village may share one address."""
MOST_FOUND = 12


@register_operation(bp, "GET", "/api/help", access=PUBLIC, query=HelpQuery, answer=HelpPage, cache=SHORT)
def list_guides(call: Call[None, HelpQuery]) -> HelpPage:
    """List or search the guides of citizens or of officers.

    A search also finds procedures, and one-stop units by name."""
    asked, day, law = call.query, _find_day(call), wiring_steps.provide_reference()
    guides = wiring_help.provide_guides().shelf.list_guides(asked.audience, page=asked.page, step=asked.step)
    found = rank_passages(wiring_help.provide_sources(day), asked.q, asked.audience, MOST_FOUND) if asked.q else ()
    return HelpPage(
        topics=_group_by_topic(guides) if not asked.q else [],
        found=[_view_found(each) for each in found],
        assistant=is_assistant_on(law, call.now),
        article=find_guides_article(law, call.now),
    )


@register_operation(bp, "GET", "/api/help/contacts", access=PUBLIC, answer=UnitContactsView, cache=SHORT)
def help_contacts(call: Call) -> UnitContactsView:
    """List telephone and office hours of the one-stop units that work today."""
    contacts = wiring_help.provide_contacts(_find_day(call))
    article = find_contacts_article(wiring_steps.provide_reference(), call.now)
    return UnitContactsView(items=[_view_contact(each) for each in contacts], article=article)


@register_operation(
    bp, "GET", "/api/help/{guide_id}", access=PUBLIC, answer=GuideView, refuses=(UnknownGuide,), cache=SHORT
)
def read_guide(call: Call) -> GuideView:
    """Show one guide."""
    guide = wiring_help.provide_guides().shelf.get(call.params["guide_id"])
    return GuideView(
        id=guide.id, audience=guide.audience, topic=view_name(guide.topic.name), title=view_name(guide.title),
        summary=view_name(guide.summary), points=[view_name(each) for each in guide.points],
        links=[LinkView(address=each.address, name=view_name(each.name)) for each in guide.links],
        owner=_name_owner(guide.owner, _find_day(call)), version=guide.version, since=guide.since,
    )  # fmt: skip


@register_operation(
    bp, "POST", "/api/help/ask", access=PUBLIC, body=QuestionBody, answer=AnswerView, refuses=(AssistantOff,),
    rate=PER_ADDRESS,
)  # fmt: skip
def ask_assistant(call: Call[QuestionBody]) -> AnswerView:
    """Answer a question by quoting published content, and say whom to call.

    The question is not stored, and no dossier is read."""
    asked, day = call.body, _find_day(call)
    law, sources = wiring_steps.provide_reference(), wiring_help.provide_sources(day)
    for_people = wiring_help.provide_guides().hand_over
    answer = answer_question(law, sources, for_people, asked.question, asked.audience, call.now)
    _log_answer(asked, answer.passages)
    return AnswerView(
        automatic=True,
        urgent=answer.urgent,
        passages=[_view_passage(each, day) for each in answer.passages],
        contact=_view_contact(wiring_help.provide_contacts(day)[0]),
    )


def _log_answer(asked: QuestionBody, passages: tuple[Passage, ...]) -> None:
    """Record which content was quoted, never the question: people write names and numbers into it."""
    observe.log_event(
        "help_answered",
        audience=asked.audience,
        quoted=[f"{each.kind}:{each.id}:{each.version}" for each in passages],
    )
    observe.count_metric("HelpAnswered" if passages else "HelpUnanswered")


def _find_day(call: Call[QuestionBody] | Call[None, HelpQuery] | Call) -> date:
    return call.now.astimezone(VIETNAM).date()


def _group_by_topic(guides: Iterable[Guide]) -> list[TopicView]:
    grouped: dict[Topic, list[Guide]] = {}
    for guide in guides:
        grouped.setdefault(guide.topic, []).append(guide)
    return [
        TopicView(key=topic.key, name=view_name(topic.name), guides=[_view_line(each) for each in listed])
        for topic, listed in grouped.items()
    ]


def _view_line(guide: Guide) -> GuideLine:
    return GuideLine(id=guide.id, title=view_name(guide.title), summary=view_name(guide.summary))


def _view_found(passage: Passage) -> PublishedLine:
    text = passage.quotes[0].text if passage.quotes else Names("", "")
    return PublishedLine(
        kind=passage.kind, title=view_name(passage.title), text=view_name(text), address=passage.address or None
    )


def _view_passage(passage: Passage, day: date) -> PassageView:
    quotes = [
        QuoteView(heading=view_name(each.heading) if each.heading else None, text=view_name(each.text))
        for each in passage.quotes
    ]
    return PassageView(
        kind=passage.kind, id=passage.id, title=view_name(passage.title), quotes=quotes,
        address=passage.address or None, version=passage.version, since=passage.since,
        owner=_find_owner(passage, day), source=passage.source or None, notice=_find_notice(passage),
    )  # fmt: skip


def _find_owner(passage: Passage, day: date) -> NamedView | None:
    if passage.by:
        return view_name(passage.by)
    return _name_owner(passage.owner, day) if passage.owner else None


def _find_notice(passage: Passage) -> NamedView | None:
    if passage.label:
        return view_name(passage.label)
    return None if passage.verified else SAMPLE


def _name_owner(kind: str, day: date) -> NamedView:
    """Return the name of the agency of a kind; guides of one-stop units are the centre's."""
    return view_name(wiring.provide_agencies().find_owner(kind, day).name)


def _view_contact(contact: UnitContact) -> UnitContactView:
    return UnitContactView(
        id=contact.id, name=view_name(contact.name), hotline=contact.hotline or None, week=view_name(contact.week),
        today=list(contact.today),
    )  # fmt: skip
