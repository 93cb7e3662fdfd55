"""How files of tests are shared out to workers: each whole, each once, and one worker without a local cloud."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from tests import scheduling
from tests.conftest import LONGEST
from tests.conftest import TESTS as TESTS_FOLDER
from tests.scheduling import ENOUGH, Scheduling

CLOUD, ALONE = [f"cloud{n}.py" for n in range(5)], [f"alone{n}.py" for n in range(5)]
TESTS = [f"{file}::test_{n}" for file in (*CLOUD, *ALONE) for n in range(3)]


@dataclass(eq=False)
class Worker:
    """A worker as the scheduler sees it: what it was sent, and whether it was told to end."""

    number: int
    queue: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    shutting_down: bool = False

    @property
    def gateway(self) -> Any:
        """Where its name is."""
        return SimpleNamespace(id=f"gw{self.number}")

    def send_runtest_some(self, indices: list[int]) -> None:
        """Queue tests."""
        self.queue += [TESTS[index] for index in indices]

    def shutdown(self) -> None:
        """Run what is queued and end."""
        self.shutting_down = True

    @property
    def ready(self) -> bool:
        """Whether it can run a test: the last one of its queue only when it knows that no other follows."""
        return len(self.queue) > 1 or (self.shutting_down and bool(self.queue))


needs_cloud = scheduling.needs_cloud


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "needs_cloud", lambda file: file.startswith("cloud"))


def run(count: int) -> list[Worker]:
    """Let workers run everything, in turns."""
    option = SimpleNamespace(loadscopereorder=False)
    config = SimpleNamespace(getvalue=lambda _: ["popen"] * count, option=option)
    plan, workers = Scheduling(config), [Worker(number) for number in range(count)]
    for worker in workers:
        plan.add_node(worker)
        plan.add_node_collection(worker, TESTS)
    plan.schedule()
    while any(worker.ready for worker in workers):
        for worker in (each for each in workers if each.ready):
            test = worker.queue.pop(0)
            worker.done.append(test)
            plan.mark_test_complete(worker, TESTS.index(test))
    assert plan.tests_finished
    return workers


def files(worker: Worker) -> list[str]:
    """The files that a worker has run, in its order."""
    return list(dict.fromkeys(test.partition("::")[0] for test in worker.done))


@pytest.mark.parametrize("count", [1, 2, ENOUGH - 1, ENOUGH, ENOUGH + 1])
def test_every_test_runs_once_and_files_stay_whole(count: int) -> None:
    workers = run(count)
    assert sorted(test for worker in workers for test in worker.done) == sorted(TESTS)
    assert sorted(file for worker in workers for file in files(worker)) == sorted((*CLOUD, *ALONE))


def test_the_last_of_many_workers_begins_without_and_starts_no_local_cloud() -> None:
    *others, last = run(ENOUGH)
    assert files(last)
    assert set(files(last)) <= set(ALONE)
    assert all(files(worker)[0] in CLOUD for worker in others)


def test_few_workers_take_the_files_in_their_order() -> None:
    assert [files(worker)[0] for worker in run(2)] == CLOUD[:2]


def test_no_worker_holds_a_file_while_it_has_tests_to_run() -> None:
    workers = run(2)
    assert files(workers[0]) == [*CLOUD, *ALONE][::2]


def test_a_file_that_needs_the_local_cloud_is_known_by_its_mark() -> None:
    assert needs_cloud("tests/infra/test_stack.py")
    assert not needs_cloud("tests/domain/test_ledger.py")


def test_the_longest_files_are_named_as_they_are() -> None:
    assert [name for name in LONGEST if not (TESTS_FOLDER / name).is_file()] == []


def test_runs_without_workers_need_no_plugin_of_theirs() -> None:
    # What turns rules off tries the tests with that plugin left out.
    hook: Any = scheduling.pytest_xdist_make_scheduler
    assert hook.pytest_impl["optionalhook"]
