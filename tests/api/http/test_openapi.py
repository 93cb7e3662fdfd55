"""The API's description equals its routes, is valid OpenAPI 3.1, and documents what the guard refuses."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib.domain.flow.flow_words import Step
from chalicelib.handlers.http import openapi
from chalicelib.handlers.http.groups import GROUPS
from chalicelib.handlers.http.guard import HEAD
from chalicelib.handlers.http.operations import OPERATIONS, WITHOUT_TOKEN
from chalicelib.handlers.http.public import PUBLIC_ROUTES
from chalicelib.handlers.http.registry import API_FILES, list_operations
from infra.paths import ROOT
from tests.api.conftest import Api
from tests.api.sample import SAMPLE


@pytest.fixture
def served(api: Api) -> dict[str, Any]:
    """The document as anybody gets it."""
    answer = api("GET", "/api/openapi.json")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    document: dict[str, Any] = answer.json
    return document


def test_the_index_leads_to_the_description_and_to_what_anybody_may_read(api: Api) -> None:
    answer = api("GET", "/api")
    assert answer.status == 200
    assert api("GET", answer.json["description"]).json["openapi"].startswith("3.1")
    assert (ROOT / "web" / "public" / answer.json["reference"].removeprefix("/")).is_file()
    for path in answer.json["open_to_all"]:
        assert ("GET", path) in PUBLIC_ROUTES
    assert "/api/procedures" in answer.json["open_to_all"]


def list_pairs(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Every (method, path) described."""
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


def test_it_describes_exactly_the_routes(served: dict[str, Any]) -> None:
    from app import app

    routed = {(method, path) for path, entries in app.routes.items() for method in entries if method != HEAD}
    assert list_pairs(served) == routed == {(op.method, op.path) for op in OPERATIONS}


def test_each_file_of_handlers_is_in_one_group_and_each_operation_is_tagged_with_its_own(
    served: dict[str, Any],
) -> None:
    files = [file for group in GROUPS.values() for file in group.files]
    assert sorted(files) == sorted(API_FILES)
    told = [op["tags"] for item in served["paths"].values() for op in item.values()]
    assert {name for (name,) in told} == {tag["name"] for tag in served["tags"]} == set(GROUPS)


def test_each_step_of_the_flow_and_each_verdict_is_one_operation() -> None:
    words = [op.step for op in OPERATIONS if op.step]
    assert sorted(words) == sorted([*Step, "approve", "decline", "send_back"])


def test_it_is_valid(served: dict[str, Any]) -> None:
    assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []


def test_operations_are_named_once(served: dict[str, Any]) -> None:
    names = [op["operationId"] for item in served["paths"].values() for op in item.values()]
    assert len(names) == len(set(names))


def test_each_schema_has_a_name_of_its_own(served: dict[str, Any]) -> None:
    # Two models of one name would be named by their modules, and clients would depend on our file layout.
    assert [name for name in served["components"]["schemas"] if "__" in name] == []


def test_the_table_of_public_routes_is_complete(served: dict[str, Any]) -> None:
    opened = {(op.method, op.path) for op in OPERATIONS if op.access in WITHOUT_TOKEN}
    assert opened == set(PUBLIC_ROUTES)
    free = {(m.upper(), p) for p, item in served["paths"].items() for m, op in item.items() if not op["security"]}
    assert free == opened


def test_every_other_route_asks_who_is_there(api: Api) -> None:
    for op in OPERATIONS:
        if (op.method, op.path) not in PUBLIC_ROUTES:
            answer = api(op.method, op.path.replace("{", "").replace("}", ""))
            assert (op.path, answer.status) == (op.path, 401)


def test_every_model_refuses_unknown_fields() -> None:
    models = {model for op in OPERATIONS for model in (op.body, op.query) if model}
    assert [m for m in models if m.model_config.get("extra") != "forbid"] == []


def test_a_full_operation_documents_everything_the_guard_checks() -> None:
    document = openapi.build_document(SAMPLE)
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    act = document["paths"]["/t/{dossier_id}/act"]["post"]
    assert set(act["responses"]) == {
        "201", "400", "401", "403", "404", "412", "413", "415", "422", "428", "500", "503",
    }  # fmt: skip
    parameters = {p["name"]: p["required"] for p in act["parameters"]}
    assert parameters == {"dossier_id": True, "Idempotency-Key": True, "If-Match": True}
    assert "ETag" in act["responses"]["201"]["headers"]
    assert act["responses"]["400"]["x-codes"] == ["malformed_request", "idempotency_key_missing"]
    opened = document["paths"]["/t/open"]["get"]
    assert opened["security"] == []
    assert opened["responses"]["429"]["headers"].keys() == {"Retry-After"}
    assert {p["name"]: p["required"] for p in document["paths"]["/t/list"]["get"]["parameters"]} == {
        "limit": False,
        "text": False,
    }


def test_what_may_be_done_for_another_person_documents_the_header_and_all_else_its_refusal() -> None:
    paths = openapi.build_document(list_operations())["paths"]
    mine, profile = paths["/api/me/dossiers"]["get"], paths["/api/me/profile"]["get"]
    assert "Acting-For" in {p["name"] for p in mine["parameters"]}
    assert "not_for_another" not in mine["responses"]["403"]["x-codes"]
    assert "Acting-For" not in {p["name"] for p in profile.get("parameters", [])}
    assert "not_for_another" in profile["responses"]["403"]["x-codes"]
