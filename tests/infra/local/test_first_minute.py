"""The first minute of a stranger: wrong starts, broken installations and unusable states, each said in one sentence."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local import check_start, logs, run
from infra.local.ports import HOST, find_free_port
from infra.local.progress import Progress, run_as_step
from infra.local.run import explain_fault, find_full_disk
from infra.paths import ROOT

TO_START_S = 2.0
"""The most seconds of a wrong start, on an idle machine."""
SLOW = 5
"""The factor by which a machine that also runs the tests may be slower."""
PORTS = ("PORT", "CLOUD_PORT", "GATEWAY_PORT", "PORTAL_PORT")


def _start_make(path: str = "", **given: object) -> subprocess.CompletedProcess[str]:
    """A `make run` that must not come to anything. `path` takes the place of the folders where programs are."""
    known = {name: find_free_port() for name in PORTS} | {"PROVINCE": "hue", "STATE": "build/no-such-state"} | given
    command = [str(shutil.which("make")), "run", *(f"{name}={value}" for name, value in known.items())]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**clean, "PATH": path or os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def _occupy_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        listening.listen()
        yield int(listening.getsockname()[1])


@pytest.fixture
def without_node(tmp_path: Path) -> str:
    """A folder of programs with all that `make` needs but Node.js."""
    for name in ("sh", "cat", "git", "awk", "find"):
        program = shutil.which(name)
        assert program is not None
        (tmp_path / name).symlink_to(program)
    python = tmp_path / "python3.11"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return str(tmp_path)


def test_three_wrong_starts_are_answered_at_once_in_one_sentence(without_node: str) -> None:
    with _occupy_port() as port:
        began = time.monotonic()
        answers = [_start_make(PROVINCE="atlantis"), _start_make(PORT=port), _start_make(path=without_node)]
        took = (time.monotonic() - began) / 3
    said = ["there is no province «atlantis»", f"port {port} for the site is held by pid", "«node» is not here"]
    for answer, sentence in zip(answers, said, strict=True):
        assert answer.returncode == 2
        assert sentence in answer.stderr
        assert len(answer.stderr.splitlines()) == 1
        assert answer.stdout == ""
    assert took < TO_START_S * SLOW


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"PORT": "eighty"}, "PORT=eighty is no port"),
        ({"PORT": "8250", "PORTAL_PORT": "8250"}, "two of these are the same port"),
        ({"PROVINCES": "no-such-folder"}, "PROVINCES=no-such-folder is no folder"),
    ],
)
def test_what_was_typed_wrong_is_named(given: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    known = {name: str(9000 + number) for number, name in enumerate(PORTS)} | {"PROVINCE": "hue"} | given
    arguments = [text for name, value in known.items() for text in (f"--{name.lower().replace('_', '-')}", value)]
    assert check_start.main(["--installed", *arguments]) == 0
    assert capsys.readouterr().out.startswith(said)


def test_a_province_from_outside_the_tree_is_known() -> None:
    assert check_start.find_unknown_province("tan-phu", ROOT / "examples") == ""
    assert check_start.find_unknown_province("tan-phu", None) != ""


def test_an_old_node_differs_from_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer_version(version: str) -> str:
        done = subprocess.CompletedProcess([], 0, stdout=version, stderr="")
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
        return check_start.find_node()

    assert "this is v18.20.4" in answer_version("v18.20.4\n")
    assert answer_version("v20.19.0\n") == ""
    assert answer_version("v24.1.0\n") == ""


def test_a_clock_behind_the_stored_state_is_an_obstacle(tmp_path: Path) -> None:
    (tmp_path / "s3.json").write_text("{}")
    assert run_check(tmp_path) == ("", "")
    os.utime(tmp_path / "s3.json", (4e9, 4e9))
    said, _ = run_check(tmp_path)
    assert "but the local state was written on 2096-10-02: set the clock" in said


def test_a_clock_behind_the_version_is_a_warning_alone(tmp_path: Path) -> None:
    assert "says 2001-09-09, but it was on 2096-10-02" in check_start.find_wrong_clock("it was", 4e9, 1e9)
    assert check_start.find_wrong_clock("it was", 1e9 + check_start.DAY_S, 1e9) == ""
    program = """
import sys
from infra.local import check_start
check_start._read_commit_time = lambda: 4e9
sys.exit(check_start.main(sys.argv[1:]))
"""
    said, warned = run_check(tmp_path, "-c", program)
    assert said == ""
    assert "Warning: this machine's clock says" in warned


def run_check(state: Path, *program: str) -> tuple[str, str]:
    """Return the check's verdict on a start with a state, and its warnings."""
    ports = [text for name in check_start.PORTS for text in (f"--{name.replace('_', '-')}", str(find_free_port()))]
    command = [sys.executable, *(program or ("-m", "infra.local.check_start"))]
    run = subprocess.run(
        [*command, "--installed", "--province", "hue", "--state", str(state), *ports],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    return run.stdout, run.stderr


def test_a_full_disk_is_found_before_anything_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    small = tmp_path.resolve()

    def free(place: Path) -> object:
        return shutil._ntuple_diskusage(1, 1, (100 if small in (place, *place.parents) else 700) * 2**20)

    monkeypatch.setattr(shutil, "disk_usage", free)
    assert "only 700 MB are free" in check_start.find_full_disk(ROOT, check_start.NEEDED_MB[False])
    assert check_start.find_full_disk(ROOT, check_start.NEEDED_MB[True]) == ""
    # A state on another disk, whose folder is still to be made.
    assert "only 100 MB are free" in check_start.find_full_disk(small / "new" / "state", check_start.STATE_MB)
    assert find_full_disk(ROOT, small / "new") == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 10 * 2**20))
    assert explain_fault(OSError(28, "No space left on device"), small / "new").startswith(
        "the disk is full (10 MB are free"
    )


def test_what_lasts_is_said_to_last() -> None:
    said: list[str] = []
    with Progress(said.append, every=0.01) as progress:
        progress.begin("packaging …")
        while len(said) < 3:
            time.sleep(0.005)
    assert [line.split(" s  ")[1] for line in said[:3]] == ["packaging …", "still packaging …", "still packaging …"]
    quiet = len(said)
    time.sleep(0.03)
    assert len(said) == quiet


def test_a_command_that_lasts_is_said_to_last_and_its_end_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []
    assert run_as_step("building …", ["sh", "-c", "echo made; sleep 0.1; exit 3"], said.append, every=0.02) == 3
    assert [line.split(" s  ")[1] for line in said[:2]] == ["building …", "still building …"]
    assert capfd.readouterr().out == "made\n"


def test_what_nobody_foresaw_is_said_in_one_sentence(tmp_path: Path) -> None:
    said = explain_fault(KeyError("OfficerPoolId"), tmp_path / "state")
    assert said.startswith("the start failed: 'OfficerPoolId'. Run the same command again")
    assert "make forget" in said
    assert "KeyError" in (tmp_path / "state-failed.log").read_text()


def test_logs_without_a_stack_say_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    port = str(find_free_port())
    assert logs.main(["--province", "hue", "--cloud-port", port]) == 2
    assert capsys.readouterr().err.startswith(f"nothing runs at port {port}: start it with `make run PROVINCE=hue`")


def test_a_store_that_a_full_disk_stops_is_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(run, "run_stack", fail)
    assert run.main(["--province", "hue", "--state", str(tmp_path / "state")]) == run.FAILED
    shown = capsys.readouterr().err
    assert shown.startswith("the start failed: database or disk is full. Run the same command again")
    assert len(shown.splitlines()) == 1
