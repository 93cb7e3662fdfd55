"""Surveys over HTTP, on the table's real rows: answers are counted, and no row names who gave them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.quotas import Limit, Quota
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from chalicelib.wiring import matters as wiring_matters
from tests.api.conftest import Api, ApiAnswer
from tests.support.matters.versions import find_version
from tests.support.surveys import SURVEY

PATH = "/api/matters/surveys"


@pytest.fixture
def survey(api: Api, appoint: Callable[..., Officer]) -> str:
    """An open survey of today."""
    for sub in ("office", "second"):
        appoint(sub, Role.PROVINCIAL_OFFICE, unit="province")
    today = datetime.now(UTC).astimezone(VIETNAM).date().isoformat()
    values = {**SURVEY, "opens_on": today, "closes_on": today}
    opened = send(api, "/api/surveys", "office", {"values": values})
    assert opened.status == 201, opened.text
    number = str(opened.json["id"])
    assert send(api, f"/api/surveys/{number}/launch", "office", {"values": {}}).code == "own_proposal"
    assert send(api, f"/api/surveys/{number}/launch", "second", {"values": {}}).json["state"] == "open"
    return number


def send(api: Api, path: str, sub: str, body: dict[str, Any], key: str = "") -> ApiAnswer:
    """One command, on the version that is there."""
    headers = {"Idempotency-Key": key or f"survey-key-{sub}-{len(repr(body)):06d}"}
    if not path.startswith(PATH) and (version := find_version(path.removeprefix("/api/"))):
        headers["If-Match"] = f'"{version}"'
    return api("POST", path, sub=sub, body=body, headers=headers)


def answer(api: Api, number: str, sub: str, key: str = "", **levels: int) -> ApiAnswer:
    """One person's answers."""
    body = {"answers": {"question_1": 4, "question_2": 5, **levels}}
    return send(api, f"{PATH}/{number}", sub, body, key)


def test_answers_are_counted_and_shown_once_published(api: Api, survey: str) -> None:
    before = {(row.pk, row.sk) for row in TableItem.scan()}
    for n in range(1, 6):
        given = answer(api, survey, f"voter-{n}", question_1=n)
        assert given.status == 204, given.text
    assert answer(api, survey, "voter-1", question_1=1).status == 204, "the same command again"
    assert answer(api, survey, "voter-1", "another-key-000001").code == "survey_answered"
    kept = [row for row in TableItem.scan() if (row.pk, row.sk) not in before]
    assert len([row for row in kept if row.pk.startswith(keys.SURVEY_ANSWERED.prefix)]) == 5
    kept_items = [row for row in kept if row.pk.startswith("SURVEY")]
    assert not any("voter" in repr(row.attribute_values) for row in kept_items)
    assert "recorded_at" not in {name for row in kept_items for name in row.attribute_values}
    hidden = api("GET", f"{PATH}/{survey}").json
    assert (hidden["open"], hidden["published"], hidden["people"]) == (True, False, None)
    assert {each["mean"] for each in hidden["questions"]} == {None}
    send(api, f"/api/surveys/{survey}/close", "office", {"values": {}})
    send(api, f"/api/surveys/{survey}/publish", "office", {"values": {}})
    shown = api("GET", f"{PATH}/{survey}").json
    assert (shown["people"], shown["title"]) == (5, SURVEY["public_title"])
    assert [(each["levels"], each["mean"]) for each in shown["questions"]] == [
        ([1, 1, 1, 1, 1], 300), ([0, 0, 0, 0, 5], 500),
    ]  # fmt: skip
    assert answer(api, survey, "voter-9").code == "survey_not_open"
    assert wiring_matters.provide_matter_publishing().publish_matter(survey)
    (found,) = api("GET", "/api/matters/public?kind=survey&q=truc%20tuyen").json["items"]
    assert found["values"]["closes_on"] == shown["closes_on"]


def count_quota() -> int:
    """Commands that were counted for people."""
    rows = TableItem.scan(TableItem.pk.startswith(f"RATE#{Quota.MATTERS}"))
    return sum(int(row.length or 0) for row in rows)


def test_a_key_is_not_used_again_for_other_answers_and_refused_ones_use_no_quota(api: Api, survey: str) -> None:
    key, before = "the-key-of-voter-1", count_quota()
    assert answer(api, survey, "voter-1", key).status == 204
    counted = count_quota()
    assert counted > before
    reused = answer(api, survey, "voter-1", key, question_1=1)
    assert (reused.status, reused.code) == (422, "idempotency_key_reused")
    assert answer(api, survey, "voter-1", key).status == 204
    assert answer(api, survey, "voter-1", "another-key-000001").code == "survey_answered"
    assert answer(api, survey, "voter-2", question_2=6).status == 422
    assert count_quota() == counted
    assert sum(row.length for row in TableItem.query(keys.SURVEY(survey), TableItem.sk == "people#0")) == 1


def test_answers_beyond_the_quota_are_not_counted(api: Api, survey: str, deployment: pytest.MonkeyPatch) -> None:
    quotas = wiring.provide_quotas()
    deployment.setattr(quotas, "limits", {**quotas.limits, Quota.MATTERS: Limit(10**10, 9, 9, 1)})
    first, second = (answer(api, survey, f"voter-{n}") for n in (1, 2))
    assert (first.status, second.code) == (204, "quota_reached")
    assert sum(row.length for row in TableItem.query(keys.SURVEY(survey), TableItem.sk == "people#0")) == 1


def test_a_wrong_answer_is_refused_at_its_question_and_a_guest_signs_in(api: Api, survey: str) -> None:
    wrong = answer(api, survey, "voter-1", question_2=6, question_9=1)
    assert wrong.status == 422
    assert [(each["path"], each["code"]) for each in wrong.json["errors"]] == [
        ("/answers/question_9", "unknown_question"), ("/answers/question_2", "out_of_scale"),
    ]  # fmt: skip
    assert api("GET", f"{PATH}/nothing-of-the-kind").code == "not_found"
    guest = api("POST", f"{PATH}/{survey}", body={"answers": {}}, headers={"Idempotency-Key": "survey-key-guest-01"})
    assert guest.status == 401
