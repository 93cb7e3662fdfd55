"""Page cursors: good for the caller and the list that they were given to, and refused by name in any other form."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

import app  # noqa: F401 - registers the operations
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.cursors import MAC_LETTERS, encode_scope, read_signed, sign_place
from chalicelib.handlers.http.operations import OPERATIONS, Operation
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, ApiAnswer
from tests.support.builders import ONE_STOP

UNIT = ONE_STOP["lai-chau"]
LISTS = sorted(
    (op for op in OPERATIONS if op.answer is not None and "cursor" in op.answer.model_fields), key=lambda op: op.path
)
NEEDED: dict[str, dict[str, Any]] = {
    "/api/approvals": {"unit": UNIT},
    "/api/board/dossiers": {"unit": UNIT, "state": "received"},
    "/api/errands": {"unit": UNIT},
    "/api/matters/public": {"kind": "question"},
    "/api/officers/find": {"typed": "lan"},
    "/api/reconciliation": {"unit": UNIT},
    "/api/returned": {"unit": UNIT},
    "/api/security_log/search": {"day": "2026-12-01"},
    "/api/unpaid": {"unit": UNIT},
    "/api/unpaid/search": {"unit": UNIT, "code": "1"},
    "/api/worklist": {"unit": UNIT, "sort": "received"},
    "/api/worklist/search": {"unit": UNIT, "name": "lan"},
}


def name_list(op: Operation) -> str:
    """The list as tests show it."""
    return f"{op.method} {op.path}"


def encode_old_cursor(value: Any) -> str:
    """Text or JSON as a cursor of before was written."""
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


FORGED = {
    "empty object": encode_old_cursor({}),
    "deep": encode_old_cursor("[" * 1400),
    "deep objects": encode_old_cursor('{"a":' * 300),
    "a list": encode_old_cursor([1]),
    "null": encode_old_cursor("null"),
    "a number": encode_old_cursor("17"),
    "a key of another": encode_old_cursor(
        {"work_pk": {"S": f"{UNIT}#received"}, "pk": {"S": "D#x"}, "sk": {"S": "STATE"}}
    ),
    "keys missing": encode_old_cursor({"work_pk": {"S": f"{UNIT}#received"}}),
    "numbers as keys": encode_old_cursor({"pk": {"N": "1"}, "sk": {"N": "2"}}),
    "a place": encode_old_cursor({"of": "x", "n": 0, "last": None}),
    "a negative place": encode_old_cursor({"of": "", "n": -1, "last": ""}),
    "an endless number": encode_old_cursor({"of": "", "n": "1e999", "last": ""}),
    "no encoding": "nowhere",
    "one letter": "A",
    "a mac alone": "A" * MAC_LETTERS,
    "a mac of zeros": "A" * MAC_LETTERS + encode_old_cursor({}),
    "long": "A" * 2000,
    "a unit": UNIT,
    "dashes": "-" * 40,
    "not utf-8": base64.urlsafe_b64encode(b"\xff\xfe\xfd").decode().rstrip("="),
    "not a number": encode_old_cursor('{"n":NaN}'),
    "a null letter": encode_old_cursor("\x00"),
    "padded": "A" * MAC_LETTERS + "==",
    "in the other alphabet": "+/" * 30,
    "a path": "..%2F..%2Fetc%2Fpasswd",
    "a query": "%27%20OR%201%3D1--",
    "a template": "%24%7B7*7%7D",
    "a line break": "a%0d%0aX-A:%20b",
    "turned letters": "%E2%80%AEabc",
    "a picture": "%F0%9F%98%80" * 9,
    "no text": "%ff%fe",
    "a null byte": "%00",
    "half a pair": "%ED%A0%80",
    "overlong": "%C0%AF",
    "an ordinary word": "null",
    "a negative number": "-1",
    "another's signature": "A" * MAC_LETTERS + encode_old_cursor({"pk": {"S": "D#x"}, "sk": {"S": "STATE"}}),
    "a pickle": base64.urlsafe_b64encode(b"\x80\x04\x95\x00.").decode().rstrip("="),
    "packed": base64.urlsafe_b64encode(b"x\x9c\x03\x00\x00\x00\x00\x01" * 9).decode().rstrip("="),
    "a token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.",
}
OF_OTHERS = (
    "empty object", "deep", "a list", "null", "a key of another", "keys missing", "numbers as keys", "a place",
    "not utf-8",
)  # fmt: skip
"""Places that some list might once have written."""
BODIES = (
    '"\\ud83d"', '"\\udc00\\ud800"', "1", "-1", "1e400", "true", "[]", '["a"]', "{}",
    '{"S": "a"}', "[" * 900 + "]" * 900,
    '"a", "cursor": "b"', '"\\u0000"', '""', '" "', '"%s"' % ("A" * 2001), '"\\u202e"', "NaN", "Infinity", "'a'",
    '"a\nb"', '"\\x41"',
)  # fmt: skip
"""What may stand behind `"cursor":` in a body."""
QUERIES = (
    "cursor=a&cursor=b", "cursor=", "cursor=+", "cursor[]=a", "cursor[S]=a", "Cursor=a", "cursor;=a",
    "cursor%00=a", "cursor=a&limit=0",
    "cursor=a&limit=-1", "cursor=a&limit=1e9", "cursor=a&limit=%D9%A1", "cursor=a&limit=99999999999999999999",
    "cursor",
    "%63ursor=a", "cursor=a&CURSOR=b", "cursor=a%26limit%3D1", "cursor=%25%32%35", "cursor=a#b", "cursor=%",
    "cursor=%zz",
    "limit=1&limit=2&cursor=a",
)  # fmt: skip


@pytest.fixture
def everybody(api: Api, appoint: Callable[..., Officer]) -> Api:
    """Two people with the same rights, each in every list."""
    for sub in ("one", "two"):
        appoint(sub, *(role for role in Role if role not in {Role.APPLICANT, Role.VENDOR_TECHNICAL}), unit=UNIT)
    return api


def ask_page(api: Api, op: Operation, sub: str, **given: Any) -> ApiAnswer:
    """One page of a list."""
    asked = {**NEEDED.get(op.path, {}), **given}
    if op.body is not None:
        return api(op.method, op.path, sub=sub, body=asked)
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return api(op.method, f"{op.path}?{query}", sub=sub)


def is_cursor_refused(answer: ApiAnswer, op: Operation) -> bool:
    """Whether it is the refusal of a cursor, at its field."""
    field = "/cursor" if op.body is not None else "/query/cursor"
    return (answer.status, answer.code, set(answer.fields)) == (400, "malformed_request", {field})


def build_cursor(sub: str, op: Operation, place: str, **asked: Any) -> str:
    """A cursor as the application gives it."""
    part, model = ("body", op.body) if op.body is not None else ("query", op.query)
    assert model is not None
    whole = model.model_validate_json(json.dumps({**NEEDED.get(op.path, {}), **asked}))
    plain = {part: whole.model_dump(mode="json", exclude={"cursor", "limit"})}
    key = wiring.derive_purpose_key("cursors", None)  # type: ignore[arg-type]
    return sign_place(place, encode_scope(sub, op.method, op.path, {}, plain), key)


def test_every_list_with_pages_takes_a_cursor_and_gives_one() -> None:
    asked = {(op.method, op.path) for op in OPERATIONS for m in (op.query, op.body) if m and "cursor" in m.model_fields}
    assert {(op.method, op.path) for op in LISTS} == asked
    assert len(LISTS) >= 12


@pytest.mark.parametrize("op", LISTS, ids=name_list)
def test_what_was_not_given_out_is_refused_by_every_list(everybody: Api, op: Operation) -> None:
    answers = {name: ask_page(everybody, op, "one", cursor=cursor) for name, cursor in FORGED.items()}
    assert [name for name, answer in answers.items() if not is_cursor_refused(answer, op)] == []


@pytest.mark.parametrize("op", [op for op in LISTS if op.body is not None], ids=name_list)
def test_what_is_no_cursor_in_a_body_is_refused_before_the_list_reads_it(everybody: Api, op: Operation) -> None:
    asked = json.dumps(NEEDED.get(op.path, {}))[:-1]
    for said in BODIES:
        raw = f'{asked}, "cursor": {said}}}'.encode()
        answer = everybody(op.method, op.path, sub="one", raw=raw, headers={"Content-Type": "application/json"})
        assert (answer.status, answer.code) == (400, "malformed_request"), said


@pytest.mark.parametrize("op", [op for op in LISTS if op.body is None][::3], ids=name_list)
def test_what_is_no_cursor_in_a_query_is_refused_before_the_list_reads_it(everybody: Api, op: Operation) -> None:
    asked = "".join(f"{name}={value}&" for name, value in NEEDED.get(op.path, {}).items())
    for said in QUERIES:
        answer = everybody(op.method, f"{op.path}?{asked}{said}", sub="one")
        assert (answer.status, answer.code) == (400, "malformed_request"), said


@pytest.mark.parametrize("op", LISTS, ids=name_list)
def test_a_place_that_no_list_wrote_breaks_none_even_when_it_is_signed(
    everybody: Api, op: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a cursor of an older version would be: the list says that it cannot read it."""
    monkeypatch.setattr("chalicelib.wiring.core.read_search_key", lambda _: b"f" * 64)
    for name in OF_OTHERS:
        answer = ask_page(everybody, op, "one", cursor=build_cursor("one", op, FORGED[name]))
        assert answer.status in (200, 400, 403, 404), name


@pytest.mark.parametrize("op", LISTS, ids=name_list)
def test_a_cursor_is_good_for_its_caller_list_and_filters_alone(everybody: Api, op: Operation) -> None:
    place = encode_old_cursor({"of": "x", "n": 1, "last": "y"})
    mine = build_cursor("one", op, place)
    assert ask_page(everybody, op, "one", cursor=mine, limit=7).status != 400 or "cursor" in str(
        ask_page(everybody, op, "one", cursor=mine, limit=7).fields
    )
    assert is_cursor_refused(ask_page(everybody, op, "two", cursor=mine), op)
    for changed in (mine[:-1], mine[1:], mine[:MAC_LETTERS], mine + "A", mine.swapcase(), "B" + mine[1:]):
        assert is_cursor_refused(ask_page(everybody, op, "one", cursor=changed), op), changed
    for other in LISTS:
        if other is not op:
            assert is_cursor_refused(ask_page(everybody, other, "one", cursor=mine), other), other.path
    if NEEDED.get(op.path, {}).get("unit"):
        elsewhere = {"unit": UNIT.removesuffix("-1C")}
        assert is_cursor_refused(ask_page(everybody, op, "one", cursor=mine, **elsewhere), op)


def test_a_genuine_cursor_is_opened_to_the_place_that_was_signed() -> None:
    scope, key = encode_scope("me", "GET", "/api/x", {}, {"query": {"a": 1}}), b"k" * 32
    cursor = sign_place("place", scope, key)
    assert read_signed(cursor, scope, key) == "place"
    asked = {"query": {"a": 1}}
    others = [
        encode_scope("you", "GET", "/api/x", {}, asked), encode_scope("me", "GET", "/api/y", {}, asked),
        encode_scope("me", "POST", "/api/x", {}, asked), encode_scope("me", "GET", "/api/x", {"n": "1"}, asked),
        encode_scope("me", "GET", "/api/x", {}, {"query": {"a": 2}}),
        encode_scope("me", "GET", "/api/x", {}, {"body": {"a": 1}}),
    ]  # fmt: skip
    assert {read_signed(cursor, other, key) for other in others} == {None}
    assert read_signed(cursor, scope, b"l" * 32) is None


def test_the_key_is_made_from_the_deployments_secret_and_from_no_name() -> None:
    from chalicelib.repositories.aws.secrets import derive_key

    made = {derive_key(secret, purpose) for secret in (b"a" * 64, b"b" * 64) for purpose in ("cursors", "rates")}
    assert len(made) == 4
    assert {len(key) for key in made} == {32}
