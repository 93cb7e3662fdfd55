"""`.ci/run`: the checks of the sources, then the quick tests, and the exit code of the first that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.paths import ROOT

MAKE = '#!/bin/sh\necho "$PWD $*" >>"$CALLED"\n[ "$1" != "$BROKEN" ] || exit 7\n'


@pytest.mark.parametrize(
    ("broken", "called", "code"),
    [("", ["check", "test"], 0), ("check", ["check"], 7), ("test", ["check", "test"], 7)],
    ids=["all well", "a check fails", "a test fails"],
)
def test_checks_come_before_tests_and_any_failure_ends_the_run(
    tmp_path: Path, broken: str, called: list[str], code: int
) -> None:
    tree, record = tmp_path / "tree", tmp_path / "called"
    (tree / ".ci").mkdir(parents=True)
    run = Path(shutil.copy(ROOT / ".ci" / "run", tree / ".ci" / "run"))
    make = tmp_path / "make"
    make.write_text(MAKE, encoding="utf-8")
    make.chmod(0o755)
    found = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "CALLED": str(record), "BROKEN": broken}
    ended = subprocess.run([run], cwd=tmp_path, env=found, check=False, timeout=30)
    assert ended.returncode == code
    assert record.read_text(encoding="utf-8").splitlines() == [f"{tree} {goal}" for goal in called]
