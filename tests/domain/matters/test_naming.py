"""Consents without which nobody is named in public: one's own, a representative's, and a child's own from an age on."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.matters.naming import list_child_faults, list_name_faults

ADULT = {"name_consent": True, "named_person": "Lò Văn An"}
CHILD = {**ADULT, "named_age": 8, "representative": "Lò Thị Mai", "representative_consent": True}


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({}, []),
        ({"name_consent": False}, []),
        (ADULT, []),
        ({"named_person": "Lò Văn An"}, [("/values/name_consent", "consent_needed")]),
        ({"name_consent": False, "child_consent": True}, [("/values/name_consent", "consent_needed")]),
        ({"name_consent": True}, [("/values/named_person", "required")]),
        ({**ADULT, "named_person": "Lò Văn An 0905123456"}, [("/values/named_person", "not_a_name")]),
        ({**ADULT, "named_person": "an@vidu.vn"}, [("/values/named_person", "not_a_name")]),
    ],
)
def test_a_name_goes_with_its_box(values: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    assert [(each.path, each.code) for each in list_name_faults(values)] == faults


@pytest.mark.parametrize(
    ("changes", "age", "faults"),
    [
        ({"child_consent": True}, 7, []),
        ({}, 7, ["/values/child_consent"]),
        ({}, 8, ["/values/child_consent"]),
        ({}, 9, []),
        ({}, None, []),
        ({"named_age": 0}, 7, []),
        ({"named_age": 15, "child_consent": True}, 7, []),
        ({"named_age": 16}, 7, ["/values/named_age"]),
        ({"named_age": None}, 7, ["/values/named_age"]),
        ({"representative": ""}, 9, ["/values/representative"]),
        ({"representative_consent": False}, 9, ["/values/representative_consent"]),
    ],
)
def test_a_child_is_named_with_the_representative_and_its_own_consent(
    changes: dict[str, Any], age: int | None, faults: list[str]
) -> None:
    assert [each.path for each in list_child_faults({**CHILD, **changes}, age)] == faults


def test_nobody_asks_an_adult_for_a_representative() -> None:
    assert list_child_faults(ADULT, 7) == []
