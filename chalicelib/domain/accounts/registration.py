"""Registration of an account of the province: what must be declared, how the first password reaches the person, and
when it expires (HUE-10.1, VL-5.5, QN-27.1; decision 0301).

A registration becomes an account only when the person replaces the first password by their own: until then nobody
has an account, and no number or contact is taken.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from chalicelib.domain.accounts.people import find_person_faults, normalise_id_number
from chalicelib.domain.accounts.person_profile import (
    AcceptedTerms,
    Identifier,
    PersonAddress,
    PersonKind,
    PersonProfile,
    ProfileProof,
    ProofMethod,
    find_identifier_kind,
)
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.text import strip_accents

FIELDS_RULE, DELIVERY_RULE = "account.register_fields", "account.credential_delivery"
NAME_DIGITS = 10
NAME_PREFIX = "dk"
FIRST_LETTERS = 16
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters of a first password: none that looks like another."""
SHORTEST, SHORTEST_WITH_FACTOR, LONGEST = 14, 8, 256
"""Letters of a password: the only factor, or one of two."""
REGISTRATION_LIVES = timedelta(days=3)
PAPERS = {PersonKind.CITIZEN: "CC", PersonKind.FOREIGNER: "HC", PersonKind.ORGANISATION: "MSDN"}
"""The paper whose number identifies each kind of person."""
TITLES = {
    "full_name": ("Họ và tên, tên tổ chức", "Full name or name of the organisation"),
    "id_number": ("Số định danh", "Identity number"),
    "birth_date": ("Ngày sinh", "Birth date"),
    "sex": ("Giới tính", "Sex"),
    "nationality": ("Quốc tịch", "Nationality"),
    "address": ("Nơi ở, trụ sở", "Address"),
}
OF_PEOPLE = frozenset({"birth_date", "sex", "nationality"})
"""Fields that an organisation does not have."""


class CredentialDelivery(StrEnum):
    """How the first password reaches the person; the words of the rule `account.credential_delivery`."""

    SCREEN = "screen"
    MAIL = "email"
    SMS = "sms"


class ContactWay(StrEnum):
    """How a person's contact is reached."""

    MAIL = "mail"
    SMS = "sms"


class AccountExists(Refusal):
    """The contact or the number has an account already."""

    code = "account_exists"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đã có tài khoản với liên hệ hoặc số định danh này. Đăng nhập, hoặc lấy lại mật khẩu bằng liên hệ đã đăng ký."
    en = "There is an account with this contact or number. Sign in, or recover it with the contact you registered."


class OwnPasswordUnfit(Refusal):
    """The chosen password is too short, too long, a name of the person, or one of the last ten."""

    code = "own_password_unfit"
    kind = RefusalKind.INVALID
    vi = (
        "Mật khẩu cần từ 14 đến 256 ký tự (từ 8 khi tài khoản có bước xác thực thứ hai), khác 10 mật khẩu gần nhất và "
        "không chứa tên, số định danh hay liên hệ của bạn."
    )
    en = (
        "The password needs 14 to 256 characters (8 or more with a second factor), none of your names, numbers or "
        "contacts, and must differ from the last 10."
    )

    @classmethod
    def build_at_field(cls) -> OwnPasswordUnfit:
        """Return the refusal at the field of the password."""
        return cls(fields=(FieldError("/password", cls.code, cls.vi, cls.en),))


class DeliveryNotOffered(Refusal):
    """The law of the province does not name this way for the first password."""

    code = "delivery_not_offered"
    kind = RefusalKind.INVALID
    vi = "Quy định hiện hành không gửi thông tin đăng nhập theo cách này. Chọn cách khác."
    en = "The law in force does not deliver first passwords in this way. Choose another one."


@dataclass(frozen=True, slots=True)
class DeclaredPerson:
    """What somebody declares of themselves, or of their organisation."""

    full_name: str
    id_number: str
    kind: PersonKind = PersonKind.CITIZEN
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration that waits for its contact's code, or, once `proven_at`, for the first sign-in. `at` is the legal
    day on which the terms were accepted."""

    name: str
    person: DeclaredPerson
    way: ContactWay
    contact: str
    delivery: CredentialDelivery
    terms: str
    language: str
    at: datetime
    began_at: datetime
    proven_at: datetime | None = None
    version: int = 0

    @property
    def ends_at(self) -> datetime:
        """When it expires."""
        return self.began_at + REGISTRATION_LIVES

    @property
    def first_way(self) -> ContactWay | None:
        """How the first password is sent; None for the screen."""
        return {CredentialDelivery.MAIL: ContactWay.MAIL, CredentialDelivery.SMS: ContactWay.SMS}.get(self.delivery)


def derive_name(handle: str) -> str:
    """Return the sign-in name of a registration. It is issued, not chosen: a name imitates nobody, and shows nobody who
    has an account."""
    number = int.from_bytes(sha256(f"name|{handle}".encode()).digest()[:8]) % 10**NAME_DIGITS
    return f"{NAME_PREFIX}{number:0{NAME_DIGITS}d}"


def tidy_person(person: DeclaredPerson) -> DeclaredPerson:
    """Return the person with the number in its one spelling."""
    return DeclaredPerson(
        **{each.name: getattr(person, each.name) for each in fields(person) if each.name != "id_number"},
        id_number=normalise_id_number(PAPERS[person.kind], person.id_number),
    )


def require_declared(person: DeclaredPerson, mandatory: Collection[str], today: date) -> None:
    """Raise Invalid for mandatory fields that are empty, and for values in another form (HUE-17.2.b)."""
    organisation = person.kind is PersonKind.ORGANISATION
    needed = [each for each in TITLES if each in mandatory and not (organisation and each in OF_PEOPLE)]
    missing = [_find_empty(name) for name in needed if not str(getattr(person, name)).strip()]
    declared = {"full_name": person.full_name, "address": person.address, "id_number": person.id_number}
    faults = find_person_faults({**declared, "id_type": PAPERS[person.kind]}, "")
    if organisation:
        # Names of organisations have figures and signs.
        faults = [each for each in faults if each.path != "/full_name" or each.code == "too_long"]
    if person.birth_date and not "1900-01-01" <= person.birth_date <= today.isoformat():
        vi, en = "Ngày sinh phải là một ngày đã qua, từ năm 1900.", "The birth date must be a past day since 1900."
        faults.append(FieldError("/birth_date", "out_of_range", vi, en))
    if missing or faults:
        raise Invalid(fields=(*missing, *faults))


def _find_empty(name: str) -> FieldError:
    vi, en = TITLES[name]
    return FieldError(f"/{name}", "required", f"{vi}: chưa điền", f"{en}: nothing was entered")


def find_shortest(second_factor: bool) -> int:
    """Return how many letters a password needs: fewer where a second factor is asked for too."""
    return SHORTEST_WITH_FACTOR if second_factor else SHORTEST


def require_fit_password(password: str, known: Collection[str], *, second_factor: bool = False) -> None:
    """Raise OwnPasswordUnfit for a password of another length, or one with a word by which the person is known."""
    folded = strip_accents(password).casefold()
    words = [strip_accents(word).casefold() for text in known for word in (text, *text.split()) if len(word) >= 4]
    plain = len(set(folded)) < 5
    if not find_shortest(second_factor) <= len(password) <= LONGEST or plain or any(word in folded for word in words):
        raise OwnPasswordUnfit.build_at_field()


def list_known_words(registration: Registration) -> tuple[str, ...]:
    """Return the words by which a person is known, none of which a password may contain."""
    person = registration.person
    return person.full_name, person.id_number, registration.contact.partition("@")[0], registration.name


def build_profile(registration: Registration, person_id: str) -> PersonProfile:
    """Return the profile of a registered person: declared, and proven by nobody."""
    person, proof = registration.person, ProfileProof(ProofMethod.DECLARED, registration.at)
    kind = find_identifier_kind(person.kind, person.id_number)
    parts = {name: getattr(person, name) for name in ("full_name", "birth_date", "sex", "nationality")}
    said = {name: value for name, value in parts.items() if value}
    return PersonProfile(
        person_id,
        version=1,
        kind=person.kind,
        identifiers=(Identifier(kind, person.id_number, proof),),
        address=PersonAddress(line=person.address),
        proofs=dict.fromkeys(said, proof),
        terms=AcceptedTerms(registration.terms, registration.at),
        **said,
    )
