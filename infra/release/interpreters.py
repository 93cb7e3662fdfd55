"""Finds the interpreters of Python on this machine."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OWN_PYTHON = "{}.{}".format(*sys.version_info)
"""The version of the interpreter that runs this, such as 3.11."""


@functools.cache
def find_interpreter(version: str) -> str:
    """Return the interpreter of a version, or nothing. A name on the path that starts another one, or none, does not
    count."""
    if version == OWN_PYTHON:
        return sys.executable
    asked = "import sys; print('{}.{}'.format(*sys.version_info))"
    for program in _list_programs(version):
        done = subprocess.run([program, "-c", asked], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return program
    return ""


def _list_programs(version: str) -> Iterator[str]:
    """Where an interpreter of that version may be: the system's, the first on the path, a version manager's."""
    name = f"python{version}"
    managed = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [Path(f"/usr/bin/{name}"), *sorted(managed.glob(f"{version}*/bin/{name}"), reverse=True)]
    yield from (str(each) for each in found[:1] if each.exists())
    if on_path := shutil.which(name):
        yield on_path
    yield from (str(each) for each in found[1:])
