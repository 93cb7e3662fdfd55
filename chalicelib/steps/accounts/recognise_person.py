"""Recognise who has signed in with a proven identity: a person known already, or a new one (HUE-10.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.person_joining import IdentifierTaken, JoinOutcome, decide_join
from chalicelib.domain.accounts.person_profile import (
    JoinedAccount,
    PersonKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
    find_identifier_kind,
    needs_proof,
    prove_profile,
)
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.shared.errors import Busy, Stale
from chalicelib.steps.accounts.profile_ports import PersonRecords, Profiles

SIGNED_IN, JOINED = "signed_in", "joined"
"""Causes of a change of a profile: a sign-in proved it, and a new account was joined to the person."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class PersonDesk:
    """Profiles, the records of accounts, and what is done with a number that two people claim."""

    profiles: Profiles
    records: PersonRecords
    contest: Callable[[PersonProfile, tuple[str, ...]], None]


def recognise_person(
    desk: PersonDesk, officer: Officer, account: str, identity: ProvenIdentity, now: datetime, real_now: datetime
) -> Officer:
    """Return the record of the person who has signed in with `account`, whose record so far is `officer`; the profile
    knows afterwards what the sign-in proved. Raise Busy while others sign in as the same person."""
    for _ in range(TRIES):
        try:
            return _keep_person(desk, officer, account, identity, now, real_now)
        except (Stale, IdentifierTaken):
            officer = desk.records.load(account)
    raise Busy(retry_after=1)


def _keep_person(
    desk: PersonDesk, officer: Officer, account: str, identity: ProvenIdentity, now: datetime, real_now: datetime
) -> Officer:
    profile = desk.profiles.load(officer.sub)
    if profile.version and not needs_proof(profile, identity):
        return officer
    proof = ProfileProof(ProofMethod.E_IDENTITY, now, identity.level)
    kind = find_identifier_kind(PersonKind(identity.kind), identity.id_number)
    found = desk.profiles.find_by_identifier(kind, identity.id_number, real_now)
    others = tuple(each for each in found.people if each != officer.sub)
    if not others:
        after = prove_profile(profile, identity, proof)
        desk.profiles.save(profile, after, ProfileChange(SIGNED_IN, now), real_now)
        return officer
    outcome, holder = decide_join(identity, kind, desk.profiles.load_several(others))
    if outcome is JoinOutcome.JOIN and holder is not None and _is_new(officer, account, profile):
        return _join_account(desk, holder, account, identity, proof, real_now)
    after = prove_profile(profile, identity, proof, contested=True)
    desk.profiles.save(profile, after, ProfileChange(SIGNED_IN, now), real_now)
    desk.contest(after, others)
    return officer


def _is_new(officer: Officer, account: str, profile: PersonProfile) -> bool:
    """Return whether nobody has signed in with the account before: nothing is owned by it."""
    signed_in = officer.identity or officer.valid_after or officer.version
    return officer.sub == account and not signed_in and profile.version == 0


def _join_account(
    desk: PersonDesk,
    holder: PersonProfile,
    account: str,
    identity: ProvenIdentity,
    proof: ProfileProof,
    real_now: datetime,
) -> Officer:
    """Link a new account to the person whose number it proved. Where that number was only declared before, nobody
    signs in as the person any more but by the account that proved it."""
    kind = find_identifier_kind(PersonKind(identity.kind), identity.id_number)
    held = holder.find_identifier(kind, identity.id_number)
    declared = held is not None and not held.proof.proves
    with_account = replace(holder, accounts=(*holder.accounts, JoinedAccount(account, proof.at)))
    after = prove_profile(with_account, identity, proof)
    change, marks = ProfileChange(JOINED, proof.at), None
    if declared:
        known = desk.records.load(holder.person).marks
        unproven = {*known.barred, holder.person, *(each.account for each in holder.accounts)}
        marks = replace(known, barred=tuple(sorted(unproven)))
    desk.profiles.save(holder, after, change, real_now, account=account, marks=marks)
    return desk.records.load(account)
