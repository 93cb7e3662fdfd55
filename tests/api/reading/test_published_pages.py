"""Plain pages of what was published: every kind that has something for everybody, and nothing that was withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.kinds.surveys import SURVEYS
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.public_face import PublicMatter
from chalicelib.handlers.matters.public_matters import READS
from chalicelib.handlers.reading.reader import HOME
from chalicelib.repositories.dynamodb.rate_limit import RateLimit
from chalicelib.wiring import matters as wiring_matters
from tests.api.conftest import Api
from tests.api.reading.conftest import PUBLIC_KINDS, PUBLISHED, Crawler, Publisher


@pytest.mark.parametrize("kind", PUBLIC_KINDS, ids=lambda kind: kind.plural)
def test_what_was_published_is_text_and_gone_at_once_when_it_is_withdrawn(
    crawler: Crawler, shelf: dict[str, PublicMatter], kind: MatterKind
) -> None:
    shown, one = shelf[kind.plural], f"{HOME}/{kind.plural}/{shelf[kind.plural].id}"
    page = crawler.read(one)
    assert page.list_faults() == []
    assert [each for each in shown.texts.values() if each not in page.text and not page.links_to(each)] == []
    found = crawler.read(f"{HOME}/{kind.plural}?q=script")
    assert one in found.links
    assert one in crawler.read(f"{HOME}/{kind.plural}").links
    assert crawler.api("GET", one.replace(kind.plural, "help")).status == 404
    other = "faqs" if kind.plural != "faqs" else "questions"
    assert crawler.api("GET", f"{HOME}/{other}/{shown.id}").status == 404, "no other kind's page shows it"
    wiring_matters.provide_public_matters().remove(shown.id, 10_000)
    if kind is not SURVEYS:
        assert crawler.api("GET", one).status == 404
    assert one not in crawler.read(f"{HOME}/{kind.plural}").links
    assert one not in crawler.api("GET", f"{HOME}/sitemap.xml").text


def test_a_page_of_published_matters_counts_as_the_read_that_it_is_made_from(
    crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[tuple[str, str]] = []

    def count_use(_: RateLimit, bucket: str, address: str, *__: object) -> None:
        counted.append((bucket, address))

    monkeypatch.setattr(RateLimit, "count_use", count_use)
    crawler.read(f"{HOME}/questions")
    crawler.read(f"{HOME}/procedures")
    assert counted == [(READS.bucket, "127.0.0.1")]


def test_a_list_of_published_matters_has_pages_by_signed_links(crawler: Crawler) -> None:
    kind, public = KINDS["questions"], wiring_matters.provide_public_matters()
    first = Publisher().publish(kind)
    for number in range(1, 25):
        at = PUBLISHED + timedelta(minutes=number)
        public.put(replace(first, id=f"{first.id[:24]}{number:02d}", published_at=at), (), 3)
    page = crawler.read(f"{HOME}/questions?lang=en")
    (following,) = [each for each in page.links if "page=" in each]
    rest = crawler.read(following)
    seen = [each for one in (page, rest) for each in one.links if each.startswith(f"{HOME}/questions/")]
    assert len(seen) == len(set(seen)) == 25
    assert f"{HOME}/questions?lang=en" in rest.links
    assert crawler.api("GET", f"{HOME}/questions?page=made-up").status == 400


def test_a_reader_without_the_law_of_a_section_reads_that_there_is_no_page(api: Api) -> None:
    for kind in KINDS.values():
        if kind not in PUBLIC_KINDS:
            assert api("GET", f"{HOME}/{kind.plural}").status == 404, kind.plural
