"""Signed calls to a stack, as the national portal and an agency's line-of-business system make them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.shared.hmac_signature import sign_body
from infra.local.stack import LocalStack
from infra.local.stand_ins.portal import PortalStandIn


def find_portal(stack: LocalStack) -> PortalStandIn:
    """Return the stand-in portal of a stack that is served; ValueError for one that is not."""
    if stack.portal is None:
        raise ValueError("the stack is not served")
    return stack.portal


def sign_filing(stack: LocalStack, filing: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the bytes and the signature with which the portal hands a filing on."""
    return _sign_call(filing, find_portal(stack).own)


def sign_report(stack: LocalStack, report: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the bytes and the signature with which the system of the demo's partner agency reports on a dossier."""
    return _sign_call(report, stack.system_keys)


def sign_account(stack: LocalStack, account: str) -> dict[str, str]:
    """Return the portal's signed statement on a person's account, to be shown to the province."""
    ((kid, key),) = find_portal(stack).own.items()
    return {
        "account": account,
        "signature": sign_body(encode_canonical({"MaTaiKhoan": account}), key, kid, datetime.now(UTC)),
    }


def _sign_call(report: Mapping[str, Any], keys: Mapping[str, bytes]) -> tuple[bytes, str]:
    ((kid, key),) = keys.items()
    raw = json.dumps(report).encode()
    return raw, sign_body(raw, key, kid, datetime.now(UTC))
