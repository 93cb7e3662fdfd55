"""Printing slips: which sheet is the first and which a copy, and the words that go with them on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.shared.errors import Kind, Refusal

MOST_SHEETS = 30
"""Slips of one print: their bytes pass through the API once, so that no second copy of them lies anywhere."""


class SlipPending(Refusal):
    """A slip is being made; it is there in a moment."""

    code = "slip_pending"
    kind = Kind.WRONG_MOMENT
    vi = "Giấy đang được lập. Hãy thử lại sau giây lát."
    en = "The slip is being made. Try again in a moment."


class SlipNotDue(Refusal):
    """No slip of that kind belongs to the dossier."""

    code = "slip_not_due"
    kind = Kind.WRONG_MOMENT
    vi = "Hồ sơ này không có loại giấy đó."
    en = "This dossier has no slip of that kind."


class SlipErased(SlipNotDue):
    """The slip went with the dossier's personal data, or will: nobody waits for it."""

    code = "slip_erased"
    vi = "Giấy này đã được xóa cùng dữ liệu cá nhân của hồ sơ; không in lại được."
    en = "This slip was erased with the personal data of the dossier; it cannot be printed again."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slip of a print. `copies` is how often it was printed before: nought for the first print. `void`: another
    has taken its place since."""

    dossier_id: str
    paper_id: str
    code: str
    title: str
    copies: int
    void: bool = False

    @property
    def mark(self) -> str:
        """What stands on a copy and on what is void; empty on the first print of what holds."""
        void = "ĐÃ ĐƯỢC THAY THẾ, KHÔNG CÒN GIÁ TRỊ" if self.void else ""
        return " · ".join(filter(None, (void, f"BẢN IN LẠI LẦN {self.copies}" if self.copies else "")))


@dataclass(frozen=True, slots=True)
class Cover:
    """The list in front of several slips."""

    title: str
    lead: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def cover(sheets: Sequence[Sheet], made: str) -> Cover:
    """What is in a print, in its order. Codes only: a list lies on top and names nobody."""
    rows = tuple((str(n), each.code, each.title, each.mark.capitalize()) for n, each in enumerate(sheets, start=1))
    return Cover(
        title="Danh sách giấy đã in", lead=f"{len(sheets)} giấy, in lúc {made}",
        columns=("STT", "Mã hồ sơ", "Giấy", "Ghi chú"), widths=(1, 6, 7, 3), rows=rows,
    )  # fmt: skip
