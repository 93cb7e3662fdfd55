"""Replace an officer's account after a lost telephone: two people, then the pool, then the link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.recovery import Login, check_grantor, decide_recovery, link_account, request_recovery
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.accounts.officers import OfficerRecords
from chalicelib.steps.dossier.ports import Conflict


class RecoveryRecords(OfficerRecords, Protocol):
    """The store of officers' records and of the sign-ins that they end."""

    def end_access(self, sub: str, real_now: datetime, everywhere: bool) -> None:
        """Refuse tokens issued until now; everywhere: end every session begun until now."""


class Logins(Protocol):
    """The accounts of the officers' pool."""

    def find(self, sub: str) -> Login | None:
        """Return the account of a subject."""

    def renew(self, username: str, was: str, email: str, name: str) -> str:
        """Create a new account of that name in place of the subject `was`; return the new subject. May be repeated."""


def request_replacement(
    records: RecoveryRecords,
    logins: Logins,
    actor: Actor,
    sub: str,
    request_ref: str,
    expected: int,
    now: datetime,
    grantors: Sequence[Role],
) -> Officer:
    """Request a new account for `sub`, on a written request. Raise Forbidden, OwnRights, Stale, RecoveryOpen,
    AccountUnknown, AddressMissing, Busy."""
    grantor, officer = records.load(actor.sub), records.load(sub)
    current = replace(actor, assignments=grantor.assignments)
    # The pool has a limit of its own: it is not called for an unauthorised person.
    check_grantor(current, officer, expected, now, grantors)
    login = logins.find(officer.account or officer.sub)
    asked = request_recovery(current, officer, login, request_ref, expected, now, grantors)
    _save_officer(records, asked, actor.sub, request_ref, now, grantor)
    return asked


def decide_replacement(
    records: RecoveryRecords,
    logins: Logins,
    actor: Actor,
    sub: str,
    agree: bool,
    expected: int,
    now: datetime,
    real_now: datetime,
    grantors: Sequence[Role],
) -> Officer:
    """Agree to a request, or refuse it. Raises Forbidden, OwnRights, OwnProposal, Stale, RecoveryMissing, Busy.

    After the agreement the old account is useless; the new one is made and linked. An interrupted run is completed by
    agreeing again.
    """
    grantor, officer = records.load(actor.sub), records.load(sub)
    current = replace(actor, assignments=grantor.assignments)
    decided = decide_recovery(current, officer, agree, expected, now, grantors)
    reference = officer.recovery.request_ref if officer.recovery else ""
    if decided is not officer:
        _save_officer(records, decided, actor.sub, reference, now, grantor)
    if decided.recovery is None:
        return decided
    records.end_access(decided.sub, real_now, everywhere=True)
    kept = decided.recovery
    # The address that the second person saw on the record: that of the request may have been changed briefly.
    email = decided.email or kept.email
    fresh = logins.renew(kept.username, decided.account or decided.sub, email, decided.name)
    linked = link_account(decided, fresh)
    _save_officer(records, linked, actor.sub, reference, now, grantor)
    return linked


def _save_officer(
    records: RecoveryRecords, officer: Officer, by: str, request_ref: str, now: datetime, grantor: Officer
) -> None:
    try:
        records.save(officer, by, request_ref, now, grantor)
    except Conflict:
        raise Busy(retry_after=1) from None
