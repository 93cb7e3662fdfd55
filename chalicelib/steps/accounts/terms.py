"""Accept the terms of use: who accepted which version when is on record with the person's profile (VL-6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.accounts.person_profile import AcceptedTerms, ProfileChange
from chalicelib.domain.accounts.terms import Terms
from chalicelib.domain.shared.errors import Busy, Stale
from chalicelib.steps.accounts.profile_ports import Profiles

ACCEPTED = "terms_accepted"
"""Cause of the change of a profile."""
TRIES = 3


def accept_terms(
    profiles: Profiles, person: str, version: str, terms: Terms, now: datetime, real_now: datetime
) -> AcceptedTerms:
    """Record that the person accepts the terms in force; a repetition changes nothing. Raise TermsNotCurrent for
    another version, Busy while the profile changes."""
    terms.require_version(version)
    for _ in range(TRIES):
        profile = profiles.load(person)
        if profile.terms is not None and profile.terms.version == version:
            return profile.terms
        accepted = AcceptedTerms(version, now)
        after = replace(profile, version=profile.version + 1, terms=accepted)
        try:
            profiles.save(profile, after, ProfileChange(ACCEPTED, now, person), real_now)
        except Stale:
            continue
        return accepted
    raise Busy(retry_after=1)
