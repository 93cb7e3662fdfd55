"""Public status of a dossier: its code, its state and its degree of completion.

Without signing in TT 01/2018 16.2.d shows the code and the degree of completion; names, units, dates and papers are the
owner's. Law data decides which of the two are shown (`lookup.anonymous_fields`) and which channels a province has
(`lookup.channels`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.dossier.sector_status import SectorStatus, find_status
from chalicelib.domain.flow.flow_words import State
from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.shared.errors import NotFound, Refusal, RefusalKind
from chalicelib.domain.shared.text import DASHES, clean_text, convert_digits, convert_to_latin, strip_accents

STEPS = 4
"""The steps of a dossier: received, settled with, resolved, handed over."""

CODE = "code"
COMPLETION = "completion"
LONGEST_CODE = 60
LONGEST_TYPED = 200
NO_CODE = "0-0"
"""Looked up instead of a malformed code, so that both cost the same time."""
RECEIPT = "TN"
"""Beginning of the numbers of filings; the rest are letters and digits that do not look alike."""
_DASHES = re.compile(f"[{DASHES}_/·]")
_NAME = re.compile(
    r"^[^A-Z0-9]*(?:(?:MA|SO|HO|HS|BIEN|NHAN|XAC|NOP|TIEP|GIAY|DOSSIER|CODE|RECEIPT|NUMBER|NO)[\s.#]*)+"
    r"(?=[0-9]|[A-Z][0-9]|TN)"
)
"""Words that are copied together with a code; within a code, the same letters are its own (TN-HPR331JYHS95R)."""
_AROUND = re.compile(r"^[^A-Z0-9]+|[^A-Z0-9]+$")
_CODE = re.compile(rf"(?=[A-Z0-9.-]{{8,{LONGEST_CODE}}}$)[A-Z0-9.]+-[0-9OIL]{{6,8}}-[0-9OIL]{{4,7}}")
_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_JOINED = (
    re.compile(f"([A-Z0-9.]{{2,24}})(20[0-9]{{2}}{_MONTH_DAY})([0-9]{{7}})"),
    re.compile(f"([A-Z0-9.]{{2,24}})([0-9]{{2}}{_MONTH_DAY})([0-9]{{4}})"),
)
"""Codes without their dashes: unit, day and number as the law's two patterns write them."""
_RECEIPT = re.compile(f"{RECEIPT}([0-9A-Z]{{13}})")
_MISREAD = str.maketrans("OIL", "011")
"""Letters that neither number has, for the digits that look like them."""


class ChannelClosed(Refusal):
    """The province's regulation has no look-up of this kind."""

    code = "lookup_channel_closed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Địa phương không tra cứu hồ sơ qua kênh này."
    en = "This province does not answer look-ups on this channel."


class NotACode(Refusal):
    """The typed text has the shape of neither number for look-ups; refused before any read."""

    code = "not_a_dossier_code"
    kind = RefusalKind.INVALID
    vi = (
        "Đây không phải mã hồ sơ. Nhập mã in trên giấy tiếp nhận hồ sơ và hẹn trả kết quả, ví dụ {example}, "
        "hoặc số xác nhận nộp hồ sơ bắt đầu bằng TN-."
    )
    en = (
        "This is not a dossier code. Enter the code printed on the receipt, for example {example}, "
        "or the number of the filing, which begins with TN-."
    )


@dataclass(frozen=True, slots=True)
class LookupRecord:
    """The dossier data that look-up reads, and so the most it can reveal. `stage` is that of the awaited supplement,
    `reported` the progress that a line-of-business system reported in this state; `refiled_as` the number under which a
    void dossier continues, `void_code` the requested code where another dossier has replaced it."""

    code: str
    receipt_no: str
    state: State
    stage: str = ""
    reported: str = ""
    refiled_as: str = ""
    void_code: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Progress of a dossier: its state, in words, and how many steps are done; `progress` is what the line-of-business
    system reports within that state (VL-9.1)."""

    state: State
    vi: str
    en: str
    done: int
    of: int = STEPS
    progress: SectorStatus | None = None


@dataclass(frozen=True, slots=True)
class Minimum:
    """Data shown to anybody with the code or a slip. Before reception the filing's number stands for the code."""

    code: str
    completion: Completion | None
    refiled_as: str = ""
    void_code: str = ""


def build_minimum(record: LookupRecord | None, fields: Sequence[str] | None) -> Minimum:
    """Return the data of a dossier that `fields` makes public; raise the one NotFound for no dossier, and where nothing
    is public."""
    if record is None or CODE not in (fields or ()):
        raise NotFound()
    done = measure_completion(record) if COMPLETION in (fields or ()) else None
    return Minimum(record.code or record.receipt_no, done, record.refiled_as, record.void_code)


def measure_completion(record: LookupRecord) -> Completion:
    """Return the degree of completion, from the state and the report of the agency's system."""
    vi, en = WORDS[record.state]
    return Completion(
        record.state, vi, en, _count_done(record), progress=find_status(record.reported) if record.reported else None
    )


def require_channel(channels: Sequence[str] | None, channel: str) -> None:
    """Refuse a channel that the law in force does not list."""
    if not is_channel_open(channels, channel):
        raise ChannelClosed()


def is_channel_open(channels: Sequence[str] | None, channel: str) -> bool:
    """Return whether the law in force lists the channel; a silent law bans none."""
    return channels is None or channel in channels


def read_code_or_placeholder(text: str) -> str:
    """Return the code to look up for the typed text."""
    return read_typed_code(text) or NO_CODE


def read_typed_code(text: str) -> str | None:
    """Return the dossier code or filing number in typed text: lower case, blanks, any dash or none, its name before it,
    a full stop after it, and letters for look-alike digits are accepted; None for neither."""
    plain = (
        convert_to_latin(strip_accents(convert_digits(clean_text(text))))
        .upper()
        .replace(",", ".")
        .rpartition(":")[2]
        .strip()
    )
    bare = _AROUND.sub("", re.sub(r"\s+", "", _DASHES.sub("-", _NAME.sub("", plain, count=1))))
    if _CODE.fullmatch(bare):
        return bare.translate(_MISREAD)
    joined = bare.replace("-", "")
    if found := _RECEIPT.fullmatch(joined):
        return f"{RECEIPT}-{found[1].translate(_MISREAD)}"
    found = next((found for shape in _JOINED if (found := shape.fullmatch(joined.translate(_MISREAD)))), None)
    return "-".join(found.groups()) if found and len(joined) <= LONGEST_CODE - 2 else None


def normalise_code_part(text: str) -> str:
    """Return a part of a code in its stored form: capitals, plain dashes and no blanks."""
    return re.sub(r"\s+", "", _DASHES.sub("-", convert_digits(text))).upper()


def is_receipt(code: str) -> bool:
    """Return whether a code in its one spelling is the number of a filing."""
    return code.startswith(f"{RECEIPT}-")


def _count_done(record: LookupRecord) -> int:
    if record.state is State.SUPPLEMENT_REQUESTED:
        return 0 if record.stage == "intake" else 2
    return DONE[record.state]


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
"""Steps done by state; a dossier waiting for a supplement counts as in the state where it was requested."""
