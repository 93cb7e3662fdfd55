"""The ranking of guides: the words of a question against the texts of each guide (`text_ranking` has the scores)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from chalicelib.domain.help.guides import Guide
from chalicelib.domain.help.question_parts import list_question_parts
from chalicelib.domain.help.question_trust import measure_trust
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
LEAST = 0.45
"""A question is about something else when the best score, times the share of its words that are surely meant, is below
this. Of the written questions (`tests/data`) those about something else reach 0.44,
and those about a guide begin at 0.51."""
LEAST_OF_STORY = 0.31
"""The same for a question in several parts, of which many words are about other things."""
LONGEST = 60
"""So many words of a story are read."""
LEAST_OF_BEST = 0.6
"""Guides that score less than this share of the best are left out."""


class RankedGuide(NamedTuple):
    """A guide, and how well it fits: its score times the share of words that are surely meant, from 0 to 1."""

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
        something else.

        Of a question in several parts the whole story and its best part count together.
        """
        whole, *parts = list_question_parts(question)
        fits = self._measure_fits(whole)
        if parts:
            each = [fits, *(self._measure_fits(part) for part in parts)]
            story = self._measure_scores(whole)
            fits = {place: _combine(score, [one.get(place, 0.0) for one in each]) for place, score in story.items()}
        best = max(fits.values(), default=0.0)
        if best < (LEAST_OF_STORY if parts else LEAST):
            return ()
        ranked = sorted(fits.items(), key=lambda found: (-found[1], found[0]))
        return tuple(RankedGuide(self._guides[place], fit) for place, fit in ranked if fit >= LEAST_OF_BEST * best)

    def _measure_fits(self, text: str) -> Mapping[int, float]:
        """Return how well each guide fits a text, by place: its score times the share of words that are surely meant.
        A text that can be read as several words is read in the way that fits best."""
        read = [self._texts.read_query(each) for each in self._variants.list_readings(text)]
        found = [{each.place: _measure_fit(each, one) for each in self._score(one)} for one in read]
        return max(found, key=lambda fits: max(fits.values(), default=0.0))

    def _measure_scores(self, text: str) -> Mapping[int, float]:
        """Return the score of each guide for all words of a long text, by place."""
        reading = self._texts.read_query(self._variants.list_readings(text)[-1], LONGEST)
        return {each.place: each.score.total for each in self._score(reading)}

    def _score(self, reading: QueryReading) -> list[ScoredEntry]:
        return self._texts.score_entries(reading, lambda _: True)


def _measure_fit(found: ScoredEntry, reading: QueryReading) -> float:
    telling = sum(not each.says_little for each in reading.asked)
    return found.score.total * reading.certain * measure_trust(found.score, len(reading.asked), telling)


def _combine(story: float, parts: Iterable[float]) -> float:
    """Return the fit of a guide for a story: what it says as a whole counts twice as much as its best part."""
    return (2 * story + max(parts)) / 3


def list_phrases(guide: Guide) -> Iterator[Phrase]:
    """Return the texts by which a guide is found, in both languages; a text may occur more than once."""
    weighed = (
        (TITLE, (guide.title.vi, guide.title.en)),
        (ASKED, guide.asks),
        (SUMMARY, (guide.summary.vi, guide.summary.en)),
        (POINT, [text for point in guide.points for text in (point.vi, point.en)]),
    )
    return (Phrase(text, weight) for weight, texts in weighed for text in texts)
