"""What steps on people's profiles need from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officers import Officer, PersonMarks
from chalicelib.domain.accounts.person_joining import IdentifierHolders
from chalicelib.domain.accounts.person_profile import IdentifierKind, PersonProfile, ProfileChange
from chalicelib.steps.dossier.ports import StoredWrite


@dataclass(frozen=True, slots=True)
class KnownChange:
    """A change of a profile with the profile that it left."""

    change: ProfileChange
    profile: PersonProfile


@dataclass(frozen=True, slots=True)
class ProfileSave:
    """One change of a profile to be stored. `account` is a new account that is linked to the person; `marks` is what
    the person's record says next to rights; `leads_to` is the person whose this one was found to be; `stands_alone`
    says that this is a person of their own again."""

    before: PersonProfile
    after: PersonProfile
    change: ProfileChange
    account: str = ""
    marks: PersonMarks | None = None
    leads_to: str = ""
    stands_alone: bool = False


class Profiles(Protocol):
    """The store of people's profiles."""

    def load(self, person: str) -> PersonProfile:
        """Return the present profile; version 0 for a person without one."""

    def load_several(self, people: Sequence[str]) -> tuple[PersonProfile, ...]:
        """Return the profiles of several people in one request, in their order; those without one are left out."""

    def find_by_identifier(self, kind: IdentifierKind, number: str, real_now: datetime) -> IdentifierHolders:
        """Return whose number it is, and whose it was."""

    def find_by_identifiers(
        self, numbers: Sequence[tuple[IdentifierKind, str]], real_now: datetime
    ) -> Mapping[tuple[IdentifierKind, str], IdentifierHolders]:
        """Return the same of several numbers in one request."""

    def list_changes(self, person: str) -> Sequence[KnownChange]:
        """Return every change of a profile, oldest first."""

    def save(
        self,
        before: PersonProfile,
        after: PersonProfile,
        change: ProfileChange,
        real_now: datetime,
        *,
        account: str = "",
        marks: PersonMarks | None = None,
        checked: bool = False,
    ) -> None:
        """Store a profile, its change and whose its numbers are, all or nothing, link a new account to it, and keep
        what its record says next to rights; raise IdentifierTaken, Stale, Busy."""

    def plan(self, saves: Sequence[ProfileSave], real_now: datetime, *, checked: bool) -> tuple[StoredWrite, ...]:
        """Return the writes of several changes, for the transaction of a command; raise IdentifierTaken."""


class PersonRecords(Protocol):
    """The records by which an account is its person's."""

    def load(self, sub: str) -> Officer:
        """Return the present record of the account's person."""
