"""Compressed stored text: it decompresses exactly, and other data are refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.repositories.dynamodb.compression import DICTIONARY, compress_text, decompress_text

DATA = Path(__file__).parents[2] / "chalicelib" / "data"
STORED_WITH = {1: "911e6a9e3573179fbfa736c5c575540f9ef18ada35bb09f66baa20209011d5b5"}
"""Dictionaries that something was stored with. A changed one would make all of it unreadable."""


@given(st.text())
def test_a_text_comes_back_letter_by_letter(text: str) -> None:
    assert decompress_text(compress_text(text)) == text


@pytest.mark.parametrize("number", STORED_WITH)
def test_a_dictionary_never_changes(number: int) -> None:
    assert hashlib.sha256((DATA / f"squeeze-{number}.txt").read_bytes()).hexdigest() == STORED_WITH[number]


def test_the_newest_dictionary_is_one_of_the_kept() -> None:
    assert max(STORED_WITH) == DICTIONARY


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x02",
        b"\x01",
        b'{"a":1}',
        compress_text("xin chào")[:-1],
        compress_text("xin chào") + b"x",
        b"\x01\xff\xff",
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="compressed text"):
        decompress_text(data)
