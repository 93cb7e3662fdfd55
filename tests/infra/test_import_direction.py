"""Imports point one way: handlers → steps → domain, repositories → domain, and the domain knows nobody."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest

from infra.package import ROOT

PACKAGE = ROOT / "chalicelib"
WIRING = {path.stem for path in PACKAGE.glob("wiring*.py")}
# What the modules of a folder may import of ours; a folder may always import itself.
ALLOWED = {
    "domain": set(),
    "models": {"domain", "steps"},
    "repositories": {"domain", "settings", "observe", "provinces"},
    "steps": {"domain", *(f"repositories.{path.stem}" for path in PACKAGE.glob("repositories/*ports.py"))},
    "handlers": {"steps", "domain", "models", "repositories.ports", "settings", "observe", "clock", *WIRING},
}
# Only the repositories talk to AWS.
SDK = {"boto3", "botocore", "pynamodb"}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def _imported(module: str) -> Iterator[str]:
    """Absolute names of what a module imports, inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            assert not node.level, f"{module} imports {base}: write it absolute"
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _within(name: str, folders: set[str]) -> bool:
    return any(name == folder or name.startswith(f"{folder}.") for folder in folders)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    folder = module.split("/")[0]
    if folder not in ALLOWED:
        assert "/" not in module, f"{folder} has no rule"
        return
    own = [name.removeprefix("chalicelib.") for name in _imported(module) if name.startswith("chalicelib.")]
    assert [name for name in own if not _within(name, ALLOWED[folder] | {folder})] == []


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("domain/")])
def test_the_domain_needs_the_standard_library_alone(module: str) -> None:
    known = sys.stdlib_module_names | {"chalicelib"}
    assert {name.split(".")[0] for name in _imported(module)} <= known


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("repositories/")])
def test_only_repositories_import_the_sdk(module: str) -> None:
    assert {name.split(".")[0] for name in _imported(module)} & SDK == set()


def test_the_rules_name_folders_that_exist() -> None:
    assert {folder for folder in ALLOWED if not (PACKAGE / folder).is_dir()} == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_product_knows_neither_its_tools_nor_its_stand_ins(module: str) -> None:
    assert {name.split(".")[0] for name in _imported(module)} & {"infra", "tests", "bench"} == set()
