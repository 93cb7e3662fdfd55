"""Officers' accounts that nobody uses: when their officer is warned, and when they are put off.

Days are days of the calendar in Vietnam. An account counts as used when its officer signs in, is granted rights, or is
turned on again. Sessions are hours long, so that the newest command is of the day of the newest sign-in or the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.accounts.account_state import AccountStanding
from chalicelib.domain.accounts.officers import IdleNote, Officer
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Role
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM


class AccountInUse(Refusal):
    """Only an account that was not used for the days of the rule is put off for it."""

    code = "account_in_use"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tài khoản chưa đủ số ngày không sử dụng để tạm dừng."
    en = "The account has not been unused for long enough to be put off."


class AccountUnused(Refusal):
    """The case of an account that is still unused does not end without a measure."""

    code = "account_unused"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tài khoản vẫn chưa được dùng lại; vụ việc chưa kết thúc được."
    en = "The account is still not used; the case cannot be closed yet."


class LastOfDuty(Refusal):
    """Somebody who grants rights or operates the system always remains."""

    code = "last_of_duty"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đây là tài khoản cuối cùng còn dùng được để cấp quyền hoặc vận hành; không tạm dừng."
    en = "This is the last usable account that grants rights or operates the system; it stays."


IDLE_REFUSALS: tuple[type[Refusal], ...] = (AccountInUse, AccountUnused, LastOfDuty)


@dataclass(frozen=True, slots=True)
class IdleRule:
    """After how many unused days an account is put off, how many days before that its officer is warned, and by which
    rule."""

    days: int
    warning: int
    article: str


class IdleStep(StrEnum):
    """What becomes due for an account."""

    NOTHING = "nothing"
    WARN = "warn"
    PUT_OFF = "put_off"
    CLOSE = "close"
    """Its case ends: the account was used, turned on again, or has no rights left."""


class IdleHold(StrEnum):
    """Why an unused account is not put off."""

    OPEN_WORK = "open_work"
    LAST_OF_DUTY = "last_of_duty"
    HOLDER_CHOICE = "holder_choice"
    """Its holder has suspended or cancelled it as a citizen, which must not be lost."""


def count_days(since: datetime, now: datetime) -> int:
    """Return the days of the calendar in Vietnam from one instant to another."""
    return (now.astimezone(VIETNAM).date() - since.astimezone(VIETNAM).date()).days


def find_last_use(officer: Officer, counted_from: datetime, granted_at: datetime | None = None) -> datetime:
    """Return when an account counts as used last. `granted_at` is when its rights changed last, where that was looked
    up; `counted_from` is since when sign-ins are counted, for an account of which none is known."""
    state = officer.state
    opened = state.since if state.standing is AccountStanding.OPEN else None
    begun = [each.valid_from for each in officer.assignments]
    known = [officer.sign_in.at if officer.sign_in else counted_from, granted_at, opened, *begun]
    return max(each for each in known if each is not None)


def judge_use(officer: Officer, last: datetime, note: IdleNote | None, rule: IdleRule, now: datetime) -> IdleStep:
    """Return what becomes due. Nobody is put off who was not warned the days of the rule before."""
    if note is not None and (last > note.since or not officer.has_rights_from(now)):
        return IdleStep.CLOSE
    if officer.state.is_closed(office=True) or not officer.has_rights_from(now):
        return IdleStep.NOTHING
    idle = count_days(last, now)
    if note is None:
        return IdleStep.WARN if idle >= rule.days - rule.warning else IdleStep.NOTHING
    warned = count_days(note.warned_at, now) >= rule.warning
    return IdleStep.PUT_OFF if warned and idle >= rule.days else IdleStep.NOTHING


def calculate_off_day(last: datetime, rule: IdleRule, now: datetime) -> datetime:
    """Return the day on which an account that is warned now is put off."""
    return max(last + timedelta(days=rule.days), now + timedelta(days=rule.warning))


def find_own_unit(officer: Officer, now: datetime) -> str:
    """Return the unit that answers for an officer: of a present right, else of one to come; empty for the province."""
    current = [each for each in officer.assignments if each.valid_until is None or now < each.valid_until]
    units = sorted((each.valid_from > now, each.unit) for each in current if each.unit != PROVINCE_UNIT)
    return units[0][1] if units else ""


def list_duties(officer: Officer, grantors: Sequence[Role], now: datetime) -> tuple[Role, ...]:
    """Return the roles of an officer which somebody in the province must always hold."""
    duties = {Role.OPERATOR, *grantors}
    return tuple(sorted({each.role for each in officer.assignments if each.role in duties and each.is_in_force(now)}))


def choose_keepers(
    officer: Officer, others: Iterable[Officer], grantors: Sequence[Role], now: datetime
) -> tuple[Officer, ...]:
    """Return who keeps the duties of an officer that is put off: for each, one who can act, the newest in use first.
    Raise LastOfDuty."""
    rest = [each for each in others if each.sub != officer.sub and not each.state.is_closed(office=True)]
    rest.sort(key=lambda each: (each.sign_in is None, -each.sign_in.at.timestamp() if each.sign_in else 0, each.sub))
    keepers = dict[str, Officer]()
    for duty in list_duties(officer, grantors, now):
        keeper = next((each for each in rest if duty in list_duties(each, grantors, now)), None)
        if keeper is None:
            raise LastOfDuty()
        keepers[keeper.sub] = keeper
    return tuple(keepers.values())
