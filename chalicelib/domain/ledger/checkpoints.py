"""The signed heads of a day: one document with the length of each ledger and the hash of its last fact.

Documents follow each other day by day, each with the hash of the one before, so that none can be left out or exchanged
later. A ledger that was cut or rewritten no longer matches a signed head.
"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from chalicelib.domain.ledger.chain import GENESIS, Json, digest_of
from chalicelib.domain.ledger.verification import verify_ledger

ALGORITHM: Final = "ECDSA_SHA_256"
"""How documents are signed: ECDSA on P-256 over SHA-256, the signature in DER."""

GRACE = timedelta(minutes=10)
"""A command stamped before midnight is saved within its function's half minute; clocks may differ a little."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Head:
    """A dossier's ledger at one moment: its number of facts and the hash of the last one."""

    dossier: str
    length: int
    head: str


def find_last_ended_day(now: datetime) -> date:
    """Return the latest day (UTC) that ended longer ago than the grace."""
    return (now.astimezone(UTC) - GRACE).date() - A_DAY


def list_days_after(day: date, until: date) -> tuple[date, ...]:
    """Return every day after `day` up to `until` inclusive, in order."""
    return tuple(day + A_DAY * n for n in range(1, (until - day).days + 1))


def build_heads_document(
    province: str, stage: str, day: date, heads: Iterable[Head], previous: str = GENESIS
) -> dict[str, Any]:
    """Return the day's document. `previous` is the hash of the day before's; the first document has 64 zeros."""
    return {
        "v": 1,
        "province": province,
        "stage": stage,
        "day": day.isoformat(),
        "heads": [
            {"dossier": each.dossier, "length": each.length, "head": each.head}
            for each in sorted(heads, key=lambda each: each.dossier)
        ],
        "previous": previous,
    }


def to_sign(body: Json) -> bytes:
    """Return the text to sign for a document: its SHA-256, prefixed so that it can mean nothing else."""
    return f"motcua ledger heads sha256:{digest_of(body)}".encode()


def attach_signature(body: Json, signature: bytes, key_id: str) -> dict[str, Any]:
    """Return the stored form of a document: with its signature and the id of the key."""
    encoded = base64.b64encode(signature).decode()
    return {"document": dict(body), "algorithm": ALGORITHM, "key_id": key_id, "signature": encoded}


def read_stored(text: bytes | str) -> dict[str, Any]:
    """Return a stored document. Raise ValueError for malformed text, or another signature algorithm."""
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != _STORED or set(found["document"]) != _DOCUMENT:
        raise ValueError("not a document of signed ledger heads")
    if found["algorithm"] != ALGORITHM or found["document"]["v"] != 1:
        raise ValueError("ledger heads of an unknown version")
    return found


_STORED = frozenset(["document", "algorithm", "key_id", "signature"])
_DOCUMENT = frozenset(["v", "province", "stage", "day", "heads", "previous"])


def chain_problems(documents: Sequence[Json]) -> list[str]:
    """Return what is wrong between documents ordered by day: a day twice, a day missing, another deployment, a broken
    link."""
    problems: list[str] = []
    for before, after in itertools.pairwise(documents):
        day = after["day"]
        if (before["province"], before["stage"]) != (after["province"], after["stage"]):
            problems.append(f"{day}: heads of another deployment")
        if list_days_after(date.fromisoformat(before["day"]), date.fromisoformat(day)) != (date.fromisoformat(day),):
            problems.append(f"{day}: does not come one day after {before['day']}")
        if after["previous"] != digest_of(before):
            problems.append(f"{day}: does not follow the document of {before['day']}")
    return problems


def check_heads(dossier_id: str, bodies: Sequence[Json], documents: Iterable[Json]) -> list[str]:
    """Return problems of a ledger against signed documents: each signed head must match at its length, and a fact
    recorded on a signed day must be among the signed ones (one written under a simulated clock names no real day)."""
    problems: list[str] = []
    days: set[str] = set()
    signed = 0
    for each in documents:
        days.add(each["day"])
        for head in (one for one in each["heads"] if one["dossier"] == dossier_id):
            signed = max(signed, head["length"])
            found = verify_ledger(dossier_id, bodies[: head["length"]], head=head["head"], length=head["length"])
            problems += [f"{each['day']}: {problem}" for problem in found]
    return problems + [
        f"fact {body['seq']}: recorded on {_read_real_day(body)}, but not among that day's signed heads"
        for body in bodies[signed:]
        if _read_real_day(body) in days
    ]


def _read_real_day(body: Json) -> str:
    """Return the real day of a fact; unknown for one that is withheld."""
    return "" if body.get("simulated", True) else str(body.get("recorded_at", ""))[:10]
