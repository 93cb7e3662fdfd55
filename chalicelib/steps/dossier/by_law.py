"""Articles on which a refusal rests, for people who ask for the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.domain.law.article_words import official_words
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Refusal


@contextmanager
def by_law(*rulings: Ruling) -> Iterator[None]:
    """Add these rules to refusals raised inside: the refusal names their articles, in official words. A choice of the
    service is never named as law."""
    try:
        yield
    except Refusal as refusal:
        refusal.law = (*refusal.law, *_articles(rulings))
        raise


def _articles(rulings: tuple[Ruling, ...]) -> tuple[str, ...]:
    cited = (official_words(str(each.cite["article"])) for each in rulings if each.cite and each.cite["is_law"])
    return tuple(dict.fromkeys(article for article in cited if article))
