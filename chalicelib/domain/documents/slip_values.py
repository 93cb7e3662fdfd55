"""Values of a slip: the slip itself, its wording, and the words of dates, sums and limits on paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.shared.typed_numbers import write_whole
from chalicelib.domain.time.deadlines import Duration, Unit


class SlipKind(StrEnum):
    """The papers that the steps make. The first seven are the national forms."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    EXTENSION = "extension"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"
    GUIDANCE = "guidance"
    EXTENSION_REQUEST = "extension_request"
    APOLOGY_GUIDANCE = "apology_guidance"
    APOLOGY_SUPPLEMENT = "apology_supplement"
    APOLOGY_OVERDUE = "apology_overdue"
    APOLOGY_LOSS = "apology_loss"


INTERNAL = frozenset({SlipKind.CONTROL, SlipKind.REGISTER, SlipKind.EXTENSION_REQUEST})
"""Papers between officers, which the applicant does not see."""


@dataclass(frozen=True, slots=True)
class SlipTable:
    """Rows under named columns; `widths` are shares of the line."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One numbered field of a slip: its label, then text, or a table."""

    key: str
    label: str
    text: tuple[str, ...] = ()
    table: SlipTable | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """An article the slip rests on. `open` marks, only on slips of older versions, a reading that a lawyer had yet to
    confirm: no paper for people states how certain the law is (decision 0245)."""

    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """The remedy against a negative paper: to whom and until when."""

    way: str
    addressee: str
    limit: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A finished slip: every word on the paper, in reading order. Rendering adds nothing to it.

    It is stored next to its PDF; with its `layout` it gives the same bytes again.
    """

    kind: SlipKind
    layout: str
    wording: str
    size: str
    paper_id: str
    title: str
    form: str
    authority: str
    issuer: str
    number: str
    issued_at: datetime
    place: str
    qr: str
    lead: str
    lines: tuple[SlipLine, ...]
    closing: tuple[str, ...]
    signers: tuple[str, ...]
    basis: tuple[Basis, ...]
    remedies: tuple[Remedy, ...] = ()
    mark: str = ""

    @property
    def date_line(self) -> str:
        """Return place and day as official papers write them."""
        return f"{self.place}, {write_day_line(self.issued_at)}"

    @property
    def is_internal(self) -> bool:
        """Return whether it is only between officers."""
        return self.kind in INTERNAL


@dataclass(frozen=True, slots=True)
class SlipTemplate:
    """The wording of one kind of slip, as shipped: its fields in order, with their labels.

    `issuer` names the letterhead: the one-stop unit or the agency.
    """

    wording: str
    title: str
    size: str
    issuer: str
    suffix: str
    lead: str
    fields: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]
    closing: tuple[str, ...] = ()
    remedy: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates by set (the instrument that prescribes the form) and kind, with the words of codes."""

    layout: str
    templates: Mapping[str, Mapping[str, SlipTemplate]]
    words: Mapping[str, Mapping[str, str]]

    def find_template(self, sets: tuple[str, ...], kind: SlipKind) -> SlipTemplate:
        """Return the first template of a kind among `sets`. Raise KeyError when none of them has it."""
        for name in sets:
            if kind.value in self.templates.get(name, {}):
                return self.templates[name][kind.value]
        raise KeyError(f"no wording for {kind} in {', '.join(sets)}")

    def find_word(self, group: str, code: str) -> str:
        """Return a code's name on paper. Raise KeyError for a code without a word."""
        return self.words[group][code]


# Characters of the embedded font. The ledger keeps all others: on paper an unknown letter or digit is an empty box, so
# that nobody misreads the word; a picture is left out.
_SHOWN = re.compile(
    "[\n -~\u00a0-\u00ac\u00ae-\u024f\u0300-\u036f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2037\u20ab\u20ac\u2116\u2122\u2190-\u2193\u2264\u2265\ufffd\u25a1]"
)


_BLANKS = re.compile(" {2,}")


def clean_for_print(text: str) -> str:
    """Return text for paper: NFC, tabs and odd line ends made plain, unknown letters as □, without pictures."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = "".join(sign if _SHOWN.match(sign) else "□" if sign.isalnum() else "" for sign in plain)
    return _BLANKS.sub(" ", shown).strip() if len(shown) < len(plain) else shown.strip()


def write_day_line(at: datetime) -> str:
    """Return "ngày 05 tháng 01 năm 2026": days under 10 and the first two months have a leading 0 (NĐ 30/2020)."""
    local = at.astimezone(VIETNAM)
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def write_moment(at: datetime) -> str:
    """Return "17 giờ 00, thứ Sáu, ngày 27/11/2026" in Vietnamese time."""
    local = at.astimezone(VIETNAM)
    return f"{local.hour:02d} giờ {local.minute:02d}, {_WEEKDAYS[local.weekday()]}, ngày {local:%d/%m/%Y}"


def write_money(amount: int) -> str:
    """Return "1.250.000 đồng"."""
    return f"{write_whole(amount)} đồng"


_UNITS = {
    Unit.IMMEDIATE: "trong ngày làm việc",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.MONTH: "tháng",
}


def write_duration(duration: Duration) -> str:
    """Return "03 ngày làm việc"; an immediate limit has no figure."""
    words = _UNITS[duration.unit]
    return words if duration.unit is Unit.IMMEDIATE else f"{duration.value:02d} {words}"
