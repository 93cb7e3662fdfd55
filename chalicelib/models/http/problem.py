"""The one shape of every refusal over HTTP (RFC 9457, `application/problem+json`)."""

from __future__ import annotations

from pydantic import Field

from chalicelib.models.http.base import View


class Text(View):
    """One sentence in both languages."""

    vi: str
    en: str


class FieldProblem(View):
    """One field at fault: where (JSON pointer) and why, never the value sent."""

    path: str
    code: str
    vi: str
    en: str


class Problem(View):
    """A refusal: `code` is stable for programs, `detail` is for people, `law` its articles."""

    type: str = Field(pattern="^urn:motcua:problem:[a-z0-9_]+$")
    title: str
    status: int = Field(ge=400, le=599)
    code: str
    detail: Text
    errors: tuple[FieldProblem, ...] = ()
    allowed: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    trace_id: str
