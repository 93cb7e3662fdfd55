"""The words of a rating's questions and reasons, as shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chalicelib.domain.shared.errors import BilingualWords

FILE = Path(__file__).parents[2] / "data" / "ratings" / "words.json"


@cache
def load_rating_words(file: Path = FILE) -> Mapping[str, Mapping[str, BilingualWords]]:
    """Return the words by list (`questions`, `reasons`) and code."""
    found = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: {each["code"]: BilingualWords(each["vi"], each["en"]) for each in entries}
        for name, entries in found.items()
    }
