"""Signatures for registered applications: ES256 tokens (RFC 7519), with keys derived from the sessions' secret.

A derived key needs no store of its own and changes when the secret is rotated; the public halves are published.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from chalicelib.domain.shared.link_keys import LinkKeys

ALGORITHM = "ES256"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the curve P-256."""
_PURPOSE = b"applications|ES256"


def sign_claims(claims: Mapping[str, Any], kind: str, keys: LinkKeys) -> str:
    """Return claims as a signed token of a kind (`typ`)."""
    key = _derive_key(keys.keys[keys.current])
    return jwt.encode(dict(claims), key, algorithm=ALGORITHM, headers={"kid": keys.current, "typ": kind})


def list_public_keys(keys: LinkKeys) -> list[dict[str, Any]]:
    """Return the public keys, also of earlier secrets whose tokens may still be checked."""
    return [_describe_key(kid, key) for kid, key in sorted(keys.keys.items())]


def _describe_key(kid: str, key: bytes) -> dict[str, Any]:
    public: dict[str, Any] = ECAlgorithm.to_jwk(_derive_key(key).public_key(), as_dict=True)
    return {**public, "kid": kid, "use": "sig", "alg": ALGORITHM}


@lru_cache(8)
def _derive_key(key: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the signing key of a secret: 512 bits for 256, so that no scalar is likelier (FIPS 186-5, A.2.1)."""
    wide = int.from_bytes(hmac.digest(key, _PURPOSE, hashlib.sha512))
    return ec.derive_private_key(wide % (_ORDER - 1) + 1, ec.SECP256R1())
