"""Many at once over HTTP on the deployed stack: one outcome, never two, never a fault."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from infra.local.person import PAID_LATER, HttpReply
from tests.conftest import SIZE
from tests.e2e import stored
from tests.e2e.people import Cast, copy_draft

pytestmark = pytest.mark.cloud

T = TypeVar("T")

TOGETHER = 50 if SIZE == "full" else 4
"""Each call in progress costs a process of its own, and starting fifty is most of the time of this file."""


def run_at_once(count: int, act: Callable[[int], T]) -> list[T]:
    """The same act so many times, as many at once as the size allows; the first of them begin together."""
    together = min(count, TOGETHER)
    barrier = threading.Barrier(together)

    def begin_together(number: int) -> T:
        if number < together:
            barrier.wait()
        return act(number)

    with ThreadPoolExecutor(together) as pool:
        return list(pool.map(begin_together, range(count)))


def submit_dossier(cast: Cast) -> str:
    """A dossier without papers, just filed."""
    citizen = cast("citizen1")
    dossier = copy_draft(citizen, cast.place.one_stop)
    citizen.submit(dossier, [])
    return dossier


def test_fifty_submits_with_one_key_make_one_dossier_and_fifty_equal_answers(cast: Cast) -> None:
    citizen, key = cast("citizen1"), secrets.token_urlsafe(18)
    dossier = copy_draft(citizen, cast.place.one_stop)
    path, body = f"/api/dossiers/{dossier}/submit", {"papers": [], "declared_true": True}
    answers = run_at_once(50, lambda _: citizen.ask("POST", path, body, key=key, expect=200).body)
    assert all(answer == answers[0] for answer in answers)
    items = stored.read_dossier_items(cast.stack, dossier)
    assert [name for name in items if name.startswith("FACT#")] == ["FACT#00000001"]
    assert "DRAFT" not in items
    assert citizen.get(f"/api/dossiers/{dossier}/ledger")["length"] == 1


def test_fifty_new_drafts_with_one_key_are_one_draft(cast: Cast) -> None:
    citizen, key = cast("citizen1"), secrets.token_urlsafe(18)
    body = {"procedure": "2.000815", "one_stop": cast.place.one_stop, "channel": "own_portal"}
    answers = run_at_once(50, lambda _: citizen.ask("POST", "/api/dossiers", body, key=key, expect=201).body["id"])
    assert len(set(answers)) == 1


def test_of_two_officers_racing_one_wins_and_the_other_is_shown_what_is_current(cast: Cast) -> None:
    for _ in range(3):
        dossier, desks = submit_dossier(cast), (cast("desk1"), cast("desk2"))
        path = f"/api/dossiers/{dossier}/receive"
        replies: list[HttpReply] = run_at_once(2, lambda n, d=desks, p=path: d[n].ask("POST", p, PAID_LATER, version=1))  # type: ignore[misc]
        assert sorted(reply.status for reply in replies) == [200, 412]
        (lost,) = [reply for reply in replies if reply.status == 412]
        assert lost.code == "stale_version"
        assert lost.headers["etag"] == '"2"'
        facts = [fact["kind"] for fact in desks[0].get(f"/api/dossiers/{dossier}/ledger")["facts"]]
        assert facts == ["submitted", "received"]


@pytest.mark.full
def test_two_hundred_receptions_by_thirty_two_threads_have_codes_without_gap(cast: Cast) -> None:
    with ThreadPoolExecutor(16) as pool:
        dossiers = list(pool.map(lambda _: submit_dossier(cast), range(200)))
    with ThreadPoolExecutor(32) as pool:
        desk = cast("desk1")
        codes = list(pool.map(lambda each: str(desk.step(each, "receive", PAID_LATER)["code"]), dossiers))
    numbers = sorted(int(code.rpartition("-")[2]) for code in codes)
    assert numbers == list(range(numbers[0], numbers[0] + 200))
