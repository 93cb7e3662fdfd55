"""An officer's record and who may change it (LC-17.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.account_state import NEW_ACCOUNT, AccountState
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.shared.errors import BilingualWords, Forbidden, Refusal, RefusalKind, Stale
from chalicelib.domain.shared.timezone import VIETNAM

READERS = frozenset({Role.OPERATOR, Role.PROVINCIAL_OFFICE, Role.AUDITOR})


class OwnRights(Refusal):
    """Nobody changes their own rights."""

    code = "own_rights"
    kind = RefusalKind.FORBIDDEN
    vi = "Bạn không được thay đổi quyền của chính mình."
    en = "You may not change your own rights."


class GrantedByOthers(Forbidden):
    """Rights are granted by somebody else, by the law of the province; the text says by whom."""

    code = "granted_by_others"
    vi = "Theo quy định của tỉnh, {who} cấp, thu hồi quyền. Chuyển đề nghị cho {who}."
    en = "By the rules of the province, {who} grants and revokes rights. Pass it on to {who}."


GRANTOR_WORDS: Mapping[Role, BilingualWords] = {
    Role.OPERATOR: BilingualWords("đơn vị vận hành hệ thống", "the operator of the system"),
    Role.PROVINCIAL_OFFICE: BilingualWords("Văn phòng UBND", "the provincial office"),
    Role.POLICE_POPULATION: BilingualWords("Công an tỉnh", "the provincial police"),
}


def refuse_grant(grantors: Collection[Role]) -> GrantedByOthers:
    """Return the refusal that names who grants rights in the province."""
    named = [GRANTOR_WORDS[role] for role in GRANTOR_WORDS if role in grantors]
    who = BilingualWords(" hoặc ".join(each.vi for each in named), " or ".join(each.en for each in named))
    return GrantedByOthers(who=who)


class RequestNeeded(Refusal):
    """Rights change by a unit's written request alone, where the law says so (LC-17.4)."""

    code = "request_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Quyền chỉ thay đổi theo văn bản đề nghị của đơn vị. Thực hiện ở mục Đề nghị cấp tài khoản, phân quyền."
    en = "Rights change by the unit's written request alone. Grant it under Account requests."


class AccountUnknown(Refusal):
    """Rights need an account in the officers' pool."""

    code = "account_unknown"
    kind = RefusalKind.INVALID
    vi = "Không có tài khoản công chức này. Tạo tài khoản công chức trước, sau đó cấp quyền."
    en = "There is no such officers' account. Create the account first, then grant rights."


@dataclass(frozen=True, slots=True)
class Recovery:
    """A request to replace an officer's account (`domain/accounts/recovery.py`): requester, time, written request, the
    account's name at the pool, its address there or on record, and who agreed."""

    asked_by: str
    asked_at: datetime
    request_ref: str
    username: str
    email: str
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class OfficerSignIn:
    """The newest sign-in at the officers' pool, and with which account; how many there were in its month, and in the
    month before. That pool lets nobody in without the code of a registered telephone."""

    account: str
    at: datetime
    count: int = 1
    count_before: int = 0

    def count_in(self, now: datetime) -> tuple[int, int]:
        """Return the sign-ins of the month of `now`, and of the month before."""
        months = _number_month(now) - _number_month(self.at)
        counts = {0: (self.count, self.count_before), 1: (0, self.count)}
        return counts.get(months, (0, 0))


def count_sign_in(before: OfficerSignIn | None, account: str, at: datetime) -> OfficerSignIn:
    """Return the record of a new sign-in after the one on record."""
    this, last = before.count_in(at) if before else (0, 0)
    return OfficerSignIn(account, at, this + 1, last)


def _number_month(at: datetime) -> int:
    local = at.astimezone(VIETNAM)
    return local.year * 12 + local.month


@dataclass(frozen=True, slots=True)
class IdleNote:
    """The case that was opened for an account that nobody uses: its id, the last use from which it counts, and when its
    officer was warned (`domain/accounts/idle_accounts.py`)."""

    matter: str
    since: datetime
    warned_at: datetime


@dataclass(frozen=True, slots=True)
class PersonMarks:
    """What each call must know of a person next to rights: accounts that may not sign in as the person any more, since
    they never proved to be them; people who were found to be the same person, whose dossiers are therefore theirs; and
    whether the account must be brought up to date."""

    barred: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    update_demanded: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """A person with rights: official data (name, title, e-mail of the office) and assignments.

    Version 0 is a person without a record. Access tokens issued before `valid_after` are refused, which is how signing
    out ends access; sessions begun until `begun_after` were all ended. `identity` is what the newest sign-in proved.
    None of these is part of the version: signing in or out changes no right. `id_number` is the officer's own, by which
    the system knows a dossier of theirs.

    `account` is the subject that the person signs in with at the officers' pool, where it is not `sub` itself: for a
    person who had rights before that pool existed, or whose account was replaced after the loss of a telephone.

    `unread_rights` are stored rights whose role this version does not know: from before a role was given up, or from a
    newer version. They open nothing, and are stored again as they were. `idle` is set while a case about an account
    that nobody uses runs.
    """

    sub: str
    version: int = 0
    name: str = ""
    title: str = ""
    email: str = ""
    assignments: tuple[Assignment, ...] = ()
    valid_after: datetime | None = None
    begun_after: datetime | None = None
    id_number: str = ""
    identity: ProvenIdentity | None = None
    account: str = ""
    recovery: Recovery | None = None
    marks: PersonMarks = PersonMarks()
    state: AccountState = NEW_ACCOUNT
    sign_in: OfficerSignIn | None = None
    idle: IdleNote | None = None
    unread_rights: tuple[str, ...] = ()

    def has_rights_from(self, now: datetime) -> bool:
        """Return whether the officer has or will have a right at `now` or later."""
        return any(each.valid_until is None or now < each.valid_until for each in self.assignments)

    @property
    def has_second_factor(self) -> bool:
        """Whether a telephone is registered: the present account has signed in."""
        return self.sign_in is not None and self.sign_in.account == (self.account or self.sub)

    def is_account(self, sub: str) -> bool:
        """Return whether the account `sub` is this person's; an account with an agreed replacement
        belongs to nobody."""
        replaced = self.recovery is not None and bool(self.recovery.approved_by)
        return not replaced and sub == (self.account or self.sub)


@dataclass(frozen=True, slots=True)
class RightsChange:
    """The requested change: the whole new record, and the number of its written request (LC-17.3.c). Without an
    `id_number` the one on record stays."""

    name: str
    title: str
    email: str
    assignments: tuple[Assignment, ...]
    request_ref: str
    id_number: str = ""


def require_rights_reader(actor: Actor, sub: str, now: datetime) -> None:
    """Raise Forbidden unless the actor grants or audits rights, or is the officer."""
    if actor.sub != sub and not actor.list_roles(now) & READERS:
        raise Forbidden()


def require_reader(actor: Actor, now: datetime) -> None:
    """Raise Forbidden unless the actor grants or audits rights: only they read the officers of a unit."""
    if not actor.list_roles(now) & READERS:
        raise Forbidden()


def list_current_rights(officer: Officer, unit: str, now: datetime) -> tuple[Assignment, ...]:
    """Return the officer's present and future rights in a unit."""
    return tuple(
        each
        for each in officer.assignments
        if each.unit == unit and (each.valid_until is None or now < each.valid_until)
    )


def change_rights(
    actor: Actor, officer: Officer, change: RightsChange, expected: int, now: datetime, grantors: Sequence[Role]
) -> Officer:
    """Return the officer's record after `change` (LC-17.3.b, c: granted and revoked on written request).

    `grantors` are the roles whom the law of the province lets grant (the rule `account.granted_by`), the highest first:
    the operator's role is theirs to give. Raises Forbidden for everybody else, OwnRights on one's own record, Stale
    when `expected` is not the record's version.
    """
    roles = actor.list_roles(now)
    if not may_grant(actor, grantors, now):
        raise refuse_grant(grantors) if roles & set(GRANTOR_WORDS) else Forbidden()
    if actor.sub == officer.sub:
        raise OwnRights()
    operators_change = _list_operator_rights(officer.assignments) != _list_operator_rights(change.assignments)
    if operators_change and grantors[0] not in roles:
        raise Forbidden()
    if expected != officer.version:
        raise Stale(version=officer.version)
    return replace(
        officer,
        version=officer.version + 1,
        name=change.name,
        title=change.title,
        email=change.email,
        assignments=change.assignments,
        id_number=change.id_number or officer.id_number,
    )


def find_new_rights(officer: Officer, change: RightsChange) -> frozenset[Assignment]:
    """Return the new rights of a change."""
    return frozenset(change.assignments) - frozenset(officer.assignments)


def may_grant(actor: Actor, grantors: Sequence[Role], now: datetime) -> bool:
    """Return whether the actor holds a role that grants rights."""
    return bool(actor.list_roles(now) & set(grantors))


def _list_operator_rights(assignments: tuple[Assignment, ...]) -> frozenset[Assignment]:
    return frozenset(a for a in assignments if a.role is Role.OPERATOR)
