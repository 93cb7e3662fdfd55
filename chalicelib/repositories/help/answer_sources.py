"""The sources of answers that ship with the code: guides, procedures and the contacts of units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from chalicelib.domain.help.guide_ranking import GuideRanking
from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.passages import Passage, quote_elsewhere, quote_guide, quote_procedure, quote_unit
from chalicelib.domain.help.question_trust import measure_trust
from chalicelib.domain.help.unit_contacts import UnitContact, UnitRanking
from chalicelib.domain.procedure_search.catalogue_search import ProcedureIndex
from chalicelib.domain.procedure_search.word_variants import Variants
from chalicelib.repositories.help.guide_files import GuideFiles

AHEAD = 0.1
"""A procedure answers before a guide only when it fits by so much better: many questions about filing share words with
the name of some procedure."""
LEAST = 0.53
"""A procedure that fits less does not answer: a list of search results may be long, an answer may not be wrong."""
MOST_PROCEDURES = 2


class GuideSource:
    """The guides of the reader's audience."""

    def __init__(self, files: GuideFiles, index: ProcedureIndex) -> None:
        self._files = files
        self._index = index

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        """Return guides that fit, best first."""
        return [quote_guide(guide, fit) for guide, fit in self._rankings[audience].find(question)]

    @cached_property
    def _rankings(self) -> dict[GuideAudience, GuideRanking]:
        variants = Variants(self._index.words.variants)
        return {
            each: GuideRanking(self._files.shelf.list_guides(each), self._files.filler, variants)
            for each in GuideAudience
        }


class ProcedureSource:
    """The catalogue's procedures, and the authorities that handle what is not in it."""

    def __init__(self, index: ProcedureIndex) -> None:
        self._index = index

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        """Return procedures that fit, best first; for both audiences."""
        found = self._index.find(question, self._index.list_procedures())
        if found.elsewhere:
            return [quote_elsewhere(found.elsewhere, found.fit)]
        best = found.items[0].score.total if found.items else 1.0
        words = len(question.split())
        fits = (
            (
                each.procedure,
                each.score.code or found.fit * each.score.total / best * measure_trust(each.score, words, words),
            )
            for each in found.items[:MOST_PROCEDURES]
        )
        return [quote_procedure(procedure, fit - AHEAD) for procedure, fit in fits if fit >= LEAST]


class UnitSource:
    """The one-stop units, by name."""

    def __init__(self, contacts: Sequence[UnitContact], files: GuideFiles) -> None:
        self._ranking = UnitRanking(contacts, files.filler)

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        """Return the contact of the unit that a question names."""
        found = self._ranking.find(question)
        return [quote_unit(found.contact, found.fit)] if found else []
