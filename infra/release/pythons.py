"""`make test-pythons`: the functions' code on each Python that is supported and that this machine has.

    python -m infra.release.pythons

For each version the runtime's locked libraries are installed next to each other in build/pythons/, by the lock's
digests, and every handler is imported in a fresh process of that interpreter. Versions that are not here are named.
Ends with 1 when an import fails.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from infra.paths import ROOT, UV
from infra.release.interpreters import OWN_PYTHON, find_interpreter

SUPPORTED = ("3.11", "3.12", "3.13")
"""As pyproject.toml, the Makefile and infra/local/check_start.sh say."""
LIBRARIES = ROOT / "build" / "pythons"
LOCK = ROOT / "requirements-dev.txt"
"""The functions' libraries and the framework, whose runtime the packager brings along."""
IMPORT_ALL = """
import importlib, pathlib
for path in sorted(pathlib.Path("chalicelib/handlers").glob("*.py")):
    importlib.import_module(f"chalicelib.handlers.{path.stem}")
import app
assert len(app.app.routes) > 100, "the app has lost its routes"
print(len(app.app.routes))
"""
IMPORT_DOMAIN = """
import importlib, pathlib
for path in sorted(pathlib.Path("chalicelib/domain").glob("*.py")):
    importlib.import_module(f"chalicelib.domain.{path.stem}")
for path in pathlib.Path(".").glob("chalicelib/**/*.py"):
    compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
"""
"""What needs no library: the rules are imported, everything else is compiled."""


def libraries_of(version: str) -> Path | None:
    """Return the folder of a version's libraries for the present lock; None where they are not installed yet."""
    folder = LIBRARIES / version / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    return folder if folder.is_dir() else None


def lay_libraries(version: str, interpreter: str) -> Path:
    """Lay the libraries of a version. Raises subprocess.CalledProcessError when they cannot be had."""
    if (there := libraries_of(version)) is not None:
        return there
    folder = LIBRARIES / version
    shutil.rmtree(folder, ignore_errors=True)
    fresh = folder / "unfinished"
    exact = ["--no-deps", "--require-hashes", "--python", interpreter, "--target", str(fresh)]
    subprocess.run([str(UV), "pip", "install", "--quiet", *exact, "-r", str(LOCK)], cwd=ROOT, check=True)
    return fresh.rename(folder / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16])


def run_on(interpreter: str, program: str, libraries: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program in the project's folder with nothing of this process's surroundings."""
    path = os.pathsep.join([str(ROOT), *([str(libraries)] if libraries else [])])
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [interpreter, "-W", "error::SyntaxWarning", "-c", program]
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, check=False)


def main(say: Callable[[str], None] = print) -> int:
    """Import every handler on each version that is here."""
    failed = False
    for version in SUPPORTED:
        interpreter = find_interpreter(version)
        if not interpreter:
            say(f"Python {version}: not on this machine")
            continue
        libraries = None if version == OWN_PYTHON else lay_libraries(version, interpreter)
        done = run_on(interpreter, IMPORT_ALL, libraries)
        failed = failed or done.returncode != 0
        answer = f"every handler imports, {done.stdout.strip()} routes" if done.returncode == 0 else done.stderr.strip()
        say(f"Python {version} ({interpreter}): {answer}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
