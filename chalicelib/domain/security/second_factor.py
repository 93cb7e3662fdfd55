"""An officer's sign-in before its second factor: its steps, limits and refusals.

Officers have a user pool of their own, which issues tokens only with a code of their telephone (RFC 6238). The steps
run through our session route: name and password, a new password where the first one was mailed, the code. An officer
without a registered telephone registers one instead of the last step.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

from chalicelib.domain.shared.errors import Refusal, RefusalKind, Unauthenticated

LIVES = timedelta(minutes=10)
"""Longest time from the password to the code: enough to install an app and register a telephone."""

MAX_CODES = 5
"""Codes that one sign-in may try. With the limit for the account, guessing six digits is hopeless."""

ACCOUNT_CODES, ACCOUNT_SECONDS = 15, 900
"""Codes that may be tried for one account in so many seconds, over all sign-ins."""

USED_LIVES = timedelta(minutes=3)
"""How long a used code is remembered: longer than the pool accepts it, with a step of drift on either side."""

ISSUER = "Mot Cua"
"""Name of the account in authenticator apps; only plain letters are shown on every telephone."""


class Waits(StrEnum):
    """What an unfinished sign-in waits for."""

    PASSWORD = "password"  # noqa: S105 - the step of that name
    ENROL = "enrol"
    CODE = "code"


class PasswordRefused(Unauthenticated):
    """Name or password is wrong; the answer does not say which."""

    code = "password_refused"
    vi = "Tên đăng nhập hoặc mật khẩu không đúng."
    en = "The user name or the password is wrong."


class SignInBlocked(Unauthenticated):
    """The pool found the password among leaked ones, or rates the attempt as an attack."""

    code = "sign_in_blocked"
    vi = "Lần đăng nhập này bị chặn vì lý do an toàn. Liên hệ quản trị hệ thống để được cấp lại mật khẩu."
    en = "This sign-in was blocked for security reasons. Ask your administrator for a new password."


class CodeRefused(Unauthenticated):
    """The code is not the one that the telephone shows."""

    code = "code_refused"
    vi = "Mã không đúng. Nhập mã 6 chữ số đang hiện trên điện thoại."
    en = "The code is wrong. Enter the 6 digits that your telephone shows now."


class CodeUsed(Unauthenticated):
    """A code counts once, so that an observed code cannot be reused."""

    code = "code_used"
    vi = "Mã này đã dùng rồi. Chờ mã mới trên điện thoại rồi nhập lại."
    en = "This code was used already. Wait for the next one on your telephone."


class TooManyCodes(Unauthenticated):
    """Too many wrong codes: the sign-in is over."""

    code = "too_many_codes"
    vi = "Đã nhập sai mã quá nhiều lần. Đăng nhập lại từ đầu."
    en = "Too many wrong codes. Sign in again from the beginning."


class SignInExpired(Unauthenticated):
    """There is no such unfinished sign-in: it expired, is finished, or was begun in another browser."""

    code = "sign_in_expired"
    vi = "Lần đăng nhập này đã hết hạn. Đăng nhập lại từ đầu."
    en = "This sign-in has expired. Sign in again from the beginning."


class FactorMissing(Unauthenticated):
    """The pool issued tokens without asking for a code: they are discarded."""

    code = "factor_missing"
    vi = "Chưa đăng nhập được vì thiếu bước xác thực thứ hai. Báo cho quản trị hệ thống."
    en = "Signing in failed: the second step was missing. Contact your administrator."


class PasswordTooWeak(Refusal):
    """The pool rejects the new password."""

    code = "password_too_weak"
    kind = RefusalKind.INVALID
    vi = "Mật khẩu mới phải có từ 12 đến 256 ký tự, gồm chữ thường, chữ hoa và chữ số, và khác mật khẩu cũ."
    en = (
        "The new password needs 12 to 256 characters with small letters, capitals and digits, and must differ "
        "from the old one."
    )


@dataclass(frozen=True, slots=True)
class Challenge:
    """The pool's challenge. `session` is the pool's session string; `username` names the account to the pool."""

    waits: Waits
    username: str
    session: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignIn:
    """An unfinished sign-in as it is kept. `key` is a digest of the cookie's handle; `account` a digest of the name;
    `sealed` holds the pool's challenge, encrypted. Each step raises `step`: a cookie of the step before is refused."""

    key: str
    account: str
    origin: str
    shared: bool
    began_at: datetime
    waits: Waits
    sealed: bytes = field(repr=False)
    step: int = 1
    tries: int = 0

    @property
    def ends_at(self) -> datetime:
        """When it expires, finished or not."""
        return self.began_at + LIVES

    def move_to_step(self, waits: Waits, sealed: bytes) -> SignIn:
        """Return the sign-in one step further."""
        return replace(self, waits=waits, sealed=sealed, step=self.step + 1, tries=0)

    def count_try(self) -> SignIn:
        """Return the sign-in with one more code tried."""
        return replace(self, tries=self.tries + 1)


def check_sign_in(sign_in: SignIn | None, step: int, origin: str, waits: tuple[Waits, ...], now: datetime) -> SignIn:
    """Return the sign-in when a browser with the cookie of `step` may continue it here; raise SignInExpired, or
    TooManyCodes."""
    if sign_in is None or now >= sign_in.ends_at:
        raise SignInExpired(reason="over")
    if sign_in.step != step:
        raise SignInExpired(reason="old_step")
    if sign_in.origin != origin:
        raise SignInExpired(reason="origin")
    if sign_in.waits not in waits:
        raise SignInExpired(reason="other_step")
    if sign_in.tries >= MAX_CODES:
        raise TooManyCodes()
    return sign_in


def build_enrolment_uri(username: str, secret: str, province: str) -> str:
    """Return the URI in the QR code for an authenticator app (Key Uri Format)."""
    label = quote(f"{ISSUER} {province}:{username}", safe="")
    return f"otpauth://totp/{label}?secret={quote(secret, safe='')}&issuer={quote(f'{ISSUER} {province}', safe='')}"
