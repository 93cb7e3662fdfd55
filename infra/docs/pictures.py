"""The content of the README's pictures, and a check that the pages still look so: python -m infra.docs.pictures.

Ends with 1 when the style sheets have changed since the pictures were taken. They are taken by
tests/public_pictures.py.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from typing import Final

from infra.paths import ROOT

FOLDER = ROOT / "docs" / "pictures"
RECORD = FOLDER / "pictures.json"
SIZE: Final = (1440, 900)
MOST_KB: Final = 600
"""All pictures together, those of the flow too."""
_PAGES, _SHEETS = ROOT / "web" / "src", ROOT / "web" / "src" / "styles"


def spoken_words() -> str:
    """Return all that the pages' sources say, with one space between words."""
    sources = sorted(path for path in _PAGES.rglob("*.ts*") if "generated" not in path.parts)
    return re.sub(r"\s+", " ", "\n".join(path.read_text() for path in sources))


def look() -> str:
    """Return the SHA-256 over the style sheets of the pages."""
    total = hashlib.sha256()
    for path in sorted(_SHEETS.rglob("*.css")):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def main() -> int:
    """Print whether the pictures show the present look."""
    if json.loads(RECORD.read_text())["look"] == look():
        return 0
    print("the style sheets have changed since the README's pictures were taken: make pictures", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
