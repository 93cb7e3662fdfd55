"""Rows by which published content is hidden for a reason that the law of the day knows, and shown again.

What is hidden leaves the public pages, the search and the sources of the assistant; its unit and its sender can still
read it, with the reason.
"""

from __future__ import annotations

from chalicelib.domain.matters.matter_actors import Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import PUBLISHING_CHECK, REPORTER, ask_choice, ask_text
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

HIDDEN = "hidden"
HIDDEN_STATE = MatterState(HIDDEN, Words("Đã ẩn khỏi trang công khai", "Hidden from the public page"), ended=True)
HIDE = Words("Ẩn khỏi trang công khai", "Hide from the public page")
RESTORE = Words("Hiện lại trên trang công khai", "Show on the public page again")
HIDE_REASON = ask_choice(
    "hide_code", "Lý do ẩn", "Reason for hiding",
    (
        ("personal_data", "Có dữ liệu cá nhân", "It holds personal data"),
        ("insult", "Xúc phạm người khác", "It insults others"),
        ("advertising", "Quảng cáo", "Advertising"),
        ("unlawful", "Trái pháp luật", "Unlawful"),
        ("duplicate", "Trùng lặp", "A duplicate"),
        ("secret", "Bí mật nhà nước, nghề nghiệp", "A secret"),
    ),
    rule="moderation.reasons",
)  # fmt: skip


def build_moderation_rows(
    published: str, who: Actors, article: str, *, checks: tuple[str, ...] = (), audience: FieldAudience = REPORTER
) -> tuple[MatterStep, ...]:
    """Return the rows that hide what is published and show it again as it was, each with a reason of that audience."""
    reason, sender = ask_text("reason", "Lý do", "Reason", audience), (MatterPlace.REPORTER,)
    return (
        MatterStep(
            "hide", HIDE, (published,), HIDDEN, who, article, fields=(HIDE_REASON, reason), checks=checks,
            notifies=sender,
        ),
        MatterStep(
            "restore", RESTORE, (HIDDEN,), published, who, article, fields=(reason,),
            checks=(*checks, PUBLISHING_CHECK), notifies=sender,
        ),
    )  # fmt: skip
