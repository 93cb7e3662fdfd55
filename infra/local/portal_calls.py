"""Signed calls to a stack, as the national portal and an agency's line-of-business system make them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.ledger.chain import canonical
from chalicelib.domain.shared.hmac_signature import sign
from infra.local.portal import Portal
from infra.local.stack import LocalStack


def portal_of(stack: LocalStack) -> Portal:
    """Return the stand-in portal of a stack that is served; ValueError for one that is not."""
    if stack.portal is None:
        raise ValueError("the stack is not served")
    return stack.portal


def filed(stack: LocalStack, filing: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the bytes and the signature with which the portal hands a filing on."""
    return _signed(filing, portal_of(stack).own)


def reported(stack: LocalStack, told: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the bytes and the signature with which the system of the demo's partner agency reports on a dossier."""
    return _signed(told, stack.system_keys)


def account_statement(stack: LocalStack, account: str) -> dict[str, str]:
    """Return the portal's signed statement on a person's account, to be shown to the province."""
    ((kid, key),) = portal_of(stack).own.items()
    return {"account": account, "signature": sign(canonical({"MaTaiKhoan": account}), key, kid, datetime.now(UTC))}


def _signed(told: Mapping[str, Any], keys: Mapping[str, bytes]) -> tuple[bytes, str]:
    ((kid, key),) = keys.items()
    raw = json.dumps(told).encode()
    return raw, sign(raw, key, kid, datetime.now(UTC))
