"""The one ranking of procedures: how well a query fits each of them.

Three shares, each from 0 to 1, make the score, and each can be read by itself (`Score`):

- `words`: how much of the query is found anywhere with the procedure; rare words count more (their inverse
  document frequency), and what names the procedure counts more than its field or papers;
- `phrase`: how closely the best single phrase fits: the share of the query in it and its share in the query;
- `order`: how many neighbours in the query are neighbours in a phrase: Vietnamese words are made of several syllables.

A code alone decides. Nothing is learned from use, so that the same words give the same order everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from math import log, sqrt
from typing import NamedTuple

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.procedure_search.phrase_fit import AskedWord, Fit, has_all_words, mark_words, measure_phrase_fit
from chalicelib.domain.procedure_search.search_phrases import PAPER, SAYS, Phrase, PhraseBook
from chalicelib.domain.procedure_search.search_query import Form, Lexicon, TypedWord
from chalicelib.domain.procedure_search.search_words import Elsewhere, SearchWords
from chalicelib.domain.procedure_search.word_variants import Variants
from chalicelib.domain.shared.folding import Word, fold_text, read_words

WORDS, PHRASE, ORDER = 0.4, 0.35, 0.25
BY_CODE = 2.0
SHORTEST_CODE = 3
FILLER, PERHAPS_FILLER = 0.15, 0.4
"""Weight of a filler word, and of a word typed without accents that may be one."""
LEAST = 0.36
"""A query is about something else when the best score, times the root of the share of known words, is below this. Of
the written queries (`tests/data`) those about something else reach 0.31, the others 0.42."""
SURE, AHEAD = 0.6, 0.03
"""The lowest score at which an authority is named, and by how much its subject must fit better than every procedure."""
LEAST_OF_BEST = 0.6
"""Results that score less than this share of the best are left out."""
NEAREST = 3


class Score(NamedTuple):
    """The shares of a score."""

    code: float
    words: float
    phrase: float
    order: float

    @property
    def total(self) -> float:
        """The score by which procedures are ordered."""
        return BY_CODE * self.code + WORDS * self.words + PHRASE * self.phrase + ORDER * self.order


NOTHING = Score(0.0, 0.0, 0.0, 0.0)


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
    another authority where no procedure here fits it as well."""

    items: tuple[RankedProcedure, ...]
    nearest: tuple[RankedProcedure, ...]
    elsewhere: Elsewhere | None = None


class _Text(NamedTuple):
    """The words of a text that is a phrase of one or more procedures, the weight of each, and its
    place without filler."""

    words: tuple[Word, ...]
    weights: tuple[float, ...]
    order: tuple[int, ...]


class _Entry(NamedTuple):
    """The weight of each text of a procedure or a subject, and the codes of a procedure."""

    phrases: Mapping[str, float]
    codes: tuple[str, ...] = ()


class _Scored(NamedTuple):
    procedure: Procedure
    score: Score
    best: str
    """The text that fits best."""


class _Ranked(NamedTuple):
    """All matches of one reading of a query, best first; the subject of another authority that fits best, and how well;
    the root of the share of the words that any text knows."""

    asked: tuple[AskedWord, ...]
    ranked: Sequence[_Scored]
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
        self._procedures = tuple((p, _Entry(_weigh_phrases(book.list_phrases(p)), _list_codes(p))) for p in procedures)
        self._elsewhere = tuple((each, _Entry(dict.fromkeys(_list_phrases(each), SAYS))) for each in said.elsewhere)
        self._entries = tuple(entry for _, entry in (*self._procedures, *self._elsewhere))
        self._filler = _read_filler(said.filler)
        self._variants = Variants(said.variants)
        texts = {text: tuple(read_words(text)) for entry in self._entries for text in entry.phrases}
        self._holders = _count_holders(self._entries, texts)
        self._texts = {text: self._weigh_text(read) for text, read in texts.items()}
        self._lexicon = Lexicon(texts.values())
        self._places = _index_places(texts)
        self._telling = {folded for folded, accents in self._places if accents not in self._filler.get(folded, ())}

    def find(self, query: str, passes: Callable[[Procedure], bool]) -> RankedProcedures:
        """Return the procedures that fit the query and pass, best first, equals in the given order. A query that can be
        read as several words is read in the way that fits best."""
        read = (self._rank_query(reading, passes) for reading in self._variants.list_readings(query))
        return self._judge_findings(max(read, key=lambda each: each.fit))

    def _rank_query(self, query: str, passes: Callable[[Procedure], bool]) -> _Ranked:
        asked = tuple(self._weigh_typed_word(typed) for typed in self._lexicon.read_query(query))
        fits = self._measure_text_fits(asked)
        scored = (_Scored(p, *_score_entry(entry, asked, fits)) for p, entry in self._procedures if passes(p))
        ranked = sorted((each for each in scored if each.score.total > 0), key=lambda each: -each.score.total)
        return _Ranked(asked, ranked, *self._find_elsewhere(asked, fits), sqrt(self._share_known(asked)))

    def _judge_findings(self, read: _Ranked) -> RankedProcedures:
        """Return the matches that fit well enough."""
        asked, ranked, best = read.asked, read.ranked, read.best
        if read.elsewhere_fit > best.total + AHEAD and read.elsewhere_fit * read.known >= SURE:
            return RankedProcedures((), self._list_nearest(ranked, asked), read.elsewhere)
        if not best.code and best.total * read.known < LEAST:
            return RankedProcedures((), self._list_nearest(ranked, asked))
        kept = (each for each in ranked if each.score.total >= LEAST_OF_BEST * best.total)
        return RankedProcedures(tuple(self._describe_found(each, asked) for each in kept), ())

    def _list_nearest(self, ranked: Sequence[_Scored], asked: tuple[AskedWord, ...]) -> tuple[RankedProcedure, ...]:
        return tuple(self._describe_found(each, asked) for each in ranked[:NEAREST])

    def _find_elsewhere(self, asked: tuple[AskedWord, ...], fits: Mapping[str, Fit]) -> tuple[Elsewhere | None, float]:
        """Return the subject of another authority that fits the query best, and how well."""
        scored = ((each, _score_entry(entry, asked, fits)[0].total) for each, entry in self._elsewhere)
        return max(scored, key=lambda each: each[1], default=(None, 0.0))

    def _measure_text_fits(self, asked: tuple[AskedWord, ...]) -> Mapping[str, Fit]:
        """Return how the query fits each text that has some of its words."""
        places: dict[str, list[dict[int, float]]] = defaultdict(lambda: [{} for _ in asked])
        for number, each in enumerate(asked):
            for form, quality in each.typed.matches.items():
                for text, at in self._places[form]:
                    places[text][number][at] = quality
        return {text: measure_phrase_fit(asked, found, *self._texts[text][1:]) for text, found in places.items()}

    def _weigh_word(self, holders: int) -> float:
        """Return the inverse document frequency: the fewer procedures have a word, the higher."""
        return log(1 + (len(self._entries) - holders + 0.5) / (holders + 0.5))

    def _weigh_typed_word(self, typed: TypedWord) -> AskedWord:
        """Return a typed word with its weight; a word that no text has weighs nothing."""
        share = self._share_of(typed.word)
        if not typed.matches:
            return AskedWord(typed, 0.0, share == FILLER)
        top = max(typed.matches.values())
        holders = max(self._holders[folded] for (folded, _), quality in typed.matches.items() if quality == top)
        return AskedWord(typed, self._weigh_word(holders) * share, share == FILLER)

    def _weigh_text(self, read: tuple[Word, ...]) -> _Text:
        little = [word.accents in self._filler.get(word.folded, ()) for word in read]
        weights = (
            self._weigh_word(self._holders[word.folded]) * (FILLER if filler else 1.0)
            for word, filler in zip(read, little, strict=True)
        )
        return _Text(read, tuple(weights), tuple(accumulate((not filler for filler in little), initial=0))[:-1])

    def _share_of(self, typed: Word) -> float:
        """Return the weight of a typed word: less when it is filler, or may be filler without its accents."""
        filler = self._filler.get(typed.folded, ())
        if typed.accents in filler:
            return FILLER
        if typed.accents or not filler:
            return 1.0
        return PERHAPS_FILLER if typed.folded in self._telling else FILLER

    def _share_known(self, asked: tuple[AskedWord, ...]) -> float:
        """Return the share of the query, without filler, that any text has."""
        unknown = sum(self._weigh_word(1) for each in asked if not each.weight and not each.says_little)
        known = sum(each.weight for each in asked)
        return known / (known + unknown) if known else 0.0

    def _describe_found(self, scored: _Scored, asked: tuple[AskedWord, ...]) -> RankedProcedure:
        procedure, score, best = scored
        vi, en = (self._texts[name].words for name in (procedure.name.vi, procedure.name.en))
        also = "" if has_all_words((*vi, *en), asked) else best
        return RankedProcedure(procedure, score, also, mark_words(vi, asked), mark_words(en, asked))


def _score_entry(entry: _Entry, asked: tuple[AskedWord, ...], fits: Mapping[str, Fit]) -> tuple[Score, str]:
    """Return the score of a procedure or a subject, and its text that fits best."""
    code = sum(_match_code(each.typed.word.folded, entry.codes) for each in asked)
    own = [(weight, fits[text], text) for text, weight in entry.phrases.items() if text in fits]
    total = sum(each.weight for each in asked)
    if not own or not total:
        return Score(code, 0.0, 0.0, 0.0), ""
    closeness, best = max(((weight * fit.closeness, text) for weight, fit, text in own), key=lambda each: each[0])
    qualities = [max(weight * fit.words[at] for weight, fit, _ in own) for at in range(len(asked))]
    share = sum(each.weight * quality for each, quality in zip(asked, qualities, strict=True)) / total
    pairs = own[0][1].pairs
    heft = sum(pair.heft for pair in pairs)
    if not heft:
        return Score(code, share, closeness, share), best
    kept = (max(weight * fit.pairs[at].kept for weight, fit, _ in own) for at in range(len(pairs)))
    order = sum(pair.heft * each for pair, each in zip(pairs, kept, strict=True)) / heft
    return Score(code, share, closeness, order), best


def _weigh_phrases(phrases: Iterable[Phrase]) -> Mapping[str, float]:
    """Return the weight of each text; a text of several origins has the best."""
    found: dict[str, float] = {}
    for phrase in phrases:
        found[phrase.text] = max(phrase.weight, found.get(phrase.text, 0.0))
    return found


def _list_phrases(subject: Elsewhere) -> tuple[str, ...]:
    return (subject.name.vi, subject.name.en, *subject.says)


def _count_holders(entries: Iterable[_Entry], texts: Mapping[str, tuple[Word, ...]]) -> Counter[str]:
    """Return how many procedures and subjects have a word, without their papers."""
    return Counter(
        folded
        for entry in entries
        for folded in {w.folded for text, weight in entry.phrases.items() if weight > PAPER for w in texts[text]}
    )


def _index_places(texts: Mapping[str, tuple[Word, ...]]) -> Mapping[Form, list[tuple[str, int]]]:
    places: dict[Form, list[tuple[str, int]]] = defaultdict(list)
    for text, read in texts.items():
        for at, word in enumerate(read):
            places[word.folded, word.accents].append((text, at))
    return places


def _read_filler(texts: Iterable[str]) -> Mapping[str, list[frozenset[str]]]:
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for text in texts:
        for word in read_words(text):
            found[word.folded].append(word.accents)
    return dict(found)


def _list_codes(procedure: Procedure) -> tuple[str, ...]:
    return tuple(fold_text(code) for code in (procedure.id, procedure.code, *procedure.replaces))


def _match_code(typed: str, codes: tuple[str, ...]) -> float:
    """Return 1 for a whole code, with its dots or without; less for a part of it or its beginning."""
    if len(typed) < SHORTEST_CODE or not any(map(str.isdigit, typed)):
        return 0.0
    return max((_compare_code(typed, code) for code in codes), default=0.0)


def _compare_code(typed: str, code: str) -> float:
    plain, wanted = typed.replace(".", ""), code.replace(".", "")
    if plain == wanted:
        return 1.0
    if typed in code.replace("-", ".").split("."):
        return 0.9
    return 0.8 if plain.isdigit() and len(plain) > SHORTEST_CODE and wanted.startswith(plain) else 0.0
