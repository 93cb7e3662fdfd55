"""Tests run in forked workers: each is reported as in one process, and nothing that goes wrong is lost."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from threading import Thread

from tests.support.running.forked_run import call_with_room

ROOT = Path(__file__).resolve().parents[3]

FIRST = """
import os, pathlib, time, warnings
import pytest

LOADED = os.getpid()

@pytest.fixture(scope="session")
def whole():
    yield os.getpid()
    pathlib.Path(__file__).with_name(f"ended-{os.getpid()}").touch()

@pytest.fixture(scope="module")
def part(whole):
    yield
    pathlib.Path(__file__).with_name("module-ended").touch()

def test_in_a_process_of_its_own(whole, part, tmp_path):
    assert whole == os.getpid() != LOADED
    assert not list(tmp_path.iterdir())
    print("said in the test")
    assert False, "as it should"

def test_after_it(part):
    assert not pathlib.Path(__file__).with_name("module-ended").exists()

@pytest.mark.skip(reason="not today")
def test_skipped():
    pass
"""
SECOND = """
import pathlib
import pytest

def test_passes(capfd):
    print("said elsewhere")
    assert capfd.readouterr().out == "said elsewhere\\n"

@pytest.fixture
def broken():
    yield
    raise RuntimeError("while tidying up")

def test_breaks_afterwards(broken):
    pass
"""
KILLED = """
import os, signal

def test_before():
    pass

def test_killed():
    os.kill(os.getpid(), signal.SIGKILL)

def test_after():
    pass
"""
SLOW = """
import time
import pytest

@pytest.fixture
def slow():
    print("said before")
    time.sleep(0.02)
    yield
    time.sleep(0.02)

def test_slow(slow):
    time.sleep(0.02)
    pass
"""
# Two marked words side by side would mark this file as one that needs the local cloud.
AT_CLOUD = "import pytest\npytestmark = pytest.{}\ndef test_deployed():\n    assert open('made').read() == 'it'\n"
AT_CLOUD = AT_CLOUD.format("mark" + ".cloud")
ALONE = "import pathlib\ndef test_alone():\n    pathlib.Path('alone').touch()\n"
MAKE = """
import pathlib, time
while not pathlib.Path("alone").exists():
    time.sleep(0.02)
pathlib.Path("made").write_text("it")
"""


def run_files(folder: Path, files: dict[str, str], *options: str) -> tuple[int, str]:
    """Run these files by two workers; return the result and the output."""
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = cloud\naddopts = --import-mode=importlib -ra\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.support.running.forked_run",
        "--workers",
        "2",
        *options,
        str(folder),
    ]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_outcome_is_reported_and_fixtures_last_as_long_as_in_one_process(tmp_path: Path) -> None:
    code, printed = run_files(tmp_path, {"test_first.py": FIRST, "test_second.py": SECOND})
    assert code == 1
    assert "1 failed, 3 passed, 1 skipped, 1 error" in printed
    assert "AssertionError: as it should" in printed
    assert "said in the test" in printed
    assert "RuntimeError: while tidying up" in printed
    assert "not today" in printed
    assert (tmp_path / "module-ended").exists()
    assert len(list(tmp_path.glob("ended-*"))) == 1


def test_a_killed_worker_fails_the_run_and_every_test_that_it_did_not_report(tmp_path: Path) -> None:
    tidy = SECOND.replace('    raise RuntimeError("while tidying up")\n', "")
    code, printed = run_files(tmp_path, {"test_first.py": KILLED, "test_second.py": tidy})
    assert code == 1
    assert "2 failed, 3 passed" in printed
    assert re.search(r"worker \d ended with -9 at test_first.py::test_killed", printed)


def test_what_the_local_cloud_deploys_is_made_while_other_tests_run(tmp_path: Path) -> None:
    # It is made only after the other test has run: nobody waits for it who does not need it.
    files = {"test_cloud.py": AT_CLOUD, "test_alone.py": ALONE, "make.py": MAKE}
    code, printed = run_files(tmp_path, files, "--meanwhile", f"{sys.executable} make.py")
    assert code == 0, printed
    assert "2 passed" in printed


def test_a_run_fails_when_what_it_needs_could_not_be_made(tmp_path: Path) -> None:
    files = {"test_cloud.py": AT_CLOUD, "make.py": "raise SystemExit(3)"}
    code, printed = run_files(tmp_path, files, "--meanwhile", f"{sys.executable} make.py")
    assert code == 1
    assert "ended with 3" in printed
    assert "passed" not in printed


def count_faults(depth: int) -> int:
    """Return the number of page faults while a function was called two hundred times at that call depth."""
    if depth:
        return count_faults(depth - 1)

    def call_value(given: int) -> int:
        return given

    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for number in range(200):
        call_value(number)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_no_loop_at_any_depth_of_calls_gets_memory_at_each_turn() -> None:
    found: list[int] = []

    def measure_faults() -> None:
        found.append(max(map(count_faults, range(300))))

    # A thread of its own, so that it is known where its frames begin.
    for begin in (measure_faults, lambda: call_with_room(measure_faults)):
        thread = Thread(target=begin)
        thread.start()
        thread.join()
    ordinary, with_room = found
    assert with_room < 20
    assert ordinary >= 200, "this interpreter needs no room: call_with_room can go"


def test_what_came_before_and_after_a_test_is_listed_where_that_is_asked_for(tmp_path: Path) -> None:
    files = {"test_slow.py": SLOW}
    code, printed = run_files(tmp_path, files, "--durations", "3", "--durations-min", "0.01")
    assert code == 0, printed
    assert {word for word in ("setup", "call", "teardown") if f"s {word}" in printed} == {"setup", "call", "teardown"}
    # What a fixture says is shown with the failure of its test, in its own section.
    code, printed = run_files(tmp_path, {"test_slow.py": SLOW.replace("pass", "assert False")}, "-rA")
    assert code == 1
    assert "said before" in printed
    assert "1 failed" in printed
