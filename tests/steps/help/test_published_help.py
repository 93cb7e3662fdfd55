"""Which articles oblige a province to publish guides and contacts."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules
from chalicelib.steps.help.published_help import find_contacts_article, find_guides_article

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
LAW = ProvinceLaw("lai-chau", load_rules())


def test_the_articles_on_guides_and_contacts_are_the_provinces_own() -> None:
    assert "Điều 21" in find_guides_article(LAW, NOW)
    assert "Điều 7" in find_contacts_article(LAW, NOW)
    vinh_long = ProvinceLaw("vinh-long", load_rules())
    assert "Điều 19" in find_guides_article(vinh_long, NOW)
    assert find_contacts_article(vinh_long, NOW) == ""
