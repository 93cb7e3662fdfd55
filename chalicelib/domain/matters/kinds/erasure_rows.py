"""Rows by which the personal data of an ended matter are erased, in every kind (Luật 91/2025 14).

One officer of the provincial office proposes it, another orders it; then the system deletes texts, files and contacts.
From the order on nobody of the public reads anything of the matter.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.dossier.erasure import AUTHORITY
from chalicelib.domain.matters.matter_actors import OFFICE, MatterPlace
from chalicelib.domain.matters.matter_fields import ask_choice, ask_text
from chalicelib.domain.matters.matter_kind import ClockEffect, ClockMove, MatterKind, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

ERASING, ERASED = "erasing", "erased"
PROPOSE, ORDER, ERASE = "propose_erasure", "order_erasure", "erase"
GROUND, DECISION = "erasure_ground", "erasure_decision"
ARTICLE = "Luật 91/2025 14"
STATES = (
    MatterState(ERASING, Words("Đang xóa dữ liệu cá nhân", "Personal data are being erased"), ended=True),
    MatterState(ERASED, Words("Đã xóa dữ liệu cá nhân", "Personal data are erased"), ended=True),
)
FIELDS = (
    ask_choice(
        GROUND, "Căn cứ xóa", "Ground of the erasure",
        (
            (AUTHORITY, "Quyết định của cơ quan có thẩm quyền", "Decision of a competent authority"),
            ("subject_request", "Chủ thể dữ liệu yêu cầu", "Request of the data subject"),
            ("retention_over", "Hết thời hạn lưu trữ", "End of the retention term"),
        ),
        rule="erasure.grounds",
    ),
    ask_text(
        DECISION, "Số, ngày và cơ quan ra quyết định; không ghi tên người",
        "Number, date and authority of the decision; no names of people",
        required=False,
    ),
)  # fmt: skip


def add_erasure_rows(kind: MatterKind) -> MatterKind:
    """Return the kind with the states and rows of an erasure: from each of its states in which a matter has ended."""
    ended = tuple(state.key for state in kind.states if state.ended)
    stopped = tuple(ClockEffect(clock, ClockMove.STOP) for clock in kind.clocks)
    rows = (
        MatterStep(
            PROPOSE, Words("Đề nghị xóa dữ liệu cá nhân", "Propose to erase the personal data"), ended, "", OFFICE,
            ARTICLE, fields=FIELDS, checks=("erasable", "personal_data"),
        ),
        MatterStep(
            ORDER, Words("Quyết định xóa dữ liệu cá nhân", "Order to erase the personal data"), ended, ERASING, OFFICE,
            ARTICLE, clocks=stopped, not_by=(PROPOSE,), only_after=PROPOSE, checks=("erasable",),
            notifies=(MatterPlace.REPORTER,), erases=True,
        ),
        # Nobody takes it: the system does, when all is deleted.
        MatterStep(ERASE, Words("Xóa xong dữ liệu cá nhân", "Finish erasing the personal data"), (ERASING,), ERASED, (),
                   ARTICLE),
    )  # fmt: skip
    return replace(kind, states=(*kind.states, *STATES), steps=(*kind.steps, *rows))
