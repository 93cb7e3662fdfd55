"""A person's own profile at the HTTP edge."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.accounts.person_profile import IdentifierKind, PersonKind, ProofMethod
from chalicelib.domain.shared.text import join_lines
from chalicelib.domain.shared.typed_numbers import normalise_passport
from chalicelib.models.http.base import Body, View
from chalicelib.models.http.fields import normalise_typed

Line = Annotated[str, Field(max_length=200), BeforeValidator(normalise_typed(join_lines))]


class ProfileBody(Body):
    """What the holder says of themselves. A proven part may be left out; another value of it is refused."""

    full_name: Line = ""
    id_number: Annotated[str, Field(max_length=30), BeforeValidator(normalise_typed(normalise_passport))] = ""
    birth_date: Annotated[str, Field(max_length=10)] = ""
    sex: Literal["", "male", "female"] = ""
    nationality: Annotated[str, Field(max_length=2), BeforeValidator(normalise_typed(join_lines))] = ""
    address: Annotated[str, Field(max_length=500), BeforeValidator(normalise_typed(join_lines))] = ""
    commune: Line = ""
    province: Line = ""
    old_address: Annotated[str, Field(max_length=500), BeforeValidator(normalise_typed(join_lines))] = ""


class ProfileProofView(View):
    """How and when a value became known; `by_officer` says that an officer saw the papers."""

    method: ProofMethod
    at: datetime
    level: int
    by_officer: bool


class ProfilePartView(View):
    """One part of the profile. `valid` says that the law of the day takes it as it stands; `changeable` that the holder
    may change it."""

    name: str
    value: str
    proof: ProfileProofView | None
    valid: bool
    changeable: bool


class IdentifierView(View):
    """A number of the person, with the day until which it was in force; a contested one is being checked."""

    kind: IdentifierKind
    number: str
    until: datetime | None
    contested: bool
    proof: ProfileProofView


class ProfileChangeView(View):
    """One change: its version, why and when, whether the holder made it, and which parts it changed."""

    version: int
    cause: str
    at: datetime
    own: bool
    parts: tuple[str, ...]


class DemandView(View):
    """A demand to bring the account up to date. `bars_filing` says that nothing is filed until then."""

    reason: str
    at: datetime
    bars_filing: bool


class ProfileView(View):
    """A person as the system knows them. `missing` are the parts that must not stay empty and are; `article` says by
    what account data become valid."""

    version: int
    kind: PersonKind
    parts: tuple[ProfilePartView, ...]
    identifiers: tuple[IdentifierView, ...]
    accounts: int
    missing: tuple[str, ...]
    demand: DemandView | None
    changes: tuple[ProfileChangeView, ...]
    article: str
