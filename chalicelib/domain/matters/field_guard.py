"""What is hidden of a matter from people who may otherwise read it: fields, files, and who sent it."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.accounts.roles import Role

IDENTITY_HIDDEN = "identity_hidden"
"""The answer, yes, by which a sender is hidden from all but the provincial office; it moves along to another kind."""
PAPERS = "papers"
"""The name of a matter's files among the fields that a guard hides: those that came with what its reporter sent."""


@dataclass(frozen=True, slots=True)
class FieldGuard:
    """Where the answer to a field has this value, some fields are for their reporter and for these roles alone. Who
    sent the matter is then hidden from the others, too."""

    field: str
    value: str
    keys: frozenset[str]
    roles: frozenset[Role]
