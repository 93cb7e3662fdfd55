"""How a query fits one phrase: word by word, as a whole, and in the order of its words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from chalicelib.domain.procedure_search.search_query import TypedWord
from chalicelib.domain.shared.folding import Word

BACKWARDS = 0.5
MARKED = 0.7
"""The quality from which a word of a name is marked."""

Places = Mapping[int, float]
"""The places of a typed word in a phrase, with the quality of each match."""


class AskedWord(NamedTuple):
    """A typed word with its weight among the others; filler has little weight."""

    typed: TypedWord
    weight: float
    says_little: bool


class Pair(NamedTuple):
    """Two neighbours in the query: their weight, and how close they are in the phrase, from 0 to 1."""

    heft: float
    kept: float


class Fit(NamedTuple):
    """How a query fits a phrase: the best quality of each typed word, how close the whole is, and each pair."""

    words: tuple[float, ...]
    closeness: float
    pairs: tuple[Pair, ...]


def measure_phrase_fit(
    asked: Sequence[AskedWord], places: Sequence[Places], weights: Sequence[float], order: Sequence[int]
) -> Fit:
    """Return the fit of a query whose words are at `places` in a phrase. `weights` are those of the phrase's words, and
    `order` their places when filler is not counted."""
    # Hundreds of phrases are compared with one query, and most have two or three of its words, hence plain loops.
    words: list[float] = []
    pairs: list[Pair] = []
    best: dict[int, float] = {}
    total = of_query = 0.0
    last: tuple[float, Places] | None = None
    for (_, weight, says_little), found in zip(asked, places, strict=True):
        total += weight
        top = 0.0
        if found:
            for at, quality in found.items():
                if quality > top:
                    top = quality
                if quality > best.get(at, 0.0):
                    best[at] = quality
            of_query += weight * top
        words.append(top)
        if says_little:
            continue
        here = {order[at]: quality for at, quality in found.items()} if found else found
        if last is not None:
            before, there = last
            pairs.append(Pair(before + weight, keep_order(there, here) if there and here else 0.0))
        last = weight, here
    of_phrase = 0.0
    for at, quality in best.items():
        of_phrase += weights[at] * quality
    closeness = sqrt(_calculate_ratio(of_query, total) * _calculate_ratio(of_phrase, sum(weights)))
    return Fit(tuple(words), closeness, tuple(pairs))


def keep_order(one: Places, other: Places) -> float:
    """Return how close two neighbours in the query are in the phrase; half as much in reverse order."""
    if not one or not other:
        return 0.0
    onward = (quality * other.get(at + 1, 0.0) for at, quality in one.items())
    backward = (BACKWARDS * quality * other.get(at - 1, 0.0) for at, quality in one.items())
    return max(*onward, *backward)


def keep_best_places(places: Iterable[Places]) -> Places:
    """Return the best quality at each place of the phrase."""
    best: dict[int, float] = {}
    for found in places:
        for at, quality in found.items():
            if quality > best.get(at, 0.0):
                best[at] = quality
    return best


def has_all_words(words: Iterable[Word], asked: Iterable[AskedWord]) -> bool:
    """Return whether a text has all typed words, without filler and unknown words."""
    read = tuple(words)
    return all(
        any(_matches_word(word, each) for word in read) for each in asked if each.weight and not each.says_little
    )


def mark_words(words: Sequence[Word], asked: Collection[AskedWord]) -> tuple[tuple[int, int], ...]:
    """Return where typed words are in a text, neighbours merged."""
    spans: list[tuple[int, int]] = []
    last = -2
    for at, word in enumerate(words):
        if not any(_matches_word(word, each) for each in asked):
            continue
        if at == last + 1:
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
        last = at
    return tuple(spans)


def _matches_word(word: Word, asked: AskedWord) -> bool:
    return asked.typed.matches.get((word.folded, word.accents), 0.0) >= MARKED


def _calculate_ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
