"""A person's web session: how long it lasts, who may continue it, and how theft is detected.

The browser holds an opaque id in a cookie; tokens of the pool stay in our record (decision 0200). Each renewal raises
the session's generation and gives the browser a new id. An older id comes from a thief, or from the person whose id was
stolen. Both look the same, so the session ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.errors import Refusal, RefusalKind, Unauthenticated

SESSION_HEADER = "Motcua-Session"
"""Sent by our own pages with every call about the session. Forms and links cannot send it, and pages of other sites may
not."""

GRACE = timedelta(seconds=30)
"""How long the previous id stays valid: for calls of other tabs that were in flight when it was replaced."""

MIN_LEFT = timedelta(seconds=60)
"""An access token that ends sooner is not issued any more."""

TOUCH_EVERY = timedelta(seconds=60)
"""A use is not recorded again within this time: limits are minutes long."""

LOCK_LIVES = timedelta(seconds=15)
"""A renewal that takes longer has failed: another may try."""


class Ended(Enum):
    """Why a session ends. Only for the log: the person gets the same answer in every case."""

    UNKNOWN = "unknown"
    FORGED = "forged"
    IDLE = "idle"
    WHOLE = "whole"
    EVERYWHERE = "everywhere"
    STOLEN = "stolen"
    REFUSED = "refused"


class SessionEnded(Unauthenticated):
    """There is no session to continue."""

    code = "session_ended"
    vi = "Phiên đăng nhập đã hết. Hãy đăng nhập lại."
    en = "Your session has ended. Sign in again."


class EndedByProvider(SessionEnded):
    """The e-identity provider ended every session of the person."""

    code = "session_ended_by_provider"
    vi = (
        "Hệ thống định danh điện tử đã kết thúc phiên đăng nhập, vì tài khoản định danh bị khóa hoặc đã đăng xuất "
        "ở đó. Hãy đăng nhập lại."
    )
    en = (
        "The electronic identity system has ended your session: the identity was locked, or signed out there. Sign in "
        "again."
    )


class SignInRefused(Unauthenticated):
    """The answer of the sign-in page belongs to no sign-in begun in this browser, or was already used."""

    code = "sign_in_refused"
    vi = "Chưa đăng nhập được. Hãy bắt đầu đăng nhập lại."
    en = "Signing in failed. Start again."


class OriginRefused(Refusal):
    """A page of another site, or not one of our pages, asked for the session."""

    code = "origin_refused"
    kind = RefusalKind.FORBIDDEN
    vi = "Chỉ trang của hệ thống này mới dùng được phiên đăng nhập."
    en = "Only this system's own pages may use the session."


@dataclass(frozen=True, slots=True)
class Limits:
    """Idle limit and total limit of a session."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True, slots=True)
class SessionRules:
    """Limits by role; `shared` is for computers that others use too."""

    everybody: Limits
    shared: Limits
    roles: Mapping[Role, Limits]

    def find_limits(self, roles: Iterable[Role], shared: bool) -> Limits:
        """Return the shortest of all limits for the person and the computer."""
        found = [self.everybody, *(self.roles[role] for role in roles if role in self.roles)]
        found += [self.shared] if shared else []
        return Limits(min(each.idle for each in found), min(each.whole for each in found))

    @property
    def longest(self) -> timedelta:
        """Return the total limit of any session."""
        return max(each.whole for each in (self.everybody, self.shared, *self.roles.values()))


@dataclass(frozen=True, slots=True)
class PoolTokens:
    """Tokens of the user pool. `claims` say who signed in, for prefilling forms; no right follows from them. `proven`
    is the identity that the e-identity provider proved at this sign-in; a renewal keeps the recorded one."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    until: datetime
    claims: Mapping[str, str] = field(repr=False)
    proven: ProvenIdentity | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A stored session. `key` is a digest of the id's handle; `sealed` holds the tokens, encrypted; `office` says
    whether they are of the officers' pool, `device` names browser and system. `account` is the pool's subject where it
    is not the person's id: whose the account is may change meanwhile."""

    key: str
    sub: str
    generation: int
    started_at: datetime
    seen_at: datetime
    rotated_at: datetime
    shared: bool
    sealed: bytes = field(repr=False)
    office: bool = False
    device: str = ""
    account: str = ""

    def renew_session(self, sealed: bytes, now: datetime) -> Session:
        """Return the next generation."""
        return replace(self, generation=self.generation + 1, sealed=sealed, seen_at=now, rotated_at=now)

    def record_use(self, now: datetime) -> Session:
        """Return the session, used now."""
        return replace(self, seen_at=now)

    def is_ended(self, ended_until: datetime | None) -> bool:
        """Return whether it is one of the sessions that were all ended, which began until then."""
        return ended_until is not None and self.started_at <= ended_until

    def calculate_end(self, limits: Limits) -> datetime:
        """When it ends, regardless of use."""
        return self.started_at + limits.whole


def check_session(
    session: Session, generation: int, limits: Limits, ended_until: datetime | None, now: datetime
) -> None:
    """Raise SessionEnded unless the holder of an id of this generation may continue.

    ended_until: all sessions begun until then were ended.
    """
    if now >= session.calculate_end(limits):
        raise SessionEnded(reason=Ended.WHOLE.value)
    if now - session.seen_at >= limits.idle:
        raise SessionEnded(reason=Ended.IDLE.value)
    if session.is_ended(ended_until):
        raise SessionEnded(reason=Ended.EVERYWHERE.value)
    if generation == session.generation:
        return
    if generation == session.generation - 1 and now - session.rotated_at <= GRACE:
        return
    raise SessionEnded(reason=Ended.STOLEN.value)
