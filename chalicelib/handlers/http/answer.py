"""Responses: views as JSON, refusals as problem+json. Only this module decides HTTP statuses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from chalice.app import Response
from pydantic import BaseModel

from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM

STATUS = {
    RefusalKind.MALFORMED: 400,
    RefusalKind.UNAUTHENTICATED: 401,
    RefusalKind.FORBIDDEN: 403,
    RefusalKind.NOT_FOUND: 404,
    RefusalKind.WRONG_MOMENT: 409,
    RefusalKind.STALE: 412,
    RefusalKind.TOO_LARGE: 413,
    RefusalKind.UNSUPPORTED: 415,
    RefusalKind.INVALID: 422,
    RefusalKind.PRECONDITION: 428,
    RefusalKind.TOO_MANY: 429,
    RefusalKind.UNAVAILABLE: 503,
}
TITLES = {
    400: "Malformed request",
    401: "Sign-in needed",
    403: "Not allowed",
    404: "Not found",
    409: "Wrong moment",
    412: "Stale version",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not acceptable as filled in",
    428: "Version needed",
    429: "Too many requests",
    500: "Fault on our side",
    503: "Busy",
}
JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""Content-Security-Policy of pages: no script at all."""
INTERNAL_VI = "Hệ thống gặp lỗi. Hãy thử lại; nếu vẫn lỗi, báo mã tra cứu cho cơ quan."
INTERNAL_EN = "The system has a fault. Try again; if it persists, report the trace id."


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with more than its view: another status, extra headers, or prepared text."""

    view: BaseModel | str | None
    status: int | None = None
    headers: Mapping[str, str | list[str]] = field(default_factory=dict)


def build_answer(
    given: BaseModel | Reply | None, status: int, cache: str, trace_id: str, media: str = JSON
) -> Response:
    """Return the HTTP response of a completed request; a view with a `version` carries it as ETag. `media` is the
    Content-Type of its text."""
    reply = given if isinstance(given, Reply) else Reply(given)
    headers: dict[str, str | list[str]] = {
        "Cache-Control": cache,
        **_list_common_headers(trace_id),
        **_build_etag(reply.view),
        **reply.headers,
    }
    if reply.view is None:
        return Response(body="", status_code=reply.status or 204, headers=headers)
    text = reply.view if isinstance(reply.view, str) else to_json(reply.view)
    return Response(body=text, status_code=reply.status or status, headers={"Content-Type": media, **headers})


def to_json(view: BaseModel) -> str:
    """Return the view as JSON text: times as RFC 3339 with +07:00, text unescaped."""
    return json.dumps(view.model_dump(mode="python", by_alias=True), default=_convert_value, ensure_ascii=False)


def build_refusal_answer(refused: Refusal, trace_id: str) -> Response:
    """Return the problem response of a refusal."""
    status = STATUS[refused.kind]
    extra = {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    if refused.kind is RefusalKind.STALE and "version" in refused.facts:
        # Programs that decide again automatically name this version; people see the change first.
        extra["ETag"] = f'"{refused.facts["version"]}"'
    fields = [{"path": f.path, "code": f.code, "vi": f.vi, "en": f.en} for f in refused.fields]
    detail = {"vi": refused.text_vi, "en": refused.text_en}
    law = list(refused.law)
    return _build_problem(refused.code, status, detail, fields, list(refused.allowed), trace_id, extra, law)


def build_fault_answer(trace_id: str) -> Response:
    """Return the response to a fault: nothing about it but the trace id."""
    return _build_problem("internal", 500, {"vi": INTERNAL_VI, "en": INTERNAL_EN}, [], [], trace_id, {})


def _build_problem(
    code: str,
    status: int,
    detail: dict[str, str],
    errors: list[dict[str, str]],
    allowed: list[str],
    trace_id: str,
    headers: Mapping[str, str],
    law: Sequence[str] = (),
) -> Response:
    content = {
        "type": f"urn:motcua:problem:{code}",
        "title": TITLES[status],
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors,
        "allowed": allowed,
        **({"law": list(law)} if law else {}),
        "trace_id": trace_id,
    }
    base = {"Content-Type": PROBLEM_JSON, "Cache-Control": "no-store", **_list_common_headers(trace_id)}
    return Response(body=json.dumps(content, ensure_ascii=False), status_code=status, headers={**base, **headers})


def _list_common_headers(trace_id: str) -> dict[str, str]:
    return {"X-Trace-Id": trace_id, "X-Content-Type-Options": "nosniff"}


def _build_etag(view: BaseModel | str | None) -> dict[str, str]:
    version = getattr(view, "version", None)
    return {"ETag": f'"{version}"'} if isinstance(version, int) else {}


def _convert_value(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without its zone must not leave the system")
        return value.astimezone(VIETNAM).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
