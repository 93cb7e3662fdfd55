"""The terms of use: parts by the rule, and versions that follow what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.terms import Terms, TermsKind, TermsNotCurrent, TermsPart, build_terms
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.repositories.accounts.terms_file import load_terms_parts
from chalicelib.repositories.law.rule_set import load_rules

ARTICLE = "Điều 6 Quy chế"
DUTIES = TermsPart("duties", TermsKind.DUTIES, 1, BilingualWords("Trách nhiệm", "Duties"), "", ())
LAW = replace(DUTIES, id="law", kind=TermsKind.FORBIDDEN, source="Điều 12 Luật")


def build(*parts: TermsPart, article: str = ARTICLE) -> Terms:
    """The terms of these parts."""
    return build_terms(tuple(each.id for each in parts), article, {each.id: each for each in parts})


def test_a_part_without_a_text_of_its_own_rests_on_the_rule() -> None:
    assert [each.source for each in build(DUTIES, LAW).parts] == [ARTICLE, "Điều 12 Luật"]


def test_another_part_edition_or_article_is_another_version_and_a_mended_word_is_none() -> None:
    first = build(DUTIES, LAW).version
    mended = replace(LAW, title=BilingualWords("Cấm", "Forbidden"))
    assert build(DUTIES, mended).version == first
    others = {build(DUTIES).version, build(DUTIES, replace(LAW, edition=2)).version}
    assert len({first, *others, build(DUTIES, LAW, article="Điều 7").version}) == 4


def test_only_the_version_in_force_is_accepted() -> None:
    terms = build(DUTIES)
    terms.require_version(terms.version)
    with pytest.raises(TermsNotCurrent):
        terms.require_version(build(LAW).version)


def test_the_law_names_each_shipped_part_and_no_other() -> None:
    assert set(load_rules().params["account.terms"].choices) == set(load_terms_parts())
    assert all(part.lines for part in load_terms_parts().values())
