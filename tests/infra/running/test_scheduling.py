"""The distribution of test files to workers: each whole, each once, and one worker without a local cloud."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import LONGEST
from tests.conftest import TESTS as TESTS_FOLDER
from tests.support.running import forked_run, scheduling
from tests.support.running.scheduling import ENOUGH, Plan

CLOUD, ALONE = [f"cloud{n}.py" for n in range(5)], [f"alone{n}.py" for n in range(5)]

needs_cloud = scheduling.needs_cloud


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "needs_cloud", lambda file: file.name.startswith("cloud"))


def run_workers(count: int) -> list[list[str]]:
    """The files of each worker, when all workers take one in turns."""
    plan = Plan(TESTS_FOLDER, [*CLOUD, *ALONE], count)
    taken: list[list[str]] = [[] for _ in range(count)]
    while not all(plan.is_over(worker) for worker in range(count)):
        for worker in range(count):
            if file := plan.take(worker):
                taken[worker].append(file)
    return taken


@pytest.mark.parametrize("count", [1, 2, ENOUGH - 1, ENOUGH, ENOUGH + 1])
def test_every_test_runs_once_and_files_stay_whole(count: int) -> None:
    assert sorted(file for files in run_workers(count) for file in files) == sorted((*CLOUD, *ALONE))


def test_the_last_of_many_workers_begins_without_and_starts_no_local_cloud() -> None:
    *others, last = run_workers(ENOUGH)
    assert last
    assert set(last) <= set(ALONE)
    assert all(files[0] in CLOUD for files in others)


def test_few_workers_take_the_files_in_their_order() -> None:
    assert [files[0] for files in run_workers(2)] == CLOUD[:2]


def test_no_worker_holds_a_file_while_it_has_tests_to_run() -> None:
    assert run_workers(2)[0] == [*CLOUD, *ALONE][::2]


def test_nobody_begins_at_the_local_cloud_before_there_is_anything_to_deploy() -> None:
    plan = Plan(TESTS_FOLDER, [*CLOUD, *ALONE], 2, deployable=False)
    assert [plan.take(worker) for worker in (0, 1) * 3] == [*ALONE, None]
    assert not plan.is_over(0)
    plan.deployable = True
    assert plan.take(0) == CLOUD[0]


def test_a_file_that_needs_the_local_cloud_is_known_by_its_mark() -> None:
    assert needs_cloud(TESTS_FOLDER / "infra/aws/test_stack.py")
    assert not needs_cloud(TESTS_FOLDER / "domain/ledger/test_chain.py")


def test_the_longest_files_are_named_as_they_are() -> None:
    assert [name for name in LONGEST if not (TESTS_FOLDER / name).is_file()] == []


def test_runs_without_workers_need_no_plugin_of_theirs() -> None:
    # The trial of switches runs the tests in one process.
    session: Any = SimpleNamespace(testsfailed=0, config=SimpleNamespace(getoption=lambda name: 0))
    assert forked_run.pytest_runtestloop(session) is None
