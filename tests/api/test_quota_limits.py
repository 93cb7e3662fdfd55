"""What limits quotas have: as shipped, of a stage or a province, and what a refusal says of the wait."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import app  # noqa: F401 - registers the operations
from chalicelib.domain.security.quotas import Limit, Quota, QuotaReached, write_wait
from chalicelib.handlers.http.operations import OPERATIONS, SIGNED_IN
from chalicelib.repositories.dynamodb.quotas import Quotas, load_limits


def test_the_shipped_limits_leave_room_for_honest_use() -> None:
    limits = load_limits("hue", "prod")
    assert set(limits) == set(Quota)
    for quota, each in limits.items():
        assert each.person <= each.officer < each.address, quota


def test_a_stage_or_a_province_may_have_limits_of_its_own(tmp_path: Any) -> None:
    import json

    from chalicelib.repositories.dynamodb.quotas import DATA

    data = json.loads(DATA.read_text())
    assert all(each["reason"] for each in data["limits"].values())
    own = {"seconds": 60, "person": 1, "officer": 2, "address": 3, "reason": "thử"}
    path = tmp_path / "quotas.json"
    path.write_text(json.dumps({**data, "stages": {"demo": {"saves": own}}}))
    (tmp_path / "province" / "hue").mkdir(parents=True)
    (tmp_path / "province" / "hue" / "quotas.json").write_text(json.dumps({"drafts": own}))
    assert load_limits("hue", "prod", path)[Quota.DRAFTS] == Limit(60, 1, 2, 3)
    assert load_limits("hue", "demo", path)[Quota.SAVES] == Limit(60, 1, 2, 3)
    assert load_limits("lai-chau", "prod", path)[Quota.DRAFTS] == load_limits("lai-chau", "prod")[Quota.DRAFTS]


def test_more_than_a_whole_quota_is_refused_at_once(table: None) -> None:
    quotas = Quotas({Quota.PAPER_KILOBYTES: Limit(60, 10, 10, 10)}, lambda _: b"k" * 32)
    with pytest.raises(QuotaReached):
        quotas.list_uses({Quota.PAPER_KILOBYTES: 11}, "lan", "1.2.3.4", datetime.now(UTC), officer=False)


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (1, "1 phút", "1 minute"), (60, "1 phút", "1 minute"), (61, "2 phút", "2 minutes"),
        (5400, "90 phút", "90 minutes"),
        (5401, "2 giờ", "2 hours"), (86_400, "24 giờ", "24 hours"),
    ],
)  # fmt: skip
def test_the_wait_is_said_in_words_and_never_too_short(seconds: int, vi: str, en: str) -> None:
    assert (write_wait(seconds).vi, write_wait(seconds).en) == (vi, en)


BOUND_OTHERWISE = {
    "start_payment": "only for sums that are owed on a dossier",
    "read_message": "only messages that were sent",
    "choose_my_contacts": "one record of a person",
    "accept_my_terms": "one record of a person",
    "change_account": "one record of a person",
    "change_my_profile": "one record of a person, changed at the version that was read",
    "choose_party_contacts": "one record of a party",
    "forget_my_contact": "only contacts that there are",
    "forget_party_contact": "only contacts that there are",
    "ask_my_code": "ten an hour for a person, five for an address",
    "ask_party_code": "ten an hour for a person, five for an address",
    "confirm_my_code": "thirty answers an hour for a person",
    "confirm_party_code": "thirty answers an hour for a person",
    "link_account": "one record of a person",
    "reply_authorisation": "an authorisation is answered once and ended once",
}
"""Writing operations without a step of the flow and without a quota, and what bounds them."""


def test_what_people_may_begin_without_a_dossier_has_a_quota() -> None:
    begun = [op for op in OPERATIONS if op.access is SIGNED_IN and op.method != "GET" and op.step is None]
    assert {op.name for op in begun if not op.quotas and op.rate is None} == set(BOUND_OTHERWISE)
