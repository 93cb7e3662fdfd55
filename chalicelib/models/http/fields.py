"""Types of fields that bodies of several capabilities share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from chalicelib.domain.accounts.people import normalise_id_number
from chalicelib.domain.shared.text import join_lines
from chalicelib.domain.shared.typed_numbers import normalise_identity, normalise_phone


def normalise_typed(tidy: Callable[[str], str]) -> Callable[[object], object]:
    """Return a cleaner of a text before it is measured; other values are left to the type check."""
    return lambda typed: tidy(typed) if isinstance(typed, str) else typed


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Ids = Annotated[list[Id], Field(max_length=60)]
Keys = Annotated[list[Code], Field(max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Address = Annotated[str, Field(min_length=1, max_length=500), BeforeValidator(normalise_typed(join_lines))]
IdentityNumber = Annotated[str, Field(max_length=30), AfterValidator(normalise_identity)]
AnyIdNumber = Annotated[str, Field(max_length=30), AfterValidator(lambda typed: normalise_id_number(None, typed))]
"""A number without the kind of its paper."""
PhoneNumber = Annotated[str, Field(max_length=30), BeforeValidator(normalise_typed(normalise_phone))]
"""Cleaned before it is measured: address books put the kind of telephone before the number."""
Days = Annotated[int, Field(ge=1, le=60)]
Way = Literal["online", "counter", "post"]
OfficerId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
LateCause = Literal["officer_fault", "other_body", "applicant", "force_majeure"]
