"""Quotas: how much one person, and all users of one IP address, may begin, save, upload or search within a window.

They bound the cost and storage of a script or a stolen account; no law sets them, and honest heavy use stays far below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind

SAVE_UNIT = 10 * 1024
"""Bytes that count as one save: the cost of a save grows with the draft."""


class Quota(StrEnum):
    """Counted actions."""

    DRAFTS = "drafts"
    SAVES = "saves"
    PAPERS = "papers"
    PAPER_KILOBYTES = "paper_kilobytes"
    SEARCHES = "searches"
    MATTERS = "matters"


WHAT: Mapping[Quota, BilingualWords] = {
    Quota.DRAFTS: BilingualWords("bắt đầu hồ sơ mới", "new drafts"),
    Quota.SAVES: BilingualWords("lưu bản nháp", "saves of drafts"),
    Quota.PAPERS: BilingualWords("tải tệp lên", "uploads"),
    Quota.PAPER_KILOBYTES: BilingualWords("dung lượng tệp tải lên", "uploaded volume"),
    Quota.MATTERS: BilingualWords("gửi câu hỏi, phản ánh và xử lý việc", "questions, feedback and steps on them"),
    Quota.SEARCHES: BilingualWords("tra cứu theo dữ liệu cá nhân", "searches by personal data"),
}
PERSON = BilingualWords("Tài khoản này", "This account")
ADDRESS = BilingualWords("Mạng mà bạn đang dùng", "The network that you use")


class QuotaReached(Refusal):
    """The person, or the address, has used up a quota for now. Nothing was stored."""

    code = "quota_reached"
    kind = RefusalKind.TOO_MANY
    vi = "{whose} đã dùng hết hạn mức {what} trong thời gian ngắn. Hãy thử lại sau {wait}."
    en = "{whose} has used up its quota of {what} for the moment. Try again in {wait}."


@dataclass(frozen=True, slots=True)
class Limit:
    """Limit for each window of `seconds`: for a person, for an officer, for an address."""

    seconds: int
    person: int
    officer: int
    address: int


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """A request's share of one counter: `amount` of `limit`, until the counter ends (seconds since 1970)."""

    key: str
    amount: int
    limit: int
    ends: int
    quota: Quota
    whose: BilingualWords

    def build_refusal(self, real_now: float) -> QuotaReached:
        """Return the refusal, which says when there is room again."""
        left = max(1, self.ends - int(real_now))
        return QuotaReached(retry_after=left, whose=self.whose, what=WHAT[self.quota], wait=write_wait(left), use=self)


def write_wait(seconds: int) -> BilingualWords:
    """Return a waiting time as text, in minutes up to an hour and a half, then in hours; rounded up."""
    minutes, hours = -(-seconds // 60), -(-seconds // 3600)
    if minutes <= 90:
        return BilingualWords(f"{minutes} phút", f"{minutes} minute{'s' if minutes > 1 else ''}")
    return BilingualWords(f"{hours} giờ", f"{hours} hours")


def count_saves(size: int) -> int:
    """Return how many saves one of `size` bytes counts as."""
    return 1 + size // SAVE_UNIT
