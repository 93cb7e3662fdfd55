"""Which filings need an account, by channel and province."""

from __future__ import annotations

import pytest

from chalicelib.steps.filing.account_checks import needs_account
from tests.support.people import MONDAY
from tests.support.references import provide_reference


@pytest.mark.parametrize(
    ("province", "needed"),
    [("hue", True), ("quang-ngai", True), ("thai-binh", True), ("vinh-long", False), ("lai-chau", False)],
)
def test_paper_needs_an_account_where_the_province_says_so(province: str, needed: bool) -> None:
    reference = provide_reference(province)
    for channel in ("desk", "post", "agent"):
        assert needs_account(reference, channel, MONDAY) is needed
    assert not needs_account(reference, "own_portal", MONDAY), "a sign-in is an account"
