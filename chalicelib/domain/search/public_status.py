"""What anybody may learn of a dossier: its code, where it stands and how much of the way is done.

Without signing in TT 01/2018 16.2.d shows the code and the degree of completion; names, units, dates and papers
are the owner's. Which of the two are shown is law data (`lookup.anonymous_fields`), and so is which channels a
province keeps (`lookup.channels`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.dossier.sector_status import SectorStatus, find_status
from chalicelib.domain.flow.flow_words import State
from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.shared.errors import Kind, NotFound, Refusal
from chalicelib.domain.shared.text import DASHES, clean_text, latin_shapes, plain_digits, strip_accents

STEPS = 4
"""Received, settled with, resolved, handed over: what a dossier has to go through."""

CODE = "code"
COMPLETION = "completion"
LONGEST_CODE = 60
LONGEST_TYPED = 200
NO_CODE = "0-0"
"""Looked up in the place of what can be no code, so that it costs the same."""
RECEIPT = "TN"
"""With what the numbers of filings begin; the rest are letters and digits that look like no other."""
_DASHES = re.compile(f"[{DASHES}_/·]")
_NAME = re.compile(
    r"^[^A-Z0-9]*(?:(?:MA|SO|HO|HS|BIEN|NHAN|XAC|NOP|TIEP|GIAY|DOSSIER|CODE|RECEIPT|NUMBER|NO)[\s.#]*)+"
    r"(?=[0-9]|[A-Z][0-9]|TN)"
)
"""Words that are copied along before a code; within one, the same letters are its own (TN-HPR331JYHS95R)."""
_AROUND = re.compile(r"^[^A-Z0-9]+|[^A-Z0-9]+$")
_CODE = re.compile(rf"(?=[A-Z0-9.-]{{8,{LONGEST_CODE}}}$)[A-Z0-9.]+-[0-9OIL]{{6,8}}-[0-9OIL]{{4,7}}")
_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_JOINED = (
    re.compile(f"([A-Z0-9.]{{2,24}})(20[0-9]{{2}}{_MONTH_DAY})([0-9]{{7}})"),
    re.compile(f"([A-Z0-9.]{{2,24}})([0-9]{{2}}{_MONTH_DAY})([0-9]{{4}})"),
)
"""Codes without their dashes: unit, day and number as the two patterns of the law write them."""
_RECEIPT = re.compile(f"{RECEIPT}([0-9A-Z]{{13}})")
_MISREAD = str.maketrans("OIL", "011")
"""Letters that neither number has, for the digits that look like them."""


class ChannelClosed(Refusal):
    """The province's regulation has no look-up of this kind."""

    code = "lookup_channel_closed"
    kind = Kind.WRONG_MOMENT
    vi = "Địa phương không tra cứu hồ sơ qua kênh này."
    en = "This province does not answer look-ups on this channel."


class NotACode(Refusal):
    """What was typed has the shape of neither number by which people look up; it says so before anything is read."""

    code = "not_a_dossier_code"
    kind = Kind.INVALID
    vi = (
        "Đây không phải mã hồ sơ. Nhập mã in trên giấy tiếp nhận hồ sơ và hẹn trả kết quả, ví dụ {example}, "
        "hoặc số xác nhận nộp hồ sơ bắt đầu bằng TN-."
    )
    en = (
        "This is not a dossier code. Enter the code printed on the receipt, for example {example}, "
        "or the number of the filing, which begins with TN-."
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What look-up reads of a dossier, which is all that it could tell. `stage` is that of a supplement awaited,
    `reported` the progress that a line-of-business system reported in this state; `refiled_as` the number under which a
    void dossier goes on, `void_code` the code that was asked for where another dossier has taken its place."""

    code: str
    receipt_no: str
    state: State
    stage: str = ""
    reported: str = ""
    refiled_as: str = ""
    void_code: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Where a dossier stands: its state, in words, and how many of the steps are behind it; `progress` is what the
    line-of-business system reports within that state (VL-9.1)."""

    state: State
    vi: str
    en: str
    done: int
    of: int = STEPS
    progress: SectorStatus | None = None


@dataclass(frozen=True, slots=True)
class Minimum:
    """What is told to whoever has the code or a slip. Before reception the filing's number stands for the code."""

    code: str
    completion: Completion | None
    refiled_as: str = ""
    void_code: str = ""


def minimum(d: Standing | None, fields: Sequence[str] | None) -> Minimum:
    """What `fields` let anybody see of a dossier; raises the one NotFound for none, and where nothing may be seen."""
    if d is None or CODE not in (fields or ()):
        raise NotFound()
    done = completion(d) if COMPLETION in (fields or ()) else None
    return Minimum(d.code or d.receipt_no, done, d.refiled_as, d.void_code)


def completion(d: Standing) -> Completion:
    """The degree of completion, from the state and what the system of the agency reports in it."""
    vi, en = WORDS[d.state]
    return Completion(d.state, vi, en, _done(d), progress=find_status(d.reported) if d.reported else None)


def require_channel(channels: Sequence[str] | None, channel: str) -> None:
    """Refuse a channel that the law in force does not list."""
    if not is_channel_open(channels, channel):
        raise ChannelClosed()


def is_channel_open(channels: Sequence[str] | None, channel: str) -> bool:
    """Whether the law in force lists the channel; where it lists none, its silence bans none."""
    return channels is None or channel in channels


def code_or_none_such(text: str) -> str:
    """The code to look up for what somebody typed."""
    return typed_code(text) or NO_CODE


def typed_code(text: str) -> str | None:
    """A dossier code or the number of a filing as people type it: small letters, blanks, any dash or none, its name
    before it, a full stop behind it, letters in the place of the digits that look like them; None for neither."""
    plain = (
        latin_shapes(strip_accents(plain_digits(clean_text(text)))).upper().replace(",", ".").rpartition(":")[2].strip()
    )
    bare = _AROUND.sub("", re.sub(r"\s+", "", _DASHES.sub("-", _NAME.sub("", plain, count=1))))
    if _CODE.fullmatch(bare):
        return bare.translate(_MISREAD)
    joined = bare.replace("-", "")
    if found := _RECEIPT.fullmatch(joined):
        return f"{RECEIPT}-{found[1].translate(_MISREAD)}"
    found = next((found for shape in _JOINED if (found := shape.fullmatch(joined.translate(_MISREAD)))), None)
    return "-".join(found.groups()) if found and len(joined) <= LONGEST_CODE - 2 else None


def typed_part(text: str) -> str:
    """A part of a code as it stands in codes: capitals, plain dashes and no blanks."""
    return re.sub(r"\s+", "", _DASHES.sub("-", plain_digits(text))).upper()


def is_receipt(code: str) -> bool:
    """Whether a code in its one spelling is the number of a filing."""
    return code.startswith(f"{RECEIPT}-")


def _done(d: Standing) -> int:
    if d.state is State.SUPPLEMENT_REQUESTED:
        return 0 if d.stage == "intake" else 2
    return DONE[d.state]


DONE: Mapping[State, int] = {
    State.SUBMITTED: 0,
    State.RECEIVED: 1,
    State.NOT_RECEIVED: 3,
    State.PROCESSING: 2,
    State.PAYMENT_REQUESTED: 2,
    State.WITHDRAWN: 3,
    State.STOPPED: 3,
    State.RESOLVED: 3,
    State.RETURNED: 4,
    State.CLOSED: 4,
}
"""Steps done by state; a dossier waiting for a supplement stands where it was asked."""
