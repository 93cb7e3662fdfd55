"""Dependencies of the deadline watch. Imports are inside: most of them are needed only when something is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.supervision.due_entries import DueTable
    from chalicelib.steps.matters.record_matter_alerts import MatterAlertRecorder
    from chalicelib.steps.matters.reviews.watch_reviews import ReviewWatch
    from chalicelib.steps.matters.unused.watch_idle_accounts import IdleWatch
    from chalicelib.steps.supervision.record_deadlines import DeadlineRecorder
    from chalicelib.steps.supervision.watch_ports import ProgressCallback


@cache
def provide_due_entries() -> DueTable:
    """Return the due index, and the watch's mark."""
    from chalicelib.repositories.supervision.due_entries import DueTable

    return DueTable()


@cache
def provide_matter_due_entries() -> DueTable:
    """Return the due index of matters, and the mark of their watch."""
    from chalicelib.repositories.dynamodb import keys
    from chalicelib.repositories.supervision.due_entries import DueTable

    return DueTable(keys.MATTERS_DUE, keys.MATTER_WATCH_MARK)


def provide_matter_recorder(count: ProgressCallback) -> MatterAlertRecorder:
    """Return the recorder of what is due of matters at the moment."""
    from chalicelib.steps.matters.record_matter_alerts import MatterAlertRecorder
    from chalicelib.wiring.matters import provide_matter_dependencies

    clock = wiring.provide_clock()
    return MatterAlertRecorder(provide_matter_dependencies(), clock.now(), clock.real_now(), count)


def describe_rule_set() -> tuple[str, Mapping[int, bool]]:
    """Return the name of the rule set, and the years of its calendars: whether they are decided."""
    from chalicelib.repositories.law import law_metadata

    return law_metadata.read_digest(), law_metadata.list_years()


def provide_deadline_recorder(count: ProgressCallback) -> DeadlineRecorder:
    """Return the recorder of what is due at the moment."""
    from chalicelib.steps.supervision.record_deadlines import DeadlineRecorder
    from chalicelib.wiring import steps as wiring_steps

    clock = wiring.provide_clock()
    return DeadlineRecorder(wiring_steps.provide_dependencies(), clock.now(), clock.real_now(), count)


def provide_idle_watch(report: Callable[[str, Exception], None]) -> IdleWatch:
    """Return the watch over accounts that nobody uses, of the moment; `report` is called for one that failed."""
    from chalicelib.steps.matters.unused.watch_idle_accounts import IdleWatch
    from chalicelib.wiring.matters import provide_idle_desk, provide_matter_dependencies

    clock = wiring.provide_clock()
    return IdleWatch(
        provide_matter_dependencies(), provide_idle_desk(), wiring.provide_officer_directory(), clock.now(),
        clock.real_now(), report,
    )  # fmt: skip


def provide_review_watch(report: Callable[[str, Exception], None]) -> ReviewWatch:
    """Return what opens reviews of rights, of the moment; `report` is called for a unit whose review failed."""
    from chalicelib.repositories.accounts.review_mark import ReviewMarkTable
    from chalicelib.steps.matters.reviews.watch_reviews import ReviewWatch
    from chalicelib.wiring.matters import provide_matter_dependencies
    from chalicelib.wiring.steps import provide_reference

    clock, reference = wiring.provide_clock(), provide_reference()
    return ReviewWatch(
        provide_matter_dependencies(), ReviewMarkTable(), wiring.provide_officer_directory(),
        lambda unit, now: reference.list_units_served(unit, now)[0], clock.now(), clock.real_now(), report,
    )  # fmt: skip
