"""The holder's own account: its state, and how to suspend, resume or cancel it."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.accounts.account_state import (
    AccountAct,
    AccountStanding,
    AccountState,
    WrongStanding,
    list_own_acts,
)
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import BilingualWords, Busy, Invalid
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.accounts.account import AccountActBody, AccountEntryView, OwnAccountView
from chalicelib.models.http.problem import Text
from chalicelib.steps.accounts import account_state as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

RULE = "account.self_suspend"
RECEIVER = "account.loss_report_to"
OFFICES: dict[str, BilingualWords] = {
    "provincial_office": BilingualWords("Văn phòng UBND tỉnh", "the office of the provincial committee"),
    "operator": BilingualWords("Đơn vị vận hành hệ thống", "the operator of the system"),
}
"""Who takes reports of lost accounts; where the law is silent, the provincial office."""


@register_operation(bp, "GET", "/api/me/account", access=SIGNED_IN, answer=OwnAccountView, reading_own=True)
def read_account(call: Call) -> OwnAccountView:
    """Show the state of my account, what I may do with it, and its history."""
    return _view_account(wiring.provide_account_states().load(call.actor.sub), call)


@register_operation(
    bp,
    "POST",
    "/api/me/account",
    access=SIGNED_IN,
    body=AccountActBody,
    answer=OwnAccountView,
    keyed=True,
    versioned=True,
    reading_own=True,
    refuses=(steps.OwnAccountKept, WrongStanding, Invalid, Busy),
)
def change_account(call: Call[AccountActBody]) -> OwnAccountView:
    """Suspend, resume or cancel my account; every session ends where it cannot be used any more."""
    state = steps.change_own_account(
        wiring.provide_account_states(),
        call.actor,
        AccountAct(call.body.act),
        _find_rule(RULE, call),
        expected=call.require_version(),
        key=call.key,
        understood=call.body.understood,
        now=call.now,
        real_now=call.real_now,
    )
    return _view_account(state, call)


def _find_rule(param: str, call: Call[Any, Any]) -> Ruling:
    return wiring_steps.provide_reference().find_rule(param, CaseDates(call.now))


def _view_account(state: AccountState, call: Call[Any, Any]) -> OwnAccountView:
    rule, receiver = _find_rule(RULE, call), _find_rule(RECEIVER, call)
    may = list_own_acts(state) if rule.value is True else ()
    acts = may or ((AccountAct.RESUME,) if AccountAct.RESUME in list_own_acts(state) else ())
    office = OFFICES[str(receiver.value or "provincial_office")]
    history = wiring.provide_account_states().list_changes(call.actor.sub) if state.version else []
    return OwnAccountView(
        version=state.version,
        now=_view_state(state, call.actor),
        acts=tuple(act.value for act in acts),  # type: ignore[misc]
        article=str(rule.cite.get("article", "")) if rule.value is True else "",
        loss_to=Text(vi=office.vi, en=office.en),
        history=tuple(_view_state(each, call.actor) for each in reversed(history)),
    )


def _view_state(state: AccountState, actor: Actor) -> AccountEntryView:
    words = state.words
    return AccountEntryView(
        standing=AccountStanding(state.standing),
        words=Text(vi=words.vi, en=words.en),
        since=state.since,
        own=state.by == actor.sub,
        reason=state.reason,
        article=state.article,
    )
