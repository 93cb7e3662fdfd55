"""Words of codes, as the pages' sources hold them."""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "web" / "src"


def list_words(file: str, name: str) -> list[set[str]]:
    """The names that have words in an object of a page's source: one set for each language, or one for both."""
    text = (WEB / file).read_text(encoding="utf-8")
    begun = re.search(rf"\b{name}\b[^=]*= (?:defineWords\()?", text)
    assert begun is not None, f"{file}: {name}"
    blocks = re.split(r"\n  \},\n  \{\n", text[begun.end() :].split("\n);\n")[0].split("\n};\n")[0])
    return [set(re.findall(r"(?m)^\s+(\w+): ?[{\"`]", block)) for block in blocks]
