"""What body a unit is, and by what it is a unit of a province."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.catalogue.unit_bodies import VerticalList, find_body, find_published_list, is_unit_here
from tests.law.calendars import RULES

LIST = VerticalList(
    "1291/QĐ-TTg", "Danh mục", "Thủ tướng Chính phủ", date(2019, 10, 7), date(2019, 10, 7), date(2027, 1, 1),
    frozenset({"tax_authority"}), "secondary", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("department", "authorities"), ("post_office", "one_stop_units"), ("state_treasury", "vertical_agencies"),
        ("utility", "utilities"),
    ],
)  # fmt: skip
def test_a_kind_is_of_one_body(kind: str, body: str) -> None:
    assert find_body(kind) == body


@pytest.mark.parametrize(
    ("kind", "extra", "listed", "expected"),
    [
        ("department", (), False, True),
        ("one_stop", (), False, True),
        ("utility", (), False, False),
        ("utility", ("utilities",), False, True),
        ("utility", ("public_units",), False, False),
        ("tax_authority", (), True, True),
        ("tax_authority", (), False, False),
    ],
)
def test_the_regulation_or_a_list_adds_to_the_bodies_of_every_province(
    kind: str, extra: tuple[str, ...], listed: bool, expected: bool
) -> None:
    assert is_unit_here(kind, extra, LIST if listed else None) is expected


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("tax_authority", date(2019, 10, 6), None),
        ("tax_authority", date(2019, 10, 7), LIST),
        ("tax_authority", date(2026, 12, 31), LIST),
        ("tax_authority", date(2027, 1, 1), None),
        ("state_treasury", date(2026, 1, 1), None),
    ],
)
def test_a_list_names_kinds_while_it_is_in_force(kind: str, day: date, expected: VerticalList | None) -> None:
    assert find_published_list(kind, [LIST], day) is expected


def test_bodies_are_the_words_of_the_rule() -> None:
    declared = set(RULES.params["tenants.extra"].choices or ())
    added = {find_body(kind) for kind in ("utility", "association", "economic_zone_board", "participating_body")}
    assert added <= declared
