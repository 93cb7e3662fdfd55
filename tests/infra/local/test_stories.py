"""The demo finds each story by its file."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

import infra.local.stories
from chalicelib.provinces import list_provinces
from infra.local import demo
from infra.local.seed import TODAY
from infra.local.stories.registry import collect_stories, register_story

FOLDER = Path(next(iter(infra.local.stories.__path__)))
SHARED = {"__init__", "at_portal", "people", "registry", "telling"}
REGIME_CHANGE = date(2025, 7, 1)


def test_every_file_of_the_package_contains_a_story_and_names_are_unique() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - SHARED
    assert {each.tale.__module__.rpartition(".")[2] for each in collect_stories()} == files
    assert max(Counter(each.name for each in collect_stories()).values()) == 1


def test_a_story_begins_with_its_province_and_says_when_it_begins() -> None:
    for each in collect_stories():
        assert each.name.startswith(each.province.replace("-", "_") + "_"), each.name
        assert each.clock is None or datetime.fromisoformat(each.clock).tzinfo is None, each.name
        assert each.title


def test_stories_are_ordered_file_by_file() -> None:
    files = [each.tale.__module__ for each in collect_stories()]
    assert files == sorted(files)


@pytest.mark.parametrize("province", list_provinces())
def test_each_province_is_shown_in_its_regulations_own_life_and_today(province: str) -> None:
    days = [
        datetime.fromisoformat(each.clock).date()
        for each in collect_stories()
        if each.province == province and each.clock
    ]
    assert any(day < REGIME_CHANGE for day in days), province
    assert any(day >= TODAY for day in days), province


def test_a_story_of_a_province_without_a_stack_is_refused() -> None:
    with pytest.raises(ValueError, match="atlantis"):
        register_story("Nowhere", province="atlantis")


def test_the_stories_are_listed_and_a_wrong_name_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        each.name for each in collect_stories()
    ]
    assert demo.main(["hue_atlantis"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("no such story: hue_atlantis; there are:")
    assert all(each.title in said for each in collect_stories())
