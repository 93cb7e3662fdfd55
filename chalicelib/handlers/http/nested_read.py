"""A public read inside another operation: the same limits, checks and views as when somebody calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from chalicelib.handlers.http import cursors, read
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.operations import PUBLIC, Operation
from chalicelib.handlers.http.registry import load_operation
from chalicelib.wiring import core as wiring

V = TypeVar("V", bound=BaseModel)


def load_public_read(path: str) -> Operation:
    """Return the public read of an address; raise LookupError for what is not open to everybody."""
    operation = load_operation("GET", path)
    if operation.access is not PUBLIC:
        raise LookupError(f"{path} is not open to everybody")
    return operation


def read_operation(
    operation: Operation, call: Call[Any, Any], answer: type[V], params: Mapping[str, str], query: Mapping[str, str]
) -> V:
    """Return the view that a read gives to the caller of `call`, counted by the read's own limit per address.

    Raises the refusals of the read, Malformed for a query that it does not take.
    """
    if limit := operation.rate:
        counter = wiring.provide_rate_limit()
        counter.count_use(limit.bucket, call.address, limit.limit, limit.seconds, call.real_now)
    asked = (
        read.read_query(operation.query, {name: [text] for name, text in query.items()}) if operation.query else None
    )
    inner = cursors.open_call(operation, replace(call, params=read.read_ids(params), query=asked))
    view = cursors.sign_answer(operation, inner, operation.act(inner))
    if not isinstance(view, answer):
        raise TypeError(f"{operation.name} answers {type(view).__name__}")
    return view
