"""The demo finds each story by its file."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import infra.local.stories
from infra.deploy import PROVINCES
from infra.local.stories.registry import stories

FOLDER = Path(next(iter(infra.local.stories.__path__)))
SHARED = {"__init__", "people", "registry", "telling"}


def test_every_file_of_the_package_is_one_story() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - SHARED
    assert Counter(story.name for story in stories()) == Counter(files)


def test_a_story_file_begins_with_its_province_and_says_when_it_begins() -> None:
    for story in stories():
        assert story.name.startswith(story.province.replace("-", "_") + "_"), story.name
        assert story.clock is None or datetime.fromisoformat(story.clock).tzinfo is None, story.name
        assert story.title


def test_stories_are_found_in_one_order() -> None:
    names = [story.name for story in stories()]
    assert names == sorted(names)
    assert {story.province for story in stories()} <= set(PROVINCES)
