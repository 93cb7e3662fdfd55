"""What is known of a person, with the proof of each part: name, birth date, identifiers, address (design §2).

A person is known by an id of ours, that of the first account; further accounts are linked to it. Values proven by a
sign-in with the e-identity, in person or by population data change only by proof; the holder changes the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.eforms.answer_formats import is_old_identity_card, is_personal_id


class PersonKind(StrEnum):
    """The kind of person an account belongs to."""

    CITIZEN = "citizen"
    FOREIGNER = "foreigner"
    ORGANISATION = "organisation"


class IdentifierKind(StrEnum):
    """What issued a number that identifies a person."""

    PERSONAL_ID = "personal_id"
    OLD_ID_CARD = "old_id_card"
    PASSPORT = "passport"
    ORGANISATION_CODE = "organisation_code"
    TAX_CODE = "tax_code"


class ProofMethod(StrEnum):
    """How a value of a profile became known."""

    DECLARED = "declared"
    E_IDENTITY = "e_identity"
    IN_PERSON = "in_person"
    POPULATION_DATA = "population_data"
    NATIONAL_PORTAL = "national_portal"


PROVING = frozenset({ProofMethod.E_IDENTITY, ProofMethod.IN_PERSON, ProofMethod.POPULATION_DATA})
"""Methods that prove who somebody is (HUE-9.1: in person or against the population database)."""
NAMED_PARTS = ("full_name", "birth_date", "sex", "nationality")
"""Parts that the holder declares until they are proven; a proven one changes only by a new proof."""
ADDRESS = "address"
"""The part that the holder changes at any time. A contact is changed at its own page, by a code."""


@dataclass(frozen=True, slots=True)
class ProfileProof:
    """How, when and by whom a value was proven. `level` is that of the e-identity, 0 where there is none; `by` is an
    officer, or empty; `paper` is the kind of identity paper that the officer saw; `reference` is that of a check
    against population data, empty while there was none."""

    method: ProofMethod
    at: datetime
    level: int = 0
    by: str = ""
    paper: str = ""
    reference: str = ""

    @property
    def proves(self) -> bool:
        """Return whether it proves who somebody is; a declaration does not."""
        return self.method in PROVING


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of a person, since and until when; a number in force has no end. A contested one is in force for
    somebody else as well, and waits until two officers have decided."""

    kind: IdentifierKind
    number: str
    proof: ProfileProof
    until: datetime | None = None
    contested: bool = False

    @property
    def active(self) -> bool:
        """Return whether it is the person's number now, and nobody else's."""
        return self.until is None and not self.contested

    @property
    def key(self) -> tuple[IdentifierKind, str]:
        """Return by what it is found."""
        return self.kind, self.number


@dataclass(frozen=True, slots=True)
class PersonAddress:
    """Where somebody lives: commune and province of the two-tier structure, and the address of before as text."""

    line: str = ""
    commune: str = ""
    province: str = ""
    old_text: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedTerms:
    """The terms that the holder accepted, and when."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UpdateDemand:
    """A demand that the holder brings the account up to date (HUE-10.3.b), with its reason; `by` is an officer."""

    reason: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class JoinedAccount:
    """A further account of the person, and when it joined."""

    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """A person; version 0 is one of whom nothing is known. `proofs` says for each part how it became known."""

    person: str
    version: int = 0
    kind: PersonKind = PersonKind.CITIZEN
    full_name: str = ""
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    identifiers: tuple[Identifier, ...] = ()
    address: PersonAddress = PersonAddress()
    proofs: Mapping[str, ProfileProof] = field(default_factory=dict)
    accounts: tuple[JoinedAccount, ...] = ()
    terms: AcceptedTerms | None = None
    demand: UpdateDemand | None = None
    died_on: str = ""
    merged_into: str = ""

    @property
    def level(self) -> int:
        """Return the level of the newest proof of the name; 0 without one."""
        return self.proofs["full_name"].level if "full_name" in self.proofs else 0

    def find_identifier(self, kind: IdentifierKind, number: str) -> Identifier | None:
        """Return the person's identifier, in force or not."""
        return next((each for each in self.identifiers if each.key == (kind, number) and not each.contested), None)

    def list_active(self) -> tuple[Identifier, ...]:
        """Return the identifiers in force."""
        return tuple(each for each in self.identifiers if each.active)

    def is_proven(self, part: str) -> bool:
        """Return whether a part was proven."""
        return part in self.proofs and self.proofs[part].proves


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """Why a profile changed, by whom (empty for the system) and when; kept with each version."""

    cause: str
    at: datetime
    by: str = ""


def find_identifier_kind(kind: PersonKind, number: str) -> IdentifierKind:
    """Return what a number of the e-identity is, by the kind of person."""
    if kind is PersonKind.ORGANISATION:
        return IdentifierKind.ORGANISATION_CODE
    if is_personal_id(number):
        return IdentifierKind.PERSONAL_ID
    old = kind is PersonKind.CITIZEN and is_old_identity_card(number)
    return IdentifierKind.OLD_ID_CARD if old else IdentifierKind.PASSPORT


def list_claims(identity: ProvenIdentity) -> dict[str, str]:
    """Return the parts of a profile that a sign-in proved."""
    said = {name: getattr(identity, name) for name in NAMED_PARTS}
    return {name: value for name, value in said.items() if value}


def prove_profile(
    profile: PersonProfile, identity: ProvenIdentity, proof: ProfileProof, contested: bool = False
) -> PersonProfile:
    """Return the profile with the proven parts. A number of the same kind replaces the one of before, which stays in
    its history; a contested number replaces nothing."""
    kind = PersonKind(identity.kind)
    claims = list_claims(identity)
    changes: dict[str, Any] = {**claims, "proofs": {**profile.proofs, **dict.fromkeys(claims, proof)}, "kind": kind}
    named = find_identifier_kind(kind, identity.id_number)
    identifiers = put_identifier(profile.identifiers, Identifier(named, identity.id_number, proof, contested=contested))
    return replace(profile, version=profile.version + 1, identifiers=identifiers, **changes)


def put_identifier(held: tuple[Identifier, ...], new: Identifier) -> tuple[Identifier, ...]:
    """Return the identifiers with the new one; of the same kind, the one in force becomes history."""
    others = tuple(each for each in held if each.key != new.key)
    if new.contested:
        return (*others, new)
    ended = (
        replace(each, until=new.proof.at) if each.kind is new.kind and each.until is None else each for each in others
    )
    return (*ended, new)


def needs_proof(profile: PersonProfile, identity: ProvenIdentity) -> bool:
    """Return whether a sign-in says something that the profile does not know as proven by an e-identity."""
    claims = list_claims(identity)
    known = all(
        getattr(profile, name) == value
        and profile.is_proven(name)
        and profile.proofs[name].level == identity.level
        and profile.proofs[name].method is ProofMethod.E_IDENTITY
        for name, value in claims.items()
    )
    held = {each.number for each in profile.identifiers if each.until is None and each.proof.proves}
    return not known or profile.kind != identity.kind or identity.id_number not in held
