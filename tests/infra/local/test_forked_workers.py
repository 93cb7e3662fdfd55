"""Processes of functions forked from one that has loaded the layer: their own in everything, and gone when ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.local.adaptations import forked_workers
from infra.local.adaptations.forked_workers import ForkedProcess, Parent, find_parent
from infra.local.cloud import BARE
from infra.paths import ROOT

LIBRARIES = next(path for path in (ROOT / ".venv" / "lib").glob("python*/site-packages"))
Start = Callable[..., ForkedProcess]
PROGRAM = """
import json, os, sys
told = json.loads(sys.stdin.readline())
print("on the way", file=sys.stderr)
loaded = [name for name in ("botocore.session", "chalicelib", "infra", "pytest") if name in sys.modules]
print(json.dumps({"told": told, "env": dict(os.environ), "cwd": os.getcwd(), "argv": sys.argv[1:], "loaded": loaded,
                  "site": [each for each in sys.path if "site-packages" in each], "name": __name__}), flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def parent() -> Iterator[Parent]:
    """A parent with the libraries that a layer has."""
    made = Parent(str(BARE), LIBRARIES)
    yield made
    made.stop()


@pytest.fixture
def started() -> Iterator[Start]:
    """Starts processes and closes them."""
    with contextlib.ExitStack() as running:
        yield lambda *given: running.enter_context(contextlib.closing(ForkedProcess(*given)))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "worker.py"
    path.write_text(PROGRAM)
    return path


def test_a_process_has_its_own_environment_folder_arguments_and_files(
    parent: Parent, program: Path, started: Start
) -> None:
    env = {"TABLE_NAME": "a", "LANG": "C.UTF-8"}
    process = started(parent, [str(program), "--so"], str(program.parent), env)
    assert process.poll() is None
    process.stdin.write('{"hồ sơ": 1}\n')
    found = json.loads(process.stdout.readline())
    assert found["told"] == {"hồ sơ": 1}
    assert (found["env"], found["cwd"], found["argv"]) == (env, str(program.parent), ["--so"])
    assert (found["loaded"], found["name"]) == (["botocore.session"], "__main__")
    # The libraries come from the layer, which the process puts on its path by itself.
    assert str(LIBRARIES) not in found["site"]
    process.stdin.write("\n")
    assert process.wait(10) == 0
    assert process.stderr.read() == "on the way\n"


def test_processes_share_nothing_that_they_change(parent: Parent, tmp_path: Path, started: Start) -> None:
    program = tmp_path / "worker.py"
    program.write_text("import os, random, botocore\nprint(getattr(botocore, 'mark', 0), random.random(), flush=True)\n"
                       "botocore.mark = 1\n")  # fmt: skip
    said = []
    for _ in range(2):
        process = started(parent, [str(program)], str(tmp_path), {})
        said.append(process.stdout.readline().split())
        process.wait(10)
    assert [mark for mark, _ in said] == ["0", "0"]
    assert said[0][1] != said[1][1]


def test_a_process_that_was_killed_is_seen_to_have_ended(parent: Parent, program: Path, started: Start) -> None:
    process = started(parent, [str(program)], str(program.parent), {})
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == 0
    assert process.stdout.readline() == ""
    # As often as one likes.
    process.terminate()
    process.kill()
    assert process.poll() == 0


def test_a_process_ends_when_asked(parent: Parent, program: Path, started: Start) -> None:
    process = started(parent, [str(program)], str(program.parent), {})
    process.terminate()
    assert process.wait(10) == 0


def test_a_parent_that_has_ended_is_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: Start
) -> None:
    monkeypatch.setattr(forked_workers, "LIBRARIES", ("json",))
    layer = tmp_path / "layer"
    (layer / "python" / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages").mkdir(parents=True)
    first = find_parent(sys.executable, str(layer), str(tmp_path))
    assert find_parent(sys.executable, str(layer), str(tmp_path)) is first
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    second = find_parent(sys.executable, str(layer), str(tmp_path))
    assert second is not first
    (tmp_path / "worker.py").write_text("print('ready', flush=True)")
    assert started(second, [str(tmp_path / "worker.py")], str(tmp_path), {}).stdout.readline() == "ready\n"
    second.stop()


def test_the_parents_of_code_that_is_gone_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: Start) -> None:
    monkeypatch.setattr(forked_workers, "LIBRARIES", ("json",))
    monkeypatch.setattr(forked_workers, "PACKAGES", ())
    monkeypatch.setattr(forked_workers, "MOST_PARENTS", 2)
    monkeypatch.setattr(forked_workers, "_parents", {})
    for name in ("old", "kept", "new"):
        (tmp_path / name / forked_workers.OWN).mkdir(parents=True)
    (tmp_path / "worker.py").write_text("import sys\nprint('ready', flush=True)\nsys.stdin.readline()\n")
    kept, old = (find_parent(sys.executable, str(tmp_path), str(tmp_path / name)) for name in ("kept", "old"))
    process = started(old, [str(tmp_path / "worker.py")], str(tmp_path), {})
    assert find_parent(sys.executable, str(tmp_path), str(tmp_path / "kept")) is kept
    new = find_parent(sys.executable, str(tmp_path), str(tmp_path / "new"))
    assert (old.runs, kept.runs, new.runs) == (False, True, True)
    # Its child process keeps running.
    assert process.stdout.readline() == "ready\n"
    assert process.poll() is None
    for parent in (kept, new):
        parent.stop()


WATCHED = """
import importlib, json, os, pkgutil, sys
read, ordinary = [], os._Environ.__getitem__
def watched(self, name):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].partition(".")[0] in ("os", "collections"):
        frame = frame.f_back
    if frame.f_globals["__name__"].startswith("chalicelib."):
        read.append([frame.f_globals["__name__"], name])
    return ordinary(self, name)
os._Environ.__getitem__ = watched
for name in json.loads(sys.argv[1]):
    for module in pkgutil.walk_packages(importlib.import_module(name).__path__, name + "."):
        importlib.import_module(module.name)
print(json.dumps([read, sorted(each for each in sys.modules if each.startswith("chalicelib."))]))
"""


def list_loaded_readers(*packages: str) -> tuple[list[list[str]], list[str]]:
    """Return which of our modules read the environment when those packages are loaded, and what of ours is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(packages)], cwd=ROOT, capture_output=True, check=True
    )
    read, loaded = json.loads(done.stdout)
    return read, loaded


def test_what_is_loaded_of_the_functions_code_does_not_know_where_it_runs() -> None:
    read, loaded = list_loaded_readers(*forked_workers.PACKAGES)
    assert read == []
    assert [name for name in loaded if name.startswith(("chalicelib.wiring", "chalicelib.settings"))] == []
    # A read is detected.
    found, _ = list_loaded_readers("chalicelib.repositories")
    assert ["chalicelib.repositories.dynamodb.table", "TABLE_NAME"] in found


def test_a_process_has_the_rules_loaded_and_its_own_surroundings(tmp_path: Path, started: Start) -> None:
    code = tmp_path / "code"
    (code / "own" / "rules").mkdir(parents=True)
    (code / "own" / "__init__.py").write_text("import os\nos.environ.setdefault('PLUGINS', 'none')\n")
    (code / "own" / "rules" / "__init__.py").write_text("")
    (code / "own" / "rules" / "law.py").write_text("number = 1\n")
    (tmp_path / "worker.py").write_text(
        "import json, os, sys\nprint(json.dumps([dict(os.environ), 'own.rules.law' in sys.modules,"
        " [each for each in sys.path if 'code' in each]]), flush=True)\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forked_workers, "LIBRARIES", ("json",))
        patch.setattr(forked_workers, "PACKAGES", ("own.rules",))
        parent = Parent(sys.executable, tmp_path, code)
    for env in ({"TABLE_NAME": "a"}, {"PLUGINS": "some"}):
        process = started(parent, [str(tmp_path / "worker.py")], str(tmp_path), env)
        # Variables set by the code for its libraries are kept; the function's own take precedence.
        assert json.loads(process.stdout.readline()) == [{"PLUGINS": "none", **env}, True, []]
    parent.stop()


def test_a_layer_without_a_library_stops_the_start_with_its_name(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forked_workers, "LIBRARIES", ("no_such_library",))
    with pytest.raises(RuntimeError, match="cannot be loaded; the log above says what is missing"):
        Parent(sys.executable, tmp_path)
    assert "No module named 'no_such_library'" in capfd.readouterr().err
