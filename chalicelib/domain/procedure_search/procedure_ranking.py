"""The ranking of procedures, with the subjects that another authority handles (`text_ranking` has the scores)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.procedure_search.phrase_fit import AskedWord, has_all_words, mark_words
from chalicelib.domain.procedure_search.search_phrases import PAPER, SAYS, PhraseBook
from chalicelib.domain.procedure_search.search_words import Elsewhere, SearchWords
from chalicelib.domain.procedure_search.text_ranking import (
    NOTHING,
    Score,
    ScoredEntry,
    TextEntry,
    TextRanking,
    fold_codes,
    weigh_phrases,
)
from chalicelib.domain.procedure_search.word_variants import Variants

LEAST = 0.36
"""A query is about something else when the best score, times the root of the share of known words, is below this. Of
the written queries (`tests/data`) those about something else reach 0.31, the others 0.42."""
SURE, AHEAD = 0.6, 0.03
"""The lowest score at which an authority is named, and by how much its subject must fit better than every procedure."""
LEAST_OF_BEST = 0.6
"""Results that score less than this share of the best are left out."""
NEAREST = 3


class RankedProcedure(NamedTuple):
    """A procedure with its score, the places of the query's words in its names, and the other phrase by which it was
    found: empty where its names have all typed words."""

    procedure: Procedure
    score: Score
    also: str
    in_vi: tuple[tuple[int, int], ...]
    in_en: tuple[tuple[int, int], ...]


class RankedProcedures(NamedTuple):
    """Search results, best first; `nearest` is filled when nothing fits well enough. `elsewhere` is the subject of
    another authority where no procedure here fits it as well. `fit`: of the best match, from 0."""

    items: tuple[RankedProcedure, ...]
    nearest: tuple[RankedProcedure, ...]
    elsewhere: Elsewhere | None = None
    fit: float = 0.0


class _Ranked(NamedTuple):
    """All matches of one reading of a query, best first; the subject of another authority that fits best, and how well;
    the root of the share of the words that any text knows."""

    asked: tuple[AskedWord, ...]
    ranked: Sequence[ScoredEntry]
    elsewhere: Elsewhere | None
    elsewhere_fit: float
    known: float

    @property
    def best(self) -> Score:
        """The best score of a procedure."""
        return self.ranked[0].score if self.ranked else NOTHING

    @property
    def fit(self) -> float:
        """The fit of the best match of this reading."""
        return max(self.best.total, self.elsewhere_fit) * self.known


class Ranking:
    """The ranking over a fixed set of procedures; immutable."""

    def __init__(self, procedures: Iterable[Procedure], said: SearchWords) -> None:
        book = PhraseBook(said)
        self._procedures = tuple(procedures)
        self._elsewhere = said.elsewhere
        own = (TextEntry(weigh_phrases(book.list_phrases(each)), _list_codes(each)) for each in self._procedures)
        others = (TextEntry(dict.fromkeys(_list_phrases(each), SAYS)) for each in self._elsewhere)
        self._texts = TextRanking((*own, *others), said.filler, little=PAPER)
        self._variants = Variants(said.variants)

    def find(self, query: str, passes: Callable[[Procedure], bool]) -> RankedProcedures:
        """Return the procedures that fit the query and pass, best first, equals in the given order. A query that can be
        read as several words is read in the way that fits best."""
        read = (self._rank_query(reading, passes) for reading in self._variants.list_readings(query))
        return self._judge_findings(max(read, key=lambda each: each.fit))

    def _rank_query(self, query: str, passes: Callable[[Procedure], bool]) -> _Ranked:
        reading, own = self._texts.read_query(query), len(self._procedures)
        ranked = self._texts.score_entries(reading, lambda at: at < own and passes(self._procedures[at]))
        others = self._texts.score_entries(reading, lambda at: at >= own)
        if not others:
            return _Ranked(reading.asked, ranked, None, 0.0, reading.known)
        elsewhere = self._elsewhere[others[0].place - own]
        return _Ranked(reading.asked, ranked, elsewhere, others[0].score.total, reading.known)

    def _judge_findings(self, read: _Ranked) -> RankedProcedures:
        """Return the matches that fit well enough."""
        asked, ranked, best = read.asked, read.ranked, read.best
        if read.elsewhere_fit > best.total + AHEAD and read.elsewhere_fit * read.known >= SURE:
            return RankedProcedures((), self._list_nearest(ranked, asked), read.elsewhere, read.fit)
        if not best.code and best.total * read.known < LEAST:
            return RankedProcedures((), self._list_nearest(ranked, asked))
        kept = (each for each in ranked if each.score.total >= LEAST_OF_BEST * best.total)
        return RankedProcedures(tuple(self._describe_found(each, asked) for each in kept), (), fit=read.fit)

    def _list_nearest(self, ranked: Sequence[ScoredEntry], asked: tuple[AskedWord, ...]) -> tuple[RankedProcedure, ...]:
        return tuple(self._describe_found(each, asked) for each in ranked[:NEAREST])

    def _describe_found(self, scored: ScoredEntry, asked: tuple[AskedWord, ...]) -> RankedProcedure:
        procedure = self._procedures[scored.place]
        vi, en = (self._texts.read_text(name) for name in (procedure.name.vi, procedure.name.en))
        also = "" if has_all_words((*vi, *en), asked) else scored.best
        return RankedProcedure(procedure, scored.score, also, mark_words(vi, asked), mark_words(en, asked))


def _list_phrases(subject: Elsewhere) -> tuple[str, ...]:
    return (subject.name.vi, subject.name.en, *subject.says)


def _list_codes(procedure: Procedure) -> tuple[str, ...]:
    return fold_codes((procedure.id, procedure.code, *procedure.replaces))
