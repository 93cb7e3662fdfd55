"""Look-up, text messages, kiosks and the counter's search over HTTP: visible data by role, and the answer to every
miss."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from chalicelib.domain.search import status_links
from chalicelib.domain.security.quotas import Limit, Quota
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.handlers.http.operations import OPERATIONS, PUBLIC
from chalicelib.handlers.http.public import KIOSK_ROUTES, PUBLIC_ROUTES
from chalicelib.handlers.search.lookup import IDLE_SECONDS, PER_ADDRESS
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.privacy.access_log import AccessLog
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup
from tests.api.conftest import forget_adapters
from tests.api.route_counter import UNIT
from tests.api.search.lookup_street import LookupStreet
from tests.support.builders import PERSON
from tests.support.running.requests_counted import count_requests


@pytest.mark.clause("LC-13.1", "LC-13.2", "VL-9.2")
def test_code_and_link_open_the_same_and_nothing_but_code_and_completion(street: LookupStreet) -> None:
    by_code, by_link = street.look(code=street.code), street.look(link=street.token)
    assert by_code.json == by_link.json == {
        "refiled_as": None,
        "void_code": None,
        "code": street.code,
        "completion": {
            "state": "received", "name": {"vi": "Đã tiếp nhận", "en": "Received"}, "done": 1, "of": 4,
            "progress": None,
        },
    }  # fmt: skip
    assert by_code.headers["cache-control"] == "no-store"
    assert not {"set-cookie", "etag"} & set(by_code.headers)
    for hidden in (*PERSON.values(), UNIT, street.counter.id):
        assert hidden not in by_code.text + by_link.text


def list_misses(street: LookupStreet) -> list[dict[str, str]]:
    forged = status_links.sign_token(street.counter.id, LinkKeys("k1", {"k1": b"x" * 64}))
    return [
        {"code": f"{street.code[:-3]}999"}, {"code": "D-261123-0001"}, {"code": "TN-0000000000000"}, {"link": forged},
        {"link": street.token[:-1] + "!"},
        {"link": status_links.sign_token("0" * 26, wiring_lookup.link_keys(datetime.now(UTC)))},
    ]  # fmt: skip


@pytest.mark.clause("VL-9.2")
def test_every_miss_is_one_answer(street: LookupStreet) -> None:
    answers = [street.look(**asked) for asked in list_misses(street)]
    assert {answer.status for answer in answers} == {404}
    bodies = {json.dumps({**answer.json, "trace_id": ""}) for answer in answers}
    assert len(bodies) == 1
    heads = {tuple(sorted(set(answer.headers) - {"x-trace-id"})) for answer in answers}
    assert len(heads) == 1


def test_the_number_of_the_filing_opens_the_dossier(street: LookupStreet) -> None:
    number = street.api("GET", f"/api/dossiers/{street.counter.id}", sub="citizen").json["receipt_no"]
    assert street.look(code=f" {number.lower()}.").json == street.look(code=street.code).json
    (line,) = street.find(by="code", text=number).json["items"]
    assert line["dossier_id"] == street.counter.id


def test_text_that_is_no_code_gets_an_example_and_the_store_is_not_asked(street: LookupStreet) -> None:
    example = street.api("GET", "/api/lookup/channels").json["code_example"]
    assert [len(part) for part in example.split("-")][1:] == [len(part) for part in street.code.split("-")][1:]
    for typed in ("nonsense", "Mã trên giấy", "1\t2\n3", "x" * 200):
        with count_requests() as asked:
            answer = street.look(code=typed)
        assert (answer.status, answer.code) == (422, "not_a_dossier_code"), typed
        assert example in answer.json["detail"]["vi"]
        assert len(asked) == 1  # the address's counter
    assert street.look(code=example).status in (200, 404)


def test_a_miss_asks_the_store_what_a_hit_asks(street: LookupStreet) -> None:
    seen = []
    for body in ({"code": street.code}, *list_misses(street)[:2], {"link": street.token}, *list_misses(street)[3:]):
        with count_requests() as asked:
            street.look(**body)
        seen.append(tuple(asked))
    assert len(set(seen[:3])) == 1
    assert len(set(seen[3:])) == 1
    assert len(seen[0]) == 3  # the address's counter, the code, the state


def test_a_key_taken_away_closes_its_links(street: LookupStreet, monkeypatch: pytest.MonkeyPatch) -> None:
    token = street.token
    assert street.look(link=token).status == 200
    left = LinkKeys("k2", {"k2": b"2" * 64})
    monkeypatch.setattr(wiring_lookup, "link_keys", lambda _: left)
    assert street.look(link=token).code == "not_found"


def test_one_of_code_and_link_is_asked_for(street: LookupStreet) -> None:
    for body in ({}, {"code": "x", "link": "y"}, {"code": ""}, {"code": "x" * 201}, {"link": "y" * 65}):
        assert street.look(**body).status == 400, body


@pytest.mark.clause("VL-9.2")
def test_an_address_that_asks_too_much_waits(street: LookupStreet) -> None:
    answers = [street.look(code="D-261123-0001").status for _ in range(PER_ADDRESS.limit + 1)]
    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429
    assert int(street.look(code=street.code).headers["retry-after"]) > 0


# -- text messages ----------------------------------------------------------------------------------------


# -- kiosks -----------------------------------------------------------------------------------------------


@pytest.mark.clause("QN-2#3")
def test_a_kiosk_learns_what_it_may_use(street: LookupStreet, deployment: pytest.MonkeyPatch) -> None:
    told = street.api("GET", "/api/kiosk").json
    assert (told["listed"], told["article"], told["idle_seconds"]) == (False, "", IDLE_SECONDS)
    deployment.setenv("PROVINCE", "quang-ngai")
    forget_adapters()
    listed = street.api("GET", "/api/kiosk").json
    assert listed["listed"]
    assert "Điều 2" in listed["article"]
    assert [(each["method"], each["path"]) for each in listed["routes"]] == list(KIOSK_ROUTES)


@pytest.mark.clause("QN-2#3")
def test_what_a_kiosk_may_use_is_open_to_all_reads_alone_and_keeps_nothing(street: LookupStreet) -> None:
    assert ("POST", "/api/lookup") in KIOSK_ROUTES
    assert set(KIOSK_ROUTES) < set(PUBLIC_ROUTES)
    by_route = {(op.method, op.path): op for op in OPERATIONS}
    for route in KIOSK_ROUTES:
        op = by_route[route]
        assert (op.access, op.step, op.keyed) == (PUBLIC, None, False)
    code = street.code
    before = {(row.pk, row.sk) for row in TableItem.scan()}
    answers = [
        street.api("GET", path.replace("{procedure_id}", "1.001612").replace("{guide_id}", "citizen-sign-in"))
        for method, path in KIOSK_ROUTES
        if method == "GET"
    ]
    answers.append(street.look(code=code))
    assert {answer.status for answer in answers} == {200}
    assert not any("set-cookie" in answer.headers for answer in answers)
    written = {(row.pk, row.sk) for row in TableItem.scan()} - before
    assert all(pk.startswith("RATE#") for pk, _ in written)


# -- the counter's search ---------------------------------------------------------------------------------


def test_the_counter_finds_the_dossier_and_the_view_is_on_record(street: LookupStreet) -> None:
    for by, text in (
        ("name", "Trần Thị"), ("phone", "0912 345 678"), ("id_number", "046190000001"), ("code", street.code),
    ):  # fmt: skip
        answer = street.find(by=by, text=text)
        (line,) = answer.json["items"]
        assert (answer.json["more"], line["dossier_id"], line["code"]) == (False, street.counter.id, street.code)
        seen = AccessLog().list_views(street.counter.id)[0]
        assert (seen.sub, seen.role, seen.what) == ("clerk", "one_stop_officer", f"search by {by} for counter_question")
        assert AccessLog().list_views(f"SEARCH#{UNIT}")[0].what == seen.what


def test_nobody_but_the_unit_s_officers_searches(street: LookupStreet) -> None:
    assert street.find(sub="citizen").code == "forbidden"
    assert street.find(sub="elsewhere").code == "not_found"
    assert street.find(sub="elsewhere", unit="LC-N03388-1C").json == {"items": [], "more": False}
    assert street.api("POST", "/api/search", body={}).status == 401


def test_a_search_without_a_purpose_or_of_another_kind_is_malformed(street: LookupStreet) -> None:
    for bad in ({"purpose": "curiosity"}, {"purpose": ""}, {"by": "address"}, {"text": "x"}, {"unit": ""}, {"more": 1}):
        assert street.find(**bad).status == 400, bad


def test_an_officer_who_searches_too_much_waits(street: LookupStreet, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {**wiring.provide_quotas().limits, Quota.SEARCHES: Limit(seconds=86_400, person=2, officer=2, address=99)}
    monkeypatch.setattr(wiring.provide_quotas(), "limits", few)
    assert [street.find().status for _ in range(3)] == [200, 200, 429]
    assert street.find().code == "quota_reached"
