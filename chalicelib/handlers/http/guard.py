"""The guard around every operation: caller, request and input are checked; then one answer or one refusal follows.

A handler is four lines: it is decorated with `register_operation`, takes a `Call`, calls its step and returns a view.
Everything that all operations share is here, and each operation is listed in `operations.OPERATIONS`, from which the
OpenAPI document and the tests of routes are made.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel

from chalicelib import observe
from chalicelib.domain.shared.errors import Busy, Refusal, Unauthenticated
from chalicelib.handlers.http import answer as _answer
from chalicelib.handlers.http import cursors, read
from chalicelib.handlers.http.answer import JSON, Reply
from chalicelib.handlers.http.call import B, Call, Q
from chalicelib.handlers.http.caller import find_address
from chalicelib.handlers.http.identity import identify_actor
from chalicelib.handlers.http.operations import (
    GATEWAY,
    OFFICER,
    OPERATIONS,
    PUBLIC,
    SESSION,
    SIGNED_IN,
    Access,
    Operation,
    Rate,
)
from chalicelib.handlers.http.security_record import Caller, write_record
from chalicelib.settings import SettingsError

if TYPE_CHECKING:
    from chalicelib.domain.security.quotas import Quota

__all__ = [
    "GATEWAY",
    "OFFICER",
    "PUBLIC",
    "SESSION",
    "SIGNED_IN",
    "Call",
    "Rate",
    "Reply",
    "register_operation",
]

PRIVATE = "no-store"
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


HEAD = "HEAD"
"""Answered at every public read as GET is, without a body (RFC 9110 9.3.2)."""
Act = Callable[[Call[Any, Any]], BaseModel | Reply | None]


def register_operation(
    bp: Blueprint,
    method: str,
    path: str,
    *,
    access: Access,
    answer: type[BaseModel] | None,
    name: str | None = None,
    step: str | None = None,
    body: type[B] | None = None,
    query: type[Q] | None = None,
    keyed: bool = False,
    versioned: bool = False,
    version_optional: bool = False,
    status: int = 200,
    may_be_empty: bool = False,
    refuses: tuple[type[Refusal], ...] = (),
    rate: Rate | None = None,
    quotas: tuple[Quota, ...] = (),
    cache: str = PRIVATE,
    media: str = JSON,
    write_problem: Callable[[str], str] | None = None,
    reading_own: bool = False,
    technical: bool = False,
) -> Callable[[Callable[[Call[B, Q]], BaseModel | Reply | None]], Callable[..., Response]]:
    """Register a function as the operation `method path` of `bp`.

    access: who may call. name: the operation's id, by default the function's name. step: the flow's word for the step.
    body, query, answer: pydantic models (answer None means 204; may_be_empty allows 204 as well as the answer). keyed:
    needs an Idempotency-Key. versioned: needs If-Match (with version_optional it is read when sent). refuses: refusals
    beyond those the declarations imply. rate: limit per address, for public operations. quotas: the operation's use of
    the quotas of the caller and of the address; it spends `call.quotas`. cache: the Cache-Control of a good answer.
    media: the Content-Type of a good answer. write_problem: where that is a page, writes a problem's JSON as one too.
    reading_own: what the holder of an account that is suspended or cancelled may still do. technical: what a vendor's
    technical account may do.
    """

    def register_function(act: Callable[[Call[B, Q]], BaseModel | Reply | None]) -> Callable[..., Response]:
        summary = (act.__doc__ or act.__name__).strip().splitlines()[0]
        op = Operation(
            method=method,
            path=path,
            name=name or act.__name__,
            summary=summary,
            access=access,
            step=step,
            body=cast("type[BaseModel] | None", body),
            query=cast("type[BaseModel] | None", query),
            answer=answer,
            keyed=keyed,
            versioned=versioned,
            version_optional=version_optional,
            status=status,
            may_be_empty=may_be_empty,
            refuses=refuses,
            rate=rate,
            quotas=quotas,
            cache=cache,
            act=act,
            media=media,
            write_problem=write_problem,
            reading_own=reading_own,
            technical=technical,
        )
        OPERATIONS.append(op)

        @wraps(act)
        def run_guarded(**params: str) -> Response:
            return _run_operation(op, cast("Act", act), bp.current_request, params)

        # Our code checks the media type: the framework's own refusal is not problem+json.
        view = f"{act.__module__}.{act.__name__}"
        also = [HEAD] if access is PUBLIC and method == "GET" else []
        bp.route(path, methods=[method, *also], content_types=["*/*"], name=view)(run_guarded)
        return run_guarded

    return register_function


def _run_operation(
    op: Operation,
    act: Act,
    request: Request,
    params: Mapping[str, str],
) -> Response:
    started, trace_id, facts = time.perf_counter(), _find_trace_id(request), dict[str, object]()
    caller = Caller()
    observe.begin_request()
    try:
        response = _answer_call(op, act, request, params, trace_id, facts, caller)
    except Exception as fault:  # noqa: BLE001 - last resort: the caller gets a problem, the log its frames
        response = _answer_fault(fault, trace_id, facts)
    if op.write_problem:
        _finish_page(op.write_problem, response)
    if request.method == HEAD:
        response.body = ""
    ms = round((time.perf_counter() - started) * 1000)
    observe.request_line(op.path, op.method, response.status_code, trace_id, ms, **facts)
    write_record(op, request, params, caller, response.status_code, str(facts.get("code", "")), trace_id)
    return response


def _finish_page(write_problem: Callable[[str], str], response: Response) -> None:
    response.headers["Content-Security-Policy"] = _answer.PAGE_POLICY
    if response.status_code >= 400:
        response.body = write_problem(str(response.body))
        response.headers["Content-Type"] = _answer.HTML


def _allow_call(op: Operation, call: Call[Any, Any], address: str) -> Call[Any, Any]:
    # Most operations have no quota, and do not load the quota code.
    from chalicelib.handlers.http import quotas as _quotas

    return _quotas.allow_call(op, call, address)


def _note_refusal(refused: Refusal) -> None:
    from chalicelib.domain.security.quotas import QuotaReached
    from chalicelib.handlers.http import quotas as _quotas

    if isinstance(refused, QuotaReached):
        _quotas.remember_refusal(refused)


def _answer_call(
    op: Operation,
    act: Act,
    request: Request,
    params: Mapping[str, str],
    trace_id: str,
    facts: dict[str, object],
    caller: Caller,
) -> Response:
    try:
        call = cursors.open_call(op, _read_call(op, request, params, trace_id, caller))
        call = _allow_call(op, call, caller.address) if op.quotas else call
        named = {name: value for name, value in call.params.items() if name.endswith("_id")}
        # For a refused request the log holds only values that can be nothing but an id: other text may have been typed
        # by a person.
        facts |= {name: value for name, value in named.items() if name in read.ID_PATTERNS}
        answered = cursors.sign_answer(op, call, act(call))
        facts |= named
        return _answer.build_answer(answered, op.status, op.cache, trace_id, op.media)
    except Refusal as refused:
        if op.quotas:
            _note_refusal(refused)
        facts |= _describe_refusal(refused)
        return _answer.build_refusal_answer(refused, trace_id)


def _describe_refusal(refused: Refusal) -> dict[str, object]:
    facts: dict[str, object] = {"code": refused.code}
    if isinstance(refused, Unauthenticated):
        # The reason of a failed token is only for us; it would help a forger.
        facts["reason"] = refused.facts.get("reason", "no_token")
    return facts


def _read_call(
    op: Operation, request: Request, params: Mapping[str, str], trace_id: str, caller: Caller
) -> Call[Any, Any]:
    from chalicelib.wiring import core as wiring

    clock, headers = wiring.provide_clock(), request.headers
    real_now, now = clock.real_now(), clock.now()
    caller.at, caller.now, caller.address = real_now, now, find_address(request)
    if op.rate:
        wiring.provide_rate_limit().count_use(op.rate.bucket, caller.address, op.rate.limit, op.rate.seconds, real_now)
    actor = identify_actor(op, headers, now, real_now, caller)
    raw = _read_raw_body(request)
    return Call(
        actor=actor,
        now=now,
        real_now=real_now,
        trace_id=trace_id,
        params=read.read_ids(params),
        key=read.read_key(headers) if op.keyed else "",
        if_match=read.read_version(headers, required=not op.version_optional) if op.versioned else None,
        query=_read_query(op, request),
        body=_read_body(op, raw, headers),
        raw=raw if op.access is GATEWAY else b"",
        headers=dict(headers) if op.access in (GATEWAY, SESSION) else {},
        address=caller.address,
    )


def _read_query(op: Operation, request: Request) -> BaseModel | None:
    given = request.query_params
    values = {name: given.getlist(name) for name in given} if given else {}
    if op.query is None:
        if values and op.access is not GATEWAY:
            raise read.build_malformed(f"/query/{read.escape_pointer_part(next(iter(values)))}", "unknown_field")
        return None
    return read.read_query(op.query, values)


def _read_body(op: Operation, raw: bytes, headers: Mapping[str, str]) -> BaseModel | None:
    if op.access is GATEWAY:
        read.check_size(raw)
        return None
    if op.body is None:
        read.require_no_body(raw)
        return None
    return read.read_body(op.body, raw, headers.get("content-type", ""))


def _read_raw_body(request: Request) -> bytes:
    try:
        raw = request.raw_body
    except ValueError:  # a body marked base64 that is not
        raise read.build_malformed("", "not_json") from None
    return raw.encode() if isinstance(raw, str) else raw


def _find_trace_id(request: Request) -> str:
    given = str(request.context.get("requestId", ""))
    return given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())


def _answer_fault(fault: Exception, trace_id: str, facts: dict[str, object]) -> Response:
    from chalicelib.wiring import core as wiring

    facts |= observe.describe_fault(fault)
    if code := wiring.store_code(fault):
        facts["store_code"] = code
    if isinstance(fault, SettingsError):
        facts["settings"] = str(fault)  # names of variables, never their values
    if wiring.is_busy(fault):
        facts["code"] = Busy.code
        return _answer.build_refusal_answer(Busy(retry_after=2), trace_id)
    facts["code"] = "internal"
    observe.count_metric("Fault")
    return _answer.build_fault_answer(trace_id)
