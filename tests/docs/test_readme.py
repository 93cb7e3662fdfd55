"""The first pages people read are correct: commands exist, links resolve, accounts and routes are real."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from infra.local.seed import PEOPLE
from infra.paths import ROOT

PAGES = [
    "README.md",
    "README.vi.md",
    "docs/for-provinces.md",
    "docs/for-provinces.vi.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/glossary.md",
    "docs/operate.md",
    "docs/new-province.md",
]
PAGES += [f"docs/decisions/{path.name}" for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
VARIABLES = set(re.findall(r"^([A-Z_]+) \?=", MAKEFILE, re.MULTILINE)) | set(re.findall(r"\$\(([A-Z_]+)\)", MAKEFILE))


def read_page(page: str) -> str:
    return (ROOT / page).read_text()


def list_commands(page: str) -> list[list[str]]:
    """Every `make …` in code, as words: target first."""
    code = re.findall(r"`(make [^`]+)`|^ {4}(make .*)$", read_page(page), re.MULTILINE)
    return [(one or other).split("#")[0].split()[1:] for one, other in code]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_is_a_target_with_variables_it_knows(page):
    for target, *given in list_commands(page):
        assert target in TARGETS, f"{page}: make {target}"
        assert {one.strip("[]").split("=")[0] for one in given if "=" in one} <= VARIABLES, f"{page}: make {target}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_something(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", read_page(page))
    here = [link for link in links if not link.startswith("http")]
    assert [link for link in here if not (ROOT / Path(page).parent / link).exists()] == []


def test_the_readme_opens_in_vietnamese_and_names_both_commands():
    first = read_page("README.md").split("\n\n")[1]
    assert "hồ sơ" in first
    assert {"run", "test"} <= {words[0] for words in list_commands("README.md")}


def test_the_readmes_folders_exist():
    table = read_page("README.md").split("## What is where")[1].split("\n## ")[0]
    named = re.findall(r"`([a-z/]+/|app\.py)`", table)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readmes_people_are_demo_people():
    known = {person.username for person in PEOPLE}
    steps = read_page("README.md").split("## First steps")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z]+1)`", steps))
    assert named >= {"citizen1", "desk1"}
    assert named <= known


def test_the_readmes_routes_exist():
    from app import app

    routes = {(method, route) for route, methods in app.routes.items() for method in methods}
    named = re.findall(r"(GET|POST|PUT) (/api/[^`?]+)", read_page("README.md"))
    shaped = {(method, path.replace("<id>", "{dossier_id}")) for method, path in named}
    assert len(shaped) >= 8
    assert shaped - routes == set()


def test_the_licence_is_the_one_that_the_project_states():
    assert 'license = "Apache-2.0"' in read_page("pyproject.toml")
    assert "Version 2.0, January 2004" in read_page("LICENSE")
    assert "END OF TERMS AND CONDITIONS" in read_page("LICENSE")


def test_the_newest_numbered_release_is_the_version_of_the_project() -> None:
    numbers = re.findall(r"^## (\d+\.\d+\.\d+), \d{4}-\d{2}-\d{2}$", read_page("CHANGELOG.md"), re.MULTILINE)
    assert numbers == sorted(numbers, key=lambda each: [int(part) for part in each.split(".")], reverse=True)
    project = tomllib.loads(read_page("pyproject.toml"))["project"]["version"]
    assert numbers[0] == project == json.loads(read_page("web/package.json"))["version"]
