"""Offline check of an exported ledger: complete, unchanged, and matching the parts that its reader holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from chalicelib.domain.ledger.chain import GENESIS, Json, Part, digest_of


def verify_ledger(
    dossier_id: str,
    bodies: Iterable[Json],
    *,
    head: str,
    length: int,
    parts: Mapping[str, tuple[str, object]] | None = None,
) -> list[str]:
    """Return problems of an exported ledger; an empty list means that it is complete and unchanged.

    `head` and `length` come from somewhere the ledger's keeper cannot rewrite (the signed heads). For a fact that was
    redacted for its reader (`is_cut`) only the place in the chain is proven, by its stated hash. `parts` maps digests
    to (salt, value) for the personal parts the reader holds; each must match.
    """
    problems: list[str] = []
    expected, count = GENESIS, 0
    known: set[str] = set()
    for body in bodies:
        count += 1
        if body.get("dossier") != dossier_id:
            problems.append(f"fact {count}: belongs to another dossier")
        if body.get("seq") != count:
            problems.append(f"fact {count}: sequence says {body.get('seq')}")
        if body.get("prev") != expected:
            problems.append(f"fact {count}: does not follow the fact before it")
        known.update(_list_digests(body))
        expected = _read_stated_hash(body) if is_cut(body) else _try_digest(body)
        if not expected:
            problems.append(f"fact {count}: holds what no ledger can hold")
    if count != length:
        problems.append(f"{count} facts, but {length} were signed")
    if expected != head:
        problems.append("the last fact is not the signed head")
    for digest, (salt, value) in (parts or {}).items():
        if digest not in known or not _matches_digest(digest, salt, value):
            problems.append(f"part {digest[:12]}: does not match its digest")
    return problems


WITHHELD = "withheld"
"""In an exported fact: the names of fields withheld from its reader; the fact also carries its `hash`."""


def is_cut(body: Json) -> bool:
    """Return whether an exported fact lacks fields that its reader may not see."""
    return WITHHELD in body


def _read_stated_hash(body: Json) -> str:
    stated = body.get("hash")
    return stated if isinstance(stated, str) and re.fullmatch(r"[0-9a-f]{64}", stated) else ""


def _list_digests(body: Json) -> Iterable[str]:
    parts = body.get("parts")
    return [str(digest) for digest in parts.values()] if isinstance(parts, Mapping) else []


def _try_digest(body: Json) -> str:
    """Return the fact's hash, or None for a body that has no canonical form."""
    try:
        return digest_of(body)
    except (TypeError, ValueError):
        return ""


def _matches_digest(digest: str, salt: str, value: object) -> bool:
    try:
        return Part("", value, salt).digest == digest
    except (TypeError, ValueError):
        return False
