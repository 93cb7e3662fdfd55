"""The ranking of guides: the words of a question against the texts of each guide (`text_ranking` has the scores)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chalicelib.domain.help.guides import Guide
from chalicelib.domain.procedure_search.text_ranking import (
    Phrase,
    QueryReading,
    ScoredEntry,
    TextEntry,
    TextRanking,
    weigh_phrases,
)
from chalicelib.domain.procedure_search.word_variants import Variants

TITLE = ASKED = 1.0
SUMMARY = 0.7
POINT = 0.5
LEAST = 0.39
"""A question is about something else when the best score, times the root of the share of known words, is below this. Of
the written questions (`tests/data`) those about something else reach 0.38, answered ones 0.40."""
LEAST_OF_BEST = 0.6
"""Guides that score less than this share of the best are left out."""


class RankedGuide(NamedTuple):
    """A guide, and how well it fits: its score times the root of the share of known words, from 0 to 1."""

    guide: Guide
    fit: float


class GuideRanking:
    """The ranking over a fixed list of guides; immutable. `filler` are words with little meaning."""

    def __init__(self, guides: Iterable[Guide], filler: Iterable[str], variants: Variants) -> None:
        self._guides = tuple(guides)
        entries = (TextEntry(weigh_phrases(list_phrases(guide))) for guide in self._guides)
        self._texts = TextRanking(entries, filler, little=POINT)
        self._variants = variants

    def find(self, question: str) -> tuple[RankedGuide, ...]:
        """Return the guides that fit a question, best first, equals in the given order; none where it is about
        something else."""
        read = max(
            (self._score_reading(self._texts.read_query(each)) for each in self._variants.list_readings(question)),
            key=lambda ranked: ranked[0].fit if ranked else 0.0,
        )
        if not read or read[0].fit < LEAST:
            return ()
        return tuple(each for each in read if each.fit >= LEAST_OF_BEST * read[0].fit)

    def _score_reading(self, reading: QueryReading) -> list[RankedGuide]:
        scored: list[ScoredEntry] = self._texts.score_entries(reading, lambda _: True)
        return [RankedGuide(self._guides[each.place], each.score.total * reading.known) for each in scored]


def list_phrases(guide: Guide) -> Iterator[Phrase]:
    """Return the texts by which a guide is found, in both languages; a text may occur more than once."""
    weighed = (
        (TITLE, (guide.title.vi, guide.title.en)),
        (ASKED, guide.asks),
        (SUMMARY, (guide.summary.vi, guide.summary.en)),
        (POINT, [text for point in guide.points for text in (point.vi, point.en)]),
    )
    return (Phrase(text, weight) for weight, texts in weighed for text in texts)
