"""Typed texts and numbers: the examples that the web app is held to as well, and laws for any text."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.people import find_person_faults
from chalicelib.domain.ledger.chain import LEAST_DECIMAL
from chalicelib.domain.shared.folding import fold_text
from chalicelib.domain.shared.text import clean_text, convert_digits, is_text, join_lines, strip_accents
from chalicelib.domain.shared.typed_numbers import (
    LEAST_AMOUNT,
    normalise_email,
    normalise_identity,
    normalise_passport,
    normalise_phone,
    normalise_receipt,
    read_amount,
)
from chalicelib.models.drafts import Person

EXAMPLES = json.loads((Path(__file__).parents[2] / "data" / "typed.json").read_text())


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["texts"])
def test_a_text_has_one_form(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@pytest.mark.parametrize(("typed", "folded"), EXAMPLES["folds"])
def test_a_text_is_compared_without_accents_and_case(typed: str, folded: str) -> None:
    assert fold_text(typed) == folded


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["phones"])
def test_a_telephone_number_has_one_spelling(typed: str, stored: str) -> None:
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["identities"])
def test_an_identity_number_has_one_spelling(typed: str, stored: str) -> None:
    assert normalise_identity(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["passports"])
def test_a_passport_number_has_one_spelling(typed: str, stored: str) -> None:
    assert normalise_passport(typed) == stored


@pytest.mark.parametrize(("typed", "readable"), EXAMPLES["readable"])
def test_what_is_no_text_is_known(typed: str, readable: bool) -> None:
    assert is_text(clean_text(typed)) == readable


@pytest.mark.parametrize(("typed", "plain"), EXAMPLES["digits"])
def test_digits_of_every_script_are_plain_ones(typed: str, plain: str) -> None:
    assert convert_digits(typed) == plain


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["emails"])
def test_an_address_comes_without_what_was_copied_along(typed: str, stored: str) -> None:
    assert normalise_email(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["addresses"])
def test_the_lines_of_an_address_are_one(typed: str, stored: str) -> None:
    assert join_lines(clean_text(typed)) == stored


@pytest.mark.parametrize(("typed", "stored"), EXAMPLES["receipts"])
def test_the_number_of_a_receipt_has_one_spelling(typed: str, stored: str) -> None:
    assert normalise_receipt(typed) == stored


@pytest.mark.parametrize(("typed", "amount"), EXAMPLES["amounts"])
def test_an_amount_is_read_in_one_way_or_not_at_all(typed: str, amount: float | None) -> None:
    found = read_amount(typed)
    assert found == amount
    assert type(found) is type(amount)


def test_the_least_amount_is_what_a_ledger_holds() -> None:
    assert LEAST_AMOUNT == LEAST_DECIMAL


@pytest.mark.parametrize(("declared", "said"), EXAMPLES["persons"])
def test_a_person_is_taken_or_refused_at_the_field(declared: dict[str, str], said: dict[str, str]) -> None:
    person = Person.model_validate(declared).model_dump()
    assert {fault.path[1:]: fault.vi for fault in find_person_faults(person, "")} == said


@given(st.text())
def test_cleaning_again_changes_nothing_and_leaves_no_hidden_mark(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not [mark for mark in once if unicodedata.category(mark) == "Cf"]


@given(st.text())
def test_without_accents_both_spellings_are_the_same(text: str) -> None:
    parted = unicodedata.normalize("NFD", text)
    assert strip_accents(parted) == strip_accents(unicodedata.normalize("NFC", text))
    assert fold_text(clean_text(text)) == fold_text(clean_text(fold_text(clean_text(text))))


@given(st.text(max_size=30))
def test_tidying_a_number_again_changes_nothing(typed: str) -> None:
    assert normalise_phone(normalise_phone(typed)) == normalise_phone(typed)
    assert normalise_identity(normalise_identity(typed)) == normalise_identity(typed)
    assert normalise_passport(normalise_passport(typed)) == normalise_passport(typed)
    assert normalise_email(normalise_email(typed)) == normalise_email(typed)
    assert normalise_receipt(normalise_receipt(typed)) == normalise_receipt(typed)


@given(st.one_of(st.integers(-(10**15), 10**15), st.decimals(-(10**9), 10**9, places=4)))
def test_an_amount_is_read_as_it_is_written(amount: int | Decimal) -> None:
    written = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert read_amount(written) == pytest.approx(float(amount), abs=1e-9)


@given(st.text(alphabet="0123456789 .,-đ'", max_size=12))
def test_no_digit_of_an_amount_is_lost_or_made_up(typed: str) -> None:
    found = read_amount(typed)
    if found is not None:
        digits = re.sub(r"[^0-9]", "", typed)
        assert re.sub(r"[^0-9]", "", f"{found}").strip("0") == digits.strip("0")
