"""The signed days, their order, and the chain of documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from chalicelib.domain.ledger.chain import GENESIS, Json, digest_of, encode_canonical
from chalicelib.domain.ledger.checkpoints import GRACE, Head, chain_problems, find_last_ended_day, read_stored, to_sign
from chalicelib.steps.ledger.sign_ledger_heads import LOOK_BACK, HeadSigning, SignedDay

NIGHT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
YESTERDAY = date(2026, 11, 21)
ONE, TWO = Head("one", 3, "a" * 64), Head("two", 1, "b" * 64)


class Table:
    """Heads by day."""

    def __init__(self, days: dict[date, list[Head]]) -> None:
        self.days = days

    def list_by_day(self, day: date) -> Iterable[Head]:
        return self.days.get(day, [])

    def has_heads_on(self, day: date) -> bool:
        return bool(self.days.get(day))


class Locked:
    """Write-once documents, kept as bytes like the real ones."""

    def __init__(self) -> None:
        self.kept: dict[date, bytes] = {}

    def find_last_day(self) -> date | None:
        return max(self.kept, default=None)

    def read(self, day: date) -> Json:
        return read_stored(self.kept[day])

    def put(self, day: date, signed: Json) -> bool:
        return self.kept.setdefault(day, text := encode_canonical(signed)) is text

    def documents(self) -> list[Json]:
        return [self.read(day)["document"] for day in sorted(self.kept)]


class Key:
    """Signs by repeating the text; fails on demand."""

    def __init__(self, good_for: int = 1000) -> None:
        self.good_for = good_for

    def sign(self, text: bytes) -> tuple[bytes, str]:
        self.good_for -= 1
        if self.good_for < 0:
            raise ConnectionError
        return b"signed " + text, "key-1"


def build_signing(days: dict[date, list[Head]], store: Locked, key: Key | None = None) -> HeadSigning:
    return HeadSigning(Table(days), store, key or Key(), "hue", "test")


def run_signing(days: dict[date, list[Head]], store: Locked, now: datetime = NIGHT) -> list[SignedDay]:
    return list(build_signing(days, store)(real_now=now))


def test_yesterdays_heads_are_signed_in_order_of_dossier():
    store = Locked()
    (done,) = run_signing({YESTERDAY: [TWO, ONE]}, store)
    (body,) = store.documents()
    assert (done.day, done.dossiers, done.fresh, done.digest) == (YESTERDAY, 2, True, digest_of(body))
    assert body == {
        "v": 1,
        "province": "hue",
        "stage": "test",
        "day": "2026-11-21",
        "heads": [
            {"dossier": "one", "length": 3, "head": "a" * 64},
            {"dossier": "two", "length": 1, "head": "b" * 64},
        ],
        "previous": GENESIS,
    }


def test_the_signature_is_over_the_documents_digest_and_names_its_key():
    store, key = Locked(), Key()
    list(build_signing({}, store, key)(real_now=NIGHT))
    kept = store.read(YESTERDAY)
    assert (kept["key_id"], kept["algorithm"]) == ("key-1", "ECDSA_SHA_256")
    assert to_sign(kept["document"]).decode().endswith(digest_of(kept["document"]))
    assert kept["signature"]


def test_a_day_without_facts_has_a_document_too():
    store = Locked()
    run_signing({}, store)
    assert store.documents()[0]["heads"] == []


def test_a_second_run_in_the_same_night_adds_nothing():
    store = Locked()
    run_signing({YESTERDAY: [ONE]}, store)
    before = dict(store.kept)
    assert run_signing({YESTERDAY: [ONE, TWO]}, store) == []
    assert store.kept == before


@pytest.mark.parametrize("nights", [1, 2, 9])
def test_missed_nights_are_caught_up_in_order_each_document_following_the_one_before(nights):
    store = Locked()
    run_signing({YESTERDAY: [ONE]}, store)
    done = run_signing({YESTERDAY: [ONE]}, store, NIGHT + timedelta(days=nights))
    assert [each.day for each in done] == [YESTERDAY + timedelta(days=n + 1) for n in range(nights)]
    documents = store.documents()
    assert chain_problems(documents) == []
    assert documents[1]["previous"] == digest_of(documents[0])


def test_what_a_failing_run_has_signed_stays_and_the_next_run_continues_from_there():
    store = Locked()
    run_signing({}, store)
    later = NIGHT + timedelta(days=5)
    with pytest.raises(ConnectionError):
        list(build_signing({}, store, Key(good_for=2))(real_now=later))
    assert len(store.kept) == 3
    assert len(run_signing({}, store, later)) == 3
    assert chain_problems(store.documents()) == []


def test_the_first_run_starts_with_the_first_heads_it_can_see():
    first = YESTERDAY - timedelta(days=4)
    store = Locked()
    assert run_signing({first: [ONE], YESTERDAY: [TWO]}, store)[0].day == first
    assert len(store.kept) == 5


@pytest.mark.parametrize(("back", "days"), [(LOOK_BACK - 1, LOOK_BACK), (LOOK_BACK, 1)])
def test_the_first_run_looks_back_a_limited_time(back, days):
    store = Locked()
    run_signing({YESTERDAY - timedelta(days=back): [ONE]}, store)
    assert len(store.kept) == days


def test_two_runs_at_once_leave_the_first_ones_document_and_follow_it():
    class Overtaken(Locked):
        def put(self, day: date, signed: Json) -> bool:
            if day == YESTERDAY:
                super().put(day, {**signed, "document": {**signed["document"], "heads": []}})
            return super().put(day, signed)

    store = Overtaken()
    first, second = run_signing({YESTERDAY: [ONE]}, store, NIGHT + timedelta(days=1))
    assert (first.fresh, first.dossiers, second.fresh) == (False, 0, True)
    assert chain_problems(store.documents()) == []


@pytest.mark.parametrize(
    ("now", "ended"),
    [
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 22, tzinfo=UTC) + GRACE - timedelta(seconds=1), date(2026, 11, 20)),
        (datetime(2026, 11, 22, tzinfo=UTC) + GRACE, date(2026, 11, 21)),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), date(2026, 11, 21)),
        # A morning in Vietnam is still the evening before in UTC, whose day has not ended.
        (datetime(2026, 11, 22, 6, 0, tzinfo=timezone(timedelta(hours=7))), date(2026, 11, 20)),
    ],
)
def test_a_day_is_due_when_it_has_ended_in_utc_and_the_grace_is_over(now, ended):
    assert find_last_ended_day(now) == ended
    store = Locked()
    assert [each.day for each in run_signing({}, store, now)] == [ended]
