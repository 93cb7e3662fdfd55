"""Questions that citizens and officers would write, from what they need: written before any ranking of guides and
before the guides' texts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
QUESTIONS = json.loads((HERE / "help_questions.json").read_text(encoding="utf-8"))
OFF_TOPIC = json.loads((HERE / "questions_off_topic.json").read_text(encoding="utf-8"))
GUIDES = HERE.parents[1] / "chalicelib" / "data" / "help"


def test_a_hundred_questions_each_want_a_guide() -> None:
    read = (tomllib.loads(file.read_text(encoding="utf-8")) for file in GUIDES.glob("*.toml"))
    known = {guide["id"] for each in read for guide in each["guide"]}
    assert len(QUESTIONS) == len({each["question"] for each in QUESTIONS}) == 100
    assert {each["wanted"] for each in QUESTIONS} <= known
    assert {each["audience"] for each in QUESTIONS} == {"citizen", "officer"}


def test_questions_about_something_else_are_no_questions_for_a_guide() -> None:
    assert not {each["question"] for each in OFF_TOPIC} & {each["question"] for each in QUESTIONS}
