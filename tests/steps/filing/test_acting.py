"""By what right a filing is made for another person, and what is missing of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.acting_for import ActingForNeeded, AuthorisationTooNarrow, Authority
from chalicelib.domain.accounts.roles import ActingFor, Actor
from chalicelib.domain.filing.draft_content import DraftContent, NationalOrigin, TypedAuthority, TypedFor
from chalicelib.steps.filing.acting import build_authority, find_authority_faults, require_principal
from tests.support.builders import CITIZEN, REGISTRATION, Case

PRINCIPAL = {"full_name": "Trần Văn An", "id_number": "046090005678"}
ACTING = ActingFor("a" * 26, "khai", "046190001234", "Nguyễn Thị Minh Khai")
TYPED = TypedFor("a" * 26, "Nguyễn Thị Minh Khai", "046190001234")


def make_content(**more: Any) -> DraftContent:
    """A filing as far as it matters here."""
    return DraftContent(REGISTRATION, "HUE-N1", "own_portal", {}, {}, **more)


def list_faults(content: DraftContent) -> list[str]:
    """The codes of what is missing, on the tests' Monday."""
    case = Case()
    command = case.ask("submit", CITIZEN, {"papers": [], "declared_true": True})
    return [each.code for each in find_authority_faults(case.reference, command, content)]


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({}, []),
        ({"on_behalf": PRINCIPAL}, ["authority_missing"]),
        ({"on_behalf": PRINCIPAL, "acting": TYPED}, []),
        ({"on_behalf": PRINCIPAL, "national": NationalOrigin("1", "")}, []),
        ({"on_behalf": PRINCIPAL, "authority": TypedAuthority("paper", "12", "2026-01-02")}, []),
        ({"on_behalf": PRINCIPAL, "authority": TypedAuthority("paper")}, ["authority_missing", "authority_missing"]),
        ({"on_behalf": PRINCIPAL, "authority": TypedAuthority("paper", "12", "2099-01-02")}, ["in_future"]),
        ({"on_behalf": PRINCIPAL, "authority": TypedAuthority("child")}, ["not_a_child"]),
        ({"on_behalf": {"full_name": "Bé An"}, "authority": TypedAuthority("child")}, ["required"]),
        ({"on_behalf": {**PRINCIPAL, "id_number": "046208005678"}, "authority": TypedAuthority("child")}, []),
        ({"on_behalf": {**PRINCIPAL, "id_number": "046207005678"}, "authority": TypedAuthority("child")},
         ["not_a_child"]),
    ],
)  # fmt: skip
def test_what_is_missing_of_the_right_to_file_for_another(more: dict[str, Any], codes: list[str]) -> None:
    assert list_faults(make_content(**more)) == codes


def test_a_filing_keeps_by_what_right_it_was_made() -> None:
    paper = TypedAuthority("paper", "12/UQ", "2026-01-02")
    assert build_authority(make_content(on_behalf=PRINCIPAL, authority=paper)) == Authority(
        "paper", "", "12/UQ", "2026-01-02"
    )
    assert build_authority(make_content(acting=TYPED, authority=paper)) == Authority("consent", "a" * 26)
    assert build_authority(make_content(authority=paper)) is None, "typed before the person was taken out again"


def test_only_who_acts_by_the_same_authorisation_files_and_the_principal_is_the_one_of_it() -> None:
    reference, begun = Case().reference, make_content(acting=TYPED, on_behalf=PRINCIPAL)
    for acting in (None, replace(ACTING, authorisation="b" * 26)):
        with pytest.raises(ActingForNeeded):
            require_principal(Actor("an", acting=acting), reference, begun)
    with pytest.raises(AuthorisationTooNarrow):
        require_principal(Actor("an", acting=replace(ACTING, procedures=("x",))), reference, begun)
    found = require_principal(Actor("an", acting=ACTING), reference, begun)
    assert found.principal == "khai"
    assert found.on_behalf == {"full_name": ACTING.full_name, "id_number": ACTING.id_number}
