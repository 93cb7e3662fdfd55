"""Suspend, resume and cancel one's own account (HUE-17.1.b)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.account_state import (
    AccountAct,
    AccountChange,
    AccountState,
    change_standing,
    require_version,
)
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.steps.dossier.by_law import cite_on_refusal


class AccountRecords(Protocol):
    """The store of states of accounts."""

    def load(self, person: str) -> AccountState:
        """Return the present state, read consistently."""

    def save(self, change: AccountChange) -> None:
        """Store a change with its history in one transaction; raise Stale or Busy."""

    def list_changes(self, person: str) -> list[AccountState]:
        """Return every state that the account has had, oldest first."""


class OwnAccountKept(Refusal):
    """The law of the province does not let holders suspend or cancel their accounts here."""

    code = "own_account_kept"
    kind = RefusalKind.FORBIDDEN
    vi = "Tại tỉnh này, tài khoản không tạm dừng hoặc hủy trực tuyến được. Nếu lộ, mất tài khoản, hãy báo mất."
    en = "In this province an account is not suspended or cancelled online. Report it if it is lost or misused."


def change_own_account(
    records: AccountRecords,
    actor: Actor,
    act: AccountAct,
    rule: Ruling,
    *,
    expected: int,
    key: str,
    understood: bool,
    now: datetime,
    real_now: datetime,
) -> AccountState:
    """Suspend, resume or cancel the caller's account; a repeat of the same command returns the state after it. To
    resume needs no rule: what its holder suspended, its holder opens.

    Raise OwnAccountKept, WrongStanding, Stale, Busy, or Invalid for one who cancels without having `understood` what
    becomes of dossiers."""
    state = records.load(actor.sub)
    if state.key == key:
        return state
    require_version(state, expected)
    with cite_on_refusal(rule):
        if act is not AccountAct.RESUME and rule.value is not True:
            raise OwnAccountKept()
    after = change_standing(state, act, now, by=actor.sub, article=str(rule.cite.get("article", "")), key=key)
    if act is AccountAct.CANCEL and not understood:
        vi = "Đánh dấu rằng bạn đã biết hồ sơ đã nộp vẫn được giải quyết và trả kết quả."
        en = "Confirm that you know: dossiers you filed are still settled, and their results are given to you."
        raise Invalid(fields=(FieldError("/understood", "required", vi, en),))
    records.save(AccountChange(actor.sub, act, state, after, real_now))
    return after
