"""An exported fact as it is cut to its reader: fields are withheld, and its hash keeps the chain provable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.verification import WITHHELD
from chalicelib.domain.shared.serialization import pack_value


def cut_fact(fact: Fact, gone: Sequence[str], held: Collection[str]) -> dict[str, Any]:
    """Return a fact without the fields named in `gone` (`command`, `actor.sub`, `data.unit`), with the digests of the
    exported parts alone; the whole fact where nothing is withheld."""
    whole: dict[str, Any] = pack_value(fact.body)
    if not gone:
        return whole
    actor = {name: value for name, value in whole["actor"].items() if f"actor.{name}" not in gone}
    data = {name: value for name, value in whole["data"].items() if f"data.{name}" not in gone}
    parts = {name: digest for name, digest in whole["parts"].items() if digest in held}
    kept = {name: value for name, value in whole.items() if name not in {"command", *gone}}
    place = {"dossier": fact.dossier_id, "seq": fact.seq, "prev": fact.prev, "hash": fact.hash}
    return {**kept, "actor": actor, "data": data, "parts": parts, **place, WITHHELD: list(gone)}
