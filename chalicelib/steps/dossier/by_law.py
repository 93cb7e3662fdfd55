"""Articles on which a refusal rests, for people who ask for the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Refusal


@contextmanager
def cite_on_refusal(*rulings: Ruling) -> Iterator[None]:
    """Add these rules to refusals raised inside: the refusal names their articles, in official words. A choice of the
    service is never named as law."""
    try:
        yield
    except Refusal as refusal:
        refusal.law = (*refusal.law, *_list_articles(rulings))
        raise


def _list_articles(rulings: tuple[Ruling, ...]) -> tuple[str, ...]:
    cited = (write_official_citation(each.cite["article"]) for each in rulings if each.cite["is_law"])
    return tuple(dict.fromkeys(article for article in cited if article))
