"""Imports point one way: handlers → steps → domain, repositories → domain, and the domain knows nobody. Steps name the
models of requests in annotations alone.

Inside each layer the packages stand in one order, and a package imports only those before it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Set
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from infra.docs.layers import ALLOWED, ORDER
from infra.paths import ROOT

PACKAGE = ROOT / "chalicelib"
PORTS = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    for pattern in ("steps/*/*ports.py", "steps/dossier/items.py")
    for path in PACKAGE.glob(pattern)
}
TYPES = {"steps": {"models"}}
"""Layers named in annotations alone (under TYPE_CHECKING): a function of events starts without them."""
# Only the repositories talk to AWS.
SDK = {"boto3", "botocore", "pynamodb"}
MOST_FILES = 30
"""Of one folder: more can no longer be taken in at a glance, and want a package of their own."""
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
"""Where a statement holds others."""
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@cache
def _list_imported(module: Path) -> tuple[str, ...]:
    """Absolute names of what a module imports, inside functions and under TYPE_CHECKING too."""
    return tuple(_read_imported(module))


def _read_imported(module: Path) -> Iterator[str]:
    for node in _list_statements(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            assert not node.level, f"{module} imports {base}: write it absolute"
            yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def _list_statements(module: Path) -> tuple[ast.stmt, ...]:
    """All statements of a module, inside functions too; no expression holds one. Each module is asked about in five
    tests."""
    found: list[ast.stmt] = []
    blocks: list[Any] = [ast.parse(module.read_text())]
    while blocks:
        block = blocks.pop()
        inner = (each for name in BLOCKS for each in getattr(block, name, ()))
        blocks += (kept := list(inner))
        found += [each for each in kept if isinstance(each, ast.stmt)]
    return tuple(found)


def _list_types(module: str) -> set[str]:
    """Names of ours that a module imports for its annotations alone."""
    blocks = (
        node for node in _list_statements(PACKAGE / module)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )  # fmt: skip
    lines = (each for block in blocks for each in ast.walk(block) if isinstance(each, ast.ImportFrom))
    return {f"{line.module}.{alias.name}".removeprefix("chalicelib.") for line in lines for alias in line.names}


def _own(module: str) -> list[str]:
    return [
        name.removeprefix("chalicelib.") for name in _list_imported(PACKAGE / module) if name.startswith("chalicelib.")
    ]


def _is_within(name: str, folders: Set[str]) -> bool:
    return any(name == folder or name.startswith(f"{folder}.") for folder in folders)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_lower_layers(module: str) -> None:
    folder = module.split("/")[0]
    if folder not in ALLOWED:
        assert "/" not in module or folder == "wiring", f"{folder} has no rule"
        return
    allowed = ALLOWED[folder] | {folder} | (PORTS if folder == "repositories" else set())
    wrong = [name for name in _own(module) if not _is_within(name, allowed)]
    # Few import anything else: what is there for annotations is looked for in these alone.
    types = {name for name in _list_types(module) if _is_within(name, TYPES.get(folder, set()))} if wrong else set()
    assert [name for name in wrong if name not in types] == []


@pytest.mark.parametrize("layer", ORDER)
def test_the_order_of_packages_names_each_of_them_once(layer: str) -> None:
    assert sorted(path.parent.name for path in (PACKAGE / layer).glob("*/__init__.py")) == sorted(ORDER[layer])


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if name.split("/")[0] in ORDER and name.count("/") > 1],
)
def test_a_package_imports_only_packages_before_it(module: str) -> None:
    layer, package, *_ = module.split("/")
    order = ORDER[layer]
    inside = {name.split(".")[1] for name in _own(module) if name.startswith(f"{layer}.")}
    assert {each for each in inside if order.index(each) > order.index(package)} == set()


def test_no_module_needs_itself_by_way_of_others() -> None:
    """Imports under TYPE_CHECKING and inside functions count: a circle of them is read as one file."""
    known = {module.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for module in MODULES}
    needs: dict[str, set[str]] = {}
    for module in MODULES:
        name = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        found = {each if each in known else each.rpartition(".")[0] for each in _own(module)}
        needs[name] = (found & known) - {name}
    assert len(list(TopologicalSorter(needs).static_order())) == len(known)


def test_no_folder_holds_more_files_than_can_be_taken_in() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert {folder.name for folder in folders if len(list(folder.glob("*.py"))) > MOST_FILES} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("domain/")])
def test_the_domain_needs_the_standard_library_alone(module: str) -> None:
    known = sys.stdlib_module_names | {"chalicelib"}
    assert {name.split(".")[0] for name in _list_imported(PACKAGE / module)} <= known


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("repositories/")])
def test_only_repositories_import_the_sdk(module: str) -> None:
    assert {name.split(".")[0] for name in _list_imported(PACKAGE / module)} & SDK == set()


def test_the_rules_name_folders_that_exist() -> None:
    assert {folder for folder in ALLOWED if not (PACKAGE / folder).is_dir()} == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_product_knows_neither_its_tools_nor_its_stand_ins(module: str) -> None:
    assert {name.split(".")[0] for name in _list_imported(PACKAGE / module)} & {
        "infra",
        "tests",
        "bench",
    } == set()


INFRA = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "infra").rglob("*.py"))
STAND_INS = ("sms", *(f"stand_ins/{path.stem}" for path in (ROOT / "infra" / "local" / "stand_ins").glob("*.py")))
"""The modules of infra/local/ that stand for systems of others."""


def _name_module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_no_tool_needs_itself_by_way_of_others() -> None:
    known = {_name_module(path) for path in INFRA}
    needs: dict[str, set[str]] = {}
    for path in INFRA:
        imported = [name for name in _list_imported(ROOT / path) if name.startswith("infra")]
        found = {each if each in known else each.rpartition(".")[0] for each in imported}
        needs[_name_module(path)] = (found & known) - {_name_module(path)}
    assert len(list(TopologicalSorter(needs).static_order())) == len(known)


@pytest.mark.parametrize("module", STAND_INS)
def test_what_stands_for_a_system_of_others_shares_no_code_with_us(module: str) -> None:
    """The store of a portal that shared our mistakes would not show them."""
    imported = _list_imported(ROOT / f"infra/local/{module}.py")
    assert [name for name in imported if name.startswith("chalicelib")] == []


def test_no_folder_of_tools_or_tests_holds_more_files_than_can_be_taken_in() -> None:
    folders = {path.parent for place in ("infra", "bench", "tests") for path in (ROOT / place).rglob("*.py")}
    assert {str(each) for each in folders if len(list(each.glob("*.py"))) > MOST_FILES} == set()
