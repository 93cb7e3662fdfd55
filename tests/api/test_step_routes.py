"""The steps over HTTP: from a draft to reception, and every refusal that the edge and the steps share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.repositories.privacy.access_log import AccessLog
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api
from tests.api.route_counter import MONDAY, SATURDAY_EVENING, UNIT, RouteCounter, ShiftedClock
from tests.support.builders import ANSWERS, CERTIFICATE, REGISTRATION


@pytest.fixture
def counter(api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> RouteCounter:
    """The counter of one commune in Lai Châu, a clerk at it, and a clerk of another."""
    clock = ShiftedClock()
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    monkeypatch.setattr(PaperStore, "keep", lambda *_: None)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("elsewhere", Role.ONE_STOP_OFFICER, unit="LC-N03388-1C")
    return RouteCounter(api, clock)


def count_rows() -> int:
    """How many rows the table holds."""
    return TableItem.count()


def test_from_a_draft_to_the_dossier_code(counter: RouteCounter) -> None:
    began = counter.start()
    assert (began.status, began.headers["etag"]) == (201, '"1"')
    saved = counter.typed()
    assert (saved.status, saved.headers["etag"], saved.json["expires_at"][-6:]) == (200, '"2"', "+07:00")
    filed = counter.submit()
    assert (filed.status, filed.json["state"], filed.headers["etag"]) == (200, "submitted", '"1"')
    assert filed.json["receipt_no"].startswith("TN-")
    assert filed.json["reception_at"] == "2026-11-23T09:00:00+07:00"
    counter.version = 1
    received = counter.step("receive", "clerk")
    assert (received.status, received.json["state"], received.json["national_code"]) == (200, "received", "2")
    assert received.json["code"].endswith("-20261123-0000001")
    assert received.json["due_at"] == "2026-11-27T17:00:00+07:00"
    seen = counter.api("GET", f"/api/dossiers/{counter.id}", sub="citizen")
    assert (seen.json["state"], seen.json["seen_as"]) == ("received", "owner")
    assert {part["name"] for part in seen.json["parts"]} == {"form", "applicant"}


@pytest.mark.clause("LC-10.1.b#2")
def test_filed_on_a_saturday_evening_reception_begins_on_monday(counter: RouteCounter) -> None:
    counter.clock.at = SATURDAY_EVENING
    counter.typed()
    filed = counter.submit().json
    assert filed["filed_at"] == "2026-11-21T20:15:00+07:00"
    assert filed["reception_at"][:10] == "2026-11-23"
    assert filed["simulated"]


def test_the_same_key_gives_the_same_answer_once(counter: RouteCounter) -> None:
    counter.filed()
    key = {"Idempotency-Key": "repeat-0000000000000001"}
    first = counter.step("receive", "clerk", {}, key)
    held = count_rows()
    counter.clock.at = MONDAY.replace(hour=15)
    again = counter.step("receive", "clerk", {}, key)
    assert (again.status, again.json) == (200, first.json)
    assert count_rows() == held


def test_a_key_with_another_body_is_refused(counter: RouteCounter) -> None:
    counter.filed()
    key = {"Idempotency-Key": "repeat-0000000000000001"}
    counter.step("refuse", "clerk", {"ground": "not_conforming", "reason": "a"}, key)
    other = counter.step("refuse", "clerk", {"ground": "not_conforming", "reason": "b"}, key)
    assert (other.status, other.code) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with spaces in the key"])
def test_without_a_good_key_nothing_happens(counter: RouteCounter, key: str) -> None:
    counter.filed()
    held = count_rows()
    answer = counter.step("receive", "clerk", {}, {"Idempotency-Key": key})
    assert (answer.status, answer.code) == (400, "idempotency_key_missing")
    assert count_rows() == held


def test_an_officer_says_which_version_they_decided_on(counter: RouteCounter) -> None:
    counter.filed()
    missing = counter.step("receive", "clerk", version=None)
    assert (missing.status, missing.code) == (428, "version_missing")
    stale = counter.step("receive", "clerk", version=7)
    assert (stale.status, stale.code) == (412, "stale_version")
    assert not any(letter.isdigit() for text in stale.json["detail"].values() for letter in text)
    unreadable = counter.step("receive", "clerk", {}, {"If-Match": "1"}, version=None)
    assert (unreadable.status, unreadable.fields) == (400, {"/headers/If-Match": "wrong_format"})


def test_a_step_out_of_its_moment_says_what_is_allowed(counter: RouteCounter) -> None:
    counter.filed()
    answer = counter.step("transfer", "clerk")
    assert (answer.status, answer.code) == (409, "wrong_moment")
    assert answer.json["allowed"] == [
        "receive", "forward", "refuse", "request_supplement", "supplement", "confirm_exemption", "note",
    ]  # fmt: skip
    assert answer.json["detail"] == {
        "vi": "Không thực hiện được bước “chuyển” khi hồ sơ ở trạng thái “Đã nộp, chờ tiếp nhận”.",
        "en": "The step “transfer” is not possible while the dossier is “Filed, waiting to be received”.",
    }


@pytest.mark.clause("VL-4.4")
def test_another_units_officer_finds_nothing(counter: RouteCounter) -> None:
    counter.filed()
    for answer in (
        counter.step("receive", "elsewhere"),
        counter.api("GET", f"/api/dossiers/{counter.id}", sub="elsewhere"),
        counter.api("GET", f"/api/dossiers/{counter.id}/ledger", sub="elsewhere"),
    ):
        assert (answer.status, answer.code) == (404, "not_found")
    assert AccessLog().list_views(counter.id) == []


@pytest.mark.clause("VL-4.4")
def test_an_officer_does_not_receive_their_own_dossier(counter: RouteCounter, appoint: Callable[..., Officer]) -> None:
    counter.filed()
    appoint("citizen", Role.ONE_STOP_OFFICER, unit=UNIT)
    answer = counter.step("receive", "citizen")
    assert (answer.status, answer.code) == (403, "own_dossier")


@pytest.mark.clause("VL-7.2.b")
def test_an_officers_view_is_on_record(counter: RouteCounter) -> None:
    counter.filed()
    assert counter.api("GET", f"/api/dossiers/{counter.id}", sub="clerk").status == 200
    assert [(each.sub, each.what) for each in AccessLog().list_views(counter.id)] == [("clerk", "dossier")]


def test_text_is_stored_in_one_form_however_it_was_typed(counter: RouteCounter) -> None:
    name = "Lò Văn Sơn Điền Thế Ngữ"
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    counter.typed(answers=ANSWERS[CERTIFICATE] | {"subject_full_name": decomposed})
    assert counter.submit().status == 200
    seen = counter.api("GET", f"/api/dossiers/{counter.id}", sub="citizen").json
    form = next(part["value"] for part in seen["parts"] if part["name"] == "form")
    assert form["subject_full_name"] == name


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"procedure": "9.999999"}, 404, "unknown_procedure"),
        ({"one_stop": "LC-X03386-1C"}, 422, "agency_retired"),
        ({"one_stop": "LC-NOWHERE"}, 404, "unknown_agency"),
        ({"one_stop": "LC-UBND"}, 422, "not_one_stop_unit"),
        ({"channel": "desk", "one_stop": "LC-N03388-1C"}, 422, "channel_of_another_route"),
        ({"channel": "pigeon"}, 400, "malformed_request"),
        ({"procedure": "../secrets"}, 400, "malformed_request"),
    ],
)
def test_a_draft_for_what_does_not_exist_is_refused(
    counter: RouteCounter, changes: dict[str, str], status: int, code: str
) -> None:
    held = count_rows()
    answer = counter.start(**changes)
    assert (answer.status, answer.code) == (status, code)
    assert count_rows() == held


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"papers": [], "declared_true": True}, {"/components/certified_authorisation"}),
        ({"papers": ["ghost"], "declared_true": True}, {"/papers/0"}),
        ({"papers": [], "declared_true": False}, {"/declared_true"}),
    ],
)
def test_an_incomplete_filing_names_each_field_and_stays_a_draft(
    counter: RouteCounter, body: dict[str, Any], fields: set[str]
) -> None:
    counter.typed(claims=["certified_authorisation"])
    held = count_rows()
    answer = counter.post(f"/api/dossiers/{counter.id}/submit", "citizen", body)
    assert answer.status in (409, 422)
    assert set(answer.fields) == fields
    assert count_rows() == held
    assert counter.api("GET", f"/api/dossiers/{counter.id}/draft", sub="citizen").status == 200


def test_a_stale_draft_is_neither_saved_nor_filed(counter: RouteCounter) -> None:
    counter.typed()
    save = counter.save(1, {})
    assert (save.status, save.code) == (412, "stale_version")
    filing = counter.submit({"If-Match": '"1"'})
    assert (filing.status, filing.code) == (412, "stale_version")


def test_a_fraction_of_a_dong_and_a_whole_float_are_distinguished(counter: RouteCounter) -> None:
    counter.id = counter.start(procedure=REGISTRATION).json["id"]
    saved = counter.save(1, ANSWERS[REGISTRATION] | {"capital_vnd": 1e7})
    assert (saved.json["answers"]["capital_vnd"], saved.headers["etag"]) == (10_000_000, '"2"')
    counter.save(2, ANSWERS[REGISTRATION] | {"capital_vnd": 0.5})
    refused = counter.post(f"/api/dossiers/{counter.id}/submit", "citizen", {"papers": [], "declared_true": True})
    assert (refused.status, refused.fields) == (422, {"/answers/capital_vnd": "wrong_type"})


def test_what_was_filed_cannot_be_filed_again(counter: RouteCounter) -> None:
    counter.filed()
    answer = counter.post(f"/api/dossiers/{counter.id}/submit", "citizen", {"papers": [], "declared_true": True})
    assert (answer.status, answer.code) == (409, "wrong_moment")
    assert answer.json["allowed"] == ["supplement", "withdraw", "pay"]


def test_a_citizen_withdraws_at_once_and_needs_no_version(counter: RouteCounter) -> None:
    counter.filed()
    answer = counter.step("withdraw", "citizen", {"reason": "Đổi ý"}, version=None)
    assert (answer.status, answer.json["state"]) == (200, "withdrawn")


def test_a_request_is_proposed_and_decided_over_http(counter: RouteCounter, appoint: Callable[..., Officer]) -> None:
    appoint("case", Role.CASE_OFFICER, unit="LC-N03408")
    appoint("head", Role.AGENCY_HEAD, unit="LC-N03408")
    counter.filed()
    for name in ("receive", "transfer"):
        counter.version = counter.step(name, "clerk").json["version"]
    opened = counter.step("extend", "case", {"units": 1, "reason": "Phức tạp"})
    counter.version = opened.json["version"]
    assert [(r["n"], r["passed"]) for r in opened.json["requests"]] == [(1, 0)]
    own = counter.step("requests/1/approve", "case")
    assert (own.status, own.code) == (403, "forbidden")
    for number in ("2", "x", "-1"):
        assert counter.step(f"requests/{number}/approve", "head").status == 404
    done = counter.step("requests/1/approve", "head")
    assert (done.status, done.json["requests"]) == (200, [])
    assert done.json["due_at"] > done.json["original_due_at"]


@pytest.mark.clause("VL-4.4")
def test_a_citizen_has_no_officers_route(counter: RouteCounter) -> None:
    counter.filed()
    answer = counter.step("receive", "somebody")
    assert (answer.status, answer.code) == (403, "forbidden")
