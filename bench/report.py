"""The results in `docs/performance.md`, written from `build/bench.json`: `python -m bench.report`.

Each part shows the machine, day and load of its measurement; a part that was not measured again keeps its last run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.paths import ROOT

FIGURES = ROOT / "build" / "bench.json"
PAGE = ROOT / "docs" / "performance.md"
HEADING = "\n### "
BEGIN, END = "<!-- results: python -m bench.report -->", "<!-- end of results -->"


def replace_results(page: str, parts: Mapping[str, Any]) -> str:
    """Return the page with these results in place of those of the same parts. Raises ValueError for a page without
    their place."""
    before, begin, rest = page.partition(BEGIN)
    former, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the page has no place for results")
    shown = _split_sections(former) | {
        name.capitalize(): "\n".join(_write_part(name, part)) for name, part in parts.items()
    }
    return "\n".join([before + BEGIN, *shown.values(), END + after])


def _split_sections(results: str) -> dict[str, str]:
    """Results as they stand on the page, by their headings."""
    texts = results.split(HEADING)[1:]
    return {text.partition("\n")[0]: HEADING + text.rstrip("\n") for text in texts}


def _write_part(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    machine = part["machine"]
    yield f"{HEADING}{name.capitalize()}\n"
    yield (
        f"{machine['date']}, {machine['cores']} cores, Python {machine['python']}, load {machine['load_before']:.1f} "
        f"at its begin, {part['seconds']:.0f} s. Missed: {', '.join(part['missed']) or 'nothing'}.\n"
    )
    yield "```"
    yield from (line.rstrip() for line in part["table"])
    yield "```"


def main(figures: Path = FIGURES, page: Path = PAGE) -> int:
    """Rewrite the results on the page."""
    parts = json.loads(figures.read_text())["parts"]
    page.write_text(replace_results(page.read_text(), parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
