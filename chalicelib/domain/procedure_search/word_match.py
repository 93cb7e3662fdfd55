"""How well a typed word matches a word of a text: the same, its beginning, or one typing error away.

A match has a quality from 0 to 1. Qualities multiply: a contradicting accent lowers any match.
"""

from __future__ import annotations

import re

from chalicelib.domain.shared.folding import Word

SAME, BEGINNING, SLIP, SLIP_IN_BEGINNING = 1.0, 0.85, 0.75, 0.5
SHORT_BEGINNING = 0.6
"""A beginning of one or two letters fits many words."""
UNACCENTED, OTHER_ACCENTS = 0.97, 0.6
SHORTEST_WITH_SLIP = 4
SHORTEST_BEGINNING_WITH_SLIP = 6

_DOUBLED = re.compile(r"dd|aa|ee|oo")
_TONE_KEYS = frozenset("sfrxj")


def match_word(typed: Word, word: Word, *, slips: bool) -> float:
    """Return the quality with which a typed word matches; 0 where it does not. `slips` allows one typing error."""
    quality = match_letters(typed.folded, word.folded, slips=slips)
    return quality and quality * compare_accents(typed.accents, word.accents)


def match_letters(typed: str, word: str, *, slips: bool) -> float:
    """Return the quality of the letters alone, both without accents."""
    if typed == word:
        return SAME
    if word.startswith(typed):
        return BEGINNING if len(typed) > 2 else SHORT_BEGINNING
    if not slips or max(len(typed), len(word)) < SHORTEST_WITH_SLIP or any(map(str.isdigit, typed)):
        return 0.0
    if is_one_letter_apart(typed, word):
        return SLIP
    if len(typed) < SHORTEST_BEGINNING_WITH_SLIP or len(word) <= len(typed):
        return 0.0
    begun = (word[: len(typed) + more] for more in (-1, 0, 1))
    return SLIP_IN_BEGINNING if any(is_one_letter_apart(typed, beginning) for beginning in begun) else 0.0


def compare_accents(typed: frozenset[str], accents: frozenset[str]) -> float:
    """Return 1 for the same accents; less where some were left out, least where one was typed that the word does not
    have."""
    if typed == accents:
        return 1.0
    return UNACCENTED if typed < accents else OTHER_ACCENTS


def is_one_letter_apart(word: str, other_word: str) -> bool:
    """Return whether one letter more, less, other, or two swapped neighbours make the difference."""
    if word == other_word or abs(len(word) - len(other_word)) > 1:
        return False
    first = next(
        (at for at, (one, other) in enumerate(zip(word, other_word, strict=False)) if one != other),
        min(len(word), len(other_word)),
    )
    rest_a, rest_b = word[first:], other_word[first:]
    if len(word) == len(other_word):
        swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]


def read_telex(typed: str) -> tuple[str, ...]:
    """Return a word typed with Vietnamese keyboard codes while the keyboard was off: `ddaats` is dat,
    `giay61` is giay."""
    plain = _DOUBLED.sub(lambda found: found.group()[0], typed).replace("w", "")
    plain = re.sub(r"(?<=[a-z])[0-9]+", "", plain)
    toneless = (plain[:at] + plain[at + 1 :] for at in range(1, len(plain)) if plain[at] in _TONE_KEYS)
    return tuple(each for each in (plain, *toneless) if each and each != typed)
