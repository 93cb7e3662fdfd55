"""Own accounts over HTTP: registration, sign-in, recovery. Only our own pages use them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.accounts.person_profile import PersonKind
from chalicelib.domain.accounts.registration import LONGEST, CredentialDelivery
from chalicelib.domain.shared.text import join_lines
from chalicelib.models.accounts.terms import TermsVersion
from chalicelib.models.http.base import Body, Day, Instant, View
from chalicelib.models.http.fields import AnyIdNumber, normalise_typed
from chalicelib.models.sessions import Opaque, Password, SessionBody, SessionView

BirthDay = Annotated[Day, Field(ge=date(1900, 1, 1), lt=date(2100, 1, 1))]
Way = Literal["mail", "sms"]
Line = Annotated[str, Field(max_length=500), BeforeValidator(normalise_typed(join_lines))]
IssuedName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]
"""Any that could be one: another name is refused like a wrong password."""
SixDigits = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
OwnPassword = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class RegistrationFormView(View):
    """What the law of the day asks of who registers. `open` is false where it knows no accounts of the province; the
    article says so."""

    open: bool
    article: str
    fields: tuple[str, ...]
    deliveries: tuple[CredentialDelivery, ...]
    terms: str = Field(description="Version of the terms in force, which are accepted with the registration")


class RegistrationBody(Body):
    """Who registers, with a contact that is proven by a code, the way of the first password and the terms that were
    read."""

    kind: PersonKind = PersonKind.CITIZEN
    full_name: Line = ""
    id_number: AnyIdNumber = ""
    birth_date: BirthDay | None = None
    sex: Literal["", "male", "female", "other"] = ""
    nationality: Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")] | None = None
    address: Line = ""
    channel: Way
    contact: Annotated[str, Field(min_length=1, max_length=200)]
    delivery: CredentialDelivery
    terms: TermsVersion
    language: Literal["vi", "en"] = "vi"


class CodeAskedView(View):
    """A code was sent to the contact, if one can be."""

    channel: Way
    ends_in: int = Field(description="Seconds for which the code is good")


class ContactCodeBody(Body):
    """The code from the contact."""

    code: SixDigits


class FirstCredentialsView(View):
    """The issued sign-in name. `password` is the first password where it is for the screen; null where it was sent."""

    name: str
    delivery: CredentialDelivery
    password: str | None
    ends_in: int = Field(description="Seconds for which the first password is good")


class OwnSignInBody(Body):
    """Sign-in name and password, and whether others use the computer too."""

    name: IssuedName
    password: Password
    shared: bool = False


class OwnSignInView(View):
    """The session; null when something comes first: a password in place of the first one, or a `code` of the
    authenticator app."""

    session: SessionView | None
    waits: Literal["password", "code"] | None = None
    ends_in: int = Field(default=0, description="Seconds for the rest of the sign-in")


class ChosenPasswordBody(Body):
    """A password of the person's own: in place of the first one, or, with the present password, of another. Then `name`
    or else the session says of which account, and `code` is of the authenticator app where the account has one."""

    password: OwnPassword
    name: IssuedName | None = None
    current: Password | None = None
    code: SixDigits | None = None
    session: Opaque | None = None


class RecoveryAskBody(Body):
    """The contact that registered the account."""

    channel: Way
    contact: Annotated[str, Field(min_length=1, max_length=200)]
    language: Literal["vi", "en"] = "vi"


class RecoveredBody(Body):
    """The code from the contact, and a new password. Where the account has a second factor: a code of the authenticator
    app, or the present password of who has lost the telephone, which removes the second factor."""

    channel: Way
    code: SixDigits
    password: OwnPassword
    authenticator: SixDigits | None = None
    current: Password | None = None


class AuthenticatorCodeBody(SessionBody):
    """The code that the authenticator app shows."""

    code: SixDigits


class EnrolmentBody(SessionBody):
    """The present password: another person at the computer adds no authenticator app."""

    current: Password


class FactorRemovalBody(EnrolmentBody):
    """The present password and a code; `password` is a new one, which a password of fewer than 14 letters needs."""

    code: SixDigits
    password: OwnPassword | None = None


class SecondFactorView(View):
    """Whether the account may have a second factor here today, and since when it has one."""

    offered: bool
    since: Instant | None


class EnrolmentView(View):
    """The secret for the authenticator app, and the text of its QR code."""

    secret: str
    uri: str
    ends_in: int = Field(description="Seconds for the first code")


class FactorRemovedView(View):
    """The new session where the password was replaced, which ends the others; null where this one continues."""

    session: SessionView | None
