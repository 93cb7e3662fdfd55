"""Applications of others that a province has registered, so that people open them with the sign-in they have here
(decision 0311).

Each is data of the province's folder. An application learns a stable id of the person and their name, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind, Unauthenticated
from chalicelib.domain.shared.timezone import VIETNAM


class ApplicationAudience(StrEnum):
    """Who may open an application."""

    APPLICANTS = "applicants"
    OFFICERS = "officers"


AUDIENCE_WORDS: dict[ApplicationAudience, BilingualWords] = {
    ApplicationAudience.APPLICANTS: BilingualWords("tổ chức, cá nhân", "applicants"),
    ApplicationAudience.OFFICERS: BilingualWords("công chức, viên chức", "officers"),
}


class ApplicationUnknown(Refusal):
    """No application of that name is registered here."""

    code = "application_unknown"
    kind = RefusalKind.FORBIDDEN
    vi = "Ứng dụng này chưa đăng ký với hệ thống, nên không mở được bằng tài khoản ở đây."
    en = "This application is not registered here, so it cannot be opened with your account."


class ApplicationNotInForce(Refusal):
    """The registration has not begun, or is over."""

    code = "application_not_in_force"
    kind = RefusalKind.FORBIDDEN
    vi = "Đăng ký của ứng dụng “{name}” không còn hoặc chưa có hiệu lực, nên không mở được."
    en = "The registration of “{name}” is not in force, so it cannot be opened."


class ApplicationAddressRefused(Refusal):
    """The person would be sent to an address that the application has not registered."""

    code = "application_address_refused"
    kind = RefusalKind.FORBIDDEN
    vi = "Địa chỉ quay về không phải địa chỉ mà ứng dụng “{name}” đã đăng ký. Hệ thống không chuyển bạn đến đó."
    en = "The return address is not one that “{name}” has registered. You are not sent there."


class ApplicationForOthers(Refusal):
    """The application is for other people than the one who has signed in."""

    code = "application_for_others"
    kind = RefusalKind.FORBIDDEN
    vi = "Ứng dụng “{name}” chỉ dành cho {audience}. Hãy đăng nhập bằng tài khoản phù hợp."
    en = "“{name}” is for {audience} only. Sign in with an account of that kind."


class ApplicationGrantRefused(Unauthenticated):
    """The application's code or renewal is forged, used, expired, another's, or of a person who has signed out."""

    code = "application_grant_refused"
    vi = "Mã hoặc quyền gia hạn của ứng dụng không dùng được. Ứng dụng phải yêu cầu đăng nhập lại."
    en = "The application's code or renewal cannot be used. The application must ask for a new sign-in."


@dataclass(frozen=True, slots=True)
class Application:
    """A registered application. `unit` owns it; `start` is its first page, `redirects` are the addresses that people
    return to, `sign_out` is called when they sign out. It is registered from `begins` to `ends`, both included."""

    code: str
    name: BilingualWords
    unit: str
    audience: frozenset[ApplicationAudience]
    start: str
    redirects: tuple[str, ...]
    sign_out: str
    begins: date
    ends: date
    article: str
    example: bool = False

    def is_in_force(self, now: datetime) -> bool:
        """Return whether the registration is in force on the day, as days are counted in Vietnam."""
        return self.begins <= now.astimezone(VIETNAM).date() <= self.ends


def find_application(registered: Iterable[Application], code: str, now: datetime) -> Application:
    """Return the registered application of a code; raise ApplicationUnknown or ApplicationNotInForce."""
    found = {each.code: each for each in registered}.get(code)
    if found is None:
        raise ApplicationUnknown()
    if not found.is_in_force(now):
        raise ApplicationNotInForce(name=found.name)
    return found


def require_address(application: Application, redirect: str) -> None:
    """Raise ApplicationAddressRefused unless the application has registered exactly this address."""
    if redirect not in application.redirects:
        raise ApplicationAddressRefused(name=application.name)


def require_audience(application: Application, audience: ApplicationAudience | None) -> None:
    """Raise ApplicationForOthers unless the application is for people who are signed in as the caller is; None is an
    officers' account without rights."""
    if audience not in application.audience:
        # Who is refused is of the other kind, or has an officers' account without rights.
        kinds = (ApplicationAudience.OFFICERS, ApplicationAudience.APPLICANTS)
        wanted = next(each for each in kinds if each in application.audience)
        raise ApplicationForOthers(name=application.name, audience=AUDIENCE_WORDS[wanted])


def list_for(
    registered: Iterable[Application], audience: ApplicationAudience | None, now: datetime
) -> tuple[Application, ...]:
    """Return the applications that such people can open now."""
    return tuple(each for each in registered if audience in each.audience and each.is_in_force(now))
