"""Instants as text: one form for each, and only that form is read back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp, read_instant, write_stamp


@given(st.datetimes(timezones=st.sampled_from([UTC, VIETNAM])).filter(lambda at: 1 < at.year < 9999))
def test_an_instant_is_read_back_and_equal_ones_have_equal_texts(at):
    assert parse_stamp(write_stamp(at)) == at
    assert write_stamp(at) == write_stamp(at.astimezone(UTC))


@pytest.mark.parametrize("text", ["2026-03-02T08:30:00Z", "2026-03-02T15:30:00.000000+07:00", "2026-03-02", "x"])
def test_another_form_of_an_instant_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_stamp(text)


@pytest.mark.parametrize(
    "text", ["", "hôm nay", "2026-03-02T08:30:00", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00Z"]
)
def test_a_typed_text_that_names_no_instant_is_none(text):
    assert read_instant(text) is None


def test_a_typed_instant_keeps_its_moment():
    assert read_instant("2026-03-02T15:30:00+07:00") == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
