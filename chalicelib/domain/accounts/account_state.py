"""The state of a person's account: open, suspended by its holder or by decision, locked, cancelled, or put off as an
officer's that nobody uses (decisions 0303, 0328).

It stands in the record that every command loads anyway. Who may not use an account still reads their own data, unless
the account is locked: its user may be a thief.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind, Stale


class AccountStanding(StrEnum):
    """Whether an account can be used, and by whose will it cannot."""

    OPEN = "open"
    PAUSED = "paused"
    """Suspended by its holder."""
    SUSPENDED = "suspended"
    """Suspended by the operator, or by the provincial office, with a reason."""
    LOCKED = "locked"
    """Locked after a report that it was lost or misused."""
    CANCELLED = "cancelled"
    """Cancelled by its holder."""
    IDLE = "idle"
    """Put off as an officer's account, since nobody used it. Its holder's citizen account stays as it is."""


class AccountAct(StrEnum):
    """What changes the state of an account."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    LOCK = "lock"
    UNLOCK = "unlock"
    SUSPEND = "suspend"
    LIFT = "lift"
    PUT_OFF = "put_off"
    TURN_ON = "turn_on"


OWN_ACTS = (AccountAct.PAUSE, AccountAct.RESUME, AccountAct.CANCEL)
"""Acts of the holder."""
LEADS: dict[AccountAct, tuple[frozenset[AccountStanding], AccountStanding]] = {
    AccountAct.PAUSE: (frozenset({AccountStanding.OPEN}), AccountStanding.PAUSED),
    AccountAct.RESUME: (frozenset({AccountStanding.PAUSED, AccountStanding.CANCELLED}), AccountStanding.OPEN),
    AccountAct.CANCEL: (frozenset({AccountStanding.OPEN, AccountStanding.PAUSED}), AccountStanding.CANCELLED),
    AccountAct.LOCK: (
        frozenset(set(AccountStanding) - {AccountStanding.LOCKED, AccountStanding.SUSPENDED}),
        AccountStanding.LOCKED,
    ),
    AccountAct.UNLOCK: (frozenset({AccountStanding.LOCKED}), AccountStanding.OPEN),
    AccountAct.SUSPEND: (frozenset(set(AccountStanding) - {AccountStanding.SUSPENDED}), AccountStanding.SUSPENDED),
    AccountAct.LIFT: (frozenset({AccountStanding.SUSPENDED}), AccountStanding.OPEN),
    AccountAct.PUT_OFF: (frozenset({AccountStanding.OPEN}), AccountStanding.IDLE),
    AccountAct.TURN_ON: (frozenset({AccountStanding.IDLE}), AccountStanding.OPEN),
}
"""From which states each act leads to which."""
OF_THE_HOLDER = frozenset({AccountStanding.PAUSED, AccountStanding.CANCELLED})
"""States that the holder chose as a citizen: they do not touch an officer's work."""
OF_THE_OFFICE = frozenset({AccountStanding.IDLE})
"""States of an officer's account alone: they do not touch what the person does as a citizen."""
STANDING_WORDS: dict[AccountStanding, BilingualWords] = {
    AccountStanding.OPEN: BilingualWords("đang hoạt động", "open"),
    AccountStanding.PAUSED: BilingualWords("đang tạm dừng theo yêu cầu của chủ tài khoản", "suspended by its holder"),
    AccountStanding.SUSPENDED: BilingualWords("đang bị tạm dừng theo quyết định", "suspended by decision"),
    AccountStanding.LOCKED: BilingualWords("đang khóa do báo mất", "locked after a report of loss"),
    AccountStanding.CANCELLED: BilingualWords("đã hủy theo yêu cầu của chủ tài khoản", "cancelled by its holder"),
    AccountStanding.IDLE: BilingualWords(
        "đang tạm dừng do lâu không sử dụng (đơn vị đề nghị để mở lại)",
        "put off since it was not used (your unit asks for it to be turned on)",
    ),
}


class AccountNotOpen(Refusal):
    """The account cannot be used now. Its holder still reads their own data."""

    code = "account_not_open"
    kind = RefusalKind.FORBIDDEN
    vi = "Tài khoản {standing}. Bạn vẫn xem được dữ liệu của mình; trang Tài khoản cho biết cách dùng lại."
    en = "The account is {standing}. You can still read your own data; the account page says how to use it again."


class AccountReportedLost(Refusal):
    """The account is locked after a report of loss: nobody signs in until its holder has proved who they are."""

    code = "account_reported_lost"
    kind = RefusalKind.FORBIDDEN
    vi = "Tài khoản đang khóa do báo mất. Liên hệ cơ quan tiếp nhận báo mất để xác thực và mở lại."
    en = "The account is locked after a report of loss. Ask the office that takes reports to check who you are."


class WrongStanding(Refusal):
    """The act does not fit the state of the account."""

    code = "wrong_standing"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Không thực hiện được: tài khoản {standing}."
    en = "This is not possible: the account is {standing}."


@dataclass(frozen=True, slots=True)
class AccountState:
    """The state, since when, by whom, why, by which article, and of which matter; `key` is that of the newest command.
    `proved_at` is when somebody last proved the holder's e-identity while the account was locked."""

    standing: AccountStanding = AccountStanding.OPEN
    version: int = 0
    since: datetime | None = None
    by: str = ""
    reason: str = ""
    article: str = ""
    matter: str = ""
    key: str = ""
    proved_at: datetime | None = None

    @property
    def words(self) -> BilingualWords:
        """The state in words."""
        return STANDING_WORDS[self.standing]

    def is_closed(self, office: bool) -> bool:
        """Return whether it keeps a person from acting: as a citizen, or in an `office`."""
        other = OF_THE_HOLDER if office else OF_THE_OFFICE
        return self.standing is not AccountStanding.OPEN and self.standing not in other

    def require_use(self, office: bool, reading_own: bool) -> None:
        """Raise AccountNotOpen or AccountReportedLost unless it may be used; `reading_own` is what stays open."""
        if self.standing is AccountStanding.LOCKED:
            raise AccountReportedLost()
        if self.is_closed(office) and not reading_own:
            raise AccountNotOpen(standing=self.words)


NEW_ACCOUNT = AccountState()
"""The state of an account that nobody has changed."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One change of a person's account: the state of before and after, by which act, and at which real time."""

    person: str
    act: AccountAct
    before: AccountState
    after: AccountState
    real_now: datetime


def list_own_acts(state: AccountState) -> tuple[AccountAct, ...]:
    """Return what the holder may do now."""
    return tuple(act for act in OWN_ACTS if state.standing in LEADS[act][0])


def change_standing(
    state: AccountState,
    act: AccountAct,
    now: datetime,
    *,
    by: str,
    reason: str = "",
    article: str = "",
    matter: str = "",
    key: str = "",
) -> AccountState:
    """Return the state after an act. Raise WrongStanding."""
    before, to = LEADS[act]
    if state.standing not in before:
        raise WrongStanding(standing=state.words)
    return AccountState(to, state.version + 1, now, by, reason, article, matter, key)


def require_version(state: AccountState, expected: int) -> None:
    """Raise Stale unless the state is the one that the caller saw."""
    if state.version != expected:
        raise Stale(version=state.version)


def note_proof(state: AccountState, now: datetime) -> AccountState:
    """Return the locked state with the time of a sign-in that proved the holder's e-identity."""
    return replace(state, proved_at=now)
