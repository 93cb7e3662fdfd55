"""Calls that carry a signature instead of a token: verified over the bytes as sent, counted once, read afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from chalicelib import observe
from chalicelib.domain.portal import portal_signature as signature
from chalicelib.domain.shared.errors import Busy, Malformed, Refusal, TooLarge
from chalicelib.domain.shared.http_errors import UnsupportedMedia
from chalicelib.handlers.http import read
from chalicelib.handlers.http.call import Call
from chalicelib.wiring import sync as wiring_sync

M = TypeVar("M", bound=BaseModel)

SIGNED_REFUSALS = (*signature.REFUSALS, Malformed, TooLarge, UnsupportedMedia, Busy)
"""Possible refusals of every signed call."""


def read_signed(call: Call[Any, Any], keys: Mapping[str, bytes], model: type[M]) -> tuple[str, M]:
    """Return who signed the call, and its body. Refusals are counted; their content is not logged."""
    try:
        header = call.headers.get(signature.HEADER.lower())
        key_id = signature.verify_call(call.raw, header, keys, call.real_now)
        if not wiring_sync.provide_calls().claim_once(str(header), call.real_now):
            raise signature.CallReplayed()
        return key_id, read.read_body(model, call.raw, call.headers.get("content-type", ""))
    except Refusal:
        observe.count_metric("SignedCallsRefused")
        raise
