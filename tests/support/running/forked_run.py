"""A pytest plugin: run the tests in several processes, forked from the one that has collected them.

    python -m pytest --workers 4 [--meanwhile "make …"]

Collecting takes ten seconds and more, and as much again in every process that does it for itself. Here it is done once:
a worker has everything loaded when it begins. `--meanwhile` makes what the local cloud deploys while tests are
collected, and while those run that need no local cloud. Which worker runs what: tests/support/running/scheduling.py.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import shlex
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from types import FunctionType
from typing import Any, NoReturn

import pytest
from _pytest.tmpdir import TempPathFactory
from _pytest.unraisableexception import gc_collect_iterations_key

from tests.support.running.pulse import EVERY_S, Pulse
from tests.support.running.report_sender import Sender
from tests.support.running.scheduling import Plan

MEANWHILE = pytest.StashKey[subprocess.Popen[bytes]]()
PULSE = pytest.StashKey[Pulse]()
GARBAGE = (100_000, 50, 100)
"""Thresholds of the garbage collector while tests are collected and run: youngest objects, older and oldest."""
LAST_COLLECTIONS = 2
"""Collections at a worker's end, in place of pytest's five: CPython leaves nothing to a third."""
ROOM = 2**16
"""In words of eight bytes: the piece has twice as many, and half of them are for what is called."""
POLL_S = 0.2
"""Seconds between polls of the command that runs meanwhile. Workers that have tests to run do not wait for that."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add how many workers there are, and what is made meanwhile."""
    group = parser.getgroup("workers")
    group.addoption("--workers", type=int, default=0, help="processes that run the tests; 0: this one")
    group.addoption("--meanwhile", default="", help="command that makes what the local cloud deploys (with --workers)")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start what is made meanwhile, and say from now on how far the run is."""
    if session.config.getoption("workers"):
        gc.set_threshold(*GARBAGE)
        reporter: Any = session.config.pluginmanager.getplugin("terminalreporter")
        session.config.stash[PULSE] = Pulse(reporter.write_line)
    if command := shlex.split(session.config.getoption("meanwhile")):
        session.config.stash[MEANWHILE] = subprocess.Popen(command, stdin=subprocess.DEVNULL)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Collecting takes long on a busy machine."""
    if pulse := item.config.stash.get(PULSE, None):
        pulse.beat(f"collecting the tests, now those of {file_of(item)} …")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what is made meanwhile, if the run ends before it does."""
    made = config.stash.get(MEANWHILE, None)
    if made is not None and made.poll() is None:
        made.terminate()
        made.wait()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in workers where that is asked for. What could not be collected is pytest's own to report."""
    count: int = session.config.getoption("workers")
    if not count or session.testsfailed or session.config.option.collectonly:
        return None
    ForkedRun(session, count, session.config.stash.get(MEANWHILE, None)).run()
    return True


@dataclass
class Forked:
    """A worker as the process that forked it sees it: what it has run, and whether it waits for its next file."""

    number: int
    pid: int
    connection: Connection
    tests: list[pytest.Item] = field(default_factory=list)
    waits: bool = False


class ForkedRun:
    """Forks the workers, hands out the files, and reports what the workers send. Raises `Failed` at the end when a
    worker, or the command that ran meanwhile, did not end well."""

    def __init__(self, session: pytest.Session, count: int, meanwhile: subprocess.Popen[bytes] | None) -> None:
        self.session, self.count, self.meanwhile = session, count, meanwhile
        self.tests: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            self.tests.setdefault(file_of(item), []).append(item)
        self.pulse = session.config.stash[PULSE]
        self.plan = Plan(session.config.rootpath, self.tests, count, deployable=meanwhile is None)
        self.unreported = {item.nodeid: item for item in session.items}
        self.workers: list[Forked] = []
        self.faults: list[str] = []

    def run(self) -> None:
        """Run everything. A test without a report by then has failed: its worker was killed."""
        try:
            self._fork()
            while self.workers:
                connections: list[Any] = [worker.connection for worker in self.workers]
                ready = wait(connections, EVERY_S if self.plan.deployable else POLL_S)
                total = len(self.session.items)
                self.pulse.beat(f"{total - len(self.unreported)} of {total} tests have ended")
                for worker in [each for each in self.workers if each.connection in ready]:
                    self._listen(worker)
                self._look_meanwhile()
                for worker in [each for each in self.workers if each.waits]:
                    self._answer(worker)
                if self.session.shouldfail:
                    self._fail(str(self.session.shouldfail))
        finally:
            for worker in self.workers:
                # A worker's child processes end with it: the local cloud and the browser watch a pipe from it.
                os.kill(worker.pid, signal.SIGKILL)
                os.waitpid(worker.pid, 0)
                worker.connection.close()
        for item in list(self.unreported.values()):
            self._report(build_not_run_report(item, "; ".join(self.faults)))
        if self.faults:
            self._fail("; ".join(self.faults))

    def _fail(self, reason: str) -> NoReturn:
        # The summary shows it.
        self.session.shouldfail = reason
        raise self.session.Failed(reason)

    def _fork(self) -> None:
        if threading.active_count() > 1:
            raise pytest.UsageError(f"threads are lost in a fork: {threading.enumerate()}")
        capture: Any = self.session.config.pluginmanager.getplugin("capturemanager")
        folder = find_temporary_folder(self.session.config)
        # Most present objects stay until the end: no worker collects them, or writes to their pages.
        gc.collect()
        gc.freeze()
        capture.stop_global_capturing()
        sys.stdout.flush()
        sys.stderr.flush()
        for number in range(self.count):
            ours, theirs = Pipe()
            pid = os.fork()
            if pid == 0:
                for connection in (ours, *(worker.connection for worker in self.workers)):
                    connection.close()
                run_worker(self, theirs, folder / f"worker{number}")
            theirs.close()
            self.workers.append(Forked(number, pid, ours))
        capture.start_global_capturing()
        capture.suspend_global_capture()

    def _listen(self, worker: Forked) -> None:
        try:
            kind, content = worker.connection.recv()
        except EOFError:
            self._bury(worker)
            return
        hook = self.session.config.hook
        if kind == "next":
            worker.waits = content
            if not worker.waits:
                self._answer(worker)
        elif kind == "reports":
            for data in content:
                self._report(hook.pytest_report_from_serializable(config=self.session.config, data=data))
        elif kind == "warning":
            hook.pytest_warning_recorded.call_historic(kwargs=content)

    def _report(self, report: pytest.TestReport) -> None:
        self.unreported.pop(report.nodeid, None)
        self.pulse.note_line()
        self.session.config.hook.pytest_runtest_logreport(report=report)

    def _bury(self, worker: Forked) -> None:
        """A worker has ended: as it should, when it heard that there is nothing left; else it was killed."""
        self.workers.remove(worker)
        worker.connection.close()
        code = os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1])
        if code:
            running = next((item.nodeid for item in worker.tests if item.nodeid in self.unreported), "no test")
            self.faults.append(f"worker {worker.number} ended with {code} at {running}")

    def _look_meanwhile(self) -> None:
        if self.meanwhile is None or self.plan.deployable or (code := self.meanwhile.poll()) is None:
            return
        if code:
            self._fail(f"{self.session.config.getoption('meanwhile')} ended with {code}")
        self.plan.deployable = True

    def _answer(self, worker: Forked) -> None:
        """Give a worker its next file. One that waits hears that there is none only when none will come."""
        file = self.plan.take(worker.number)
        if file is None and worker.waits and not self.plan.is_over(worker.number):
            return
        worker.waits = False
        worker.tests += self.tests[file] if file else []
        with contextlib.suppress(BrokenPipeError):
            worker.connection.send(file)


def file_of(item: pytest.Item) -> str:
    """Return the file of a test, as its name begins."""
    return item.nodeid.partition("::")[0]


def find_temporary_folder(config: Any) -> Path:
    """Return the folder of this run's temporary files."""
    return Path(config._tmp_path_factory.getbasetemp())


def build_not_run_report(item: pytest.Item, reason: str) -> pytest.TestReport:
    """Return the report of a test that no worker has reported."""
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", f"did not run to its end: {reason}", "call")


def _call_function(function: Callable[..., None], *given: Any) -> None:
    function(*given)


call_with_room: Callable[..., None] = FunctionType(_call_function.__code__.replace(co_stacksize=ROOM), globals())
"""Call a function with room for the frames of all that it calls, in one piece. CPython 3.11 asks the system for 16 kB
whenever the frames of a thread reach the end of a piece, and gives them back at the return: a loop that happens to run
there does so thousands of times a second. A frame that needs half of a piece leaves the rest to what it calls."""


def run_worker(run: ForkedRun, connection: Connection, folder: Path) -> None:
    """Run a worker from its fork to its end; never returns."""
    code = 1
    try:
        call_with_room(run_tests, run, connection, folder)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run_tests(run: ForkedRun, connection: Connection, folder: Path) -> None:
    """Run the files that are handed out. Reports go to the process that forked this one, and to nobody else."""
    session, config = run.session, run.session.config
    # Forked processes would all draw the same numbers.
    random.seed()
    # Objects that the tests of a file leave are mostly kept until the end, and scanning them repeatedly for
    # garbage was a fourteenth of a worker's time.
    gc.set_threshold(*GARBAGE)
    config.stash[gc_collect_iterations_key] = LAST_COLLECTIONS
    # By this name plugins know that they are in one worker of many.
    config.workerinput = {"workerid": folder.name}  # type: ignore[attr-defined]
    manager: Any = config.pluginmanager
    for name in ("terminalprogress-plugin", "terminalreporter"):
        if manager.has_plugin(name):
            manager.unregister(name=name)
    manager.register(Sender(config, connection))
    capture = manager.getplugin("capturemanager")
    capture.start_global_capturing()
    capture.suspend_global_capture()
    config.option.basetemp = str(folder)
    config._tmp_path_factory = TempPathFactory.from_config(config, _ispytest=True)  # type: ignore[attr-defined]
    file = ask_for_file(connection, wait=True)
    while file is not None and not (session.shouldfail or session.shouldstop):
        tests = run.tests[file]
        for item, following in pairwise(tests):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        # A fixture ends with its last test, so the next one must be known before; where there is none yet, all end.
        file = ask_for_file(connection, wait=False)
        config.hook.pytest_runtest_protocol(item=tests[-1], nextitem=run.tests[file][0] if file else None)
        file = file or ask_for_file(connection, wait=True)
    config.hook.pytest_sessionfinish(session=session, exitstatus=0)
    config._ensure_unconfigure()


def ask_for_file(connection: Connection, *, wait: bool) -> str | None:
    """Return the file to run next. None when there is none: for good where the worker waits, else for now."""
    connection.send(("next", wait))
    file: str | None = connection.recv()
    return file
