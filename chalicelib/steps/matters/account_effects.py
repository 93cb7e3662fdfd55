"""What a case does to the account that it is about, and the checks of its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NoReturn

from chalicelib.domain.accounts.account_state import (
    LEADS,
    AccountAct,
    AccountChange,
    AccountStanding,
    change_standing,
)
from chalicelib.domain.accounts.desk_accounts import require_not_own_profile
from chalicelib.domain.accounts.idle_accounts import find_own_unit
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.matters.kinds.account_cases import LIFT_IT, LOCK_IT, LOCKED, SUSPEND_IT, UNLOCK_IT
from chalicelib.domain.matters.kinds.idle_rows import CONCERNED, IDLE, UNUSED
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.accounts.case_accounts import CaseAccounts
from chalicelib.steps.dossier.ports import StoredWrite
from chalicelib.steps.matters.matter_ports import Check, CheckContext
from chalicelib.steps.matters.person_checks import ACCOUNT_ID

LOSS = "loss"
"""The sort of case whose opening locks the account."""
STATES = {"to": LOCKED}


def change_account(context: CheckContext, act: AccountAct) -> tuple[StoredWrite, ...]:
    """Return what changes the account; nothing for a breach that is only reported, or for nobody known. Raise
    WrongStanding, and OwnIdentity for an officer who would decide about an account of their own (decision 0333)."""
    opening = context.matter is None
    if opening and context.answers.find_text("sort") != LOSS:
        return ()
    person = str(context.notes.get("account") or (context.matter.account if context.matter else ""))
    # Asked for somebody unknown as well: both answers cost the same requests.
    command, state = context.command, _require_desk(context).load_state(person)
    if not person or (opening and not _can_lock(state.standing)):
        return ()
    if not opening:
        require_not_own_profile(command.actor, _require_desk(context).profiles().load(person))
    cited = context.deps.reference.cite_articles(context.article, command.now.date())
    after = change_standing(
        state, act, command.now, by=command.actor.sub, reason=context.answers.find_text("decision"),
        article="; ".join(cited), matter=command.dossier_id, key=command.idem,
    )  # fmt: skip
    return (_require_desk(context).plan(AccountChange(person, act, state, after, command.real_now)),)


ACCOUNT_EFFECTS: Mapping[str, Callable[[CheckContext], tuple[StoredWrite, ...]]] = {
    LOCK_IT: partial(change_account, act=AccountAct.LOCK),
    UNLOCK_IT: partial(change_account, act=AccountAct.UNLOCK),
    SUSPEND_IT: partial(change_account, act=AccountAct.SUSPEND),
    LIFT_IT: partial(change_account, act=AccountAct.LIFT),
}


def check_account_named(context: CheckContext) -> Mapping[str, Any]:
    """Note whose account it is. Somebody who reports theirs without signing in must know its number, name and proven
    contact, and reads the same answer where they do not; an officer names it by the number or by its id, and is refused
    one that nobody has."""
    if context.role is not Role.APPLICANT or context.command.actor == SYSTEM:
        person = _find_named_account(context)
        if context.answers.find_text("sort") == IDLE:
            return note_unused(person, _require_desk(context).records().load(person), context.command.now)
        return {"account": person, **_note_lock(context, person)}
    desk, find_text = _require_desk(context), context.answers.find_text
    person = desk.find_person(find_text("id_number"), context.command.real_now)
    # Asked for somebody unknown as well: both answers cost the same requests.
    holder = desk.is_holder(person, find_text("full_name"), find_text("contact"))
    state = desk.load_state(person)
    if not holder:
        return {"reporter": ""}
    return {"reporter": person, "account": person, **(STATES if _can_lock(state.standing) else {})}


def note_unused(person: str, officer: Officer, now: datetime) -> Mapping[str, Any]:
    """Return what the opening of a case about an unused account notes: it is the officer's own unit's, and concerns the
    officer and the heads."""
    unit = find_own_unit(officer, now)
    heard = [place.value for place in CONCERNED]
    return {"account": person, "to": UNUSED, "reporter": "", "notifies": heard, **({"unit": unit} if unit else {})}


def check_account_found(context: CheckContext) -> Mapping[str, Any]:
    """Note whose account an officer means by its holder's number; refuse one that nobody has."""
    person = _require_desk(context).find_person(context.answers.find_text("id_number"), context.command.real_now)
    if not person:
        _refuse_unknown()
    return {"account": person}


def check_account_known(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to propose anything about an account while nobody knows whose it is."""
    if not (context.matter and context.matter.account):
        _refuse_unknown()
    return {}


def check_identity_proved(context: CheckContext) -> Mapping[str, Any]:
    """Refuse to unlock an account unless its holder has proved who they are: with papers, or by a sign-in with the
    e-identity after the lock. That sign-in alone unlocks nothing: a thief may hold the telephone."""
    find_text, matter = context.answers.find_text, context.matter
    if find_text("checked") == "in_person" and not find_text("paper"):
        vi, en = "Nhập giấy tờ đã đối chiếu.", "Give the papers that you looked at."
        raise Invalid(fields=(FieldError("/values/paper", "required", vi, en),))
    proved = _require_desk(context).load_state(matter.account).proved_at if matter else None
    if find_text("checked") == "e_identity" and proved is None:
        vi = "Chủ tài khoản chưa đăng nhập lại bằng định danh điện tử từ khi khóa."
        en = "The holder has not signed in with the e-identity since the lock."
        raise Invalid(fields=(FieldError("/values/checked", "not_proved", vi, en),))
    return {}


def _find_named_account(context: CheckContext) -> str:
    desk, find_text = _require_desk(context), context.answers.find_text
    number, account = find_text("id_number"), find_text("account_id")
    if not number and not account:
        vi, en = "Nhập số định danh hoặc mã tài khoản.", "Enter the ID number or the account ID."
        raise Invalid(fields=(FieldError("/values/id_number", "required", vi, en),))
    holder = desk.find_person(number, context.command.real_now) if number else ""
    if number and not holder:
        _refuse_unknown()
    if not account:
        return holder
    person = desk.find_person_of(account) if ACCOUNT_ID.fullmatch(account) else ""
    if not person:
        vi, en = "Không có tài khoản nào mang mã này.", "There is no account with this ID."
        raise Invalid(fields=(FieldError("/values/account_id", "unknown_account", vi, en),))
    if number and holder != person:
        vi, en = "Mã tài khoản và số định danh là của hai người.", "The account ID and the ID number are two people's."
        raise Invalid(fields=(FieldError("/values/account_id", "another_person", vi, en),))
    return person


def _note_lock(context: CheckContext, person: str) -> Mapping[str, Any]:
    lost = context.answers.find_text("sort") == LOSS
    return STATES if lost and _can_lock(_require_desk(context).load_state(person).standing) else {}


def _can_lock(standing: AccountStanding) -> bool:
    return standing in LEADS[AccountAct.LOCK][0]


def _refuse_unknown() -> NoReturn:
    vi, en = "Không có tài khoản nào với số này.", "There is no account with this number."
    raise Invalid(fields=(FieldError("/values/id_number", "unknown_account", vi, en),))


def _require_desk(context: CheckContext) -> CaseAccounts:
    if context.deps.accounts is None:
        raise LookupError("cases about accounts need the desk of accounts")
    return context.deps.accounts


ACCOUNT_CHECKS: Mapping[str, Check] = {
    "account_named": check_account_named,
    "account_found": check_account_found,
    "account_known": check_account_known,
    "identity_proved": check_identity_proved,
}
