"""How somebody may sign in on a day: with the e-identity account, or with an account of the province or of the national
portal while the law lets it (the rule `account.logins`).

The e-identity account is never closed: the law made it one way to sign in everywhere, also where a province's own
regulation lists others only. Since 20/07/2026 it is the only one (docs/decisions/0296).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind


class SignInMethod(StrEnum):
    """The kind of account somebody signs in with; the words of the rule `account.logins`."""

    LOCAL = "local"
    SSO = "sso"
    NATIONAL_PORTAL = "national_portal"
    E_IDENTITY = "e_identity"


METHOD_WORDS: Mapping[SignInMethod, BilingualWords] = {
    SignInMethod.LOCAL: BilingualWords("tài khoản của tỉnh", "an account of the province"),
    SignInMethod.SSO: BilingualWords("đăng nhập một lần", "single sign-on"),
    SignInMethod.NATIONAL_PORTAL: BilingualWords("tài khoản Cổng Dịch vụ công quốc gia", "a national portal account"),
    SignInMethod.E_IDENTITY: BilingualWords("tài khoản định danh điện tử", "an electronic identity account"),
}
RULE = "account.logins"
HOLDERS_RULE = "account.portal_holders"
"""Whose accounts of the national portal work, while `account.logins` lets people sign in with them."""


class SignInMethodClosed(Refusal):
    """The law of the day does not let people sign in with this kind of account."""

    code = "sign_in_method_closed"
    kind = RefusalKind.FORBIDDEN
    vi = "Không đăng nhập bằng {method} được nữa ({article}). Hãy đăng nhập bằng tài khoản định danh điện tử."
    en = "Signing in with {method} is not possible ({article}). Sign in with your electronic identity account."


@dataclass(frozen=True, slots=True)
class MethodOfDay:
    """A method with the answer of the day: whether it is open, whether the rule lists it, and the article that says so;
    "" where none does."""

    method: SignInMethod
    open: bool
    listed: bool
    article: str


def find_used_method(username: str) -> SignInMethod:
    """Return the method by the pool's name of an account: the provider's own accounts begin with its name."""
    named = username.casefold().startswith(f"{PROVIDER}_".casefold())
    return SignInMethod.E_IDENTITY if named else SignInMethod.LOCAL


def list_methods(listed: tuple[str, ...] | None, article: str) -> tuple[MethodOfDay, ...]:
    """Return every method with the answer of the rule, the words that it lists; where it is silent, none is closed."""

    def is_open(method: SignInMethod) -> bool:
        return method is SignInMethod.E_IDENTITY or listed is None or method in listed

    named = listed or ()
    return tuple(MethodOfDay(each, is_open(each), each.value in named, article) for each in SignInMethod)


def require_open_method(used: SignInMethod, find_methods: Callable[[], tuple[MethodOfDay, ...]]) -> None:
    """Raise SignInMethodClosed where the law of the day does not let people sign in with that kind of account. The law
    is asked only where it may close something."""
    if used is SignInMethod.E_IDENTITY:
        return
    found = next(each for each in find_methods() if each.method is used)
    if not found.open:
        raise SignInMethodClosed(method=METHOD_WORDS[used], article=found.article)
