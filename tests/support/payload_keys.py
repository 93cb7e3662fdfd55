"""The keys of facts' payloads, by the types that the checker reads: what the code writes and stored must have them."""

from __future__ import annotations

import importlib
import typing
from collections.abc import Mapping
from functools import cache

from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.fact_kinds import FactKind


@cache
def list_payload_keys(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """The keys that a payload must have, and those that it may have."""
    module, name = payloads.__annotations__[FactKind(kind).name].removeprefix("PayloadKind[").rstrip("]").split(".")
    payload = getattr(importlib.import_module(f"chalicelib.domain.ledger.payload_types.{module}"), name)
    hints = typing.get_type_hints(payload, include_extras=True)
    optional = {key for key, hint in hints.items() if typing.get_origin(hint) is typing.NotRequired}
    return frozenset(payload.__required_keys__ - optional), frozenset(hints)


def list_wrong_keys(kind: str, data: Mapping[str, object]) -> list[str]:
    """Keys that a payload of this kind lacks, or that it may not have."""
    must, may = list_payload_keys(kind)
    return sorted((must - data.keys()) | (data.keys() - may))
