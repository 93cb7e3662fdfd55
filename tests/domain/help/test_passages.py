"""What an answer quotes: the published words, with their source and version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.passages import (
    MOST_POINTS,
    PassageKind,
    quote_answer,
    quote_elsewhere,
    quote_guide,
    quote_procedure,
    quote_unit,
)
from chalicelib.domain.help.published_answers import PublishedAnswer
from chalicelib.domain.help.unit_contacts import UnitContact
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.help.guide_files import GuideFiles

FILES = CatalogueFiles()


def test_a_guide_is_quoted_word_for_word_with_its_version() -> None:
    for guide in GuideFiles().shelf.list_guides():
        passage = quote_guide(guide, 0.5)
        assert [each.text for each in passage.quotes] == [guide.summary, *guide.points[:MOST_POINTS]]
        assert (passage.version, passage.since, passage.owner) == (guide.version, guide.since, guide.owner)
        assert passage.address == f"/help/{guide.id}"


def test_every_procedure_can_be_quoted_and_a_sample_says_so() -> None:
    for procedure in FILES.index.list_procedures():
        passage = quote_procedure(procedure, 0.5)
        headings = [each.heading.vi for each in passage.quotes if each.heading]
        assert "Thời hạn giải quyết" in headings
        assert all(each.text.vi and each.text.en for each in passage.quotes)
        assert passage.verified is procedure.verified


def test_the_papers_of_a_procedure_are_those_that_everybody_needs() -> None:
    procedure = FILES.find_procedure("1.001193")
    papers = next(q for q in quote_procedure(procedure, 0.5).quotes if q.heading and "Giấy tờ" in q.heading.vi)
    assert papers.text.vi == "; ".join(each.name.vi for each in procedure.required_components)


def test_another_authority_is_named_with_the_law_and_a_unit_with_what_is_known_of_it() -> None:
    passport = next(each for each in FILES.index.words.elsewhere if each.key == "passport")
    passage = quote_elsewhere(passport, 0.9)
    assert (passage.source, passage.address) == (passport.source, "")
    assert passport.authority.vi in passage.quotes[0].text.vi
    silent = UnitContact("U1", Names("Xã A", "A"), "", Names("", ""), ())
    assert quote_unit(silent, 0.9).quotes == ()


def test_a_published_answer_is_quoted_by_paragraph_with_number_agency_day_and_label() -> None:
    by, label = Names("UBND xã", "Commune"), Names("Tham khảo", "For reference")
    text = "\n\n".join(f" Đoạn {each} " for each in range(MOST_POINTS + 1))
    answer = PublishedAnswer(
        "a" * 26, "HD-2026-00001", "Khai sinh", "Hỏi?", text, "/viec/questions/da-dang/a", by, date(2026, 12, 2), label
    )
    passage = quote_answer(answer, 0.9)
    assert [each.text.vi for each in passage.quotes] == [f"Đoạn {each}" for each in range(MOST_POINTS)]
    assert (passage.source, passage.by, passage.label) == ("HD-2026-00001", by, label)
    assert (passage.since, passage.kind) == (date(2026, 12, 2), PassageKind.ANSWER)
    assert quote_answer(replace(answer, frequent=True), 0.9).kind is PassageKind.FAQ
