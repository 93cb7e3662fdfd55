"""Rows of cases about officers' accounts that nobody uses: the officer is warned, the account is put off, and turned on
again by who may grant rights. The watch over accounts takes the same steps (`steps/matters/unused/`)."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.accounts.idle_accounts import IdleHold
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.eforms.day_bounds import DayBounds
from chalicelib.domain.matters.matter_actors import HEADS, OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_choice, ask_day, ask_line
from chalicelib.domain.matters.matter_kind import LawCondition, MatterField, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

IDLE = "idle"
"""The sort of case."""
UNUSED, HELD, OFF, ON_AGAIN = "unused", "held", "off", "on_again"
PUT_OFF, HOLD, FINISH, TURN_ON = "put_off", "hold", "finish", "turn_on"
PUT_OFF_IT, TURN_ON_IT, FINISH_IT = "account_put_off", "account_turn_on", "account_finish"
"""What a step does to the account (`steps/matters/unused/idle_desk.py`)."""
DAYS, WARNING, GRANTED_BY = "account.idle_days", "account.idle_warning", "account.granted_by"
CONCERNED = (MatterPlace.OFFICER, MatterPlace.ABOVE)
"""Who is notified of what becomes of an account: its officer, and the heads of the unit."""
GRANTERS: tuple[tuple[Actors, tuple[LawCondition, ...]], ...] = (
    (OFFICE, (LawCondition(GRANTED_BY, ("provincial_office",)),)),
    (((Role.OPERATOR, MatterPlace.PROVINCE),), (LawCondition(GRANTED_BY, ("operator",)),)),
)
AHEAD = DayBounds("1945-01-01", "today+1y")
IDLE_STATES = (
    MatterState(UNUSED, Words("Sẽ tạm dừng do lâu không sử dụng", "To be put off: not used")),
    MatterState(HELD, Words("Chưa tạm dừng được", "Cannot be put off yet")),
    MatterState(OFF, Words("Đã tạm dừng do lâu không sử dụng", "Put off: not used")),
    MatterState(ON_AGAIN, Words("Đã mở lại", "Turned on again"), ended=True),
)
IDLE_FIELDS: tuple[MatterField, ...] = (
    ask_day("last_used", "Lần dùng gần nhất", "Used last", UNITS, required=False),
    ask_day("off_day", "Ngày tạm dừng", "Day on which it is put off", UNITS, required=False, bounds=AHEAD),
)
HELD_BY = ask_choice(
    "held_by", "Vì sao chưa tạm dừng", "Why it is not put off",
    (
        (IdleHold.OPEN_WORK.value, "Còn hồ sơ chưa bàn giao, chưa có người làm thay",
         "Dossiers without a successor or a backup"),
        (IdleHold.LAST_OF_DUTY.value, "Người cuối cùng cấp quyền hoặc vận hành", "The last who grants or operates"),
        (IdleHold.HOLDER_CHOICE.value, "Chủ tài khoản đã tự tạm dừng hoặc hủy", "Suspended or cancelled by its holder"),
    ),
    UNITS,
)  # fmt: skip


def list_idle_rows(closed: str, article: str) -> Iterator[MatterStep]:
    """Return the rows; `closed` is the kind's state of a case that ended without a measure."""
    for who, laws in GRANTERS:
        yield MatterStep(
            PUT_OFF, Words("Tạm dừng tài khoản không sử dụng", "Put the account off"), (UNUSED, HELD), OFF, who,
            article, effect=PUT_OFF_IT, while_law=laws, notifies=CONCERNED,
        )  # fmt: skip
        yield MatterStep(
            TURN_ON, Words("Mở lại tài khoản", "Turn the account on again"), (OFF,), ON_AGAIN, who, article,
            fields=(ask_line("letter", "Số văn bản đề nghị", "Number of the written request", UNITS),),
            effect=TURN_ON_IT, while_law=laws, notifies=CONCERNED,
        )  # fmt: skip
        yield MatterStep(
            FINISH, Words("Kết thúc, không còn phải tạm dừng", "Close: it need not be put off any more"),
            (UNUSED, HELD, OFF), closed, who, article, effect=FINISH_IT, while_law=laws,
        )  # fmt: skip
    yield MatterStep(
        HOLD, Words("Ghi nhận chưa tạm dừng được", "Record why it is not put off"), (UNUSED,), HELD, (*HEADS, *OFFICE),
        article, fields=(HELD_BY,), notifies=(MatterPlace.ABOVE,),
    )  # fmt: skip
