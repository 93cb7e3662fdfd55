"""Regional and old-fashioned words, each read as the usual word of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chalicelib.domain.procedure_search.search_words import Term
from chalicelib.domain.shared.folding import Word, read_words
from chalicelib.domain.shared.text import clean_text


class _Variant(NamedTuple):
    words: tuple[Word, ...]
    means: str


class Variants:
    """The usual words for variants, at any place in a query; immutable."""

    def __init__(self, terms: Iterable[Term]) -> None:
        found: dict[str, list[_Variant]] = {}
        for term in terms:
            for text in term.says:
                variant = _Variant(tuple(read_words(text)), term.means)
                found.setdefault(variant.words[0].folded, []).append(variant)
        self._by_first: Mapping[str, tuple[_Variant, ...]] = {
            first: tuple(sorted(each, key=lambda variant: -len(variant.words))) for first, each in found.items()
        }

    def list_readings(self, query: str) -> tuple[str, ...]:
        """Return the query as typed, and once more with the usual words for its variants. The longest of several
        matches counts; accents may be left out of a query that has none at all."""
        text = clean_text(query)
        typed = tuple(read_words(text))
        toneless = not any(word.accents for word in typed)
        parts: list[str] = []
        at = done = 0
        while at < len(typed):
            variant = self._find_variant(typed, at, toneless=toneless)
            if variant is None:
                at += 1
                continue
            parts += text[done : typed[at].start], variant.means
            at += len(variant.words)
            done = typed[at - 1].end
        return (text, "".join(parts) + text[done:]) if parts else (text,)

    def _find_variant(self, typed: tuple[Word, ...], at: int, *, toneless: bool) -> _Variant | None:
        return next(
            (
                variant
                for variant in self._by_first.get(typed[at].folded, ())
                if _is_same_spelling(variant.words, typed[at : at + len(variant.words)], toneless=toneless)
            ),
            None,
        )


def _is_same_spelling(wanted: tuple[Word, ...], typed: tuple[Word, ...], *, toneless: bool) -> bool:
    return len(wanted) == len(typed) and all(
        one.folded == other.folded and (toneless or one.accents == other.accents)
        for one, other in zip(wanted, typed, strict=True)
    )
