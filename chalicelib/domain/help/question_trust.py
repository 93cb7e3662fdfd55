"""How far a match may be trusted: of a short question a few words that happen to occur somewhere prove nothing."""

from __future__ import annotations

from chalicelib.domain.procedure_search.text_ranking import Score

SHORT = 4
"""A question of no more words must keep its neighbours: Vietnamese words are made of several syllables."""
KEPT = 0.5
"""The share of neighbours from which a short question is fully trusted; without any it counts half."""
CLOSE = 0.85
"""A question with at most one word that says something must be nearly a phrase of the text."""
EXACT = 0.9
"""One word alone must be in the text as it was typed."""
SHORTEST = 3
"""A question of one word must have so many letters."""


def measure_trust(score: Score, words: int, telling: int) -> float:
    """Return by what the fit of a match is multiplied, from 0 to 1: for a question of `words`, of which `telling` say
    something."""
    if score.code:
        return 1.0
    if words == telling == 1:
        return float(score.words >= EXACT)
    if telling < 2:
        return float(score.phrase >= CLOSE)
    if words > SHORT:
        return 1.0
    return 0.5 + 0.5 * min(1.0, score.order / KEPT)


def is_question(question: str) -> bool:
    """Return whether a question is more than a letter or two."""
    words = question.split()
    return len(words) > 1 or any(sum(map(str.isalnum, word)) >= SHORTEST for word in words)
