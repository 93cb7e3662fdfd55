"""One's own sessions: on which devices, since when, last used when; and the end of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.security.sessions import Session, check_session
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.security.sessions import SessionDependencies, load_holder, load_session


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session that continues; `current` is that of the caller."""

    session: Session
    ends_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """The sessions of a person that continue, the present one first, and when the e-identity provider ended all of
    them, the newest time first."""

    items: tuple[OwnSession, ...]
    ended_by_provider: tuple[datetime, ...]


def list_sessions(deps: SessionDependencies, token: str, real_now: datetime) -> OwnSessions:
    """Return the sessions of the caller's person. Raise SessionEnded."""
    _, generation, own, officer, limits = load_session(deps, token, real_now)
    check_session(own, generation, limits, officer.begun_after, real_now)
    holder = load_holder(deps, own, officer)
    found = [OwnSession(own, own.calculate_end(limits), True)]
    for each in deps.records.list_by_person(holder.sub):
        ends_at = each.calculate_end(deps.find_limits(each, holder, real_now))
        lasts = not each.is_ended(holder.begun_after) and real_now < ends_at
        if each.key != own.key and lasts and load_holder(deps, each, holder).sub == holder.sub:
            found.append(OwnSession(each, ends_at, False))
    return OwnSessions(tuple(found), tuple(reversed(deps.list_provider_ends(holder.sub))))


def end_other_session(deps: SessionDependencies, token: str, key: str, real_now: datetime) -> None:
    """End a session of the caller's person; its access token ends within a minute, as at a sign-out. Raise SessionEnded
    for a caller without a session, NotFound for another person's."""
    _, generation, own, officer, limits = load_session(deps, token, real_now)
    check_session(own, generation, limits, officer.begun_after, real_now)
    holder, other = load_holder(deps, own, officer).sub, deps.records.load(key)
    if other is None or other.sub != holder or (other.account and deps.officers.load(other.account).sub != holder):
        raise NotFound()
    deps.records.delete(key)
    deps.end_openings(holder, key, real_now)
    deps.officers.end_access(holder, real_now, everywhere=False)
