"""The signed link on a slip: `<key id>-<dossier id>-<mac>`, valid until its key is removed.

It opens the same minimum as the dossier code, so it never expires; a key that leaked, or slips that must not be
followed any more, are revoked by removing the key from the secret. Versions of the key live side by side.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from chalicelib.domain.shared.link_keys import LinkKeys

PAGE = "/tra-cuu"
MAC_BYTES = 16
LONGEST = 64
_TOKEN = re.compile(r"([a-z0-9]{1,8})-([0-9a-hjkmnp-tv-z]{26})-([a-z2-7]{26})")


def sign_token(dossier_id: str, keys: LinkKeys) -> str:
    """Return the signed token of a dossier."""
    return f"{keys.current}-{dossier_id}-{_sign_dossier(keys.current, dossier_id, keys.keys[keys.current])}"


def verify_token(text: str, keys: LinkKeys) -> str | None:
    """Return the dossier of a token; None for a token that no key in use has signed."""
    parts = _TOKEN.fullmatch(text)
    key = keys.keys.get(parts[1]) if parts else None
    if parts is None or key is None:
        return None
    return parts[2] if hmac.compare_digest(_sign_dossier(parts[1], parts[2], key), parts[3]) else None


def build_link(origin: str, signed: str) -> str:
    """Return the address of the page that a token opens. The token is in the fragment (`#`): browsers send that to no
    server and no log."""
    return f"{origin}{PAGE}#{signed}"


def extract_token(url: str) -> str:
    """Return the token in a slip's address."""
    return url.partition("#")[2].partition("/")[0]


def _sign_dossier(kid: str, dossier_id: str, key: bytes) -> str:
    text = f"lookup-link|{kid}|{dossier_id}".encode()
    return base64.b32encode(hmac.digest(key, text, hashlib.sha256)[:MAC_BYTES]).decode().lower().rstrip("=")
