"""Who may scan what applicants bring on paper, where the rules want a written assignment of the centre's director
(HUE-9.3.b)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.errors import Forbidden

SCANNED = frozenset({PaperKind.COMPONENT, PaperKind.EXEMPTION_PROOF})
"""Papers of the applicant, which an officer scans."""


class DigitiserUnassigned(Forbidden):
    """A scan has value only from somebody whom the centre's director has assigned in writing."""

    code = "digitiser_unassigned"
    vi = (
        "Bạn không có văn bản phân công số hóa còn hiệu lực tại đơn vị này. Giám đốc Trung tâm phân công bằng văn bản "
        "và gửi ở mục Đề nghị cấp tài khoản, phân quyền."
    )
    en = (
        "You have no written assignment to digitise in force in this unit. The director of the centre assigns in "
        "writing, and sends it under Account requests."
    )


def require_digitiser(actor: Actor, unit: str, now: datetime) -> None:
    """Raise DigitiserUnassigned unless an assignment for the unit is in force."""
    if not any(
        each.role is Role.ASSIGNED_DIGITISER and each.unit == unit and each.is_in_force(now)
        for each in actor.assignments
    ):
        raise DigitiserUnassigned()
