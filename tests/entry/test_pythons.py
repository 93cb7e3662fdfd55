"""The functions' code on each supported Python that is on this machine; those that are not are named in the summary."""

from __future__ import annotations

import re

import pytest

from infra.paths import ROOT
from infra.release.interpreters import OWN_PYTHON, find_interpreter
from infra.release.pythons import IMPORT_ALL, IMPORT_DOMAIN, SUPPORTED, libraries_of, run_on


def _interpreter(version: str) -> str:
    return find_interpreter(version) or pytest.skip(f"Python {version} is not on this machine")


def test_the_rules_import_and_everything_else_compiles_on_the_newest() -> None:
    done = run_on(_interpreter(SUPPORTED[-1]), IMPORT_DOMAIN)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("version", [each for each in SUPPORTED if each != OWN_PYTHON])
def test_every_handler_imports_with_the_locked_libraries(version: str) -> None:
    interpreter, libraries = _interpreter(version), libraries_of(version)
    if libraries is None:
        pytest.skip(f"the libraries for Python {version} are not laid: make test-pythons")
    done = run_on(interpreter, IMPORT_ALL, libraries)
    assert done.returncode == 0, done.stderr


def test_the_supported_versions_are_the_same_everywhere() -> None:
    asked = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert asked is not None
    assert tuple(f"3.{minor}" for minor in range(int(asked[1]), int(asked[2]))) == SUPPORTED
    check = (ROOT / "infra" / "local" / "check_start.sh").read_text()
    assert re.findall(r"^([\d. |]+)\) ;;$", check, re.MULTILINE) == [" | ".join(SUPPORTED)]
    assert all(f"$(call usable,python{version})" in (ROOT / "Makefile").read_text() for version in SUPPORTED)
    assert all(version in (ROOT / "README.md").read_text() for version in SUPPORTED)
    assert (ROOT / ".python-version").read_text().strip() in SUPPORTED
