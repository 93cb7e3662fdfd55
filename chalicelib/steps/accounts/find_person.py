"""Find the person whose number and name are given, among those who have proven both."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.person_profile import PersonKind, find_identifier_kind
from chalicelib.domain.shared.folding import split_words
from chalicelib.steps.accounts.profile_ports import Profiles

NOBODY = "nobody"
"""Read in place of the profile of a number that nobody has: both answers cost the store the same."""


def find_proven_person(
    profiles: Profiles, number: str, full_name: str, real_now: datetime, whose: PersonKind = PersonKind.CITIZEN
) -> str:
    """Return the person's id; "" where nobody has the number, or its holder has proven another name or none. A mistyped
    number gives a stranger nothing."""
    kind = find_identifier_kind(whose, number)
    person = profiles.find_by_identifier(kind, number, real_now).active
    profile = profiles.load(person or NOBODY)
    held = profile.find_identifier(kind, number)
    proven = held is not None and held.active and held.proof.proves and profile.is_proven("full_name")
    return person if person and proven and split_words(profile.full_name) == split_words(full_name) else ""
