"""The provinces for the tools: folders of data, of the tree and from outside it.

    python -m infra.provinces DIR        (make check-province PROVINCES=DIR) checks a folder and says its digest

A folder from outside is checked as a whole and laid over a copy of the tree's data, from which it is packaged.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.provinces import DESCRIPTION, FOLDERS, list_provinces
from chalicelib.repositories.law.rule_set import load_rules
from infra.paths import ROOT
from infra.province_site import AGENCIES, describe_site, read_description

LAID = ROOT / "build" / "provinces"
LAW_BESIDE = ("docs.toml", "questions.toml", "national", "calendar")
"""What a folder from outside may bring in addition to provinces: texts of the nation, and years."""
NEAR = 0.75
"""How much of a name is right in one that was misspelt."""
MANY = 10
"""The most names that are listed of a folder with unread files."""


class ProvinceRefused(RuntimeError):
    """A folder that cannot be deployed; the message names files, keys and reasons."""


@dataclass(frozen=True)
class Provinces:
    """The data of a deployment, and which of its provinces came from outside the tree."""

    data: Path = FOLDERS.parent
    outside: frozenset[str] = frozenset()

    @property
    def folders(self) -> Path:
        """Where the provinces' folders are."""
        return self.data / "province"

    @property
    def law(self) -> Path:
        """The built law, of every province."""
        return self.data / "built" / "law.json"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all provinces."""
        return list_provinces(self.folders)

    def require_province(self, code: str) -> None:
        """Raise ProvinceRefused for a province that has no folder."""
        if code not in self.codes:
            raise ProvinceRefused(f"{code}: no such province; there are {', '.join(self.codes)}")

    def require_years(self, on: date) -> None:
        """Raise ProvinceRefused where a day of this year or the next has no calendar: nothing could be due on it."""
        known = {year.year for year in load_rules(self.law).years}
        if missing := sorted({on.year, on.year + 1} - known):
            raise ProvinceRefused(
                f"calendar/{missing[0]}.toml: year: missing, and dossiers of {on.year} may be due then"
            )

    def digest_folders(self) -> dict[str, str]:
        """Return SHA-256 over names and contents of each province's folder."""
        return {code: digest_of(self.folders / code) for code in self.codes}


OF_THE_TREE = Provinces()


def find_provinces(outside: Path | None) -> Provinces:
    """Return the provinces of the tree, with those of a folder from outside it. Raises ProvinceRefused.

    The folder is a province's own, holds several, or is laid out as `examples/` is, with law of the nation next to
    `province/`. Nothing of it is used before all of it has been checked.
    """
    if outside is None:
        return OF_THE_TREE
    found = _require_folders(outside.expanduser())
    outside = outside.expanduser().resolve()
    from infra.law import build as law
    from infra.law.source import LawRefusedError

    # Named by all that it is made of, folders' own names too, so that what was laid out before is either this or other.
    tree = FOLDERS.parent
    made_of = [tree, ROOT / "infra" / "law", *found, *(outside / name for name in LAW_BESIDE)]
    named = "".join(f"{each.name}\0{digest_of(each)}\n" for each in made_of)
    named += "".join(f"{path.name}\0" for each in found for path in sorted(each.iterdir()))
    place = LAID / hashlib.sha256(named.encode()).hexdigest()[:16]
    laid = Provinces(place / "data", frozenset(folder.name for folder in found))
    if laid.law.is_file():
        return laid
    LAID.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=LAID, prefix="laying-") as work:
        fresh = Provinces(Path(work) / "whole" / "data", laid.outside)
        added = Path(work) / "whole" / "added"
        _copy_added(outside, found, added)
        try:
            built = law.build_rule_set(law.SOURCE, added)
        except LawRefusedError as refused:
            raise ProvinceRefused(str(refused)) from refused
        shutil.copytree(tree, fresh.data)
        for folder in found:
            shutil.copytree(folder, fresh.folders / folder.name)
        law.write_rule_set(built, fresh.law)
        _put_in_place(fresh.data.parent, place, laid)
    return laid


def _put_in_place(fresh: Path, place: Path, laid: Provinces) -> None:
    """Rename the complete folder at once: another process may write the same one concurrently, and use it already."""
    if place.exists() and not laid.law.is_file():
        shutil.rmtree(place)  # cut short before folders were laid out aside
    try:
        fresh.rename(place)
    except OSError:
        if not laid.law.is_file():
            raise


def _require_folders(outside: Path) -> list[Path]:
    """Return the provinces' folders in a folder. A folder that only looks like a province's is included, so that its
    missing files are named. Raises ProvinceRefused."""
    if not outside.is_dir():
        raise ProvinceRefused(f"{outside}: {'a file, not a folder' if outside.exists() else 'there is no such folder'}")
    outside = outside.resolve()
    if (outside / DESCRIPTION).is_file():
        return [outside]
    found = [path for path in sorted(outside.iterdir()) if path.name not in LAW_BESIDE and _is_province_folder(path)]
    within = outside / "province"
    if within.is_dir():
        found = [*found, *(path for path in sorted(within.iterdir()) if path.is_dir() and path.name[0] != ".")]
    if found:
        _refuse_unread(outside)
    if not found:
        raise ProvinceRefused(f"{outside}: no {DESCRIPTION} in it, in a folder of it or in its folder province/")
    twice = {path.name for path in found if [each.name for each in found].count(path.name) > 1}
    if twice:
        raise ProvinceRefused(f"{outside}: {', '.join(sorted(twice))}: code: two provinces have this code")
    return found


def _is_province_folder(folder: Path) -> bool:
    return folder.is_dir() and any((folder / name).exists() for name in (DESCRIPTION, AGENCIES))


def _refuse_unread(outside: Path) -> None:
    """Refuse data that nobody would read, as a folder `nation/`: a name that is nearly one of ours, and all data next
    to `province/`. Raises ProvinceRefused."""
    ours = (*LAW_BESIDE, "province")
    others = [path for path in sorted(outside.iterdir()) if path.name not in ours and not _is_province_folder(path)]
    whole = (outside / "province").is_dir()
    unread = [path for path in others if get_close_matches(path.name, ours, 1, NEAR) or (whole and _is_data(path))]
    for name in ("national", "calendar"):
        inside = sorted((outside / name).iterdir()) if (outside / name).is_dir() else []
        unread += [path for path in inside if path.suffix != ".toml" or not path.is_file()]
    if unread:
        names = "\n".join(f"{path.relative_to(outside)}: -: nothing reads it" for path in unread[:MANY])
        raise ProvinceRefused(
            f"{names}\na folder of provinces holds folders with a {DESCRIPTION}, or province/ with such folders, and "
            f"beside them {', '.join(LAW_BESIDE)}"
        )


def _is_data(place: Path) -> bool:
    return place.suffix in (".toml", ".json") or (place.is_dir() and any(place.glob("*.toml")))


def _copy_added(outside: Path, found: Iterable[Path], target: Path) -> None:
    for folder in found:
        shutil.copytree(folder, target / "province" / folder.name, symlinks=True)
    for name in LAW_BESIDE:
        if (outside / name).is_dir():
            shutil.copytree(outside / name, target / name, symlinks=True)
        elif (outside / name).is_file() and not (outside / DESCRIPTION).is_file():
            shutil.copyfile(outside / name, target / name)


def digest_of(place: Path) -> str:
    """Return SHA-256 over names and contents of the files of a folder, or of one file; what is made is left out."""
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    total = hashlib.sha256()
    for path in files:
        if path.is_file() and path.suffix != ".pyc" and path.parent.name != "built":
            name = path.relative_to(place).as_posix()
            total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def read_prefixes(folders: Path = FOLDERS) -> dict[str, str]:
    """Province by the prefix of its regulation's clauses, for those that have such a list."""
    named = {code: read_description(folders / code).get("clauses", "") for code in list_provinces(folders)}
    return {prefix: code for code, prefix in named.items() if prefix}


def main(argv: list[str]) -> int:
    """Check a folder and print what it would deploy; 1 with file, key and reason of each fault on stderr."""
    if len(argv) != 1 or not argv[0]:
        print("which folder? make check-province PROVINCES=…", file=sys.stderr)
        return 1
    try:
        found = find_provinces(Path(argv[0]))
    except ProvinceRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    try:
        found.require_years(datetime.now(VIETNAM).date())
    except ProvinceRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    for code in sorted(found.outside):
        print(f"{code}: {describe_site(code, found.folders)['province_vi']}, digest {found.digest_folders()[code]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
