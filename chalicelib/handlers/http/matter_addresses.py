"""Addresses of the kinds of matters, without loading their tables."""

from __future__ import annotations

MATTERS = (
    "questions", "faqs", "information-requests", "feedback", "complaints", "callbacks", "difficulties", "surveys",
    "person-cases", "account-cases", "account-requests", "unit-changes", "rights-reviews",
)  # fmt: skip
"""Those of `domain/matters/kind_table.py`."""


def list_matter_addresses(plural: str) -> dict[str, str]:
    """Return the three addresses of a kind of matter, each with its file."""
    ways = ("", "/{matter_id}", "/{matter_id}/{step}")
    return {f"/api/{plural}{way}": "matters.matters" for way in ways}
