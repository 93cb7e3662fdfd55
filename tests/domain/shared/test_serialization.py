"""Values to plain data and back, by their type hints alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.obligations import Due, Obligation
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Duration, Unit

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


class Colour(StrEnum):
    """An enumeration."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Inner:
    """A value inside another."""

    day: date
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class Outer:
    """Every kind that a dossier is made of."""

    name: str
    at: datetime | None = None
    inner: tuple[Inner, ...] = ()
    pair: tuple[str, int] | None = None
    by_name: Mapping[str, Inner] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    spans: tuple[tuple[datetime, datetime], ...] = ()
    free: Mapping[str, Any] = field(default_factory=dict)


INNER = st.builds(Inner, st.dates(), st.sampled_from(Colour))
TIMES = st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given separately
OUTER = st.builds(
    Outer,
    name=st.text(),
    at=st.none() | TIMES,
    inner=st.lists(INNER, max_size=3).map(tuple),
    pair=st.none() | st.tuples(st.text(), st.integers()),
    by_name=st.dictionaries(st.text(), INNER, max_size=3),
    names=st.frozensets(st.text(), max_size=3),
    spans=st.lists(st.tuples(TIMES, TIMES), max_size=2).map(tuple),
    free=st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.integers()), max_size=3),
)


@given(OUTER)
def test_a_value_comes_back_from_json_as_it_was(value: Outer) -> None:
    assert unpack_value(Outer, json.loads(json.dumps(pack_value(value)))) == value


def test_what_is_at_its_default_is_left_out() -> None:
    assert pack_value(Outer("x")) == {"name": "x"}
    assert pack_value(Inner(date(2026, 1, 2))) == {"day": "2026-01-02"}


def test_a_key_of_another_version_is_refused() -> None:
    with pytest.raises(KeyError, match="newer"):
        unpack_value(Outer, {"name": "x", "newer": 1})


def test_a_pair_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        unpack_value(tuple[str, int], ["x"])


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="green"):
        unpack_value(Colour, "green")


def test_clocks_and_obligations_come_back() -> None:
    clock = Clock("resolution", Duration(3, Unit.WORKING_DAY), AT, AT, AT, AT, AT, law=("a",), waits=((AT, AT),))
    owed = Obligation("F01", "fee", 100, Due.RECEPTION, blocking=False, created_at=AT)
    assert unpack_value(Clock, pack_value(clock)) == clock
    assert unpack_value(tuple[Obligation, ...], pack_value((owed,))) == (owed,)
