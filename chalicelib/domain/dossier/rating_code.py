"""The code by which an applicant rates on the counter's tablet: short, for one dossier, for some minutes, used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.shared.errors import Refusal, RefusalKind

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without letters and digits that look alike."""
CODE_LENGTH = 8
CODE_LIVES = timedelta(minutes=15)


class RatingCodeInvalid(Refusal):
    """The code is unknown, used, or over; which of these is not revealed."""

    code = "rating_code_invalid"
    kind = RefusalKind.NOT_FOUND
    vi = "Mã không đúng, đã dùng hoặc đã hết hạn. Nhờ công chức tại quầy cấp mã mới."
    en = "This code is wrong, used or over. Ask the officer at the counter for a new one."


@dataclass(frozen=True, slots=True)
class RatingCode:
    """A stored code: its dossier, the unit whose officer opened the tablet, and until when it can be used."""

    dossier_id: str
    unit: str
    ends_at: datetime
    used: bool = False

    def is_good(self, real_now: datetime) -> bool:
        """Return whether it can still be used."""
        return not self.used and real_now < self.ends_at


def normalise_code(typed: str) -> str:
    """Return a typed code in its one form: capitals without blanks and hyphens."""
    return "".join(typed.upper().split()).replace("-", "")
