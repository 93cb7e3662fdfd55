"""Fields of the tables: each day has bounds."""

from __future__ import annotations

import pytest

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_fields import HAPPENED
from chalicelib.domain.matters.matter_kind import MatterField

PLANNED = {
    ("survey", "opens_on"), ("survey", "closes_on"),
    ("unit_change", "effective"), ("account_request", "valid_from"), ("account_request", "valid_until"),
    ("account_case", "off_day"),
}  # fmt: skip
DAYS = [
    (kind.name, each)
    for kind in KINDS.values()
    for fields in (kind.opening.fields, *(row.fields for row in kind.steps))
    for each in fields
    if each.form.format in ("date", "date-time")
]


@pytest.mark.parametrize(("kind", "asked"), DAYS)
def test_each_day_of_every_table_has_bounds_and_only_plans_may_be_ahead(kind: str, asked: MatterField) -> None:
    assert asked.form.bounds is not None
    assert (asked.form.bounds != HAPPENED) is ((kind, asked.key) in PLANNED)
