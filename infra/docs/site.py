"""`make docs`: the project's documents as a site in build/docs/, laid out for MkDocs from where they stand.

    python -m infra.docs.site            lays them out and says where

Links between documents are those that a reader of the repository follows: to files, to folders and to headings. What is
linked and is no document (a module, the licence) is copied next to them; of a folder its documents are listed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from infra.paths import ROOT

LAID = ROOT / "build" / "docs-source"
SETTINGS = "mkdocs.yml"
BASE = "infra/mkdocs.yml"
UNKNOWN: Final = {"file": "there is no such file", "heading": "there is no such heading"}
_AT_THE_TOP = ("README.md", "README.vi.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Tiếng Việt", ("README.vi.md", "docs/for-provinces.vi.md")),
    ("Start", ("README.md", "docs/for-provinces.md", "docs/new-province.md", "docs/glossary.md")),
    (
        "Operate",
        (
            "docs/operate.md",
            "docs/merger-of-2025.md",
            "docs/security.md",
            "SECURITY.md",
            "docs/performance.md",
            "CHANGELOG.md",
        ),
    ),
    ("Law", ("docs/flow.md", "docs/need_to_know.md", "docs/law/rules.md", "docs/law/province_parameters.md")),
    ("Develop", ("CONTRIBUTING.md", "docs/architecture.md", "docs/data-model.md")),
)
_DECISIONS = "docs/decisions"
_SHORT = {"README.md": "Overview", "README.vi.md": "Giới thiệu", f"{_DECISIONS}/README.md": "All decisions"}
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//")


def list_pages(root: Path = ROOT) -> list[Path]:
    """Return every document of the project."""
    return [root / name for name in _AT_THE_TOP] + sorted((root / "docs").rglob("*.md"))


def find_broken_links(pages: Iterable[Path], root: Path = ROOT) -> list[str]:
    """Return links of documents to files or headings that are not there, each with its page and the reason."""
    broken = []
    for page in pages:
        for link, target, heading in links_of(page):
            if not target.exists():
                broken.append(f"{page.relative_to(root)}: {link}: {UNKNOWN['file']}")
            elif heading and target.suffix == ".md" and heading not in headings_of(target):
                broken.append(f"{page.relative_to(root)}: {link}: {UNKNOWN['heading']}")
    return broken


def links_of(page: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield each link of a document that stays in the project: as it is written, its file, and its heading or
    nothing."""
    for link in _LINK.findall(_CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))):
        if _ELSEWHERE.match(link):
            continue
        file, _, heading = unquote(link).partition("#")
        yield link, (page.parent / file if file else page), heading


@cache
def headings_of(page: Path) -> frozenset[str]:
    """Return the anchors of a document's headings: their text in small letters, joined by hyphens; a repeated one is
    numbered."""
    seen: dict[str, int] = {}
    found = set()
    for text in _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        name = _anchor(text)
        times = seen[name] = seen.get(name, -1) + 1
        found.add(f"{name}-{times}" if times else name)
    return frozenset(found)


def _anchor(heading: str) -> str:
    plain = unicodedata.normalize("NFC", re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading))
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def lay_out(root: Path = ROOT, target: Path = LAID) -> Path:
    """Copy the documents, the files they link to and the settings; return the settings' file."""
    shutil.rmtree(target, ignore_errors=True)
    pages = list_pages(root)
    for page in pages:
        _copy(page, root, target)
        for _, linked, _ in links_of(page):
            _lay_linked(linked, root, target)
    settings = target.parent / SETTINGS
    settings.write_text(json.dumps(_settings(root, target), ensure_ascii=False, indent=1))
    return settings


def _lay_linked(linked: Path, root: Path, target: Path) -> None:
    place = Path(os.path.normpath(linked))
    if place.is_dir() and not (place / "README.md").is_file():
        listed = target / place.relative_to(root) / "index.md"
        listed.parent.mkdir(parents=True, exist_ok=True)
        listed.write_text("\n".join(_listing(place)))
    elif place.is_file():
        _copy(place, root, target)


def _copy(file: Path, root: Path, target: Path) -> None:
    place = target / file.relative_to(root)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, place)


def _listing(folder: Path) -> Iterator[str]:
    yield f"# {folder.name.capitalize()}\n"
    yield from (f"- [{_title(page)}]({page.name})" for page in sorted(folder.glob("*.md")))


def _title(page: Path) -> str:
    found = _HEADING.search(page.read_text(encoding="utf-8"))
    return found[1] if found else page.stem


def _settings(root: Path, target: Path) -> dict[str, Any]:
    decisions = sorted(path.relative_to(root).as_posix() for path in (root / _DECISIONS).glob("[0-9]*.md"))
    sections = [*_SECTIONS, ("Decisions", [f"{_DECISIONS}/README.md", *decisions])]
    nav = [{title: [_entry(name, root) for name in names]} for title, names in sections]
    return {
        "INHERIT": os.path.relpath(root / BASE, target.parent),
        "docs_dir": target.name,
        "site_dir": "docs",
        "nav": nav,
    }


def _entry(name: str, root: Path) -> dict[str, str]:
    page = root / name
    return {_SHORT.get(name) or _title(page): name}


def main(arguments: Sequence[str]) -> int:
    """Lay out, or say which links are broken."""
    if broken := find_broken_links(list_pages()):
        print(*broken, sep="\n", file=sys.stderr)
        return 1
    print(lay_out().relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
