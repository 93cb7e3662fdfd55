"""Printing slips: which sheet is the first and which a copy, and their words on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.shared.errors import Refusal, RefusalKind

MOST_SHEETS = 30
"""Most slips of one print: their bytes pass through the API once, so that no second copy of them is stored."""


class SlipPending(Refusal):
    """The slip is still being rendered; the caller tries again in a moment."""

    code = "slip_pending"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Giấy đang được lập. Hãy thử lại sau giây lát."
    en = "The slip is being made. Try again in a moment."


class SlipNotDue(Refusal):
    """No slip of that kind belongs to the dossier."""

    code = "slip_not_due"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này không có loại giấy đó."
    en = "This dossier has no slip of that kind."


class SlipErased(SlipNotDue):
    """The slip is erased with the dossier's personal data, or will be: waiting does not help."""

    code = "slip_erased"
    vi = "Giấy này đã được xóa cùng dữ liệu cá nhân của hồ sơ; không in lại được."
    en = "This slip was erased with the personal data of the dossier; it cannot be printed again."


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """One slip of a print. `copies` is the number of earlier prints: 0 for the first. `void`: another slip has replaced
    it."""

    dossier_id: str
    paper_id: str
    code: str
    title: str
    copies: int
    void: bool = False

    @property
    def mark(self) -> str:
        """Return the mark on a copy or a void slip; empty on the first print of a valid one."""
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


def build_cover(sheets: Sequence[PrintedSheet], made: str) -> Cover:
    """Return the contents of a print, in its order. Only codes: the cover list names nobody."""
    rows = tuple((str(n), each.code, each.title, each.mark.capitalize()) for n, each in enumerate(sheets, start=1))
    return Cover(
        title="Danh sách giấy đã in", lead=f"{len(sheets)} giấy, in lúc {made}",
        columns=("STT", "Mã hồ sơ", "Giấy", "Ghi chú"), widths=(1, 6, 7, 3), rows=rows,
    )  # fmt: skip
