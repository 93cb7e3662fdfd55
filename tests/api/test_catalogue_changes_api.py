"""The review queue of the shared catalogues over HTTP; and whose a filing at the national portal is to hand on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.catalogue_changes import list_differences
from chalicelib.repositories.catalogue.catalogue_changes import CatalogueChanges
from tests.api.conftest import Api, forget_adapters
from tests.support.builders import COPY

NOW = datetime(2026, 11, 26, 19, 10, tzinfo=UTC)
QUEUE = "/api/catalogue-changes"
KEY = {"Idempotency-Key": "k" * 16}


@pytest.fixture
def api(deployment: pytest.MonkeyPatch, table: None, appoint: Callable[..., Officer]) -> Api:
    """With an editor, an operator and three differences."""
    forget_adapters()
    appoint("editor", Role.CATALOGUE_EDITOR)
    appoint("operator", Role.OPERATOR)
    appoint("auditor", Role.AUDITOR)
    ours = {str(n): [{"name": f"N{n}"}] for n in range(3)}
    for number, change in enumerate(list_differences("gender", ours, {}, "v1", NOW)):
        found = list_differences("gender", ours, {}, "v1", NOW + timedelta(seconds=number))[number]
        assert found.id == change.id
        CatalogueChanges().save(found)
    from app import app

    return Api(app)


def test_the_queue_is_read_in_pages_and_item_by_item(api):
    first = api("GET", f"{QUEUE}?limit=2", sub="editor").json
    second = api("GET", f"{QUEUE}?limit=2&cursor={first['cursor']}", sub="editor").json
    items = first["items"] + second["items"]
    assert [each["code"] for each in items] == ["0", "1", "2"]
    assert second["cursor"] is None
    theirs = api("GET", f"{QUEUE}?limit=2", sub="operator").json
    assert theirs["items"] == first["items"]
    assert api("GET", f"{QUEUE}?limit=2&cursor={theirs['cursor']}", sub="operator").json["items"] == second["items"]
    swapped = api("GET", f"{QUEUE}?limit=2&cursor={first['cursor']}", sub="operator")
    assert (swapped.status, swapped.fields) == (400, {"/query/cursor": "bad_cursor"})
    one = api("GET", f"{QUEUE}/{items[0]['id']}", sub="editor").json
    assert one == items[0]
    assert (one["difference"], one["ours"], one["theirs"], one["portal_version"]) == (
        "ended", {"name": "N0"}, None, "v1",
    )  # fmt: skip
    assert len(one["digest"]) == 64


def test_an_accepted_difference_leaves_the_open_queue_for_the_list_of_the_next_deployment(api):
    item = api("GET", QUEUE, sub="editor").json["items"][0]
    path, body = f"{QUEUE}/{item['id']}/decide", {"verdict": "accepted", "reason": "Theo danh mục mới"}
    headers = {**KEY, "If-Match": '"1"'}
    done = api("POST", path, sub="editor", body=body, headers=headers)
    assert (done.status, done.json["standing"], done.json["version"]) == (200, "accepted", 2)
    assert done.json["reviews"][0]["by"] == "editor"
    assert api("POST", path, sub="editor", body=body, headers=headers).json == done.json
    other = {"verdict": "rejected", "reason": "Không đúng"}
    assert api("POST", path, sub="editor", body=other, headers=headers).code == "idempotency_key_reused"
    stale = {"Idempotency-Key": "n" * 16, "If-Match": '"1"'}
    assert api("POST", path, sub="operator", body=other, headers=stale).code == "stale_version"
    assert [each["code"] for each in api("GET", QUEUE, sub="editor").json["items"]] == ["1", "2"]
    assert api("GET", f"{QUEUE}?standing=accepted", sub="editor").json["items"] == [done.json]


@pytest.mark.parametrize("sub", ["auditor", "citizen"])
def test_others_neither_read_nor_decide(api, sub):
    item = api("GET", QUEUE, sub="editor").json["items"][0]
    path, body = f"{QUEUE}/{item['id']}", {"verdict": "accepted", "reason": "Vì sao"}
    answers = [
        api("GET", QUEUE, sub=sub),
        api("GET", path, sub=sub),
        api("POST", f"{path}/decide", sub=sub, body=body, headers={**KEY, "If-Match": '"1"'}),
    ]
    assert {(each.status, each.code) for each in answers} == {(403, "forbidden")}
    assert api("GET", path, sub="editor").json == item


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", f"{QUEUE}?standing=any", None, 400, "malformed_request"),
        ("GET", f"{QUEUE}?limit=0", None, 400, "malformed_request"),
        ("GET", f"{QUEUE}/unknown", None, 404, "not_found"),
        ("POST", f"{QUEUE}/unknown/decide", {"verdict": "accepted", "reason": "Vì sao"}, 404, "not_found"),
        ("POST", f"{QUEUE}/unknown/decide", {"verdict": "applied", "reason": "Vì sao"}, 400, "malformed_request"),
        ("POST", f"{QUEUE}/unknown/decide", {"verdict": "accepted", "reason": ""}, 400, "malformed_request"),
    ],
)
def test_what_is_asked_wrongly_is_refused(api, method, path, body, status, code):
    headers = {**KEY, "If-Match": '"1"'} if body else {}
    answer = api(method, path, sub="editor", body=body, headers=headers)
    assert (answer.status, answer.code) == (status, code)


def test_a_decision_needs_key_and_version(api):
    item = api("GET", QUEUE, sub="editor").json["items"][0]
    path, body = f"{QUEUE}/{item['id']}/decide", {"verdict": "rejected", "reason": "Vì sao"}
    assert api("POST", path, sub="editor", body=body, headers=KEY).status == 428
    assert api("POST", path, sub="editor", body=body, headers={"If-Match": '"1"'}).status == 400


@pytest.mark.parametrize("sub", ["citizen-1", "operator"])
def test_nobody_but_the_portal_starts_a_filing_of_the_national_portal(api, sub):
    asked = {"procedure": COPY, "one_stop": "HUE-106-TTPVHCC", "channel": "national_portal"}
    answer = api("POST", "/api/dossiers", sub=sub, body=asked, headers=KEY)
    assert (answer.status, answer.code) == (422, "channel_of_another_route")
    assert [each["path"] for each in answer.json["errors"]] == ["/channel"]
    assert api("GET", "/api/me/drafts", sub=sub).json["items"] == []
