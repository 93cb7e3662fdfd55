"""What the decisions on people change in their profiles: merged, separated, a number given, a death, an update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.accounts.person_profile import (
    Identifier,
    JoinedAccount,
    PersonProfile,
    ProfileProof,
    ProofMethod,
    UpdateDemand,
    find_identifier_kind,
    put_identifier,
)


def merge_people(kept: PersonProfile, other: PersonProfile, at: datetime) -> tuple[PersonProfile, PersonProfile]:
    """Return the profile of the person who stays, with the other's accounts and numbers, and the other's, which leads
    to it. What the person who stays says of themselves stays; what only the other knew is taken over."""
    own = {each.key for each in kept.identifiers if not each.contested}
    identifiers = tuple(each for each in kept.identifiers if not each.contested)
    for each in other.identifiers:
        if each.key not in own:
            active = any(known.kind is each.kind and known.until is None for known in identifiers)
            until = each.until or (at if active else None)
            identifiers = (*identifiers, replace(each, until=until, contested=False))
    accounts = (*kept.accounts, JoinedAccount(other.person, at), *other.accounts)
    parts = {name: getattr(other, name) for name in _EMPTY_TAKEN if not getattr(kept, name) and getattr(other, name)}
    proofs = {**{name: other.proofs[name] for name in parts if name in other.proofs}, **kept.proofs}
    merged = replace(kept, version=kept.version + 1, identifiers=identifiers, accounts=accounts, proofs=proofs, **parts)
    return merged, replace(other, version=other.version + 1, identifiers=_end_all(other, at), merged_into=kept.person)


def separate_people(
    kept: PersonProfile, other: PersonProfile, before: PersonProfile
) -> tuple[PersonProfile, PersonProfile]:
    """Return both as they were: `before` is the other's profile from before the merge. What either has become since by
    own words stays."""
    theirs = {each.key for each in before.identifiers}
    identifiers = tuple(each for each in kept.identifiers if each.key not in theirs)
    back = {other.person, *(each.account for each in before.accounts)}
    accounts = tuple(each for each in kept.accounts if each.account not in back)
    return (
        replace(kept, version=kept.version + 1, identifiers=identifiers, accounts=accounts),
        replace(before, version=other.version + 1, merged_into=""),
    )


def give_number(profile: PersonProfile, number: str, officer: str, at: datetime) -> PersonProfile:
    """Return the profile with a number that an officer saw; the one before it stays in the history."""
    proof = ProfileProof(ProofMethod.IN_PERSON, at, by=officer)
    given = Identifier(find_identifier_kind(profile.kind, number), number, proof)
    return replace(profile, version=profile.version + 1, identifiers=put_identifier(profile.identifiers, given))


def give_up_number(profile: PersonProfile, number: str, at: datetime) -> PersonProfile:
    """Return the profile of whom a number does not belong to."""
    ended = tuple(
        replace(each, until=at) if each.number == number and each.until is None else each
        for each in profile.identifiers
    )
    return replace(profile, version=profile.version + 1, identifiers=ended)


def record_death(profile: PersonProfile, day: str) -> PersonProfile:
    """Return the profile of somebody who has died."""
    return replace(profile, version=profile.version + 1, died_on=day)


def demand_update(profile: PersonProfile, reason: str, officer: str, at: datetime) -> PersonProfile:
    """Return the profile whose holder is asked to bring it up to date."""
    return replace(profile, version=profile.version + 1, demand=UpdateDemand(reason, at, officer))


def list_accounts(profile: PersonProfile) -> tuple[str, ...]:
    """Return every account of a person."""
    return (profile.person, *(each.account for each in profile.accounts))


def find_before_merge(changes: Sequence[PersonProfile], person: str) -> PersonProfile:
    """Return the newest of a person's profiles that did not lead to another one."""
    return next((each for each in reversed(changes) if not each.merged_into), PersonProfile(person))


def _end_all(profile: PersonProfile, at: datetime) -> tuple[Identifier, ...]:
    return tuple(replace(each, until=at) if each.until is None else each for each in profile.identifiers)


_EMPTY_TAKEN = ("full_name", "birth_date", "sex", "nationality")
