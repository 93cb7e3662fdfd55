"""The source of answers that agencies published: frequent questions first, then answers to people's questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.passages import Passage, quote_answer
from chalicelib.domain.help.published_answers import PublishedAnswer, measure_fit
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.kinds.faqs import FAQS
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.public_face import PublicMatter, list_search_words
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.ports import Rulings
from chalicelib.steps.matters.matter_ports import PublicMatters

LEAST = 0.7
"""An answer that fits less is about something else."""
BEHIND = 0.05
"""How much an answer to one person's question yields to a frequent one."""
MOST_FOUND = 5
"""Published matters of each kind that are compared with a question."""


class AnswerReference(Rulings, Protocol):
    """Law and names of units."""

    def find_unit_words(self, unit: str) -> BilingualWords:
        """Return a unit's name in both languages."""


class PublishedSource:
    """What was published for everybody, found by its words; a search reads a bounded number of items."""

    def __init__(self, public: PublicMatters, reference: AnswerReference) -> None:
        self._public = public
        self._reference = reference

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        """Return published answers that fit, best first; none where none is published."""
        words = list_search_words([question])
        found = [*self._find_answers(FAQS, "public_answer", words), *self._find_answers(QUESTIONS, "answer", words)]
        fits = [(each, measure_fit(words, (each.title, each.question))) for each in found]
        passages = [quote_answer(each, fit - (0.0 if each.frequent else BEHIND)) for each, fit in fits if fit >= LEAST]
        return sorted(passages, key=lambda each: -each.fit)

    def _find_answers(self, kind: MatterKind, key: str, words: Sequence[str]) -> Iterator[PublishedAnswer]:
        for shown in self._public.search(kind.name, words, MOST_FOUND) if words else ():
            if shown.texts.get(key):
                yield self._read_answer(kind, shown, shown.texts[key])

    def _read_answer(self, kind: MatterKind, shown: PublicMatter, text: str) -> PublishedAnswer:
        dates = CaseDates(shown.published_at)
        by = self._reference.find_unit_words(str(shown.values.get("owner") or shown.unit))
        label = kind.find_label(lambda param: self._reference.find_rule(param, dates).value)
        return PublishedAnswer(
            id=shown.id,
            number=shown.number,
            title=shown.texts.get("public_subject", shown.number),
            question=shown.texts.get("public_question", ""),
            text=text,
            address=f"/viec/{kind.plural}/da-dang/{shown.id}",
            by=Names(by.vi, by.en),
            since=shown.changed_at.astimezone(VIETNAM).date(),
            edition=shown.edition,
            label=Names(label.vi, label.en) if label else None,
            frequent=kind is FAQS,
        )
