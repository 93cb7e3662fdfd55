"""Verifies an exported ledger offline: its completeness, and its match with the signed checkpoints.

    python -m infra.operations.verify_ledger export.json [--heads 2026-11-21.json 2026-11-22.json --key key.pem]

The export is what GET /api/dossiers/<id>/ledger answers. Heads are objects heads/<day>.json of the ledger's bucket,
without a day left out between them; the key is the public half of the deployment's ledger key in PEM. Take both from
the operator, not from the person who handed you the export. Without them the check finds a damaged ledger, but not one
that was rewritten from its first fact.

Exit code: 0 whole; 1 with the problems on standard output; 2 when a file cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.domain.dossier.erasure import list_erased_digests
from chalicelib.domain.ledger.chain import Json, parse_fact
from chalicelib.domain.ledger.checkpoints import chain_problems, check_heads, read_stored, to_sign
from chalicelib.domain.ledger.verification import is_cut, verify_ledger
from chalicelib.settings import SIMULATED_STAGES

_EXPORT = {"dossier_id", "length", "head", "facts", "parts"}


@dataclass(frozen=True)
class LedgerFindings:
    """The findings of the check. `signed` counts facts covered by signed checkpoints, `cut` those redacted for the
    reader of the export: for these only the position in the chain is proven. `erased` counts personal parts that facts
    say were erased."""

    problems: list[str]
    facts: int
    signed: int
    cut: int = 0
    erased: int = 0


def check_export(export: Mapping[str, Any], heads: Sequence[Json] = (), key: bytes = b"") -> LedgerFindings:
    """Check a ledger export against stored head documents signed by the public key `key` (PEM).

    Raises ValueError for an export or a key that is not one.
    """
    if set(export) != _EXPORT:
        raise ValueError("not a ledger export")
    facts: list[dict[str, Any]] = list(export["facts"])
    if problems := _list_unreadable(facts):
        return LedgerFindings(problems, len(facts), 0)
    dossier = str(export["dossier_id"])
    parts = {digest: (part["salt"], part["value"]) for digest, part in export["parts"].items()}
    problems = verify_ledger(dossier, facts, head=export["head"], length=export["length"], parts=parts)
    documents = sorted((each["document"] for each in heads), key=lambda each: str(each["day"]))
    problems += _list_forged(heads, key) + chain_problems(documents) + check_heads(dossier, facts, documents)
    problems += _list_simulated(facts, documents)
    cut = sum(1 for body in facts if is_cut(body))
    gone = len(list_erased_digests(parse_fact(body) for body in facts if not is_cut(body)))
    return LedgerFindings(list(dict.fromkeys(problems)), len(facts), _count_vouched(dossier, documents), cut, gone)


def _list_unreadable(facts: Sequence[Any]) -> list[str]:
    problems = []
    for number, body in enumerate(facts, start=1):
        try:
            _read_cut(body) if is_cut(body) else parse_fact(body)
        except (AttributeError, KeyError, TypeError, ValueError):
            problems.append(f"fact {number}: does not read as a fact")
    return problems


def _read_cut(body: Json) -> None:
    """Raise KeyError or TypeError for a cut fact without its place in the chain."""
    if not all(isinstance(body[name], kind) for name, kind in (("seq", int), ("prev", str), ("hash", str))):
        raise TypeError("a place in the chain is a number and two hashes")


def _list_simulated(facts: Sequence[Json], documents: Sequence[Json]) -> list[str]:
    """Return facts that claim a simulated clock, and with it no real day, in a stage that has none."""
    if all(each["stage"] in SIMULATED_STAGES for each in documents):
        return []
    return [f"fact {body['seq']}: claims a simulated clock" for body in facts if body.get("simulated")]


def _list_forged(heads: Sequence[Json], key: bytes) -> list[str]:
    """Return documents whose signature is not of the given key."""
    if not heads:
        return []
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    public = load_pem_public_key(key)
    if not isinstance(public, EllipticCurvePublicKey):
        raise ValueError("the key is not a public key on an elliptic curve")
    problems = []
    for each in heads:
        try:
            signature = base64.b64decode(each["signature"], validate=True)
            public.verify(signature, to_sign(each["document"]), ECDSA(SHA256()))
        except (InvalidSignature, TypeError, ValueError):
            problems.append(f"{each['document']['day']}: the signature is not the key's")
    return problems


def _count_vouched(dossier: str, documents: Sequence[Json]) -> int:
    found = (head["length"] for each in documents for head in each["heads"] if head["dossier"] == dossier)
    return max(found, default=0)


def main(argv: list[str]) -> int:
    """Check as the arguments say; the exit code is the module's."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.operations.verify_ledger", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("export", type=Path)
    parser.add_argument("--heads", type=Path, nargs="+", default=[])
    parser.add_argument("--key", type=Path)
    chosen = parser.parse_args(argv)
    if bool(chosen.heads) != bool(chosen.key):
        parser.error("--heads and --key go together")
    try:
        heads = [read_stored(path.read_bytes()) for path in chosen.heads]
        export = json.loads(chosen.export.read_bytes())
        found = check_export(export, heads, chosen.key.read_bytes() if chosen.key else b"")
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as unreadable:
        print(f"cannot be read: {unreadable}", file=sys.stderr)
        return 2
    return _print_findings(found, bool(heads))


def _print_findings(found: LedgerFindings, against_heads: bool) -> int:
    for problem in found.problems:
        print(problem)
    if found.problems:
        return 1
    print(f"whole: {found.facts} facts")
    if found.cut:
        print(f"cut to the reader: {found.cut} of them; what they say is not proven, only their place in the chain")
    if found.erased:
        print(f"erased: {found.erased} personal parts; their digests stay, so that the chain still proves them")
    if against_heads:
        print(f"signed: the first {found.signed}; later facts are on days whose heads were not given")
    else:
        print("not checked against signed heads: a rewritten ledger would pass")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
