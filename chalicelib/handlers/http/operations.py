"""Input, output and refusals of each operation: the one list that routes, contract and tests read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from chalicelib.domain.shared.errors import Refusal

if TYPE_CHECKING:
    from chalicelib.domain.security.quotas import Quota


class Access(Enum):
    """Who may call at all; the step decides the rest."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OFFICER = "officer"
    GATEWAY = "gateway"
    SESSION = "session"


PUBLIC, SIGNED_IN, OFFICER, GATEWAY = Access.PUBLIC, Access.SIGNED_IN, Access.OFFICER, Access.GATEWAY
SESSION = Access.SESSION
WITHOUT_TOKEN = (PUBLIC, GATEWAY, SESSION)
"""Operations without an access token: public ones, signed calls, and our own pages with their cookie."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` requests per caller address in each window of `seconds`."""

    bucket: str
    limit: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Input, output and refusals of one route; see `operation` for the meaning of each field."""

    method: str
    path: str
    name: str
    summary: str
    access: Access
    step: str | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: type[BaseModel] | None
    keyed: bool
    versioned: bool
    version_optional: bool
    status: int
    may_be_empty: bool
    refuses: tuple[type[Refusal], ...]
    rate: Rate | None
    quotas: tuple[Quota, ...]
    cache: str
    act: Callable[[Any], Any]
    media: str
    write_problem: Callable[[str], str] | None
    reading_own: bool
    technical: bool

    @property
    def path_params(self) -> tuple[str, ...]:
        """Names of the path's parameters, in order."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def for_another(self) -> bool:
        """Whether a request may name the authorisation by which it is made for another person: an applicant's, about
        dossiers. Authorisations answer it in words of their own."""
        return self.access is SIGNED_IN and _FOR_ANOTHER.match(self.path) is not None


_FOR_ANOTHER = re.compile(r"/api/(me/)?(dossiers|authorisations)(/|$)")


OPERATIONS: list[Operation] = []
"""Every operation, in the order its module was imported."""
