"""The first minute of a stranger: wrong starts, broken installations and unusable states, each said in one sentence."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local import check_start, install_step, logs, run, state
from infra.local.ports import HOST, find_free_port
from infra.local.progress import Progress
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


def test_an_old_node_is_told_from_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_what_another_python_has_installed_is_not_mixed_with_this_one(tmp_path: Path) -> None:
    here = "{}.{}".format(*sys.version_info)
    for folder, line in ((".venv", "version_info = {}.4"), (".cloud/bare", "version = {}.4")):
        settings = tmp_path / folder / "pyvenv.cfg"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"home = /usr/bin\n{line.format(here)}\n")
        assert check_start.find_other_python(tmp_path) == ""
        settings.write_text(f"home = /usr/bin\n{line.format('3.9')}\n")
        assert "installed with Python 3.9, and this is" in check_start.find_other_python(tmp_path)
        settings.write_text(line.format(here))


def test_an_installation_says_that_it_begins_and_leaves_its_stamp(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = tmp_path / "tools" / ".installed"
    assert (
        install_step.run_install_step(stamp, tmp_path / "tools", "tools", "echo a warning >&2", tmp_path / "notes") == 0
    )
    shown = capsys.readouterr()
    assert "installing tools …" in shown.out
    assert "warning" not in shown.out + shown.err
    assert stamp.is_file()


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code EAI_AGAIN", "the registry of packages cannot be reached"),
        ("CERT_NOT_YET_VALID: certificate is not yet valid", "does not fit this machine's clock"),
        ("npm error code EINTEGRITY", "a package is not the pinned one"),
        ("error: it rained\nnpm error A complete log of this run can be found in: /x", "«error: it rained»"),
    ],
)
def test_a_failed_installation_is_explained_in_one_line(
    printed: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = tmp_path / ".installed"
    script = f"echo 'Traceback (most recent call last):'; echo '{printed}'; exit 1"
    assert install_step.run_install_step(stamp, None, "tools", script, tmp_path / "notes") == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert "run the same command again" in shown
    assert len(shown.splitlines()) == 1
    assert not stamp.exists()


def test_an_interrupted_installation_begins_again_with_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "tools"
    stamp, notes = folder / ".installed", tmp_path / "notes"
    assert (
        install_step.run_install_step(stamp, folder, "tools", f"mkdir {folder}; touch {folder}/half; exit 1", notes)
        == 2
    )
    assert (folder / "half").exists()
    assert install_step.run_install_step(stamp, folder, "tools", f"mkdir {folder}; touch {folder}/whole", notes) == 0
    assert {each.name for each in folder.iterdir()} == {"whole", ".installed"}


def test_two_installations_in_one_clone_wait_for_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stamp, notes, runs = tmp_path / ".installed", tmp_path / "notes", tmp_path / "runs"
    work = (stamp, None, "tools", f"echo x >> {runs}; while [ ! -e {tmp_path}/go ]; do sleep 0.02; done", notes)
    first, second = (threading.Thread(target=install_step.run_install_step, args=work) for _ in range(2))
    first.start()
    while not runs.exists():
        time.sleep(0.01)
    second.start()
    said = ""
    while "waiting for it" not in said:
        said += capsys.readouterr().out
        time.sleep(0.01)
    (tmp_path / "go").touch()
    first.join()
    second.join()
    assert runs.read_text() == "x\n", "the second had nothing left to do"


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


def test_a_state_has_one_user_at_a_time(tmp_path: Path) -> None:
    held = state.hold_state(tmp_path, {"port": 4577})
    with pytest.raises(
        state.StateRefused, match=rf"in use by pid {os.getpid()}, whose local cloud is on port 4577: .*STATE="
    ):
        state.require_unused(tmp_path)
    state.release_state(held)
    state.require_unused(tmp_path)


def test_a_state_of_another_version_or_a_broken_one_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "s3.json").write_text('{"a": 1}\n')
    state.require_readable(tmp_path, "1.0")
    state.require_readable(tmp_path, "1.0")
    with pytest.raises(
        state.StateRefused, match=r"written by the local cloud 1\.0, and this version has 1\.1: .*make forget"
    ):
        state.require_readable(tmp_path, "1.1")
    (tmp_path / "s3.json").write_text('{"a": ')
    with pytest.raises(state.StateRefused, match=r"s3\.json is broken.*make forget"):
        state.require_readable(tmp_path, "1.0")


def test_only_a_state_that_nobody_uses_is_thrown_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    assert state.main([str(tmp_path)]) == 2
    (tmp_path / "cloud.log").touch()
    held = state.hold_state(tmp_path, {"port": 1})
    assert state.main([str(tmp_path)]) == 2
    assert "in use by pid" in capsys.readouterr().err
    state.release_state(held)
    assert state.main([str(tmp_path)]) == 0
    assert not tmp_path.exists()


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
