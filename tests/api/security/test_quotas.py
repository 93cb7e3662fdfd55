"""Quotas of a person and of an address: a caller over one reads when there is room again, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import app  # noqa: F401 - registers the operations
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.papers.paper import LIMITS as PAPER_LIMITS
from chalicelib.domain.security.quotas import Quota, count_saves, write_wait
from chalicelib.repositories.dynamodb.quotas import load_limits
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from tests.api.conftest import Api
from tests.api.route_counter import START, UNIT
from tests.api.security.quota_street import (
    AN_HOUR,
    LINK,
    QuotaClock,
    QuotaStreet,
    limit_quota,
    read_everything,
    use_quota,
)


@pytest.fixture
def street(api: Api, appoint: Callable[..., Officer], deployment: pytest.MonkeyPatch) -> QuotaStreet:
    """Citizens without a record, and two clerks of the commune."""
    deployment.setenv("EDGE_HOPS", "1")
    deployment.setenv("FIND_SECRET_ARN", "unused")
    wiring.provide_settings.cache_clear()
    clock = QuotaClock()
    deployment.setattr(wiring, "provide_clock", lambda: clock)
    deployment.setattr("chalicelib.wiring.core.read_search_key", lambda _: b"f" * 64)
    deployment.setattr(PaperStore, "upload_link", lambda *_: replace(LINK))
    for clerk in ("clerk", "clerk-2"):
        appoint(clerk, Role.ONE_STOP_OFFICER, unit=UNIT)
    return QuotaStreet(api, clock)


PEOPLE = {Quota.SEARCHES: ("clerk", "clerk-2")}
COSTS = {Quota.PAPER_KILOBYTES: 3}
GOOD = (200, 201)


WHOSE = [(quota, whose) for quota in Quota for whose in ("person", "officer", "address")]
WHOSE.remove((Quota.SEARCHES, "person"))  # only officers search
WHOSE.remove((Quota.MATTERS, "officer"))  # officers act on what others have opened


@pytest.mark.parametrize(("quota", "whose"), WHOSE)
@pytest.mark.parametrize("most", [1, 3])
def test_over_a_quota_nothing_is_written_and_others_go_on(
    street: QuotaStreet, quota: Quota, whose: str, most: int
) -> None:
    """Each refusal says when there is room again, stores nothing, and touches nobody else."""
    first, second = PEOPLE.get(quota, ("clerk", "clerk-2") if whose == "officer" else ("lan", "minh"))
    limit_quota(quota, **{whose: most * COSTS.get(quota, 1) + COSTS.get(quota, 1) - 1})
    for n in range(most):
        assert use_quota(street, quota, first, n, "1.2.3.4").status in GOOD
    other = use_quota(street, quota, second, 0, "1.2.3.4") if whose == "address" else None
    before = read_everything()
    for _ in range(2):
        answer = other or use_quota(street, quota, first, most, "1.2.3.4")
        assert (answer.status, answer.code) == (429, "quota_reached"), answer.text
        other = None
    assert read_everything() == before or whose == "address"
    left = int(answer.headers["retry-after"])
    assert 0 < left <= AN_HOUR
    assert write_wait(left).vi in answer.json["detail"]["vi"]
    assert write_wait(left).en in answer.json["detail"]["en"]
    free = "5.6.7.8" if whose == "address" else "1.2.3.4"
    assert use_quota(street, quota, second, 0, free).status in GOOD


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Forwarded-For": "8.8.8.8, 1.2.3.4, 10.0.0.1"}, {"X-Forwarded-For": ", , 1.2.3.4, 10.0.0.1"},
        {"X-Forwarded-For": "1.2.3.4, 5.6.7.8, 1.2.3.4, 10.0.0.1"}, {"X-Real-IP": "8.8.8.8"},
        {"Forwarded": "for=8.8.8.8"}, {"X-Client-IP": "8.8.8.8"}, {"True-Client-IP": "8.8.8.8"},
        {"CF-Connecting-IP": "8.8.8.8"}, {"X-Cluster-Client-IP": "8.8.8.8"}, {"Via": "1.1 8.8.8.8"},
        {"X-Forwarded-Host": "elsewhere"}, {"User-Agent": "another"}, {"Cookie": "a=b"}, {"X-Forwarded-Proto": "http"},
        {"X-Original-Forwarded-For": "8.8.8.8"}, {"Fastly-Client-IP": "8.8.8.8"}, {"X-Envoy-External": "8.8.8.8"},
        {"x-forwarded-for": "8.8.8.8,1.2.3.4,10.0.0.1"}, {"X-Forwarded-For": "8.8.8.8 ,\t1.2.3.4 , 10.0.0.1"},
        {"X-Forwarded-For": "8.8.8.8, " * 200 + "1.2.3.4, 10.0.0.1"}, {"X-Forwarded-For": "a,b;c, 1.2.3.4,10.0.0.1"},
        {"X-Forwarded-For": "8.8.8.8, ::ffff:1.2.3.4, 10.0.0.1"}, {"X-Forwarded-For": "8.8.8.8, ::FFFF:102:304, x"},
        {"X-Forwarded-For": "2001:db8::1, ::ffff:0102:0304%eth0, x"}, {"X-Forwarded-For": ",1.2.3.4,"},
        {"X-Forwarded": "8.8.8.8"}, {"X-ProxyUser-Ip": "8.8.8.8"}, {"Client-IP": "8.8.8.8"}, {"X-Remote": "8.8.8.8"},
        {"CloudFront-Viewer-Address": "8.8.8.8:443"}, {"X-Amzn-Trace-Id": "Root=1-x"}, {"X-Azure-ClientIP": "8.8.8.8"},
        {"Forwarded": 'for="[2001:db8::1]";by=10.0.0.1'}, {"X-Originating-IP": "[8.8.8.8]"}, {"X-Host": "8.8.8.8"},
        {"X-HTTP-Method-Override": "GET"}, {"X-Stage": "local"}, {"X-Office": "1"}, {"X-Sub": "minh-2"},
        {"Accept-Language": "en"}, {"Sec-Fetch-Site": "none"}, {"Idempotency-Key": "key-of-somebody-else-0001"},
        {"Origin": "https://elsewhere.example"}, {"Referer": "https://elsewhere.example"}, {"X-Request-Id": "1"},
    ],
    ids=lambda given: next(iter(given)),
)  # fmt: skip
def test_no_header_of_the_caller_changes_whose_quota_it_is(street: QuotaStreet, forged: dict[str, str]) -> None:
    limit_quota(Quota.DRAFTS, address=1)
    assert street.draft("lan").status == 201
    assert street.send("POST", "/api/dossiers", "minh", START, **forged).status == 429


@pytest.mark.parametrize(
    ("seen", "same"),
    [
        ("2001:db8:1:2::9", True), ("2001:db8:1:2:ffff::1", True), ("2001:0DB8:0001:0002:0:0:0:1", True),
        ("2001:db8:1:3::1", False), ("1.2.3.4", False),
    ],
)  # fmt: skip
def test_a_household_s_network_is_one_address(street: QuotaStreet, seen: str, same: bool) -> None:
    limit_quota(Quota.DRAFTS, address=1)
    assert street.draft("lan", "2001:db8:1:2::1").status == 201
    assert street.draft("minh", seen).status == (429 if same else 201)


def test_an_address_written_as_ipv6_is_the_same(street: QuotaStreet) -> None:
    limit_quota(Quota.DRAFTS, address=1)
    assert [street.draft(sub, a).status for sub, a in (("lan", "1.2.3.4"), ("minh", "::ffff:1.2.3.4"))] == [201, 429]


def test_a_full_counter_costs_the_table_nothing_more(street: QuotaStreet, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_quota(Quota.DRAFTS, person=1)
    assert [street.draft("lan").status for _ in range(2)] == [201, 429]

    def refuse_access(*_: Any, **__: Any) -> None:
        raise AssertionError("the table was asked")

    monkeypatch.setattr(wiring_steps, "provide_dependencies", refuse_access)
    assert {street.draft("lan").status for _ in range(50)} == {429}


def test_the_next_window_has_room_again(street: QuotaStreet) -> None:
    limit_quota(Quota.DRAFTS, person=1, seconds=60)
    assert [street.draft("lan").status for _ in range(2)] == [201, 429]
    street.clock.real += timedelta(seconds=60)
    assert street.draft("lan").status == 201


def test_a_counter_forgets_itself_and_names_nobody(street: QuotaStreet) -> None:
    limit_quota(Quota.DRAFTS, person=5)
    street.draft("lan")
    counters = [row for row in TableItem.scan() if row.pk.startswith("RATE#")]
    assert len(counters) == 2
    assert all(
        street.clock.real.timestamp() < row.expires_at <= street.clock.real.timestamp() + 2 * AN_HOUR
        for row in counters
    )
    assert not any("lan" in row.pk or "1.2.3.4" in row.pk for row in counters)


def test_a_file_larger_than_what_is_left_is_refused_and_a_smaller_one_taken(street: QuotaStreet) -> None:
    street.draft("lan")
    limit_quota(Quota.PAPER_KILOBYTES, person=10)
    sizes = (8 * 1024, 3 * 1024, 2 * 1024, 1)
    assert [street.announce("lan", size).status for size in sizes] == [201, 429, 201, 429]


@pytest.mark.parametrize("left", ["all", "nothing", "less than any file"])
def test_a_file_larger_than_any_quota_is_too_large_regardless_of_what_is_left(street: QuotaStreet, left: str) -> None:
    """Waiting for the quota would be useless: the first answer gives the remedy."""
    street.draft("lan")
    if left == "less than any file":
        limit_quota(Quota.PAPER_KILOBYTES, person=0)
    if left == "nothing":
        limit_quota(Quota.PAPERS, person=1)
        assert [street.announce("lan").status for _ in range(2)] == [201, 429]
    before = read_everything()
    for size in (PAPER_LIMITS.max_bytes + 1, 2**31, 2**40, 2**40 + 1, 2**53 - 1):
        refused = street.announce("lan", size)
        assert (refused.status, refused.json["code"]) == (413, "paper_too_large"), size
    assert read_everything() == before


def test_a_save_that_changes_nothing_costs_nothing(street: QuotaStreet) -> None:
    street.draft("lan")
    first = street.save("lan", "như cũ", 1)
    assert first.status == 200
    limit_quota(Quota.SAVES, person=0, officer=0)
    limit_quota(Quota.SAVES, person=1)
    before = read_everything()
    for _ in range(30):
        again = street.save("lan", "như cũ", 2)
        assert (again.status, again.json) == (200, first.json)
    assert read_everything() == before
    assert street.save("lan", "khác", 2).status == 200
    assert street.save("lan", "khác nữa", 3).status == 429


def test_a_large_draft_counts_as_several_saves() -> None:
    assert [count_saves(size) for size in (0, 2_000, 10_239, 10_240, 204_800)] == [1, 1, 1, 2, 21]


def test_a_repeated_command_is_counted_once(street: QuotaStreet) -> None:
    limit_quota(Quota.DRAFTS, person=2)
    key = {"Idempotency-Key": "the-same-key-0000"}
    made = [street.send("POST", "/api/dossiers", "lan", START, **key) for _ in range(5)]
    assert len({answer.json["id"] for answer in made}) == 1
    assert street.draft("lan").status == 201
    assert street.draft("lan").status == 429


# ---- honest heavy use, with the limits that are shipped ----------------------------------------------------------


@dataclass(frozen=True)
class Honest:
    """A heavy day of honest work: people, and what each does at the most within one window."""

    name: str
    people: int
    drafts: int
    saves: int
    files: int
    kilobytes: int
    officer: bool = False
    searches: int = 0
    matters: int = 0


HONEST = (
    Honest("an officer receives two hundred in a day", 1, 200, 200 * 10, 200 * 8, 200 * 8 * 2048, officer=True),
    Honest("an officer looks for somebody each half minute", 1, 20, 200, 160, 0, officer=True, searches=20),
    Honest("an agent files for fifty others in one sitting", 1, 50, 50 * 20, 50 * 10, 50 * 10 * 3072),
    Honest("somebody types for ten minutes without a pause", 1, 1, 400 * 3, 60, 60 * 20 * 1024),
    Honest("somebody asks one question after the other for an hour", 1, 0, 0, 0, 0, matters=12),
    Honest("a focal officer answers two hundred in a day", 1, 0, 0, 0, 0, officer=True, matters=400),
    Honest("a commune behind one address", 300, 3, 60, 30, 30 * 2048),
    Honest("the counters of a commune behind one address", 20, 60, 600, 480, 480 * 2048, officer=True, searches=40),
)


@pytest.mark.parametrize("stage", ["prod", "staging", "local"])
@pytest.mark.parametrize("work", HONEST, ids=lambda each: each.name)
def test_honest_heavy_use_is_never_refused(work: Honest, stage: str) -> None:
    """Even if the whole of it falls into one window."""
    limits = load_limits("hue", stage)
    amounts = {
        Quota.DRAFTS: work.drafts, Quota.SAVES: work.saves, Quota.PAPERS: work.files,
        Quota.PAPER_KILOBYTES: work.kilobytes, Quota.SEARCHES: work.searches, Quota.MATTERS: work.matters,
    }  # fmt: skip
    for quota, amount in amounts.items():
        limit = limits[quota]
        assert amount <= (limit.officer if work.officer else limit.person), quota
        assert amount * work.people <= limit.address, quota


def test_an_agent_files_for_fifty_others_at_the_routes(street: QuotaStreet) -> None:
    for n in range(50):
        street.clock.real = datetime.now(UTC)
        assert street.draft("agent").status == 201
        assert [street.save("agent", f"{n}.{k}", k).status for k in (1, 2)] == [200, 200]
        assert street.announce("agent", 1_500_000).status == 201
