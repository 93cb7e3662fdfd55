"""How what was typed fits one phrase: word by word, as a whole, and in the order of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from chalicelib.domain.folding import Word
from chalicelib.domain.search_query import TypedWord

BACKWARDS = 0.5
MARKED = 0.7
"""A word of a name is marked from this quality on."""

Places = Mapping[int, float]
"""Where in a phrase a typed word stands, with the quality of each match."""


class Asked(NamedTuple):
    """A typed word with its weight among the others; filler says little."""

    typed: TypedWord
    weight: float
    says_little: bool


class Pair(NamedTuple):
    """Two neighbours in the query: their weight, and how well they are neighbours in the phrase, from 0 to 1."""

    heft: float
    kept: float


class Fit(NamedTuple):
    """How a query fits a phrase: the best quality of each typed word, how close the whole is, and each pair."""

    words: tuple[float, ...]
    closeness: float
    pairs: tuple[Pair, ...]


def fit_phrase(asked: Sequence[Asked], places: Sequence[Places], weights: Sequence[float], order: Sequence[int]) -> Fit:
    """The fit of a query whose words stand at `places` in a phrase. `weights` are those of the phrase's words, and
    `order` their places when filler is not counted."""
    words = tuple(max(found.values(), default=0.0) for found in places)
    covered = best_of(places)
    total = sum(each.weight for each in asked)
    of_query = _divide(sum(each.weight * quality for each, quality in zip(asked, words, strict=True)), total)
    of_phrase = _divide(sum(weights[at] * quality for at, quality in covered.items()), sum(weights))
    telling = [
        (each, {order[at]: quality for at, quality in found.items()})
        for each, found in zip(asked, places, strict=True)
        if not each.says_little
    ]
    pairs = tuple(
        Pair(one.weight + other.weight, keep_order(here, there)) for (one, here), (other, there) in pairwise(telling)
    )
    return Fit(words, sqrt(of_query * of_phrase), pairs)


def keep_order(one: Places, other: Places) -> float:
    """How well two neighbours in the query are neighbours in the phrase; half as well the other way round."""
    if not one or not other:
        return 0.0
    onward = (quality * other.get(at + 1, 0.0) for at, quality in one.items())
    backward = (BACKWARDS * quality * other.get(at - 1, 0.0) for at, quality in one.items())
    return max(*onward, *backward)


def best_of(places: Iterable[Places]) -> Places:
    """The best quality at each place of the phrase."""
    best: dict[int, float] = defaultdict(float)
    for found in places:
        for at, quality in found.items():
            best[at] = max(best[at], quality)
    return best


def covers(words: Iterable[Word], asked: Iterable[Asked]) -> bool:
    """Whether a text has all that was typed, filler and unknown words left aside."""
    read = tuple(words)
    return all(any(_matches(word, each) for word in read) for each in asked if each.weight and not each.says_little)


def mark_words(words: Sequence[Word], asked: Collection[Asked]) -> tuple[tuple[int, int], ...]:
    """Where words that were typed stand in a text, neighbours as one."""
    spans: list[tuple[int, int]] = []
    last = -2
    for at, word in enumerate(words):
        if not any(_matches(word, each) for each in asked):
            continue
        if at == last + 1:
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
        last = at
    return tuple(spans)


def _matches(word: Word, asked: Asked) -> bool:
    return asked.typed.matches.get((word.folded, word.accents), 0.0) >= MARKED


def _divide(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
