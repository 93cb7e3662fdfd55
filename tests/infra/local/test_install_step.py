"""Installing: it says that it begins, is explained when it fails, and is one at a time in a clone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from infra.local import check_start, install_step
from infra.paths import ROOT


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


def test_an_installation_that_outlives_its_killed_step_is_waited_for(tmp_path: Path) -> None:
    folder, begun, go = tmp_path / "tools", tmp_path / "begun", tmp_path / "go"
    script = f"mkdir {folder}; touch {begun}; while [ ! -e {go} ]; do sleep 0.02; done; touch {folder}/half"
    step = [sys.executable, "-m", "infra.local.install_step", str(folder / ".installed"), str(folder), "tools"]
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*step, script], cwd=tmp_path, env=found) as killed:
        while not begun.exists():
            time.sleep(0.01)
        killed.kill()
    said = tmp_path / "said"
    with (
        said.open("w") as out,
        subprocess.Popen(
            [*step, f"mkdir {folder}; touch {folder}/whole"], stdout=out, cwd=tmp_path, env=found
        ) as again,
    ):
        while "waiting for what else is installing" not in said.read_text():
            time.sleep(0.01)
        go.touch()
    assert again.returncode == 0
    assert {each.name for each in folder.iterdir()} == {"whole", ".installed"}


def test_a_killed_installer_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stamp = tmp_path / "tools" / ".installed"
    assert install_step.run_install_step(stamp, None, "tools", "sh -c 'kill -9 $$'; true", tmp_path / "notes") == 2
    assert "tools could not be installed: it was killed" in capsys.readouterr().err


@pytest.mark.parametrize("script", ["exit 130", "echo 'npm error signal SIGINT'; exit 1"])
def test_an_interrupted_installer_is_no_fault(script: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert install_step.run_install_step(tmp_path / "stamp", None, "the pages", script, tmp_path / "notes") == 2
    assert "Installing the pages was interrupted; the same command begins it again" in capsys.readouterr().err


def test_two_installations_in_one_clone_wait_for_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stamp, notes, runs = tmp_path / ".installed", tmp_path / "notes", tmp_path / "runs"
    work = (stamp, None, "tools", f"echo x >> {runs}; while [ ! -e {tmp_path}/go ]; do sleep 0.02; done", notes)
    first, second = (threading.Thread(target=install_step.run_install_step, args=work) for _ in range(2))
    first.start()
    while not runs.exists():
        time.sleep(0.01)
    second.start()
    said = ""
    while "waiting for what else" not in said:
        said += capsys.readouterr().out
        time.sleep(0.01)
    (tmp_path / "go").touch()
    first.join()
    second.join()
    assert runs.read_text() == "x\n", "the second had nothing left to do"
