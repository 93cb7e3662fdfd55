"""A day in an address is written as YYYY-MM-DD; any other spelling of a day is refused with the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, get_args
from urllib.parse import quote

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

import app  # noqa: F401 - registers the operations
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.handlers.http.operations import OPERATIONS, Operation
from tests.api.conftest import Api
from tests.api.http.test_every_text import BODY_MODELS
from tests.support.builders import ONE_STOP

UNIT = ONE_STOP["lai-chau"]
NO_DAYS = (
    "0", "-1", "1", "1700000000", "1700000000000", "1e9", "2026", "2026-11", "2026-1-1", "2026-11-31", "2026-00-10",
    "2026-13-01", "20261123", "2026-W47-1", "2026/11/23", "23-11-2026", "2026-11-23T00:00:00", "2026-11-23T00:00:00Z",
    "٢٠٢٦-١١-٢٣", "２０２６-１１-２３", "null", "", "0000-01-01", "2026-11-23-01",
)  # fmt: skip
UNTHINKABLE = ("0001-01-01", "1500-01-01", "2100-01-01", "9999-12-31")
NEEDED = {
    "/api/register": f"&unit={UNIT}", "/api/till": f"&unit={UNIT}", "/api/worklist": f"&unit={UNIT}",
    "/api/board/dossiers": f"&unit={UNIT}&state=received",
}  # fmt: skip


def list_day_fields(model: type[BaseModel]) -> list[str]:
    """The fields of a model that are days."""
    return [
        name
        for name, field in model.model_fields.items()
        if date in (field.annotation, *_list_inner_types(field.annotation))
    ]


def _list_inner_types(annotation: object) -> tuple[object, ...]:
    found = get_args(annotation)
    return (*found, *(each for one in found for each in _list_inner_types(one)))


DAYS = [(op, name) for op in OPERATIONS if op.query is not None for name in list_day_fields(op.query)]


def fill_path(op: Operation) -> str:
    """The path of an operation, with a unit for each part that a call names."""
    return re.sub(r"\{\w+\}", UNIT, op.path)


def name_field(value: object) -> str:
    """Operation or field as tests show it."""
    return f"{value.method} {value.path}" if isinstance(value, Operation) else str(value)


def test_the_operations_with_days_are_known() -> None:
    assert {op.path for op, _ in DAYS} >= {
        "/api/law", "/api/flow", "/api/territory", "/api/territory/units", "/api/register", "/api/till",
        "/api/worklist", "/api/board/dossiers",
    }  # fmt: skip


@pytest.mark.parametrize(("op", "name"), DAYS, ids=name_field)
def test_what_is_no_day_is_refused_with_its_field(
    api: Api, appoint: Callable[..., Officer], op: Operation, name: str
) -> None:
    appoint("clerk", Role.ONE_STOP_OFFICER, Role.CASHIER, unit=UNIT)
    for given in NO_DAYS:
        answer = api(op.method, f"{fill_path(op)}?{name}={quote(given)}{NEEDED.get(op.path, '')}", sub="clerk")
        assert (answer.status, answer.fields) == (400, {f"/query/{name}": "wrong_format"}), (given, answer.text)


@pytest.mark.parametrize(("op", "name"), DAYS, ids=name_field)
def test_a_day_that_nothing_can_have_is_out_of_range(
    api: Api, appoint: Callable[..., Officer], op: Operation, name: str
) -> None:
    appoint("clerk", Role.ONE_STOP_OFFICER, Role.CASHIER, unit=UNIT)
    for given in UNTHINKABLE:
        answer = api(op.method, f"{fill_path(op)}?{name}={given}{NEEDED.get(op.path, '')}", sub="clerk")
        assert (answer.status, answer.fields) == (400, {f"/query/{name}": "out_of_range"}), (given, answer.text)


@pytest.mark.parametrize("path", ["/api/law", "/api/flow", "/api/territory", "/api/territory/units"])
def test_a_day_of_our_law_is_answered(api: Api, path: str) -> None:
    assert api("GET", f"{path}?date=2026-11-23").status == 200


@pytest.mark.parametrize(("model", "name"), [(model, name) for model in BODY_MODELS for name in list_day_fields(model)])
def test_a_day_in_a_body_has_bounds_too(model: type[BaseModel], name: str) -> None:
    field = model.model_fields[name]
    named: Any = Annotated[field.annotation, Field(), *field.metadata]
    day: TypeAdapter[object] = TypeAdapter(named)
    for given in (date.min, date.max):
        with pytest.raises(ValidationError):
            day.validate_python(given)
