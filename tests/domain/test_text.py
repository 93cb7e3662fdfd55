"""Typed texts and numbers: the examples that the web app is held to as well, and laws for any text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.folding import fold
from chalicelib.domain.text import clean_text, strip_accents
from chalicelib.domain.typed_numbers import tidy_identity, tidy_passport, tidy_phone

EXAMPLES = json.loads((Path(__file__).parents[1] / "data" / "typed.json").read_text())


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["texts"])
def test_a_text_has_one_form(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@pytest.mark.parametrize(("typed", "folded"), EXAMPLES["folds"])
def test_a_text_is_compared_without_accents_and_case(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["phones"])
def test_a_telephone_number_has_one_spelling(typed: str, stored: str) -> None:
    assert tidy_phone(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["identities"])
def test_an_identity_number_has_one_spelling(typed: str, stored: str) -> None:
    assert tidy_identity(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["passports"])
def test_a_passport_number_has_one_spelling(typed: str, stored: str) -> None:
    assert tidy_passport(typed) == stored


@given(st.text())
def test_cleaning_again_changes_nothing_and_leaves_no_hidden_mark(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not [mark for mark in once if unicodedata.category(mark) == "Cf"]


@given(st.text())
def test_without_accents_both_spellings_are_the_same(text: str) -> None:
    parted = unicodedata.normalize("NFD", text)
    assert strip_accents(parted) == strip_accents(unicodedata.normalize("NFC", text))
    assert fold(clean_text(text)) == fold(clean_text(fold(clean_text(text))))


@given(st.text(max_size=30))
def test_tidying_a_number_again_changes_nothing(typed: str) -> None:
    assert tidy_phone(tidy_phone(typed)) == tidy_phone(typed)
    assert tidy_identity(tidy_identity(typed)) == tidy_identity(typed)
    assert tidy_passport(tidy_passport(typed)) == tidy_passport(typed)
