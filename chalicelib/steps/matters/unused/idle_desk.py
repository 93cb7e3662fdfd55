"""Put off an officer's account that nobody uses, and turn it on again: what each reads, refuses and writes (0328)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.account_requests import is_same_person
from chalicelib.domain.accounts.account_state import AccountAct, AccountChange, change_standing
from chalicelib.domain.accounts.idle_accounts import (
    AccountInUse,
    AccountUnused,
    IdleRule,
    choose_keepers,
    count_days,
    find_last_use,
)
from chalicelib.domain.accounts.officers import IdleNote, Officer, OwnRights, may_grant
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Actor, Role
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.matters.kinds.idle_rows import (
    DAYS,
    FINISH_IT,
    GRANTED_BY,
    PUT_OFF_IT,
    TURN_ON_IT,
    WARNING,
)
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.steps.accounts.leaving import LeavingDesk
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.ports import StoredWrite
from chalicelib.steps.matters.apply_person_case import read_text
from chalicelib.steps.matters.matter_ports import CheckContext


class IdleRecords(Protocol):
    """The store of notes and states of unused accounts."""

    def start_counting(self, now: datetime) -> datetime:
        """Return since when sign-ins are counted; the first run of a deployment sets it."""

    def find_change_time(self, officer: Officer) -> datetime | None:
        """Return when the rights of an officer changed last; None where no change is kept."""

    def plan_note(self, officer: Officer, note: IdleNote | None) -> StoredWrite:
        """Return the writes that set the note of an account, or remove it."""

    def clear_note(self, officer: Officer) -> None:
        """Remove the note of an account whose case has ended."""

    def plan_change(self, officer: Officer, change: AccountChange, keepers: Sequence[Officer] = ()) -> StoredWrite:
        """Return the writes of a change, on condition that the account was not used meanwhile and that the `keepers`
        can still act."""


class StoredOfficers(Protocol):
    """The store of officers' records."""

    def load(self, sub: str) -> Officer:
        """Return the present record, read consistently."""

    def forget(self, sub: str) -> None:
        """Drop a record from the cache: it has changed."""


FindRule = Callable[..., Ruling]


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """Who puts an account off or turns it on, for which case, with which words, and when."""

    by: str
    matter: str
    key: str
    reason: str
    now: datetime
    real_now: datetime


@dataclass(frozen=True, slots=True)
class IdleDesk:
    """The records of unused accounts, of officers, and of their open work. `list_members` returns a unit's officers."""

    idle: IdleRecords
    records: StoredOfficers
    list_members: Callable[[str], Sequence[Officer]]
    leaving: Callable[[], LeavingDesk]

    def plan_putting_off(self, officer: Officer, find_rule: FindRule, order: ChangeOrder) -> StoredWrite:
        """Return the writes that put an account off. Raise WrongStanding, LastOfDuty, or OpenWorkLeft while work would
        have no owner: a backup in force keeps it."""
        rule = find_rule(DAYS)
        after = change_standing(
            officer.state, AccountAct.PUT_OFF, order.now, by=order.by, reason=order.reason,
            article=str(rule.cite.get("article", "")), matter=order.matter, key=order.key,
        )  # fmt: skip
        grantors = tuple(map(Role, find_rule(GRANTED_BY).to_list()))
        with cite_on_refusal(rule):
            keepers = choose_keepers(officer, self.list_members(PROVINCE_UNIT), grantors, order.now)
        self.leaving().require_handed_over(officer, replace(officer, state=after), order.now)
        change = AccountChange(officer.sub, AccountAct.PUT_OFF, officer.state, after, order.real_now)
        return self.idle.plan_change(officer, change, keepers)

    def plan_turning_on(self, officer: Officer, article: str, order: ChangeOrder) -> StoredWrite:
        """Return the writes that turn an account on again. Raise WrongStanding."""
        after = change_standing(
            officer.state, AccountAct.TURN_ON, order.now, by=order.by, reason=order.reason, article=article,
            matter=order.matter, key=order.key,
        )  # fmt: skip
        change = AccountChange(officer.sub, AccountAct.TURN_ON, officer.state, after, order.real_now)
        return self.idle.plan_change(officer, change)

    def require_granter(self, actor: Actor, officer: Officer, find_rule: FindRule, now: datetime) -> None:
        """Raise OwnRights for the actor's own account, or Forbidden unless they may grant what it opens."""
        grantor = self.records.load(actor.sub)
        if is_same_person(replace(actor, assignments=grantor.assignments), grantor, officer):
            raise OwnRights()
        grantors = tuple(map(Role, find_rule(GRANTED_BY).to_list()))
        operates = any(each.role is Role.OPERATOR for each in officer.assignments)
        if not may_grant(actor, grantors[:1] if operates else grantors, now):
            raise Forbidden()

    def find_last_use(self, officer: Officer, counted_from: datetime) -> datetime:
        """Return when an account counts as used last."""
        return find_last_use(officer, counted_from, self.idle.find_change_time(officer))

    def apply_step(self, context: CheckContext, effect: str) -> tuple[StoredWrite, ...]:
        """Return what a step of somebody who may grant does to the account. Raise AccountInUse before its time,
        AccountUnused for a case that must not end yet, the refusals of `plan_putting_off`, OwnRights, Forbidden."""
        matter, command, find_rule = context.matter, context.command, context.find_rule
        if matter is None or not matter.account:
            return ()
        officer = self.records.load(matter.account)
        self.require_granter(command.actor, officer, find_rule, command.now)
        words = context.answers.find_text("letter") or read_text(context, "subject")
        order = ChangeOrder(command.actor.sub, command.dossier_id, command.key, words, command.now, command.real_now)
        if effect == TURN_ON_IT:
            return (self.plan_turning_on(officer, find_rule(GRANTED_BY).cite["article"], order),)
        with cite_on_refusal(find_rule(DAYS)):
            unused = self._is_unused(officer, read_idle_rule(find_rule), command)
            if effect == FINISH_IT and unused and officer.has_rights_from(command.now):
                raise AccountUnused()
            if effect == PUT_OFF_IT and not unused:
                raise AccountInUse()
        return (self.plan_putting_off(officer, find_rule, order),) if effect == PUT_OFF_IT else ()

    def _is_unused(self, officer: Officer, rule: IdleRule | None, command: Command[object]) -> bool:
        counted_from = command.real_now if officer.idle is None else officer.idle.since
        last = self.find_last_use(officer, counted_from)
        return rule is not None and count_days(last, command.real_now) >= rule.days


def read_idle_rule(find_rule: FindRule) -> IdleRule | None:
    """Return the rule of the day; None where the law is silent."""
    days, warning = find_rule(DAYS), find_rule(WARNING)
    if days.value is None:
        return None
    return IdleRule(days.to_int(), warning.to_int() if warning.value is not None else 0, days.cite["article"])


def build_rule_finder(find_rule: Callable[..., Ruling], now: datetime) -> FindRule:
    """Return the finder of rules of the day for an act outside any matter."""
    return lambda param: find_rule(param, CaseDates(now))


IDLE_EFFECTS = (PUT_OFF_IT, TURN_ON_IT, FINISH_IT)
"""The effects of the table that this desk carries out."""
