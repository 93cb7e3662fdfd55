"""Dossier codes in each regime's pattern, and the range left to the paper register of an outage."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.codes import (
    CodesExhausted,
    UnitWithoutCode,
    build_code,
    build_series,
    read_unit_form,
    split_code,
)

DAY = date(2026, 11, 23)
RESERVED = range(9001, 10_000)
OLD, NEW = "{qcvn102}-YYMMDD-NNNN", "{id2020}-YYYYMMDD-NNNNNNN"


@pytest.mark.parametrize(
    ("pattern", "unit", "number", "expected"),
    [
        (OLD, "000.10.32.H57", 1, "000.10.32.H57-261123-0001"),
        (OLD, "000.10.32.H57", 9000, "000.10.32.H57-261123-9000"),
        (NEW, "H57.106.01", 1, "H57.106.01-20261123-0000001"),
        (NEW, "H57.106.01", 9000, "H57.106.01-20261123-0009000"),
        (NEW, "H57.106.01", 9001, "H57.106.01-20261123-0010000"),
        (NEW, "H57.106.01", 9002, "H57.106.01-20261123-0010001"),
    ],
)
@pytest.mark.clause("VL-18.2")
def test_the_code_follows_its_pattern(pattern: str, unit: str, number: int, expected: str) -> None:
    assert build_code(pattern, unit, DAY, number, RESERVED) == expected


@pytest.mark.clause("VL-18.2")
def test_a_pattern_without_room_beyond_the_reserved_range_is_exhausted() -> None:
    with pytest.raises(CodesExhausted):
        build_code(OLD, "U", DAY, 9001, RESERVED)


@pytest.mark.parametrize("number", [0, -1, 10**7])
def test_a_number_that_the_pattern_cannot_hold_is_refused(number: int) -> None:
    with pytest.raises(CodesExhausted):
        build_code(NEW, "U", DAY, number, RESERVED)


@pytest.mark.parametrize("unit", ["", None])
def test_a_unit_without_its_identifier_gets_no_code(unit: str | None) -> None:
    with pytest.raises(UnitWithoutCode):
        build_series(NEW, unit, DAY)


def test_the_pattern_says_which_identifier_it_writes() -> None:
    assert (read_unit_form(OLD), read_unit_form(NEW)) == ("qcvn102", "id2020")
    with pytest.raises(ValueError, match="without a unit"):
        read_unit_form("YYYYMMDD-NNNN")


@given(st.sets(st.integers(1, 20_000), min_size=2, max_size=30))
def test_codes_are_distinct_and_never_in_the_reserved_range(numbers: set[int]) -> None:
    printed = [int(split_code(build_code(NEW, "U", DAY, number, RESERVED))[1]) for number in sorted(numbers)]
    assert printed == sorted(set(printed))
    assert not set(printed) & set(RESERVED)


@given(st.integers(1, 9_000_000), st.dates(date(2018, 1, 1), date(2035, 1, 1)))
def test_a_code_splits_into_its_series_and_number(number: int, day: date) -> None:
    head, tail = split_code(build_code(NEW, "H57.106.01", day, number, RESERVED))
    assert head == build_series(NEW, "H57.106.01", day)
    assert len(tail) == 7
