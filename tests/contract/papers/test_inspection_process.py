"""The process that inspects files: its dropped rights, its ends, and their causes."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chalicelib.repositories.papers import confinement, inspection, inspection_process
from chalicelib.repositories.papers.inspection import IsolatedInspector
from tests.support.files.broken_files import build_chunk, build_png
from tests.support.paper_builders import build_locked_pdf, build_pdf, build_pdf_with_password

PDF, PNG = "application/pdf", "image/png"
NOBODY = 65534


@pytest.fixture(scope="module")
def shared() -> Iterator[IsolatedInspector]:
    """One process for the tests that neither end it nor look at its start."""
    look = IsolatedInspector()
    yield look
    look.close()


@pytest.fixture
def look(shared: IsolatedInspector) -> IsolatedInspector:
    """It, with the limits of a function."""
    shared.memory_bytes, shared.seconds = inspection.MEMORY_BYTES, inspection.SECONDS
    return shared


def test_the_look_from_its_own_process_says_the_same(tmp_path, look):
    body = tmp_path / "body"
    body.write_bytes(build_pdf())
    assert look.find_fault(body, PDF) is None
    for data, found in ((build_pdf_with_password(), "encrypted"), (build_locked_pdf("AES-256"), None)):
        body.write_bytes(data)
        assert look.find_fault(body, PDF) == found
    body.write_bytes(build_png(behind=build_chunk(b"gAMA", b"")))
    assert look.find_fault(body, PNG) == "unreadable"


def process_of(look: IsolatedInspector) -> subprocess.Popen[str]:
    """The process that looks."""
    assert look._process is not None
    return look._process


def test_files_are_looked_into_by_one_process_each_in_a_child_of_its_own(tmp_path, look):
    body = tmp_path / "body"
    body.write_bytes(build_pdf())
    assert look.find_fault(body, PDF) is None
    first = look._process
    Image.new("RGB", (8000, 8000)).save(tmp_path / "large", "PNG", compress_level=1)
    assert look.find_fault(tmp_path / "large", PNG) is None
    look.memory_bytes = 160 * 1024 * 1024
    assert look.find_fault(tmp_path / "large", PNG) == "unreadable"
    with pytest.raises(RuntimeError, match="inspection ended with 1: FileNotFoundError"):
        look.find_fault(tmp_path / "not there", PDF)
    assert look.find_fault(body, PDF) is None
    assert look._process is first, "what breaks a look ends with its child"


def test_a_look_that_takes_too_long_is_ended(tmp_path, look):
    """A pipe that nobody writes to: opening it waits for ever, and takes no processor time."""
    body = tmp_path / "body"
    os.mkfifo(body)
    look.seconds = 1
    assert look.find_fault(body, PDF) == "unreadable"


def test_the_process_that_looks_knows_no_right_of_the_function(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    body, look = tmp_path / "body", IsolatedInspector()
    body.write_bytes(build_pdf())
    look.find_fault(body, PDF)
    held = Path(f"/proc/{process_of(look).pid}/environ").read_bytes()
    assert b"AWS_" not in held
    assert {each.partition(b"=")[0] for each in held.split(b"\0") if each} <= {
        b"PATH", b"LD_LIBRARY_PATH", b"PYTHONPATH", b"LANG",
    }  # fmt: skip


def test_a_process_that_was_killed_once_is_started_again_for_the_same_file(tmp_path, look):
    body = tmp_path / "body"
    body.write_bytes(build_pdf())
    assert look.find_fault(body, PDF) is None
    process_of(look).kill()
    process_of(look).wait()
    assert look.find_fault(body, PDF) is None


def test_a_file_with_which_the_process_is_killed_twice_is_unreadable(tmp_path):
    """A pipe that nobody writes to keeps the look waiting until the process is killed, in each try."""
    waits, look = tmp_path / "waits", IsolatedInspector(seconds=30)
    os.mkfifo(waits)
    killed: list[int] = []

    def stop_twice() -> None:
        while len(killed) < 2:
            running = look._process
            if running is not None and running.pid not in killed and look.measures:
                time.sleep(0.3)
                running.kill()
                killed.append(running.pid)
            time.sleep(0.02)

    killing = threading.Thread(target=stop_twice)
    killing.start()
    assert look.find_fault(waits, PDF) == "unreadable"
    killing.join()


def test_a_process_that_cannot_start_is_our_fault(tmp_path, monkeypatch):
    body = tmp_path / "body"
    body.write_bytes(build_pdf())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(RuntimeError, match="inspection ended with 1 by itself"):
        IsolatedInspector().find_fault(body, PDF)


def test_another_process_takes_over_after_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(inspection, "FILES_PER_PROCESS", 2)
    body, look = tmp_path / "body", IsolatedInspector()
    body.write_bytes(build_pdf())
    used = []
    for _ in range(3):
        assert look.find_fault(body, PDF) is None
        used.append(process_of(look).pid)
    assert used[0] == used[1] != used[2]


def test_the_process_ends_with_the_function(tmp_path):
    body = tmp_path / "body"
    body.write_bytes(build_pdf())
    program = (
        "import sys; from pathlib import Path; "
        "from chalicelib.repositories.papers.inspection import IsolatedInspector; "
        "look = IsolatedInspector(); look.find_fault(Path(sys.argv[1]), 'application/pdf'); "
        "print(look._process.pid, flush=True); import os; os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(body)], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    until = time.monotonic() + 20
    while Path(f"/proc/{done.stdout.strip()}").exists():
        assert time.monotonic() < until
        time.sleep(0.02)


def run_in_fork(act: Callable[[], Any], *, as_nobody: bool = False) -> Any:
    """Return the function's result from a fork of this process, which stays unchanged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if as_nobody and os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
                # The kernel closes the memory of a process that changes its user; that of a function is open.
                confinement._find_prctl()(confinement._SET_DUMPABLE, 1, 0, 0, 0)
            os.write(writing, json.dumps(act()).encode())
        except BaseException as fault:  # noqa: BLE001 - the test shows it
            os.write(writing, json.dumps(repr(fault)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        found = json.loads(said.read())
    os.waitpid(child, 0)
    return found


def test_a_user_without_rights_gets_every_measure():
    """As on AWS: root reads everything, so the measures show only for another user."""
    inspection_process._load_parsers()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        files = {"a.pdf": (PDF, build_pdf()), "b.pdf": (PDF, build_locked_pdf("AES-256")), "c.png": (PNG, build_png())}
        for name, (_, data) in files.items():
            Path(folder, name).write_bytes(data)

        def inspect_file(name: str) -> Any:
            asked = {"body": str(Path(folder, name)), "content_type": files[name][0], "memory": 2**29, "seconds": 10}
            return inspection_process._run_child(partial(inspection_process._inspect_file, asked), 20)

        def report_measures() -> dict[str, Any]:
            holder = Path(f"/proc/{os.getpid()}/environ")
            others = partial(run_in_fork, lambda: confinement._can_read(holder))
            return {
                "root": os.getuid() == 0,
                "read before": others(),
                "closed": confinement.close_memory(),
                "read after": others(),
                "verdicts": [inspect_file(name) for name in files],
                "measures": json.loads(
                    inspection_process._run_child(inspection_process._check_confinement, 10)["said"]
                ),
            }

        found = run_in_fork(report_measures, as_nobody=True)
    assert found == {
        "root": False, "read before": True, "closed": True, "read after": False,
        "verdicts": [{"ended": 0, "said": "harmless"}] * 3,
        "measures": {"memory_closed": True, "sockets_closed": True, "files_read_only": True},
    }  # fmt: skip


def test_a_confined_process_computes_and_reads_and_nothing_else(tmp_path: Path):
    never = tmp_path / "never"
    tries: dict[str, Callable[[], object]] = {
        "socket": socket.socket,
        "program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - refused
        "fork": os.fork,
        "signal": lambda: os.kill(os.getppid(), 0),
        "writing": lambda: os.open(never, os.O_WRONLY | os.O_CREAT),
        "removing": lambda: os.unlink(never),
        "limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)),
    }

    def run_confined() -> dict[str, Any]:
        said: dict[str, Any] = {"filter": confinement.allow_only_reading()}
        for name, act in tries.items():
            try:
                said[name] = repr(act())
            except (PermissionError, ValueError):
                said[name] = "refused"
        return {**said, "reading": bool(Path("/proc/self/status").read_text())}

    assert run_in_fork(run_confined) == {"filter": True, **dict.fromkeys(tries, "refused"), "reading": True}
