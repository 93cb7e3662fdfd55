"""The second factor of an own account: codes of an authenticator app (RFC 6238; decision 0293).

A code belongs to a period of 30 seconds and counts once: the newest period is remembered, and nothing up to it is
accepted again.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.security.second_factor import CodeRefused, CodeUsed
from chalicelib.domain.shared.errors import FieldError, Refusal, RefusalKind, Unauthenticated

PERIOD_SECONDS, DIGITS, DRIFT = 30, 6, 1
"""A telephone's clock may be one period early or late."""
SECRET_BYTES = 20
ENROLMENT_LIVES = timedelta(minutes=10)


class SecondFactorOn(Refusal):
    """The account has an authenticator app already."""

    code = "second_factor_on"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tài khoản đã có ứng dụng xác thực. Muốn đổi sang điện thoại khác, gỡ ứng dụng đang dùng trước."
    en = "The account has an authenticator app already. To change to another telephone, remove the present one first."


class SecondFactorOff(Refusal):
    """The account has no authenticator app."""

    code = "second_factor_off"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tài khoản chưa có ứng dụng xác thực, hoặc đã gỡ."
    en = "The account has no authenticator app, or it was removed."


class EnrolmentExpired(Refusal):
    """The first code came too late, or nothing was begun."""

    code = "enrolment_expired"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đã quá 10 phút từ khi hiện mã QR. Thêm ứng dụng xác thực lại từ đầu."
    en = "The QR code was shown more than 10 minutes ago. Begin again with a new one."


class SecondFactorNeeded(Refusal):
    """The account has an authenticator app, and no code of it was sent."""

    code = "second_factor_needed"
    kind = RefusalKind.INVALID
    vi = "Tài khoản có bước xác thực thứ hai. Nhập mã đang hiện trên ứng dụng xác thực."
    en = "The account has a second factor. Enter the code that the authenticator app shows now."

    @classmethod
    def build_at(cls, path: str) -> SecondFactorNeeded:
        """Return the refusal at the field of the code."""
        return cls(fields=(FieldError(path, cls.code, cls.vi, cls.en),))


class PasswordReplaced(Unauthenticated):
    """Two officers have replaced what was lost: the password of before opens nothing."""

    code = "password_replaced"
    vi = (
        "Liên hệ của tài khoản đã được thay tại quầy nên mật khẩu này không dùng được nữa. Hãy đặt lại mật khẩu ở "
        "trang Quên mật khẩu bằng liên hệ mới."
    )
    en = (
        "The contact of the account was replaced at a counter, so this password is not accepted any more. Set another "
        "one by the new contact, on the page for lost passwords."
    )


@dataclass(frozen=True, slots=True)
class Authenticator:
    """An authenticator app of an account. `secret` is what it shares with us, in base32; it counts once its first code
    has confirmed it; `last_period` is that of the newest code. Since `lost_at` there is none, and no password either:
    two officers have replaced the contact, and only who has that one sets a password again (decision 0325)."""

    secret: str = field(repr=False)
    begun_at: datetime
    confirmed_at: datetime | None = None
    last_period: int = 0
    lost_at: datetime | None = None
    version: int = 0


def encode_secret(raw: bytes) -> str:
    """Return a secret as apps take it."""
    return base64.b32encode(raw).decode()


def is_confirmed(authenticator: Authenticator | None) -> bool:
    """Return whether it is asked for at sign-in."""
    return authenticator is not None and authenticator.confirmed_at is not None


def build_lost(at: datetime, version: int) -> Authenticator:
    """Return what stands in place of an authenticator app that was lost with the password."""
    return Authenticator("", at, lost_at=at, version=version)


def is_lost(authenticator: Authenticator | None) -> bool:
    """Return whether app and password were lost, and no password was set since."""
    return authenticator is not None and authenticator.lost_at is not None


def require_password_kept(authenticator: Authenticator | None) -> None:
    """Raise PasswordReplaced where the password is one that was lost."""
    if is_lost(authenticator):
        raise PasswordReplaced()


def calculate_code(secret: str, period: int) -> str:
    """Return the code of a period."""
    try:
        digest = hmac.digest(base64.b32decode(secret), period.to_bytes(8), "sha1")
    except binascii.Error:
        raise ValueError("no secret of an authenticator app") from None
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def accept_code(authenticator: Authenticator, code: str, real_now: datetime) -> Authenticator:
    """Return the authenticator after a right code. Raise CodeRefused, or CodeUsed for one that counted before, or that
    is older than one that did."""
    period = _find_period(authenticator, code, real_now)
    if period is None:
        raise CodeRefused()
    if period <= authenticator.last_period:
        raise CodeUsed()
    return replace(authenticator, last_period=period)


def confirm_authenticator(authenticator: Authenticator | None, code: str, real_now: datetime) -> Authenticator:
    """Return the authenticator that its first code confirms; a repetition of that code changes nothing. Raise
    EnrolmentExpired, SecondFactorOn, CodeRefused."""
    if authenticator is not None and authenticator.confirmed_at is not None:
        if _find_period(authenticator, code, real_now) == authenticator.last_period:
            return authenticator
        raise SecondFactorOn()
    if authenticator is None or real_now - authenticator.begun_at >= ENROLMENT_LIVES:
        raise EnrolmentExpired()
    return replace(accept_code(authenticator, code, real_now), confirmed_at=real_now)


def _find_period(authenticator: Authenticator, code: str, real_now: datetime) -> int | None:
    """Return the newest period around now whose code it is. Every one is computed: the time shows nothing."""
    now = int(real_now.timestamp()) // PERIOD_SECONDS
    around = range(now - DRIFT, now + DRIFT + 1)
    found = [each for each in around if hmac.compare_digest(calculate_code(authenticator.secret, each), code)]
    return found[-1] if found else None
