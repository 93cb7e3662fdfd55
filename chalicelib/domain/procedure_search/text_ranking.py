"""The one ranking of entries by the texts that name or describe them: how well a query fits each entry.

Three shares, each from 0 to 1, make the score, and each can be read by itself (`Score`):

- `words`: how much of the query is found anywhere with the entry; rare words count more (their inverse
  document frequency), and what names the entry counts more than what only describes it;
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

from chalicelib.domain.procedure_search.phrase_fit import AskedWord, Fit, measure_phrase_fit
from chalicelib.domain.procedure_search.search_query import MOST_WORDS, Form, Lexicon, TypedWord
from chalicelib.domain.procedure_search.word_match import OTHER_ACCENTS
from chalicelib.domain.shared.folding import Word, fold_text, read_words

WORDS, PHRASE, ORDER = 0.4, 0.35, 0.25
BY_CODE = 2.0
SHORTEST_CODE = 3
FILLER, PERHAPS_FILLER = 0.15, 0.4
"""Weight of a filler word, and of a word typed without accents that may be one."""


class Score(NamedTuple):
    """The shares of a score."""

    code: float
    words: float
    phrase: float
    order: float

    @property
    def total(self) -> float:
        """The score by which entries are ordered."""
        return BY_CODE * self.code + WORDS * self.words + PHRASE * self.phrase + ORDER * self.order


NOTHING = Score(0.0, 0.0, 0.0, 0.0)


class Phrase(NamedTuple):
    """A text with its weight: 1 for names of the entry itself."""

    text: str
    weight: float


class TextEntry(NamedTuple):
    """The weight of each text of an entry, and its codes."""

    phrases: Mapping[str, float]
    codes: tuple[str, ...] = ()


class ScoredEntry(NamedTuple):
    """An entry by its place in the given order, its score, and the text that fits best."""

    place: int
    score: Score
    best: str


class QueryReading(NamedTuple):
    """One reading of a query: its words, how it fits each text, the root of the share of its words that any text has,
    and the share that is surely meant: words that a text has with other accents are not."""

    asked: tuple[AskedWord, ...]
    fits: Mapping[str, Fit]
    known: float
    certain: float


class _Text(NamedTuple):
    """The words of a text that is a phrase of one or more entries, the weight of each, and its place without filler."""

    words: tuple[Word, ...]
    weights: tuple[float, ...]
    order: tuple[int, ...]


class TextRanking:
    """The ranking over a fixed list of entries; immutable. Words in texts of no more than `little` weight do not make a
    word common."""

    def __init__(self, entries: Iterable[TextEntry], filler: Iterable[str], *, little: float = 0.0) -> None:
        self._entries = tuple(entries)
        self._filler = _read_filler(filler)
        texts = {text: tuple(read_words(text)) for entry in self._entries for text in entry.phrases}
        self._holders = _count_holders(self._entries, texts, little)
        self._texts = {text: self._weigh_text(read) for text, read in texts.items()}
        self._lexicon = Lexicon(texts.values())
        self._places = _index_places(texts)
        self._telling = {folded for folded, accents in self._places if accents not in self._filler.get(folded, ())}

    def read_query(self, query: str, most: int = MOST_WORDS) -> QueryReading:
        """Return how the first `most` words of a query fit the texts."""
        asked = tuple(self._weigh_typed_word(typed) for typed in self._lexicon.read_query(query, most))
        fits = self._measure_text_fits(asked)
        return QueryReading(asked, fits, sqrt(self._share_known(asked)), self._share_certain(asked))

    def score_entries(self, reading: QueryReading, passes: Callable[[int], bool]) -> list[ScoredEntry]:
        """Return the entries that pass by their place and have something of the query, best first, equals in the given
        order."""
        scored = (
            ScoredEntry(place, *_score_entry(entry, reading.asked, reading.fits))
            for place, entry in enumerate(self._entries)
            if passes(place)
        )
        return sorted((each for each in scored if each.score.total > 0), key=lambda each: -each.score.total)

    def read_text(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text of the entries; raise KeyError for another text."""
        return self._texts[text].words

    def _measure_text_fits(self, asked: tuple[AskedWord, ...]) -> Mapping[str, Fit]:
        """Return how the query fits each text that has some of its words."""
        places: dict[str, list[dict[int, float]]] = defaultdict(lambda: [{} for _ in asked])
        for number, each in enumerate(asked):
            for form, quality in each.typed.matches.items():
                for text, at in self._places[form]:
                    places[text][number][at] = quality
        return {text: measure_phrase_fit(asked, found, *self._texts[text][1:]) for text, found in places.items()}

    def _share_certain(self, asked: tuple[AskedWord, ...]) -> float:
        """Return the share of the query, without filler, that the texts have as it was meant; 1 for filler alone."""
        sure = unsure = 0.0
        for each in asked:
            quality = max(each.typed.matches.values(), default=0.0)
            if each.says_little:
                continue
            if quality <= OTHER_ACCENTS:
                unsure += self._weigh_word(1)
            else:
                sure += each.weight * quality
                unsure += each.weight * (1 - quality)
        return sure / (sure + unsure) if sure + unsure else 1.0

    def _weigh_word(self, holders: int) -> float:
        """Return the inverse document frequency: the fewer entries have a word, the higher."""
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


def weigh_phrases(phrases: Iterable[Phrase]) -> Mapping[str, float]:
    """Return the weight of each text; a text of several origins has the best."""
    found: dict[str, float] = {}
    for phrase in phrases:
        found[phrase.text] = max(phrase.weight, found.get(phrase.text, 0.0))
    return found


def fold_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes in the form in which an entry holds them."""
    return tuple(fold_text(code) for code in codes)


def _score_entry(entry: TextEntry, asked: tuple[AskedWord, ...], fits: Mapping[str, Fit]) -> tuple[Score, str]:
    """Return the score of an entry, and its text that fits best."""
    code = sum(_match_code(each.typed.word.folded, entry.codes) for each in asked) if entry.codes else 0.0
    own = [(weight, fits[text], text) for text, weight in entry.phrases.items() if text in fits]
    if not own:
        return Score(code, 0.0, 0.0, 0.0), ""
    total = sum([each.weight for each in asked])
    if not total:
        return Score(code, 0.0, 0.0, 0.0), ""
    # Every entry that has a word of the query is scored, some with dozens of texts, hence plain loops.
    closeness, best = -1.0, ""
    pairs = own[0][1].pairs
    qualities, kept = [0.0] * len(asked), [0.0] * len(pairs)
    for weight, (words, close, own_pairs), text in own:
        if weight * close > closeness:
            closeness, best = weight * close, text
        _keep_highest(qualities, words, weight)
        _keep_highest(kept, [pair.kept for pair in own_pairs], weight)
    share = sum([each.weight * quality for each, quality in zip(asked, qualities, strict=True)]) / total
    heft = sum([pair.heft for pair in pairs])
    if not heft:
        return Score(code, share, closeness, share), best
    order = sum([pair.heft * each for pair, each in zip(pairs, kept, strict=True)]) / heft
    return Score(code, share, closeness, order), best


def _keep_highest(highest: list[float], found: Sequence[float], weight: float) -> None:
    for at, quality in enumerate(found):
        if quality and weight * quality > highest[at]:
            highest[at] = weight * quality


def _count_holders(entries: Iterable[TextEntry], texts: Mapping[str, tuple[Word, ...]], little: float) -> Counter[str]:
    """Return how many entries have a word, without their texts of little weight."""
    return Counter(
        folded
        for entry in entries
        for folded in {w.folded for text, weight in entry.phrases.items() if weight > little for w in texts[text]}
    )


def _index_places(texts: Mapping[str, tuple[Word, ...]]) -> Mapping[Form, Sequence[tuple[str, int]]]:
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
