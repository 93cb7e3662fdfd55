"""Whether a new sign-in is a person who is known already (HUE-10.2: who has an account keeps it).

The number alone joins where it was proven before and nothing contradicts it. A number that was only declared, so that
anybody may have claimed it, joins where name and birth date are the same, and the account that declared it may not sign
in any more. Everything else is decided by two officers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.accounts.person_profile import IdentifierKind, PersonProfile
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.folding import split_words


class IdentifierTaken(Refusal):
    """The number is another person's, or was: no second account is made for it."""

    code = "identifier_taken"
    kind = RefusalKind.WRONG_MOMENT
    vi = (
        "Số này đã gắn với một tài khoản. Hãy đăng nhập bằng tài khoản đó; nếu không phải của bạn, hãy liên hệ bộ phận "
        "Một cửa để được kiểm tra."
    )
    en = (
        "This number belongs to an account already. Sign in with that account; if it is not yours, ask the one-stop "
        "unit to check."
    )


class AccountBarred(Refusal):
    """The account never proved to be the person; the person who proved it signs in with the e-identity."""

    code = "account_barred"
    kind = RefusalKind.FORBIDDEN
    vi = (
        "Tài khoản này không đăng nhập được nữa vì chủ của số định danh đã đăng nhập bằng tài khoản định danh điện tử. "
        "Hãy đăng nhập bằng tài khoản định danh điện tử."
    )
    en = (
        "This account cannot sign in any more: the holder of the ID number has signed in with the electronic identity. "
        "Sign in with the electronic identity."
    )


@dataclass(frozen=True, slots=True)
class IdentifierHolders:
    """Whose number it is (empty for nobody's), and whose it was."""

    active: str = ""
    former: tuple[str, ...] = ()

    @property
    def present(self) -> str:
        """Return whose number it is, or was where nobody else ever had it; empty where that is not known."""
        return self.active or (self.former[0] if len(self.former) == 1 else "")

    @property
    def people(self) -> tuple[str, ...]:
        """Return everybody who has or had it, the present holder first."""
        return tuple(each for each in (self.active, *self.former) if each)


class JoinOutcome(StrEnum):
    """What becomes of a sign-in whose number is another person's."""

    JOIN = "join"
    CONTESTED = "contested"


def decide_join(
    identity: ProvenIdentity, kind: IdentifierKind, holders: Sequence[PersonProfile]
) -> tuple[JoinOutcome, PersonProfile | None]:
    """Return whether a sign-in is the person who holds or held its number; `holders` are those, the present one
    first."""
    for profile in holders:
        if is_same_person(identity, kind, profile):
            return JoinOutcome.JOIN, profile
    return JoinOutcome.CONTESTED, None


def is_same_person(identity: ProvenIdentity, kind: IdentifierKind, profile: PersonProfile) -> bool:
    """Return whether a profile with the same number is that of who has signed in."""
    held = profile.find_identifier(kind, identity.id_number)
    if held is None or profile.died_on or _is_contradicted(profile.birth_date, identity.birth_date):
        return False
    if held.active and held.proof.proves:
        return True
    same_name = split_words(profile.full_name) == split_words(identity.full_name)
    return same_name and bool(profile.birth_date) and profile.birth_date == identity.birth_date


def _is_contradicted(known: str, said: str) -> bool:
    return bool(known and said) and known != said
