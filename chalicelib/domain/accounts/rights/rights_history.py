"""The history of an officer's rights: what each change gave and took, by whom, by which request and article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import Assignment


@dataclass(frozen=True, slots=True)
class ChangeSource:
    """The matter that a change carries out, and the article that lets its author grant; empty for older changes."""

    matter: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """The rights after a kept change, when and by whom it was made, and the number of the written request."""

    at: datetime
    by: str
    request_ref: str
    source: ChangeSource
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change and its effect: rights that it gave, and rights that it ended or shortened, as they are since."""

    change: RecordedChange
    given: tuple[Assignment, ...]
    ended: tuple[Assignment, ...]


def build_history(changes: Iterable[RecordedChange]) -> tuple[HistoryEntry, ...]:
    """Return the effects of changes that are given oldest first, newest first."""
    return tuple(_compare_changes(changes))[::-1]


def compare_rights(
    before: tuple[Assignment, ...], after: tuple[Assignment, ...]
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """Return the rights that a change gives, and those that it ends or shortens, as they are since."""
    held = {_name_right(each) for each in before}
    now = {_name_right(each): each for each in after}
    given = tuple(each for name, each in now.items() if name not in held)
    return given, tuple(now.get(_name_right(each), each) for each in before if each not in after)


def _compare_changes(changes: Iterable[RecordedChange]) -> Iterator[HistoryEntry]:
    before: tuple[Assignment, ...] = ()
    for change in changes:
        yield HistoryEntry(change, *compare_rights(before, change.assignments))
        before = change.assignments


def _name_right(right: Assignment) -> tuple[str, str, datetime, str, str]:
    return right.role, right.unit, right.valid_from, right.backup_for or "", right.stage
