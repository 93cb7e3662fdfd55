"""A refusal names the articles that it rests on."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.law.rulings import RuleCite, Ruling
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.steps.dossier.by_law import cite_on_refusal


def build_ruling(article: str, *, is_law: bool = True) -> Ruling:
    """A rule with its citation."""
    cite: RuleCite = {
        "param": "supplement.ways", "entry": "qn.ways", "article": article, "instrument": "Quy chế",
        "is_law": is_law, "certainty": "read_once",
    }  # fmt: skip
    return Ruling(None, cite, date(2026, 11, 23))


def list_articles(*rulings: Ruling) -> tuple[str, ...]:
    """The articles of what is refused under these rules."""
    with pytest.raises(Forbidden) as caught, cite_on_refusal(*rulings):
        raise Forbidden()
    return caught.value.law


def test_the_articles_are_named_once_and_in_official_words() -> None:
    one, other = build_ruling("Điều 9 Quy chế"), build_ruling("Khoản 1 Điều 12 Quy chế")
    assert list_articles(one, other, one) == ("Điều 9 Quy chế", "Khoản 1 Điều 12 Quy chế")


def test_a_choice_of_the_service_is_never_named_as_law() -> None:
    assert list_articles(build_ruling("quy ước", is_law=False), build_ruling("")) == ()


def test_blocks_within_blocks_add_their_articles() -> None:
    with (
        pytest.raises(Forbidden) as caught,
        cite_on_refusal(build_ruling("Điều 2")),
        cite_on_refusal(build_ruling("Điều 1")),
    ):
        raise Forbidden()
    assert caught.value.law == ("Điều 1", "Điều 2")


def test_nothing_happens_where_nothing_is_refused() -> None:
    with cite_on_refusal(build_ruling("Điều 1")):
        pass
