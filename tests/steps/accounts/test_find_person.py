"""Somebody is found by number and name only where both are proven and in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

import pytest

from chalicelib.domain.accounts.person_joining import IdentifierHolders
from chalicelib.domain.accounts.person_profile import (
    IdentifierKind,
    PersonProfile,
    ProfileProof,
    ProofMethod,
    prove_profile,
)
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.steps.accounts.find_person import find_proven_person
from chalicelib.steps.accounts.profile_ports import Profiles

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
NUMBER, NAME = "046190001234", "Nguyễn Thị Minh Khai"
KNOWN = prove_profile(
    PersonProfile("khai"), ProvenIdentity(2, NUMBER, NAME), ProfileProof(ProofMethod.E_IDENTITY, NOW, 2)
)
DECLARED = prove_profile(
    PersonProfile("khai"), ProvenIdentity(0, NUMBER, NAME), ProfileProof(ProofMethod.DECLARED, NOW)
)


@dataclass
class OneProfile:
    """The profile of one person, who has the number."""

    profile: PersonProfile
    loads: int = 0

    def find_by_identifier(self, kind: IdentifierKind, number: str, real_now: datetime) -> IdentifierHolders:
        return IdentifierHolders("khai" if (kind, number) == (IdentifierKind.PERSONAL_ID, NUMBER) else "")

    def load(self, person: str) -> PersonProfile:
        self.loads += 1
        return self.profile if person == "khai" else PersonProfile(person)


@pytest.mark.parametrize(
    ("profile", "number", "name", "found"),
    [
        (KNOWN, NUMBER, NAME, "khai"),
        (KNOWN, NUMBER, "nguyen thi minh khai", "khai"),
        (KNOWN, NUMBER, "Nguyễn Thị Minh", ""),
        (KNOWN, "046190009999", NAME, ""),
        (KNOWN, "C1234567", NAME, ""),
        (DECLARED, NUMBER, NAME, ""),
        (replace(KNOWN, identifiers=()), NUMBER, NAME, ""),
    ],
)
def test_who_is_found(profile: PersonProfile, number: str, name: str, found: str) -> None:
    store = OneProfile(profile)
    assert find_proven_person(cast("Profiles", store), number, name, NOW) == found
    assert store.loads == 1, "a number that nobody has costs the same"
