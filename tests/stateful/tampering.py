"""Every way to falsify an exported ledger that we know of."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from chalicelib.domain.ledger.chain import GENESIS, digest_of

Bodies = list[dict[str, Any]]
Parts = dict[str, tuple[str, Any]]


def _chain_again(bodies: Bodies) -> Bodies:
    """As an operator of the ledger could do it: every later fact is rewritten, so that the chain fits."""
    before = GENESIS
    for number, body in enumerate(bodies, start=1):
        body["seq"], body["prev"] = number, before
        before = digest_of(body)
    return bodies


def _change_data(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["data"]["note"] = "later thought"
    return bodies


def _change_date(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["occurred_at"] = "2020-01-01T00:00:00.000000Z"
    return bodies


def _change_actor(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["actor"] = {"sub": "somebody-else", "role": "agency_head", "unit": "X"}
    return bodies


def _remove_fact(bodies: Bodies, at: int) -> Bodies:
    return bodies[:at] + bodies[at + 1 :]


def _repeat_fact(bodies: Bodies, at: int) -> Bodies:
    return [*bodies[: at + 1], copy.deepcopy(bodies[at]), *bodies[at + 1 :]]


def _move_fact(bodies: Bodies, at: int) -> Bodies:
    bodies.insert((at + 1) % len(bodies), bodies.pop(at))
    return bodies if len(bodies) > 1 else []


def _cut_facts(bodies: Bodies, at: int) -> Bodies:
    return bodies[:at]


def _add_fact(bodies: Bodies, at: int) -> Bodies:
    return _chain_again([*bodies, copy.deepcopy(bodies[at])])


def _move_to_other_dossier(bodies: Bodies, at: int) -> Bodies:
    bodies[at]["dossier"] = "another-dossier"
    return bodies


LEDGER: dict[str, Callable[[Bodies, int], Bodies]] = {
    "a fact changed": _change_data,
    "a fact dated back": _change_date,
    "a fact given another author": _change_actor,
    "a fact missing": _remove_fact,
    "a fact doubled": _repeat_fact,
    "facts reordered": _move_fact,
    "the end cut off": _cut_facts,
    "a fact added and chained": _add_fact,
    "a fact of another dossier": _move_to_other_dossier,
    "changed and chained anew": lambda bodies, at: _chain_again(_change_data(bodies, at)),
    "missing and chained anew": lambda bodies, at: _chain_again(_remove_fact(bodies, at)),
}


def _change_value(parts: Parts, digest: str) -> Parts:
    return {**parts, digest: (parts[digest][0], {"full_name": "Người khác"})}


def _change_salt(parts: Parts, digest: str) -> Parts:
    return {**parts, digest: ("00" * 16, parts[digest][1])}


def _add_foreign_part(parts: Parts, digest: str) -> Parts:
    return {**parts, "0" * 64: parts[digest]}


PARTS: dict[str, Callable[[Parts, str], Parts]] = {
    "a part changed": _change_value,
    "a part with another salt": _change_salt,
    "a part nobody filed": _add_foreign_part,
}
