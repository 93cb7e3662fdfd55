"""Accounts of applicants at the counter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.accounts.account_state import AccountStanding
from chalicelib.domain.accounts.desk_accounts import DeskPurpose, normalise_number
from chalicelib.domain.accounts.people import IdType
from chalicelib.domain.accounts.person_profile import PersonKind, ProofMethod
from chalicelib.domain.shared.text import join_lines
from chalicelib.models.http.base import Body, Day, View
from chalicelib.models.http.fields import Id, Name, normalise_typed

PersonNumber = Annotated[str, Field(min_length=1, max_length=30), BeforeValidator(normalise_typed(normalise_number))]
BirthDay = Annotated[Day, Field(ge=date(1900, 1, 1), lt=date(2100, 1, 1))]


class ApplicantSearchBody(Body):
    """Whose account is looked for, in which unit and why; the purpose is kept in the access record."""

    unit: Id
    kind: PersonKind
    number: PersonNumber
    purpose: DeskPurpose


class ApplicantBody(Body):
    """What somebody presents at the counter: number, name, and the kind of paper that the officer saw. `present`: the
    person is there. `holds_account`: they have shown that they can sign in with the account that has the number."""

    unit: Id
    kind: PersonKind
    number: PersonNumber
    full_name: Name
    birth_date: BirthDay | None = None
    sex: Literal["male", "female"] | None = None
    nationality: Annotated[str, Field(max_length=2), BeforeValidator(normalise_typed(join_lines))] = ""
    paper: IdType
    present: bool = True
    holds_account: bool = False


class ApplicantCheckBody(Body):
    """The unit that checks an account against population data, and the number that it checks."""

    unit: Id
    number: PersonNumber


class ApplicantHelpBody(Body):
    """Help with an account that was given at the counter of a unit, in a way that the law of the day offers."""

    unit: Id
    number: PersonNumber
    way: Literal["register_help", "same_account", "officer_right_national", "vneid_level_1"]


class ApplicantView(View):
    """An account, as far as the counter needs it: whose it is, how the number was proven, when it was `checked`
    against population data, and whether these did not answer just now. `former`: the number was replaced by another
    one. `help` is the way in which the counter helps with an account today; `standing` says whether it is open,
    `own_accounts` whether people may have an account of the province today, whose lost contact is then replaced."""

    person: str
    kind: PersonKind
    full_name: str
    birth_date: str | None
    method: ProofMethod
    level: int
    proven: bool
    proven_at: datetime
    former: bool
    checked: bool
    unanswered: bool
    help: str | None
    standing: AccountStanding
    own_accounts: bool


class ApplicantSearchView(View):
    """The account with that number; none where nobody has one."""

    found: ApplicantView | None
