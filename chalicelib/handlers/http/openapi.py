"""The API's description, OpenAPI 3.1, generated from the list of operations and the pydantic models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from chalice.app import Blueprint
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chalicelib.domain.accounts.account_state import AccountNotOpen, AccountReportedLost
from chalicelib.domain.accounts.acting_for import (
    ActingForNeeded,
    AuthorityEnded,
    NotForAnother,
    PrincipalGone,
    PrincipalNotOpen,
)
from chalicelib.domain.accounts.authorisation import AuthorisationNotInForce, AuthorisationUnknown
from chalicelib.domain.accounts.tasks.technical_account import TechnicalAccount
from chalicelib.domain.security.quotas import QuotaReached
from chalicelib.domain.security.sessions import SESSION_HEADER, OriginRefused
from chalicelib.domain.shared.errors import (
    Busy,
    Forbidden,
    KeyMissing,
    KeyReused,
    Malformed,
    NotFound,
    OfficerSignInNeeded,
    Refusal,
    Stale,
    TooLarge,
    Unauthenticated,
    VersionMissing,
)
from chalicelib.domain.shared.http_errors import TooMany, UnsupportedMedia
from chalicelib.handlers.http import read
from chalicelib.handlers.http.answer import HTML, PROBLEM_JSON, STATUS, TITLES
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.groups import GROUPS, list_groups
from chalicelib.handlers.http.guard import GATEWAY, OFFICER, PUBLIC, SESSION, SIGNED_IN, Reply, register_operation
from chalicelib.handlers.http.identity import AUTHORISATION_ID
from chalicelib.handlers.http.operations import WITHOUT_TOKEN, Operation
from chalicelib.handlers.http.public import PUBLIC_ROUTES
from chalicelib.handlers.http.registry import list_operations
from chalicelib.models.http.api_index import ApiIndex
from chalicelib.models.http.base import JsonObject
from chalicelib.models.http.problem import Problem

Json = dict[str, Any]
Schemas = dict[tuple[type[BaseModel], JsonSchemaMode], Json]
REF = "#/components/schemas/{model}"
NAME = "Một Cửa"
VERSION = "1.0.0"
DESCRIPTION = "/api/openapi.json"
REFERENCE = "/api-reference.html"
"""A page of the site (web/public)."""
KEY_MEANS = (
    "Chosen by the caller, a new one for each act. The same key sent again, after an answer that was lost, acts once "
    "and is answered as the first was."
)
VERSION_MEANS = 'The version last seen, in quotes as the ETag gives it: "7". An act on an older one is refused.'
APPLICANTS_MAY_OMIT = "An applicant may leave it out; an officer may not."
ACTING_MEANS = "The authorisation under which the caller acts for another person; left out when acting for oneself."
LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api", access=PUBLIC, answer=ApiIndex, cache="public, max-age=300")
def read_index(call: Call) -> ApiIndex:
    """List the entry points of this API. The edge forwards `/api/`."""
    opened = [path for method, path in PUBLIC_ROUTES if method == "GET" and path.startswith("/api") and "{" not in path]
    return ApiIndex(
        name=NAME, api_version=VERSION, description=DESCRIPTION, reference=REFERENCE, open_to_all=sorted(opened)
    )


@register_operation(bp, "GET", DESCRIPTION, access=PUBLIC, answer=JsonObject, cache="public, max-age=300")
def openapi(call: Call) -> Reply:
    """Return this description."""
    return Reply(render_document())


@cache
def render_document() -> str:
    """Return the document as JSON text, made once per process."""
    return json.dumps(build_document(list_operations()), ensure_ascii=False, separators=(",", ":"))


def build_document(operations: Sequence[Operation]) -> Json:
    """Return the OpenAPI 3.1 document of `operations`."""
    refs, definitions = _build_schemas(operations)
    paths: dict[str, Json] = {}
    for op in operations:
        paths.setdefault(op.path, {})[op.method.lower()] = _describe_operation(op, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": NAME,
            "version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": group.description} for name, group in GROUPS.items()],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def list_refusals(op: Operation) -> tuple[type[Refusal], ...]:
    """Return every possible refusal of an operation: those its declarations imply, then its own."""
    signed_in, has_body = op.access not in WITHOUT_TOKEN, op.body is not None
    implied = {
        Malformed: True,
        Unauthenticated: signed_in,
        AccountNotOpen: signed_in and not op.reading_own,
        AccountReportedLost: signed_in,
        Forbidden: op.access is OFFICER,
        OfficerSignInNeeded: op.access is OFFICER,
        TechnicalAccount: signed_in and not op.technical,
        NotForAnother: signed_in and not op.for_another,
        AuthorisationNotInForce: op.for_another,
        AuthorisationUnknown: op.for_another,
        PrincipalNotOpen: op.for_another,
        PrincipalGone: op.for_another,
        ActingForNeeded: op.access is SIGNED_IN and "dossier_id" in op.path_params,
        AuthorityEnded: op.access is SIGNED_IN and "dossier_id" in op.path_params,
        OriginRefused: op.access is SESSION,
        NotFound: bool(op.path_params),
        KeyMissing: op.keyed,
        KeyReused: op.keyed,
        VersionMissing: op.versioned and not op.version_optional,
        Stale: op.versioned,
        TooLarge: True,
        UnsupportedMedia: has_body,
        TooMany: op.rate is not None,
        QuotaReached: bool(op.quotas),
        Busy: True,
    }
    found = [refusal for refusal, holds in implied.items() if holds]
    return tuple(dict.fromkeys([*found, *op.refuses]))


def _build_schemas(operations: Iterable[Operation]) -> tuple[Schemas, Json]:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for op in operations:
        wanted += [(model, "validation") for model in (op.body, op.query) if model]
        wanted += [(op.answer, "serialization")] if op.answer else []
    refs, schema = models_json_schema(list(dict.fromkeys(wanted)), ref_template=REF)
    return cast("Schemas", refs), schema.get("$defs", {})


def _describe_operation(op: Operation, refs: Schemas) -> Json:
    described: Json = {
        "operationId": op.name,
        "tags": list_groups(op.path, op.step),
        "summary": op.summary,
        "parameters": [*_list_path_parameters(op), *_query_parameters(op), *_list_header_parameters(op)],
        "responses": {**_describe_good_answers(op, refs), **_describe_problems(op, refs)},
    }
    if op.access in WITHOUT_TOKEN:
        described["security"] = []
    else:
        described["security"] = [{"token": []}]
    if op.step:
        described["x-step"] = op.step
    if op.body:
        described["requestBody"] = {"required": True, "content": _build_json_content(refs[op.body, "validation"])}
    elif op.access is GATEWAY:
        described["requestBody"] = {"required": True, "content": {"*/*": {"schema": {}}}}
    return described


def _describe_good_answers(op: Operation, refs: Schemas) -> Json:
    empty = {"description": "Done", "headers": {"X-Trace-Id": _build_header("Identifies this request in the log")}}
    if op.answer is None:
        return {"204": empty}
    return {str(op.status): _describe_good_answer(op, op.answer, refs), **({"204": empty} if op.may_be_empty else {})}


def _describe_good_answer(op: Operation, answer: type[BaseModel], refs: Schemas) -> Json:
    headers = {"X-Trace-Id": _build_header("Identifies this request in the log")}
    # The ETag is the number that an act counts up; a text, such as the version of the terms, is none.
    if (version := answer.model_fields.get("version")) is not None and version.annotation is int:
        headers["ETag"] = _build_header('The version in quotes, for If-Match: "7"')
    content = {_name_media(op.media): {"schema": refs[answer, "serialization"]}}
    return {"description": "Done", "headers": headers, "content": content}


def _name_media(content_type: str) -> str:
    return content_type.partition(";")[0]


def _describe_problems(op: Operation, refs: Schemas) -> Json:
    by_status: dict[int, list[str]] = {500: ["internal"]}
    for refusal in list_refusals(op):
        by_status.setdefault(STATUS[refusal.kind], []).append(refusal.code)
    content: Json = {PROBLEM_JSON: {"schema": refs[Problem, "serialization"]}}
    if op.write_problem:
        content = {_name_media(HTML): {"schema": {"type": "string"}}}
    return {str(s): _describe_problem(s, codes, content) for s, codes in sorted(by_status.items())}


def _describe_problem(status: int, codes: list[str], content: Json) -> Json:
    found: Json = {
        "description": f"{TITLES[status]}: {', '.join(codes)}",
        "content": content,
        "x-codes": codes,
    }
    if status in (429, 503):
        found["headers"] = {"Retry-After": _build_header("Seconds to wait", kind="integer")}
    return found


def _list_path_parameters(op: Operation) -> list[Json]:
    patterns = {name: read.ID_PATTERNS.get(name, read.ANY_ID) for name in op.path_params}
    return [_build_parameter("path", name, {"type": "string", "pattern": f"^{p}$"}) for name, p in patterns.items()]


def _query_parameters(op: Operation) -> list[Json]:
    if not op.query:
        return []
    schema = op.query.model_json_schema(ref_template=REF)
    required = schema.get("required", [])
    return [
        _build_parameter("query", name, inner, required=name in required)
        for name, inner in schema["properties"].items()
    ]


def _list_header_parameters(op: Operation) -> list[Json]:
    found = []
    if op.keyed:
        schema = {"type": "string", "pattern": f"^{read.KEY.pattern}$"}
        found.append(_build_parameter("header", "Idempotency-Key", schema) | {"description": KEY_MEANS})
    if op.versioned:
        schema = {"type": "string", "pattern": f"^{read.VERSION.pattern}$"}
        given = _build_parameter("header", "If-Match", schema, required=not op.version_optional)
        means = f"{VERSION_MEANS} {APPLICANTS_MAY_OMIT}" if VersionMissing in op.refuses else VERSION_MEANS
        found.append(given | {"description": means})
    if op.for_another:
        schema = {"type": "string", "pattern": f"^{AUTHORISATION_ID.pattern}$"}
        given = _build_parameter("header", "Acting-For", schema, required=False)
        found.append(given | {"description": ACTING_MEANS})
    if op.access is SESSION:
        found.append(_build_parameter("header", SESSION_HEADER, {"type": "string", "const": "page"}))
    return found


def _build_parameter(place: str, name: str, schema: Json, *, required: bool = True) -> Json:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _build_header(description: str, kind: str = "string") -> Json:
    return {"description": description, "schema": {"type": kind}}


def _build_json_content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}
