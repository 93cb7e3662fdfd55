"""Answer a question by quoting published content. Nothing is made up, and no dossier is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.hand_over import HandOver, HandOverWords
from chalicelib.domain.help.passages import Passage, PassageKind
from chalicelib.domain.help.question_trust import is_question
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.steps.dossier.ports import Rulings
from chalicelib.steps.help.ports import AnswerSource

MOST = 4
"""Passages of one answer: the first answers, the others may help."""
YIELDS = 0.3
"""How much a general guide about procedures loses when the question names a procedure."""


class AssistantOff(Refusal):
    """The province has switched the assistant off."""

    code = "assistant_off"
    kind = RefusalKind.FORBIDDEN
    vi = "Tỉnh chưa bật trả lời tự động. Gọi số hỗ trợ hoặc xem các hướng dẫn."
    en = "Automatic answers are switched off in this province. Call for help or read the guides."


def is_assistant_on(law: Rulings, now: datetime) -> bool:
    """Return whether the province offers automatic answers today (LC-21.2)."""
    return bool(law.find_rule("help.assistant", CaseDates(now)).value)


@dataclass(frozen=True, slots=True)
class HelpAnswer:
    """What is quoted, best first; nothing where nothing fits or the question is for people. `urgent`: somebody may be
    in danger."""

    passages: tuple[Passage, ...] = ()
    urgent: bool = False


def answer_question(
    law: Rulings,
    sources: Iterable[AnswerSource],
    for_people: HandOverWords,
    question: str,
    audience: GuideAudience,
    now: datetime,
) -> HelpAnswer:
    """Return what answers a question. Raise AssistantOff."""
    if not is_assistant_on(law, now):
        raise AssistantOff()
    reason = for_people.find_reason(question)
    if reason:
        return HelpAnswer(urgent=reason is HandOver.DANGER)
    return HelpAnswer(rank_passages(sources, question, audience))


def rank_passages(
    sources: Iterable[AnswerSource], question: str, audience: GuideAudience, most: int = MOST
) -> tuple[Passage, ...]:
    """Return the passages of all sources that fit, best first; equals in the order of the sources."""
    if not is_question(question):
        return ()
    found = [passage for source in sources for passage in source.find_passages(question, audience)]
    named = any(passage.kind is PassageKind.PROCEDURE for passage in found)
    return tuple(sorted(found, key=lambda each: (YIELDS if named and each.general else 0.0) - each.fit)[:most])
