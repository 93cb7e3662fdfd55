"""Identity data proven by a sign-in with the e-identity provider, and the part of it that a dossier keeps.

Only values, which every function loads; the logic is in `domain/accounts/identity_proofing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PROVIDER = "EIdentity"
"""The provider's name in the user pool."""
CITIZEN = "citizen"
"""The kind of person whose account has a level."""


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """Identity proven at a sign-in: the account's level (0 for a kind of person that has none), number and name where
    the provider gave them, the kind of person, and birth date, sex and nationality as far as it gave those."""

    level: int
    id_number: str = ""
    full_name: str = ""
    kind: str = CITIZEN
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""


class Source(StrEnum):
    """Who vouches for the filer: the sign-in here, the national portal, or only the officer at the desk."""

    SIGN_IN = "sign_in"
    NATIONAL_PORTAL = "national_portal"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Proof:
    """A dossier's record of the filer's identity; nothing personal. `level` 0 means that nothing was proven; `number`
    and `name` say whether they were, and the proven values are the personal part `PROVEN`."""

    source: Source
    level: int = 0
    number: bool = False
    name: bool = False

    @property
    def stated(self) -> dict[str, object]:
        """Return the proof in full for a fact, also where nothing was proven."""
        return {"source": self.source.value, "level": self.level, "number": self.number, "name": self.name}


PROVEN = "proven"
"""The personal part of a filing that holds the proven number and name."""
