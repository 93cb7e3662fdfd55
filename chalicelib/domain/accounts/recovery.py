"""Recovery after a lost telephone: one person who grants rights requests a new account for the officer, another one
agrees.

The provider has no call that reliably forces a new registration of a telephone, so the account itself is replaced: a
new first password is sent to the office's address, and signing in with it requires registering a telephone. Rights and
history stay with the officer's record, which the new account is linked to. Every session of the old one ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.accounts.officers import AccountUnknown, Officer, OwnRights, Recovery, may_grant
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.shared.errors import Forbidden, OwnProposal, Refusal, RefusalKind, Stale

LIVES = timedelta(days=3)
"""How long a request waits for the second person: as long as a first password is valid."""


class RecoveryOpen(Refusal):
    """A request already waits for an answer."""

    code = "recovery_open"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đã có đề nghị cấp lại tài khoản này và đang chờ người thứ hai xác nhận."
    en = "A request for this account is waiting for a second person already."


class RecoveryMissing(Refusal):
    """No request waits for agreement, or it has expired."""

    code = "recovery_missing"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Không có đề nghị cấp lại tài khoản nào đang chờ xác nhận, hoặc đề nghị đã quá hạn."
    en = "No request for a new account is waiting, or it has waited too long."


class AddressMissing(Refusal):
    """There is no address for the first password."""

    code = "address_missing"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Người này chưa có thư điện tử công vụ. Ghi thư điện tử công vụ trước, rồi đề nghị cấp lại tài khoản."
    en = "The person has no official e-mail address. Enter one first, then ask for the new account."


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the officers' pool: its name there, its subject, and its address."""

    username: str
    sub: str
    email: str


def open_recovery(officer: Officer, now: datetime) -> Recovery | None:
    """Return the open request: waiting for the second person, or agreed to and not completed."""
    found = officer.recovery
    if found is None or (not found.approved_by and now - found.asked_at >= LIVES):
        return None
    return found


def request_recovery(
    actor: Actor,
    officer: Officer,
    login: Login | None,
    request_ref: str,
    expected: int,
    now: datetime,
    grantors: Sequence[Role],
) -> Officer:
    """Return the record with the request; `login` is the officer's account. Raise Forbidden, OwnRights, Stale,
    RecoveryOpen, AccountUnknown, AddressMissing."""
    check_grantor(actor, officer, expected, now, grantors)
    if open_recovery(officer, now):
        raise RecoveryOpen()
    if login is None:
        raise AccountUnknown()
    email = officer.email or login.email
    if not email:
        raise AddressMissing()
    asked = Recovery(actor.sub, now, request_ref, login.username, email)
    return replace(officer, version=officer.version + 1, recovery=asked)


def decide_recovery(
    actor: Actor, officer: Officer, agree: bool, expected: int, now: datetime, grantors: Sequence[Role]
) -> Officer:
    """Return the record after the second person's decision. An agreed request cannot be refused any more: the account
    may be deleted. Raises Forbidden, OwnRights, OwnProposal, Stale, RecoveryMissing."""
    check_grantor(actor, officer, expected, now, grantors)
    waiting = open_recovery(officer, now)
    if waiting is None:
        raise RecoveryMissing()
    if waiting.asked_by == actor.sub:
        raise OwnProposal()
    if waiting.approved_by:
        if not agree:
            raise RecoveryMissing()
        # The request was interrupted: the remaining work is repeated.
        return officer
    decided = replace(waiting, approved_by=actor.sub) if agree else None
    return replace(officer, version=officer.version + 1, recovery=decided)


def link_account(officer: Officer, account: str) -> Officer:
    """Return the record with its new account; the request is answered."""
    return replace(officer, version=officer.version + 1, account=account, recovery=None)


def check_grantor(actor: Actor, officer: Officer, expected: int, now: datetime, grantors: Sequence[Role]) -> None:
    """Refuse an actor who may not replace the officer's account. Raise Forbidden, OwnRights, Stale."""
    if not may_grant(actor, grantors, now):
        raise Forbidden()
    if actor.sub == officer.sub:
        raise OwnRights()
    operator = any(each.role is Role.OPERATOR and each.is_in_force(now) for each in officer.assignments)
    if operator and grantors[0] not in actor.list_roles(now):
        raise Forbidden()
    if expected != officer.version:
        raise Stale(version=officer.version)
