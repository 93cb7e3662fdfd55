"""Reports of an agency's line-of-business system about a dossier, in words for people (VL-9.1, LC-16.4).

A system reports one of the codes below: a code of the national portal, or one of the finer steps inside an agency. The
dossier keeps the state of our own steps; the reported progress is shown next to it until the next step. An unlisted
code is kept and shown without guessing its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.flow.flow_words import NATIONAL_CODE, State
from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.ledger.fact_kinds import FactKind

FACT = FactKind.STATUS_REPORTED


@dataclass(frozen=True, slots=True)
class SectorStatus:
    """A reported code in words, and the state that a dossier must have reached by then."""

    vi: str
    en: str
    implies: State | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """The newest progress reported in the dossier's present state: by which system, which code, and when."""

    system: str
    status: str
    at: datetime


UNLISTED = SectorStatus("Phần mềm chuyên ngành vừa cập nhật tiến độ", "The sector's system reported progress")

STATUSES: Mapping[str, SectorStatus] = {
    "dang_tham_dinh": SectorStatus("Đang thẩm định", "Under appraisal", State.PROCESSING),
    "dang_kiem_tra_thuc_te": SectorStatus("Đang kiểm tra thực tế", "Being inspected on site", State.PROCESSING),
    "dang_lay_y_kien": SectorStatus("Đang lấy ý kiến cơ quan liên quan", "Others are consulted", State.PROCESSING),
    "da_tham_dinh": SectorStatus("Đã thẩm định", "Appraised", State.PROCESSING),
    "dang_trinh_ky": SectorStatus("Đang trình ký kết quả", "Waiting for signature", State.PROCESSING),
    "da_ky": SectorStatus("Đã ký kết quả", "The result is signed", State.RESOLVED),
    "tu_choi": SectorStatus("Không giải quyết", "Not granted", State.STOPPED),
    **{code: SectorStatus(*WORDS[state], state) for state, code in NATIONAL_CODE.items()},
}
"""Codes that systems report: finer steps inside an agency, and the codes of the national portal."""

_ORDER: Mapping[State, int] = {
    State.SUBMITTED: 0, State.RECEIVED: 1, State.PROCESSING: 2, State.SUPPLEMENT_REQUESTED: 3,
    State.PAYMENT_REQUESTED: 3, State.NOT_RECEIVED: 4, State.WITHDRAWN: 4, State.STOPPED: 4, State.RESOLVED: 4,
    State.RETURNED: 5, State.CLOSED: 6,
}  # fmt: skip


def find_status(code: str) -> SectorStatus:
    """Return the words of a reported code; those of `UNLISTED` for an unknown code."""
    return STATUSES.get(code, UNLISTED)


def is_behind(state: State, code: str) -> bool:
    """Return whether our steps are behind the system's report: people then see a wrong state (QN-22.3)."""
    implied = find_status(code).implies
    return implied is not None and _ORDER[implied] > _ORDER[state]
