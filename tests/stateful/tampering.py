"""Every way to falsify an exported ledger that we know of."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from chalicelib.domain.ledger.chain import GENESIS, digest_of

Bodies = list[dict[str, Any]]
Parts = dict[str, tuple[str, Any]]


def _rechained(bodies: Bodies) -> Bodies:
    """As an operator of the ledger could do it: every later fact is rewritten, so that the chain fits."""
    before = GENESIS
    for number, body in enumerate(bodies, start=1):
        body["seq"], body["prev"] = number, before
        before = digest_of(body)
    return bodies


def _changed(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["data"]["note"] = "later thought"
    return bodies


def _dated(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["occurred_at"] = "2020-01-01T00:00:00.000000Z"
    return bodies


def _other_hand(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["actor"] = {"sub": "somebody-else", "role": "agency_head", "unit": "X"}
    return bodies


def _missing(bodies: Bodies, at: int) -> Bodies:
    return bodies[:at] + bodies[at + 1 :]


def _doubled(bodies: Bodies, at: int) -> Bodies:
    return [*bodies[: at + 1], copy.deepcopy(bodies[at]), *bodies[at + 1 :]]


def _reordered(bodies: Bodies, at: int) -> Bodies:
    bodies.insert((at + 1) % len(bodies), bodies.pop(at))
    return bodies if len(bodies) > 1 else []


def _cut(bodies: Bodies, at: int) -> Bodies:
    return bodies[:at]


def _longer(bodies: Bodies, at: int) -> Bodies:
    return _rechained([*bodies, copy.deepcopy(bodies[at])])


def _grafted(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["dossier"] = "another-dossier"
    return bodies


LEDGER: dict[str, Callable[[Bodies, int], Bodies]] = {
    "a fact changed": _changed,
    "a fact dated back": _dated,
    "a fact given another author": _other_hand,
    "a fact missing": _missing,
    "a fact doubled": _doubled,
    "facts reordered": _reordered,
    "the end cut off": _cut,
    "a fact added and chained": _longer,
    "a fact of another dossier": _grafted,
    "changed and chained anew": lambda bodies, at: _rechained(_changed(bodies, at)),
    "missing and chained anew": lambda bodies, at: _rechained(_missing(bodies, at)),
}


def _value(parts: Parts, digest: str) -> Parts:
    return {**parts, digest: (parts[digest][0], {"full_name": "Người khác"})}


def _salt(parts: Parts, digest: str) -> Parts:
    return {**parts, digest: ("00" * 16, parts[digest][1])}


def _foreign(parts: Parts, digest: str) -> Parts:
    return {**parts, "0" * 64: parts[digest]}


PARTS: dict[str, Callable[[Parts, str], Parts]] = {
    "a part changed": _value,
    "a part with another salt": _salt,
    "a part nobody filed": _foreign,
}
