"""The account that a filing at a counter belongs to: only a value, see `domain/accounts/desk_accounts.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FiledAccount:
    """The account's person, with their name and numbers."""

    person: str
    full_name: str
    numbers: tuple[str, ...]
