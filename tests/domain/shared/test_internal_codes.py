"""No slip and no notice shows a code or an internal note, and the check notices each kind of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.documents.slip_html import render_html
from chalicelib.domain.documents.slip_values import Slip
from chalicelib.domain.law.article_words import UNSEEN, print_cite, write_official_citation
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.repositories.notices.notice_table import FOLDER, load_notices
from tests.support.internal_codes import (
    HARMLESS,
    OFFICERS_READ,
    PATTERNS,
    SHOWN,
    find_codes,
    list_shown_codes,
    list_texts,
)
from tests.support.slip_samples import list_samples


@pytest.mark.parametrize("kind", PATTERNS)
def test_the_check_finds_each_kind_of_code(kind):
    assert any(found.startswith(f"{kind}:") for found in find_codes(SHOWN[kind])), SHOWN[kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_the_check_lets_official_words_pass(text):
    assert find_codes(text) == []


@pytest.mark.parametrize("kind", PATTERNS)
def test_officers_read_how_certain_the_law_is_and_nothing_else_of_ours(kind):
    assert bool(find_codes(SHOWN[kind], officers=True)) is (kind not in OFFICERS_READ)


@pytest.fixture(scope="module")
def every_sample() -> list[tuple[str, Slip]]:
    """Each slip that `make slips` draws."""
    return list(list_samples())


def test_no_sample_of_a_slip_shows_a_code(every_sample):
    assert len(every_sample) > 30
    for name, slip in every_sample:
        assert find_codes(" | ".join(_list_words(slip))) == [], name
        assert "(*)" not in render_html(slip), name


def _list_words(slip: Slip) -> Iterator[str]:
    yield from (slip.title, slip.form, slip.authority, slip.issuer, slip.place, slip.lead, slip.mark)
    for line in slip.lines:
        yield from (line.label, *line.text)
        if line.table:
            yield from (*line.table.columns, *(cell for row in line.table.rows for cell in row))
    yield from (*slip.closing, *slip.signers, *(one.text for one in slip.basis))
    yield from (text for each in slip.remedies for text in (each.way, each.addressee, each.limit))


class _Filled(dict[str, str]):
    """A value for every place of a text."""

    def __missing__(self, name: str) -> str:
        return "…"


def test_no_text_of_a_notice_shows_a_code():
    texts = [
        (text.format_map(_Filled()), language == "en")
        for notice in load_notices().notices
        for language, words in notice.words.items()
        for text in (words.subject, words.body, words.sms)
        if text
    ]
    assert len(texts) > 200
    assert list_shown_codes(texts) == []


def test_no_word_for_a_code_in_notices_is_a_code():
    words: dict[str, Any] = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    texts = [(text.format_map(_Filled()), english) for text, english in list_texts(words)]
    assert len(texts) > 40
    assert list_shown_codes(texts) == []


def test_an_article_whose_number_was_not_seen_is_kept_for_lawyers_and_never_printed():
    rules = load_rules()
    noted = [entry for entry in rules.entries.values() if entry.article.endswith(UNSEEN)]
    assert noted, "the data holds such entries"
    for entry in noted:
        name = rules.instruments[entry.doc].name_vi
        assert print_cite(entry.article, name) == name
        assert write_official_citation(f"{entry.article} {name}") == name
