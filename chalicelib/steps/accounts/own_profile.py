"""A person's own profile: read it with its history, and change what the holder may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.person_profile import PersonProfile, ProfileChange
from chalicelib.domain.accounts.profile_changes import ProfileEdit, change_profile
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.shared.errors import CitizenAccountNeeded, Stale
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.accounts.profile_ports import KnownChange, PersonRecords, Profiles

EDITED = "edited"
"""The cause of a change by the holder."""


@dataclass(frozen=True, slots=True)
class ProfileDesk:
    """What a person's own profile needs."""

    profiles: Profiles
    records: PersonRecords


def read_own_profile(desk: ProfileDesk, actor: Actor) -> tuple[PersonProfile, Sequence[KnownChange]]:
    """Return the profile and every change of it, oldest first. Raise CitizenAccountNeeded."""
    _require_citizen(actor)
    return desk.profiles.load(actor.sub), desk.profiles.list_changes(actor.sub)


def change_own_profile(
    desk: ProfileDesk, actor: Actor, edit: ProfileEdit, expected: int, now: datetime, real_now: datetime
) -> PersonProfile:
    """Change the profile as its holder says; a demand to update it is met with it. Raise CitizenAccountNeeded, Stale,
    Busy, or Invalid with each field at fault."""
    _require_citizen(actor)
    before = desk.profiles.load(actor.sub)
    if expected != before.version:
        raise Stale(version=before.version)
    after = change_profile(before, edit, now, now.astimezone(VIETNAM).date())
    marks = desk.records.load(actor.sub).marks
    met = replace(marks, update_demanded=False) if marks.update_demanded else None
    desk.profiles.save(before, after, ProfileChange(EDITED, now, actor.sub), real_now, marks=met)
    return after


def _require_citizen(actor: Actor) -> None:
    """Raise CitizenAccountNeeded for an officers' account: officers have a profile with their citizen's account."""
    if not actor.citizen:
        raise CitizenAccountNeeded()
