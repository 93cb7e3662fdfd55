"""The guard around every operation: what is refused at the edge, in which words, and what is never logged."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.errors import Busy, WrongMoment
from chalicelib.models.http.problem import Problem
from tests.api.conftest import Api
from tests.api.sample import DOSSIER, GOOD_KEY, app, build_throttled, faults, send_whole


@pytest.fixture
def api(table: None) -> Api:
    """The sample operations."""
    return Api(app)


@pytest.fixture
def officer(appoint: Any) -> str:
    """A one-stop officer."""
    appoint("officer-1", Role.ONE_STOP_OFFICER, unit="u-1")
    return "officer-1"


def test_a_good_request_reaches_the_handler_and_carries_its_version(api: Api, officer: str) -> None:
    answer = send_whole(api, sub=officer)
    assert answer.status == 201
    assert answer.json == {
        "version": 7,
        "title": "Đơn",
        "key": GOOD_KEY,
        "if_match": 3,
        "at": None,
        "limit": 0,
    }
    assert answer.headers["etag"] == '"7"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-trace-id"]


def test_every_refusal_is_a_problem_in_both_languages(api: Api, officer: str) -> None:
    refused = [
        send_whole(api),
        send_whole(api, sub="citizen"),
        send_whole(api, sub=officer, path="/t/not-an-id/act"),
        send_whole(api, sub=officer, headers={"If-Match": None}),
        send_whole(api, sub=officer, body={"title": 1}),
    ]
    assert [r.status for r in refused] == [401, 403, 404, 428, 400]
    for answer in refused:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = Problem.model_validate_json(answer.text)
        assert problem.type == f"urn:motcua:problem:{answer.code}"
        assert problem.status == answer.status
        assert problem.trace_id == answer.headers["x-trace-id"]
        assert problem.detail.vi
        assert problem.detail.en


@pytest.mark.parametrize("given", [None, "short", "k" * 129, "spaces are not ok!"])
def test_a_legal_act_needs_a_key(api: Api, officer: str, given: str | None) -> None:
    answer = send_whole(api, sub=officer, headers={"Idempotency-Key": given})
    assert (answer.status, answer.code) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("given", ["3", '"x"', "*", 'W/"3"', '"-1"', '"03"', '"1", "2"'])
def test_an_unreadable_version_is_malformed(api: Api, officer: str, given: str) -> None:
    answer = send_whole(api, sub=officer, headers={"If-Match": given})
    assert (answer.status, answer.fields) == (400, {"/headers/If-Match": "wrong_format"})


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"/title": "required"}),
        ({"title": "Đơn", "extra": 1}, {"/extra": "unknown_field"}),
        ({"title": 5}, {"/title": "wrong_type"}),
        ({"title": "Đơn", "count": "2"}, {"/count": "wrong_type"}),
        ({"title": "Đơn", "count": 1.5}, {"/count": "wrong_type"}),
        ({"title": "Đơn", "count": True}, {"/count": "wrong_type"}),
        ({"title": "Đơn", "count": 0}, {"/count": "out_of_range"}),
        ({"title": "x" * 11}, {"/title": "too_long"}),
        ({"title": "x"}, {"/title": "too_short"}),
        ({"title": "Đơn", "role": "king"}, {"/role": "not_allowed"}),
        ({"title": "Đơn", "at": "2026-03-01T08:00:00"}, {"/at": "wrong_format"}),
        ({"title": "Đơn", "at": "yesterday"}, {"/at": "wrong_format"}),
        ({"title": "Đơn", "count": 2**53}, {"/count": "out_of_range"}),
        ({"title": "Đơn", "count": -(10**400)}, {"/count": "out_of_range"}),
        ({"title": "Đơn", "Đ\u1ec7": 1, "Đe\u0323\u0302": 2}, {"": "repeated"}),
        ({"title": "a\x00b"}, {"/title": "control_characters"}),
        ({"title": "a\ud800b"}, {"/title": "control_characters"}),
        ({"title": "Đơn", "parties": [{"name": "A"}, {"name": 1}]}, {"/parties/1/name": "wrong_type"}),
        ({"title": "Đơn", "a/b~c": 1}, {"/a~1b~0c": "unknown_field"}),
    ],
)
def test_each_field_at_fault_is_named_and_its_value_is_not(
    api: Api, body: dict[str, Any], fields: dict[str, str]
) -> None:
    answer = api("POST", "/t/form", sub="citizen", body=body)
    assert (answer.status, answer.code, answer.fields) == (400, "malformed_request", fields)
    assert all(e["vi"] and e["en"] and "{" not in e["vi"] for e in answer.json["errors"])


def test_an_infinite_number_is_out_of_range(api: Api) -> None:
    raw, headers = b'{"title": "abc", "count": 1e999}', {"Content-Type": "application/json"}
    assert api("POST", "/t/form", sub="citizen", raw=raw, headers=headers).fields == {"/count": "out_of_range"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "not_json"),
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"title": NaN}', "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b'{"title": "a", "title": "b"}', "not_json"),
        (b"1" * 5000, "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "too_deep"),
    ],
)
def test_what_is_not_a_json_object_is_refused(api: Api, raw: bytes, code: str) -> None:
    answer = api("POST", "/t/form", sub="citizen", raw=raw, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.fields) == (400, {"": code})


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-json", "application/json; charset=latin-1"])
def test_only_json_in_utf8_is_read(api: Api, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = api("POST", "/t/form", sub="citizen", raw=b'{"title": "abc"}', headers=headers)
    assert (answer.status, answer.code) == (415, "unsupported_media_type")


def test_a_body_over_300_kb_is_refused_and_one_just_below_is_read(api: Api) -> None:
    padding = {"Content-Type": "application/json; charset=UTF-8"}
    body = json.dumps({"title": "abc"}).encode()
    below, over = body.ljust(300 * 1024), body.ljust(300 * 1024 + 1)
    assert api("POST", "/t/form", sub="citizen", raw=below, headers=padding).status == 200
    assert api("POST", "/t/form", sub="citizen", raw=over, headers=padding).code == "too_large"


def test_a_text_that_grows_in_its_one_form_is_measured_as_it_is_kept(api: Api) -> None:
    kind = {"Content-Type": "application/json"}
    for letter, count in (("\U0001d160", 27_000), ("\ufb2c", 60_000), ("\u0958", 60_000)):
        raw = json.dumps({"title": letter * count}, ensure_ascii=False).encode()
        assert len(raw) < 300 * 1024
        assert api("POST", "/t/form", sub="citizen", raw=raw, headers=kind).code == "too_large", letter
    plain = json.dumps({"title": "ế" * 90_000}, ensure_ascii=False).encode()
    assert api("POST", "/t/form", sub="citizen", raw=plain, headers=kind).code == "malformed_request"


def test_decomposed_vietnamese_is_composed(api: Api) -> None:
    nfd = unicodedata.normalize("NFD", "Đỗ Thị Ế")
    answer = api("POST", "/t/form", sub="citizen", body={"title": nfd})
    assert answer.json["title"] == "Đỗ Thị Ế"


def test_times_leave_in_vietnamese_time(api: Api) -> None:
    answer = api("POST", "/t/form", sub="citizen", body={"title": "abc", "at": "2026-03-01T08:00:00Z"})
    assert answer.json["at"] == "2026-03-01T15:00:00+07:00"


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("limit=0", {"/query/limit": "out_of_range"}),
        ("limit=many", {"/query/limit": "wrong_format"}),
        ("limit=1&limit=2", {"/query/limit": "repeated"}),
        ("page=2", {"/query/page": "unknown_field"}),
    ],
)
def test_query_parameters_are_checked(api: Api, query: str, fields: dict[str, str]) -> None:
    answer = api("GET", f"/t/list?{query}", sub="citizen")
    assert (answer.status, answer.fields) == (400, fields)
    assert api("GET", "/t/list?limit=5", sub="citizen").json["limit"] == 5


def test_an_operation_without_body_or_query_takes_none(api: Api) -> None:
    assert api("POST", "/t/plain", sub="citizen").status == 204
    assert api("POST", "/t/plain", sub="citizen", body={}).status == 204
    assert api("POST", "/t/plain", sub="citizen", body={"a": 1}).fields == {"": "no_body_expected"}
    assert api("POST", "/t/plain?a=1", sub="citizen").fields == {"/query/a": "unknown_field"}


def test_a_callback_sees_the_bytes_as_they_were_sent(api: Api) -> None:
    answer = api("POST", "/t/callback", raw=b'{ "a":1 }', headers={"X-Signature": "s", "Content-Type": "text/x"})
    assert answer.json["title"] == '{ "a":1 }s'


def test_a_public_route_is_limited_by_address_and_says_when_to_return(api: Api) -> None:
    first, second, third, fourth = (api("GET", "/t/open") for _ in range(4))
    assert (first.status, second.status) == (200, 200)
    assert first.json["title"] == "anonymous"
    assert first.headers["cache-control"] == "public, max-age=60"
    assert first.headers["x-more"] == "1"
    assert (third.status, third.code) == (429, "too_many_requests")
    assert fourth.status == 429
    assert 1 <= int(third.headers["retry-after"]) <= 3600


def test_the_address_is_what_the_trusted_proxy_saw(api: Api, deployment: pytest.MonkeyPatch) -> None:
    deployment.setenv("EDGE_HOPS", "1")
    from chalicelib.wiring import core as wiring

    wiring.provide_settings.cache_clear()
    claimed = [{"X-Forwarded-For": f"9.9.9.{i}, 1.2.3.4, 10.0.0.1"} for i in range(3)]
    assert [api("GET", "/t/open", headers=h).status for h in claimed] == [200, 200, 429]
    assert api("GET", "/t/open", headers={"X-Forwarded-For": "1.2.3.4, 5.6.7.8, 10.0.0.1"}).status == 200


def test_the_list_of_what_is_allowed_reaches_the_caller(api: Api) -> None:
    faults["next"] = WrongMoment(allowed=("receive", "refuse"), step="pay", state="submitted")
    answer = api("GET", "/t/fault", sub="citizen")
    assert (answer.status, answer.json["allowed"]) == (409, ["receive", "refuse"])
    assert "pay" in answer.json["detail"]["vi"]


@pytest.mark.parametrize(
    "raised",
    [
        build_throttled("ProvisionedThroughputExceededException"),
        build_throttled(
            "TransactionCanceledException",
            CancellationReasons=[{"Code": "None"}, {"Code": "ThrottlingError"}],
        ),
        ReadTimeoutError(endpoint_url="https://x"),
        Busy(retry_after=2),
    ],
)
def test_a_busy_store_asks_to_come_back(api: Api, raised: Exception) -> None:
    faults["next"] = raised
    answer = api("GET", "/t/fault", sub="citizen")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "busy", "2")


@pytest.mark.parametrize(
    "raised",
    [
        build_throttled("AccessDeniedException"),
        build_throttled("TransactionCanceledException", CancellationReasons=[{"Code": "ConditionalCheckFailed"}]),
        KeyError("Nguyễn Văn Bí Mật"),
        WrongMoment(text="Nguyễn Văn Bí Mật"),
    ],
)
def test_a_fault_says_nothing_but_its_trace(api: Api, raised: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    faults["next"] = raised
    answer = api("GET", "/t/fault", sub="citizen")
    assert (answer.status, answer.code) == (500, "internal")
    out = capsys.readouterr().out
    assert "Bí Mật" not in answer.text + out
    line = next(entry for entry in map(json.loads, out.splitlines()) if entry.get("message") == "request")
    assert line["trace_id"] == answer.json["trace_id"]
    assert line["frames"]
    assert any(name.endswith(type(raised).__qualname__) for name in line["fault"])


def test_one_line_per_request_and_nothing_personal_in_it(
    api: Api, officer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = {
        "name": "Trần Mật",
        "title": "Đơn mật",
        "query": "tim-mat",
        "bad": "truong-mat",
        "token": "mat.mat.mat",
    }
    send_whole(api, sub=officer, body={"title": secrets["title"]})
    send_whole(api, sub=officer, body={"title": secrets["title"], secrets["bad"]: secrets["name"]})
    send_whole(api, sub=officer, body={"title": [secrets["name"]]})
    api("GET", f"/t/list?text={secrets['query']}", sub="citizen")
    api("GET", f"/t/list?{secrets['query']}=1", sub="citizen")
    api("GET", "/t/list", headers={"Authorization": f"Bearer {secrets['token']}"})
    api("POST", f"/t/{secrets['bad']}/act", sub=officer, raw=secrets["name"].encode())
    api("GET", "/t/open", headers={"User-Agent": secrets["query"], "X-Forwarded-For": "203.0.113.77"})
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = [json.loads(line) for line in captured.out.splitlines()]
    own = [line for line in lines if line["message"] == "request"]
    assert [line["status"] for line in own] == [201, 400, 400, 200, 400, 401, 404, 200]
    assert not [s for s in (*secrets.values(), "203.0.113.77", "Bearer") if s in captured.out]
    assert "127.0.0.1" not in json.dumps(own)
    assert own[0]["dossier_id"] == DOSSIER
    assert own[5]["reason"] == "not_a_token"
    # A request without change and refusal leaves no record in the security log; every other one does.
    kept = [line["record"] for line in lines if line["message"] == "security_record"]
    assert [record["status"] for record in kept] == [201, 400, 400, 400, 401, 404]
    assert [record["who"] for record in kept] == [*[officer] * 3, "citizen", "", officer]
