"""The typed query, word by word, with the words of the texts that each may match."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from chalicelib.domain.procedure_search.word_match import (
    SHORTEST_BEGINNING_WITH_SLIP,
    SHORTEST_WITH_SLIP,
    match_word,
    read_telex,
)
from chalicelib.domain.shared.folding import Word, fold_syllable, read_accents, read_words
from chalicelib.domain.shared.text import clean_text, convert_digits

MOST_WORDS = 16
SHORTEST_JOINED = 4
SLIP_INTO_WORD = 0.5
"""A typing error that makes another known word is possible, but the word as typed is likelier."""
TELEX = 0.9

Form = tuple[str, frozenset[str]]
"""A word of the texts at any place: without accents, and its accents."""


class TypedWord(NamedTuple):
    """A word that was typed, and the quality with which it matches words of the texts."""

    word: Word
    matches: Mapping[Form, float]


class Lexicon:
    """All words of a fixed set of texts; immutable."""

    def __init__(self, texts: Iterable[tuple[Word, ...]]) -> None:
        accents: dict[str, set[frozenset[str]]] = defaultdict(set)
        neighbours: set[tuple[str, str]] = set()
        for text in texts:
            for word in text:
                accents[word.folded].add(word.accents)
            neighbours.update((one.folded, other.folded) for one, other in itertools.pairwise(text))
        self._accents = {folded: tuple(found) for folded, found in accents.items()}
        self._sorted = sorted(accents)
        self._neighbours = frozenset(neighbours)
        self._by_deletion = _index_deletions(self._sorted)

    def read_query(self, query: str, most: int = MOST_WORDS) -> tuple[TypedWord, ...]:
        """Return the first `most` words of a query; joined words are split where the texts have the parts as
        neighbours."""
        text = convert_digits(clean_text(query))
        parts = [part for word in read_words(text) for part in self._split_joined(word, text)]
        last = len(parts) - 1
        return tuple(
            TypedWord(part, self._match_typed(part, unfinished=at == last)) for at, part in enumerate(parts[:most])
        )

    def _split_joined(self, word: Word, text: str) -> Iterator[Word]:
        if word.folded in self._accents or len(word.folded) < SHORTEST_JOINED or "." in word.folded:
            return iter((word,))
        cuts = self._find_cuts(word.folded)
        whole = text[word.start : word.end]
        if not cuts or len(whole) != len(word.folded):
            return iter((word,))
        ends = zip((0, *cuts), (*cuts, len(whole)), strict=True)
        return (
            Word(fold_syllable(word.folded[a:b]), read_accents(whole[a:b]), word.start + a, word.start + b)
            for a, b in ends
        )

    def _find_cuts(self, joined: str, before: str = "", start: int = 0) -> tuple[int, ...]:
        """Return where joined words split, or nothing where they are no known neighbours."""
        for end in range(len(joined) - 1, start, -1):
            part = fold_syllable(joined[start:end])
            if part not in self._accents or (before and (before, part) not in self._neighbours):
                continue
            rest = fold_syllable(joined[end:])
            if rest in self._accents and (part, rest) in self._neighbours:
                return (end,)
            if further := self._find_cuts(joined, part, end):
                return (end, *further)
        return ()

    def _match_typed(self, typed: Word, *, unfinished: bool) -> Mapping[Form, float]:
        """Return words that a typed one may match; a known word followed by others is not treated as
        a beginning only."""
        known = typed.folded in self._accents
        matches: dict[Form, float] = {}
        for folded in self._list_candidates(typed.folded):
            longer = folded != typed.folded and folded.startswith(typed.folded)
            if longer and known and not unfinished:
                continue
            share = SLIP_INTO_WORD if known and not folded.startswith(typed.folded) else 1.0
            self._note_match(matches, typed, folded, share)
        if not known:
            for reading in read_telex(typed.folded):
                if (meant := fold_syllable(reading)) in self._accents:
                    self._note_match(matches, Word(meant, frozenset(), typed.start, typed.end), meant, TELEX)
        return matches

    def _note_match(self, matches: dict[Form, float], typed: Word, folded: str, share: float) -> None:
        for accents in self._accents[folded]:
            quality = share * match_word(typed, Word(folded, accents, 0, 0), slips=True)
            if quality > matches.get((folded, accents), 0.0):
                matches[folded, accents] = quality

    def _list_candidates(self, typed: str) -> set[str]:
        """Return words that may match: those with this beginning, and those that share a deletion with it."""
        first = bisect_left(self._sorted, typed)
        last = bisect_left(self._sorted, typed + "\x7f")
        found = set(self._sorted[first:last])
        for key in (typed, *_list_deletions(typed)):
            found |= self._by_deletion.get(key, set())
        if not found and len(typed) >= SHORTEST_BEGINNING_WITH_SLIP:
            found = {word for word in self._sorted if len(word) > len(typed)}
        return found


def _index_deletions(words: Iterable[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        if len(word) >= SHORTEST_WITH_SLIP - 1:
            for key in (word, *_list_deletions(word)):
                found[key].add(word)
    return found


def _list_deletions(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
