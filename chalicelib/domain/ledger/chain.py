"""The chained ledger: facts in order, each carrying the hash of the one before.

A fact holds codes, ids, times, amounts and the salted digest of each personal part; the part itself
(names, answers, free text, contacts) lives elsewhere with its salt. Deleting a part therefore leaves
every chain valid, while a changed, missing, reordered, cut or rewritten fact is found by `verify`.

Hashes are SHA-256 over the canonical JSON of RFC 8785. Ledgers hold only text, whole numbers, booleans,
lists and objects with ASCII keys, and the parts of forms plain decimals: for these the standard library's
sorted compact form is that form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.shared.timezone import parse_stamp, write_stamp

GENESIS = "0" * 64
MAX_WHOLE = 2**53 - 1
"""Above it, RFC 8785 cannot represent a whole number exactly, because it writes numbers as doubles."""
LEAST_DECIMAL = 1e-4
"""Smaller decimals have an exponent, which the standard library and RFC 8785 write differently."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A personal part of a fact: its name in the fact, its value and the salt that hides it."""

    name: str
    value: Any
    salt: str

    @property
    def digest(self) -> str:
        """Return the digest that the fact carries for this part."""
        return hashlib.sha256(bytes.fromhex(self.salt) + encode_canonical(self.value)).hexdigest()


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact of a decision before it has a place in a ledger."""

    kind: str
    data: Json
    parts: tuple[Part, ...] = ()
    law: tuple[Json, ...] = ()
    occurred_at: datetime | None = None
    by_system: bool = False


class _Remembered:
    """A cache of the canonical text of a fact, which is hashed, folded and stored; not a dataclass field."""

    __slots__ = ("_text",)
    _text: bytes


@dataclass(frozen=True, slots=True)
class Fact(_Remembered):
    """An entry of a dossier's ledger. `seq` counts from 1 without gaps."""

    dossier_id: str
    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    actor: Json
    data: Json
    parts: Mapping[str, str]
    law: tuple[Json, ...]
    prev: str
    by_system: bool = False
    simulated: bool = False
    command: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Permanent, unique identifier for consumers."""
        return build_fact_id(self.dossier_id, self.seq)

    @property
    def body(self) -> dict[str, Any]:
        """The body that is hashed, stored and exported. The last fact of a command with a key names the command."""
        return {
            **({"command": dict(self.command)} if self.command else {}),
            "v": 1,
            "dossier": self.dossier_id,
            "seq": self.seq,
            "kind": self.kind,
            "occurred_at": write_stamp(self.occurred_at),
            "recorded_at": write_stamp(self.recorded_at),
            "actor": dict(self.actor),
            "data": dict(self.data),
            "parts": dict(self.parts),
            "law": [dict(entry) for entry in self.law],
            "prev": self.prev,
            "by_system": self.by_system,
            "simulated": self.simulated,
        }

    @property
    def text(self) -> bytes:
        """The body in its canonical form."""
        try:
            return self._text
        except AttributeError:
            object.__setattr__(self, "_text", encode_canonical(self.body))
            return self._text

    @property
    def hash(self) -> str:
        """Hash of this fact: the next one carries it."""
        return hashlib.sha256(self.text).hexdigest()


def build_fact_id(dossier_id: str, seq: int) -> str:
    """Return the identifier of a fact by its place."""
    return f"{dossier_id}#{seq:08d}"


def encode_canonical(value: object) -> bytes:
    """RFC 8785 form of a value of the closed kinds named above; TypeError for any other."""
    _refuse_other_kinds(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(body: Json) -> str:
    """SHA-256 of a canonical body, in hexadecimal."""
    return hashlib.sha256(encode_canonical(dict(body))).hexdigest()


def chain_facts(
    dossier_id: str,
    new: Sequence[NewFact],
    *,
    head: str,
    length: int,
    now: datetime,
    actor: Json,
    simulated: bool = False,
    command: Json | None = None,
) -> tuple[Fact, ...]:
    """Append `new` to a ledger of `length` facts whose last hash is `head`; the last one names their `command`."""
    facts: list[Fact] = []
    for offset, item in enumerate(new, start=1):
        fact = Fact(
            dossier_id=dossier_id,
            seq=length + offset,
            kind=item.kind,
            occurred_at=item.occurred_at or now,
            recorded_at=now,
            actor={"sub": "system"} if item.by_system else actor,
            data=item.data,
            parts={part.name: part.digest for part in item.parts},
            law=item.law,
            prev=head,
            by_system=item.by_system,
            simulated=simulated,
            command=command or {} if offset == len(new) else {},
        )
        facts.append(fact)
        head = fact.hash
    return tuple(facts)


def parse_fact(stored: Json) -> Fact:
    """Return a fact from its stored or exported body. Raise KeyError for unknown or missing keys."""
    if set(stored) - {"command"} != _BODY_KEYS or stored["v"] != 1:
        raise KeyError(f"unexpected fact keys: {sorted((set(stored) - {'command'}) ^ _BODY_KEYS)}")
    return Fact(
        dossier_id=stored["dossier"],
        seq=stored["seq"],
        kind=stored["kind"],
        occurred_at=parse_stamp(stored["occurred_at"]),
        recorded_at=parse_stamp(stored["recorded_at"]),
        actor=stored["actor"],
        data=stored["data"],
        parts=stored["parts"],
        law=tuple(stored["law"]),
        prev=stored["prev"],
        by_system=stored["by_system"],
        simulated=stored["simulated"],
        command=stored.get("command", {}),
    )


_BODY_KEYS = frozenset(
    [
        "v",
        "dossier",
        "seq",
        "kind",
        "occurred_at",
        "recorded_at",
        "actor",
        "data",
        "parts",
        "law",
        "prev",
        "by_system",
        "simulated",
    ]
)


def _refuse_other_kinds(value: object) -> None:
    if type(value) is str or value is None:  # most values, so they come first
        return
    if type(value) is dict:
        _refuse_in(value)
    elif isinstance(value, float):
        if value.is_integer() or not LEAST_DECIMAL <= abs(value) < MAX_WHOLE:
            raise TypeError("a ledger holds whole numbers and plain decimals only")
    elif isinstance(value, int):
        if abs(value) > MAX_WHOLE:
            raise TypeError("a ledger cannot hold a number above 2^53")
    elif isinstance(value, Mapping):
        _refuse_in(value)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_other_kinds(item)
    elif not isinstance(value, str):
        raise TypeError(f"a ledger holds no {type(value).__name__}")


def _refuse_in(given: Json) -> None:
    for key, item in given.items():
        if not (isinstance(key, str) and key.isascii()):
            raise TypeError("ledger keys are ASCII text")
        _refuse_other_kinds(item)
