"""Accounts at the counter: who may find and make one there, and what an identity check in person proves (HUE-10.4).

An account made here is the same as one made online: a profile whose number has one holder. The holder's own sign-in
with the electronic identity joins it later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.accounts.filed_account import FiledAccount
from chalicelib.domain.accounts.people import IdType, normalise_id_number
from chalicelib.domain.accounts.person_joining import is_same_person
from chalicelib.domain.accounts.person_profile import (
    IdentifierKind,
    PersonKind,
    PersonProfile,
    ProfileProof,
    ProofMethod,
    find_identifier_kind,
    prove_profile,
)
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.eforms.answer_formats import is_old_identity_card, is_passport, is_personal_id
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind

DESK_CREATED, DESK_PROVEN, DESK_CHECKED = "desk_created", "desk_proven", "desk_checked"
"""Causes of a change of a profile: made at a counter, proven there, and checked there against population data."""


class DeskPurpose(StrEnum):
    """Why an officer looks for an account; it is kept in the access record."""

    FILING = "filing"
    ACCOUNT = "account"
    HELP = "help"


class OwnIdentity(Refusal):
    """Officers make, prove, unlock or suspend no account of their own, and decide nothing about it."""

    code = "own_identity"
    kind = RefusalKind.FORBIDDEN
    vi = "Không tự lập, xác minh hoặc quyết định về tài khoản của chính mình. Nhờ công chức khác thực hiện."
    en = "You may not make, prove or decide about an account of your own. Ask another officer."


@dataclass(frozen=True, slots=True)
class PresentedIdentity:
    """What somebody presents at the counter. `paper` is the kind of paper that was seen; `present` says that the person
    is there; `holds_account` that they have shown that they can sign in with the account that declares the number."""

    kind: PersonKind
    number: str
    full_name: str
    paper: IdType
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    present: bool = True
    holds_account: bool = False

    @property
    def number_kind(self) -> IdentifierKind:
        """What the number is."""
        return find_identifier_kind(self.kind, self.number)

    @property
    def identity(self) -> ProvenIdentity:
        """The same as a sign-in says it."""
        return ProvenIdentity(
            0, self.number, self.full_name, self.kind.value, self.birth_date, self.sex, self.nationality
        )


def require_not_own(actor: Actor, number: str) -> None:
    """Raise OwnIdentity for the officer's own number."""
    if number in actor.numbers:
        raise OwnIdentity()


def require_not_own_profile(actor: Actor, profile: PersonProfile) -> None:
    """Raise OwnIdentity for a profile of the officer's own: it has or had a number of theirs."""
    if actor.is_person(profile.person) or actor.numbers & {each.number for each in profile.identifiers}:
        raise OwnIdentity()


def normalise_number(number: str) -> str:
    """Return an identity number in its one spelling."""
    return normalise_id_number(None, number)


def require_number(kind: PersonKind, number: str) -> None:
    """Raise Invalid for a number that no paper of that kind of person has."""
    organisation = kind is PersonKind.ORGANISATION
    known = (
        number.isascii() and number.replace("-", "").isalnum() and len(number) >= 6
        if organisation
        else (
            is_personal_id(number)
            or is_passport(number)
            or (kind is PersonKind.CITIZEN and is_old_identity_card(number))
        )
    )
    if not known:
        vi = "Nhập số định danh 12 chữ số, số hộ chiếu, hoặc mã số của tổ chức."
        en = "Enter a personal ID number of 12 digits, a passport number, or an organisation's code."
        raise Invalid(fields=(FieldError("/number", "wrong_format", vi, en),))


def build_desk_proof(shown: PresentedIdentity, by: str, at: datetime, reference: str) -> ProfileProof:
    """Return the proof of what was presented: in person where the person is there; else by population data, if they
    matched; a copy of a paper that came by post alone proves nothing."""
    method = ProofMethod.POPULATION_DATA if reference else ProofMethod.DECLARED
    return ProfileProof(
        ProofMethod.IN_PERSON if shown.present else method, at, by=by, paper=shown.paper, reference=reference
    )


def create_profile(person: str, shown: PresentedIdentity, proof: ProfileProof) -> PersonProfile:
    """Return the profile of a person who had none."""
    return prove_profile(PersonProfile(person), shown.identity, proof)


def may_prove(profile: PersonProfile, shown: PresentedIdentity) -> bool:
    """Return whether what was presented proves an account that has declared the number: the person is there, and name
    and birth date are the same."""
    held = profile.find_identifier(shown.number_kind, shown.number)
    declared = held is not None and held.active and not held.proof.proves
    return declared and shown.present and is_same_person(shown.identity, shown.number_kind, profile)


def note_check(profile: PersonProfile, kind: IdentifierKind, number: str, reference: str) -> PersonProfile:
    """Return the profile after a later check against population data matched."""
    identifiers = tuple(
        replace(each, proof=replace(each.proof, reference=reference)) if each.key == (kind, number) else each
        for each in profile.identifiers
    )
    return replace(profile, version=profile.version + 1, identifiers=identifiers)


def describe_account(profile: PersonProfile) -> FiledAccount | None:
    """Return the account as a filing keeps it: its person was proven, or an officer made it. None for an account that
    only somebody online has declared: it may be anybody's."""
    known = [each for each in profile.identifiers if not each.contested and (each.proof.proves or each.proof.by)]
    if not known or profile.died_on:
        return None
    return FiledAccount(profile.person, profile.full_name, tuple(each.number for each in known))
