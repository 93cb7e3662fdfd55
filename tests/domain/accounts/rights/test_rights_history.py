"""The history of an officer's rights says what each change gave and took."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.accounts.rights.rights_history import ChangeSource, RecordedChange, build_history
from chalicelib.domain.accounts.roles import Assignment, Role
from tests.support.people import MONDAY

CASHIER = Assignment(Role.CASHIER, "one", MONDAY)
CASE = Assignment(Role.CASE_OFFICER, "two", MONDAY)


def record(*rights: Assignment) -> RecordedChange:
    return RecordedChange(MONDAY, "office", "TK-1", ChangeSource(), rights)


def test_each_change_shows_what_it_gave_and_ended_newest_first() -> None:
    ended = replace(CASHIER, valid_until=MONDAY + timedelta(days=3))
    history = build_history([record(CASHIER), record(CASHIER), record(ended, CASE), record(ended)])
    assert [(each.given, each.ended) for each in history] == [
        ((), (CASE,)),
        ((CASE,), (ended,)),
        ((), ()),
        ((CASHIER,), ()),
    ]
