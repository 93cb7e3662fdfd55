"""Fixtures of every test: sizes, the local cloud, and a fixed seed for made-up examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from infra.conformance import lazy_formats
from tests.support.running import quick_rewriting

lazy_formats.install()
quick_rewriting.install()

pytest_plugins = ("tests.support.running.cloud_fixtures", "tests.support.running.forked_run")

SIZE = os.environ.get("SIZE", "small")

# Examples are the same in every small run, so that a failure seen once is seen again; a full run looks further.
settings.register_profile("small", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=500, deadline=None)
settings.load_profile(SIZE)


LONGEST = (
    "browser/test_officer_pages.py",
    "browser/test_every_page.py",
    "infra/aws/test_rights_enforced.py",
    "browser/test_officer_story.py",
    "browser/matters/test_matter_story.py",
    "browser/test_desk_morning.py",
    "e2e/test_stories.py",
    "stateful/test_life.py",
    "browser/test_appraisal_story.py",
    "browser/test_cashier_day.py",
    "browser/test_running_the_system.py",
    "e2e/test_restart.py",
    "contract/test_faults.py",
    "browser/test_officer_work.py",
    "browser/test_late_pages.py",
    "browser/test_citizen_story.py",
    "browser/test_when_things_fail.py",
    "contract/test_sync.py",
    "browser/test_people.py",
    "browser/test_corrections.py",
    "e2e/test_every_operation.py",
    "infra/local/test_run.py",
    "domain/procedure_search/test_procedure_ranking.py",
    "browser/test_uploading.py",
    "e2e/test_fuzz.py",
    "steps/dossier/test_cells.py",
    "contract/test_watch_deadlines.py",
    "contract/test_number_series.py",
    "e2e/test_fan_out.py",
)
"""Files that take a worker longest, the longest first (measured 2026-12-02). A wrong order costs time. What files
hundreds of dossiers comes after the pages, which look for theirs on the first page of a list."""
TESTS = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `full` to SIZE=full; they are deselected, which the summary counts, not skipped.

    The longest files come first, then those that need the local cloud: the end has only short ones to share out.
    """
    on_the_cloud = {item.path for item in items if item.get_closest_marker("cloud")}
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (places.get(item.path, len(LONGEST)), item.path not in on_the_cloud))
    if SIZE == "full":
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Load before the workers are forked what each of them would load for itself."""
    if session.config.getoption("workers") > 1 and not session.config.option.collectonly:
        from tests.support.running.preloaded import (
            load_ahead,  # here, so that a run of one file loads no more than it needs
        )

        load_ahead()
