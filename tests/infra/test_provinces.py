"""A province is a folder of data: nothing else names one, and a folder that is not right is refused by name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from chalicelib.provinces import FOLDERS, is_province, known_provinces
from infra.build.province_checks import COLOUR
from infra.package import ROOT
from infra.provinces import describe_site, read_prefixes

PLACES = ("app.py", "Makefile", "chalicelib", "infra", "web/src", "web/index.html", ".github")
TOLD = re.compile(r"infra/local/stories/|infra/local/restore_rehearsal\.py$|/generated/|chalicelib/data/")
"""Data, the stories of the demo, and the rehearsal that begins with one of them."""
KINDS = frozenset((".py", ".ts", ".tsx", ".css", ".html", ".yaml", ".yml", ".in", ".txt", ""))


def _sources() -> list[Path]:
    found = [
        path for place in PLACES for path in ((ROOT / place).rglob("*") if (ROOT / place).is_dir() else [ROOT / place])
    ]
    named = [path for path in found if path.is_file() and path.suffix in KINDS]
    return [path for path in named if not TOLD.search(path.relative_to(ROOT).as_posix())]


def test_no_code_template_workflow_or_page_names_a_province() -> None:
    """Ids of clauses («HUE-14.4») cite a text and name no province that the code would know."""
    names = [tomllib.loads((FOLDERS / each / "province.toml").read_text())["name_vi"] for each in known_provinces()]
    words = [*known_provinces(), *(name.removeprefix("Thành phố ").removeprefix("Tỉnh ") for name in names)]
    said = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")
    sources = _sources()
    assert len(sources) > 500
    found = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in sources
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if said.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("code", ["", "atlantis", "../province/hue", "HUE", "hue/", "a" * 17])
def test_what_is_no_folder_is_no_province(code: str) -> None:
    assert not is_province(code)


def test_the_pages_are_told_the_name_in_both_languages_and_the_colours(tmp_path: Path) -> None:
    folder = tmp_path / "tan-phu"
    folder.mkdir()
    text = (
        'name_vi = "Tỉnh Tân Phú"\nname_en = "Tan Phu Province"\n[look]\naction = "#7a1f2b"\naction_dark = "#f0a0a8"\n'
    )
    (folder / "province.toml").write_text(text, encoding="utf-8")
    (folder / "mark.svg").write_text("<svg/>")
    assert describe_site("tan-phu", tmp_path) == {
        "province": "tan-phu", "province_vi": "Tỉnh Tân Phú", "province_en": "Tan Phu Province", "action": "#7a1f2b",
        "action_hover": "#5c1720", "action_dark": "#f0a0a8", "action_dark_hover": "#f5c1c6", "mark": "/mark.svg",
    }  # fmt: skip


def test_without_colours_and_mark_the_pages_keep_their_own() -> None:
    told = describe_site(known_provinces()[0])
    assert [told[key] for key in ("action", "action_hover", "action_dark", "action_dark_hover", "mark")] == [""] * 5
    assert COLOUR.fullmatch("#0b6077")


def test_clauses_begin_with_the_prefix_of_their_provinces_folder() -> None:
    assert sorted(read_prefixes()) == ["HUE", "LC", "QN", "TB", "VL"]
