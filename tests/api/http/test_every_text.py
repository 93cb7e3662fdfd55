"""Every text that a request can hold, found by the models themselves: each comes in its one form, or is refused at its
field. A text field that is added to any model is held to it without a line here."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

import app
from chalicelib.domain.eforms.answer_formats import EMAIL
from chalicelib.domain.shared.errors import Malformed
from chalicelib.domain.shared.text import clean_text
from chalicelib.handlers.documents.slips import BODIES
from chalicelib.handlers.http import read as _read
from chalicelib.handlers.http.operations import OPERATIONS
from chalicelib.models import sync
from chalicelib.models.drafts import DraftBody, Person
from chalicelib.models.http import base

assert app.app

SAMPLES = {
    "^[0-9a-hjkmnp-tv-z]{26}$": "0" * 26, "^[0-9a-f]{64}$": "a" * 64, "^[0-9]{6}$": "123456", "^F[0-9]{2,3}$": "F01",
    "^20[0-9]{2}-(0[1-9]|1[0-2])$": "2026-11", "^[0-9a-f]{12}$": "a" * 12,
    "^[0-9a-f]{24}$": "a" * 24, "^[A-Z]{2,3}$": "VN",
    "^(topic|procedure|field):[A-Za-z0-9_.-]{1,64}$": "topic:fees",
    "^[A-Z]{2,4}-[0-9]{4}-[0-9]{5,9}$": "HD-2026-00001",
    "^[A-Za-z0-9_-]{16,128}$": "opening-key-00001",
    r"^https?://[\x21-\x7e]{1,300}$": "https://a.vn/x", "^[A-Za-z0-9._~-]{43,128}$": "v" * 43,
    "^[A-Za-z0-9_-]{43}$": "c" * 43,
    r"^https://[^\s<>\"]{3,300}$": "https://a.vn/x", f"^{EMAIL.pattern}$": "a@b.vn",
}  # fmt: skip
"""A good text for each pattern that "abc-12345" or "ABC12345" does not fit."""
PLAIN = ("abc-12345", "abc", "ABC12345", "2026-11")
DIRTY = "Nguye\u0302\u0303n\u200b \u00d0\u1ee9c\u00a0\u202eAn\ufeff"
CLEAN = "Nguyễn Đức An"
HALF = "a\ud800"
SPELLINGS = {"phone": ("+84 (0)912 345 678", "0912345678"), "id_number": ("046.190-000 001", "046190000001")}

Path = tuple[str | int, ...]


def list_subclasses(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models made of a base class, those of models too."""
    for one in kind.__subclasses__():
        yield one
        yield from list_subclasses(one)


BODY_MODELS = sorted(set(list_subclasses(base.Body)), key=lambda model: model.__qualname__)
QUERY_MODELS = sorted(set(list_subclasses(base.Query)), key=lambda model: model.__qualname__)


class Drawn:
    """A model's schema, and bodies drawn from it."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.root = model.model_json_schema(by_alias=True)

    def follow(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema behind a reference, or the first of several that is not null."""
        while "$ref" in schema or "anyOf" in schema or "allOf" in schema:
            if "$ref" in schema:
                schema = self.root["$defs"][schema["$ref"].rpartition("/")[2]]
            else:
                schema = next(each for each in schema.get("anyOf") or schema["allOf"] if each.get("type") != "null")
        return schema

    def sample(self, schema: dict[str, Any], at: Path = ()) -> Any:
        """A small good value, with what is required and what leads to a place: some fields exclude others."""
        schema = self.follow(schema)
        kind = schema.get("type")
        if "const" in schema or "enum" in schema:
            return schema.get("const", (schema.get("enum") or [None])[0])
        if kind == "object" or "properties" in schema:
            wanted = {*schema.get("required", ()), *at[:1]}
            properties = schema.get("properties", {}).items()
            return {name: self.sample(each, at[1:]) for name, each in properties if name in wanted}
        if kind == "array":
            return [self.sample(each, at[1:]) for each in schema.get("prefixItems", [schema["items"]])]
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        return sample_text(schema)

    def texts(self, schema: dict[str, Any], at: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield the places of texts in a sample, each with its schema; of a map, the text of one key."""
        schema = self.follow(schema)
        kind = schema.get("type")
        if "const" in schema or "enum" in schema:
            return
        if kind == "object" or "properties" in schema:
            for name, each in schema.get("properties", {}).items():
                yield from self.texts(each, (*at, name))
        elif kind == "array":
            for place, each in enumerate(schema.get("prefixItems", [schema["items"]])):
                yield from self.texts(each, (*at, place))
        elif kind == "string" and "format" not in schema:
            yield at, schema


@functools.cache
def draw_model(model: type[BaseModel]) -> Drawn:
    """A model's schema, made once for all of its texts: samples are new each time."""
    return Drawn(model)


def sample_text(schema: dict[str, Any]) -> str:
    """A good text: of its format, its pattern, or any."""
    if schema.get("format") == "date":
        return "2026-11-30"
    if schema.get("format") == "date-time":
        return "2026-11-30T08:00:00+07:00"
    pattern = schema.get("pattern")
    if pattern in SAMPLES:
        return SAMPLES[pattern]
    return next(text for text in PLAIN if pattern is None or re.fullmatch(pattern, text))


def put_value(tree: Any, at: Path, value: object) -> Any:
    """The tree with another value at a place."""
    if not at:
        return value
    copy: Any = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[at[0]] = put_value(tree[at[0]], at[1:], value)
    return copy


def read_body(model: type[BaseModel], tree: object) -> BaseModel:
    """A body as the edge reads it."""
    return _read.read_body(model, json.dumps(tree).encode(), "application/json")


def list_text_fields(models: list[type[BaseModel]]) -> list[Any]:
    """Each text field of each model, as a test's parameters."""
    found = []
    for model in models:
        drawn = draw_model(model)
        for at, schema in drawn.texts(drawn.root):
            found.append(pytest.param(model, at, schema, id=f"{model.__name__}.{'.'.join(map(str, at))}"))
    return found


BODY_TEXTS = list_text_fields(BODY_MODELS)
FREE_TEXTS = [each for each in BODY_TEXTS if "pattern" not in each.values[2] and each.values[1][-1] not in SPELLINGS]
NUMBERS = [each for each in BODY_TEXTS if each.values[1][-1] in SPELLINGS]
QUERY_TEXTS = list_text_fields(QUERY_MODELS)


def read_dumped(model: BaseModel, at: Path) -> object:
    """Return the value of a parsed body at a place."""
    found: Any = json.loads(model.model_dump_json(by_alias=True))
    for part in at:
        found = found[part]
    return found


def list_refused_fields(call: Callable[[], object]) -> list[str]:
    """The fields that a refusal names."""
    with pytest.raises(Malformed) as refused:
        call()
    return [fault.path for fault in refused.value.fields]


def write_pointer(at: Path, root: str = "") -> str:
    """A place as a JSON pointer."""
    return root + "".join(f"/{part}" for part in at)


def test_every_model_of_a_request_is_among_them() -> None:
    known = {*BODY_MODELS, *QUERY_MODELS}
    assert {model for op in OPERATIONS for model in (op.body, op.query) if model} <= known
    assert set(BODIES.values()) <= known
    assert {sync.FilingBody, sync.StatusBody} <= known
    assert len(FREE_TEXTS) > 50


def sample_with(model: type[BaseModel], at: Path, value: object) -> object:
    """A good body with a value at one place."""
    drawn = draw_model(model)
    return put_value(drawn.sample(drawn.root, at), at, value)


@pytest.mark.parametrize(("model", "at", "schema"), FREE_TEXTS)
def test_each_text_comes_in_its_one_form(model: type[BaseModel], at: Path, schema: dict[str, Any]) -> None:
    longest = schema.get("maxLength", 200)
    dirty, clean = (DIRTY, CLEAN) if longest >= len(CLEAN) else ("A\u200b", "A")
    assert clean_text(dirty) == clean
    assert read_dumped(read_body(model, sample_with(model, at, dirty)), at) == clean


@pytest.mark.parametrize(("model", "at", "schema"), FREE_TEXTS)
def test_outer_blanks_of_each_text_are_dropped(model: type[BaseModel], at: Path, schema: dict[str, Any]) -> None:
    clean = CLEAN if schema.get("maxLength", 200) >= len(CLEAN) else "A"
    assert read_dumped(read_body(model, sample_with(model, at, f"\u00a0 {clean}\n ")), at) == clean


@pytest.mark.parametrize(("model", "at", "schema"), [each for each in FREE_TEXTS if each.values[2].get("minLength")])
def test_blanks_alone_are_no_text(model: type[BaseModel], at: Path, schema: dict[str, Any]) -> None:
    tree = sample_with(model, at, " \u200b\u3164\n")
    is_typed_on = issubclass(model, Person) or at[0] in ("applicant", "on_behalf", "principal")
    if is_typed_on or (model is DraftBody and at == ("return_address",)):
        assert read_dumped(read_body(model, tree), at) is None, "a draft does not say it yet"
    else:
        assert list_refused_fields(lambda: read_body(model, tree)) == [write_pointer(at)]


@pytest.mark.parametrize(("model", "at", "schema"), NUMBERS)
def test_each_number_of_a_person_has_one_spelling(model: type[BaseModel], at: Path, schema: dict[str, Any]) -> None:
    typed, stored = SPELLINGS[str(at[-1])]
    assert schema["maxLength"] >= len(typed)
    assert read_dumped(read_body(model, sample_with(model, at, typed)), at) == stored


@pytest.mark.parametrize(("model", "at", "schema"), BODY_TEXTS)
def test_half_a_surrogate_pair_is_refused_at_its_field(
    model: type[BaseModel], at: Path, schema: dict[str, Any]
) -> None:
    assert list_refused_fields(lambda: read_body(model, sample_with(model, at, HALF))) == [write_pointer(at)]


@pytest.mark.parametrize(("model", "at", "schema"), QUERY_TEXTS)
def test_each_text_of_a_query_is_cleaned_or_refused_at_its_field(
    model: type[BaseModel], at: Path, schema: dict[str, Any]
) -> None:
    drawn = draw_model(model)
    name = str(at[0])
    given = {key: [str(value)] for key, value in drawn.sample(drawn.root, at).items() if isinstance(value, (str, int))}
    good = given[name][0]
    assert getattr(_read.read_query(model, {**given, name: [f"\u200b{good}\ufeff"]}), name) == good
    assert list_refused_fields(lambda: _read.read_query(model, {**given, name: [HALF]})) == [
        write_pointer(at, "/query")
    ]
