"""Originals called for and papers behind unsigned uploads: who must show them, and the result of the comparison
(HUE-11.3, HUE-9.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.shared.errors import Refusal, RefusalKind


class OriginalNotCallable(Refusal):
    """No rule in force lets the agency ask an applicant to show originals."""

    code = "original_not_callable"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quy định hiện hành không cho yêu cầu xuất trình bản chính để đối chiếu."
    en = "The rules in force do not let an agency call for originals to compare."


class OriginalAwaited(Refusal):
    """Originals were called for and are not compared yet."""

    code = "original_awaited"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn {count} giấy tờ đã yêu cầu xuất trình bản chính mà chưa ghi kết quả đối chiếu."
    en = "{count} papers whose originals were called for have not been compared yet."


@dataclass(frozen=True, slots=True)
class OriginalCall:
    """An open call: components whose originals the applicant must show, since when, by which law of the sector, and in
    which form (an original, a principal or a certified copy). Older calls lack law and form."""

    components: tuple[str, ...]
    called_at: datetime
    legal_basis: str = ""
    shown_as: str = ""


def require_none_awaited(call: OriginalCall | None) -> None:
    """Refuse while originals that were called for have not been compared."""
    if call is not None:
        raise OriginalAwaited(count=len(call.components))


def name_outcome(differing: Collection[str]) -> str:
    """Return the comparison's result as one word."""
    return "differs" if differing else "matches"
