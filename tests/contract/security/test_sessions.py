"""Sessions and sign-outs at the table itself: one renews at a time, one renewal counts, and no sign-out is lost."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.security.sessions import LOCK_LIVES, Session
from chalicelib.domain.shared.errors import Stale
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.security.sessions import SessionTable
from tests.contract.engines import DYNAMODB, RIVALS

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]

NOW = datetime(2026, 11, 30, 1, tzinfo=UTC)
TABS = 6


@pytest.fixture
def session(engine: str) -> Session:
    """A kept session."""
    made = Session(secrets.token_hex(32), "sub-1", 1, NOW, NOW, NOW, False, b"k1.sealed")
    SessionTable().create(made, NOW + timedelta(hours=12))
    return made


def test_a_session_is_kept_as_it_was_until_it_is_deleted(session: Session) -> None:
    table = SessionTable()
    assert table.load(session.key) == session
    table.delete(session.key)
    assert table.load(session.key) is None
    assert not table.save(session.record_use(NOW), 1), "what was signed out does not come back"
    assert table.load(session.key) is None


def test_one_of_many_tabs_renews(session: Session) -> None:
    table = SessionTable()
    with ThreadPoolExecutor(TABS) as tabs:
        locks = list(tabs.map(lambda _: table.lock(session.key, NOW), range(TABS)))
        saved = list(tabs.map(lambda n: table.save(session.renew_session(f"k1.{n}".encode(), NOW), 1), range(TABS)))
    assert (locks.count(True), saved.count(True)) == (1, 1)
    kept = table.load(session.key)
    assert kept is not None
    assert (kept.generation, kept.sealed) == (2, f"k1.{saved.index(True)}".encode())
    assert table.lock(session.key, NOW + LOCK_LIVES), "a renewal that died holds nobody up for long"
    table.release_lock(session.key)
    assert table.lock(session.key, NOW)


def test_a_change_of_rights_and_a_sign_out_at_once_both_count(engine: str) -> None:
    records, sub = Officers(), f"lan-{secrets.token_hex(4)}"
    held = (Assignment(Role.CASHIER, "u-1", NOW),)
    records.save(Officer(sub, 1, "Lan", "Thủ quỹ", "a@example.test", held), "op", "1/TB", NOW)
    loaded = records.load(sub)
    records.end_access(sub, NOW, everywhere=True)
    records.save(replace(loaded, version=2, assignments=()), "op", "2/TB", NOW)
    kept = records.load(sub)
    assert (kept.version, kept.assignments) == (2, ())
    assert (kept.valid_after, kept.begun_after) == (NOW + timedelta(seconds=1), NOW)
    with pytest.raises(Stale) as stale:
        records.save(replace(loaded, version=2), "op", "3/TB", NOW)
    assert stale.value.facts["version"] == 2
