"""The list of all officers: its filters, and the state of an officer there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.accounts.account_state import AccountStanding
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.folding import split_words


class OfficerStanding(StrEnum):
    """What an officer can do now, as the list says it."""

    ACTIVE = "active"
    """Some right is in force."""
    COMING = "coming"
    """Rights begin later."""
    ENDED = "ended"
    """Every right has ended."""
    SUSPENDED = "suspended"
    """The account is suspended by decision."""
    LOCKED = "locked"
    """The account is locked after a report of loss."""
    IDLE = "idle"
    """The account is put off, since nobody used it."""


CLOSED = {AccountStanding.LOCKED: OfficerStanding.LOCKED, AccountStanding.IDLE: OfficerStanding.IDLE}


class DirectoryPurpose(StrEnum):
    """Why somebody looks for an officer by identity number; it is kept in the access record (VL-7.2.b)."""

    ACCOUNT_REQUEST = "account_request"
    REVIEW = "review"
    REPORT_OF_LOSS = "report_of_loss"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class OfficerFilter:
    """Which officers are listed; an empty field stands for all. Unit and role are those of one right, now or later,
    or of any right for those whose rights have ended."""

    name: str = ""
    unit: str = ""
    role: Role | None = None
    standing: OfficerStanding | None = None
    id_number: str = ""
    standing_in: bool = False
    """Only those who stand in for somebody, now or later."""

    def matches(self, officer: Officer, now: datetime) -> bool:
        """Return whether an officer is listed."""
        return (
            (not self.name or _has_words(officer.name, self.name))
            and (not (self.unit or self.role) or self._matches_rights(officer, now))
            and (self.standing is None or find_standing(officer, now) is self.standing)
            and (not self.id_number or self.id_number in _list_numbers(officer))
            and (not self.standing_in or is_standing_in(officer, now))
        )

    def _matches_rights(self, officer: Officer, now: datetime) -> bool:
        current = [each for each in officer.assignments if each.valid_until is None or now < each.valid_until]
        return any(
            self.unit in ("", each.unit) and self.role in (None, each.role) for each in current or officer.assignments
        )


def is_meant(officer: Officer, typed: str) -> bool:
    """Return whether somebody may be meant by what was typed: words of the name, or the beginning of the office
    address."""
    address = typed.strip().casefold()
    return bool(address) and (_has_words(officer.name, typed) or officer.email.casefold().startswith(address))


def has_address(officer: Officer, typed: str) -> bool:
    """Return whether the whole office address was typed."""
    return bool(officer.email) and officer.email.casefold() == typed.strip().casefold()


def find_standing(officer: Officer, now: datetime) -> OfficerStanding:
    """Return what an officer can do now."""
    if officer.state.is_closed(office=True):
        return CLOSED.get(officer.state.standing, OfficerStanding.SUSPENDED)
    if any(each.is_in_force(now) for each in officer.assignments):
        return OfficerStanding.ACTIVE
    return OfficerStanding.COMING if officer.has_rights_from(now) else OfficerStanding.ENDED


def is_standing_in(officer: Officer, now: datetime) -> bool:
    """Return whether somebody has a right in place of another person, now or later."""
    return any(each.backup_for and (each.valid_until is None or now < each.valid_until) for each in officer.assignments)


def _has_words(name: str, typed: str) -> bool:
    """Return whether each typed word begins a word of the name, without marks and in any order."""
    words = split_words(name)
    return all(any(word.startswith(each) for word in words) for each in split_words(typed))


def _list_numbers(officer: Officer) -> frozenset[str]:
    proven = officer.identity.id_number if officer.identity else ""
    return frozenset({officer.id_number, proven} - {""})
