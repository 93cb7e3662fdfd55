"""What a source folder holds once read, and the faults met on the way.

Every fault is collected as file, key and reason, so that one run shows a person all of them.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain.rules import Closure, Entry, Hours, Instrument, Param, Province, Replacement
from chalicelib.domain.worktime import YearDays

Keys = Mapping[str, type]
REGIME_CHANGE = date(2025, 7, 1)  # NĐ 118/2025: from here each older provincial entry needs a decision


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the source: where, which key, and why it is refused."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class LawRefusedError(Exception):
    """The source is not fit to be law; nothing was written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class End:
    """A later instrument ends an entry, or all open entries of an instrument; a province's, only its own."""

    file: str
    by: str
    on: date
    article: str
    entry: str = ""
    doc: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of the law's list: on a solar date, or on a lunar day that each year's file dates; so many consecutive
    days. `in_lieu` is the article by which one on a weekly day off is made up."""

    name_vi: str
    name_en: str
    days: int
    doc: str
    article: str
    solar: str = ""
    lunar: str = ""
    in_lieu: str = ""


@dataclass(slots=True)
class Source:
    """Everything read, and every fault met on the way. `files` says where each entry stands, `lunar` on which dates a
    year's lunar days fall, `unsure` which days off and worked are inferred."""

    problems: list[Problem] = field(default_factory=list)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    params: dict[str, Param] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    provinces: dict[str, Province] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    years: list[YearDays] = field(default_factory=list)
    holidays: dict[str, Holiday] = field(default_factory=dict)
    lunar: dict[int, dict[str, date]] = field(default_factory=dict)
    unsure: set[date] = field(default_factory=set)
    hours: list[Hours] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def refuse(self, file: str, key: str, reason: str) -> None:
        """Note a fault and go on."""
        self.problems.append(Problem(file, key, reason))

    def fits(self, file: str, key: str, table: object, needs: Keys, more: Keys) -> bool:
        """Whether a table has exactly the keys it may have, each of its exact type."""
        if not isinstance(table, dict):
            self.refuse(file, key, "must be a table")
            return False
        before = len(self.problems)
        for name in sorted(set(table) - set(needs) - set(more)):
            self.refuse(file, f"{key}.{name}", "unknown key")
        for name in sorted(set(needs) - set(table)):
            self.refuse(file, f"{key}.{name}", "missing")
        for name, kind in {**needs, **more}.items():
            if name in table and not _is(table[name], kind):
                self.refuse(file, f"{key}.{name}", f"must be {kind.__name__}")
        return len(self.problems) == before

    def one_of(self, file: str, key: str, value: str, allowed: tuple[str, ...]) -> None:
        """Refuse a word outside a closed list."""
        if value not in allowed:
            self.refuse(file, key, f"{value!r} is not one of {', '.join(allowed)}")

    def add(self, file: str, entry: Entry) -> None:
        """Keep an entry; an id is used once."""
        if entry.id in self.entries:
            self.refuse(file, entry.id, f"id already used in {self.files[entry.id]}")
            return
        self.files[entry.id] = file
        self.entries[entry.id] = entry

    def load(self, root: Path, path: Path) -> dict[str, Any]:
        """The TOML of a file; an unreadable one is a fault and holds nothing."""
        file = path.relative_to(root).as_posix()
        try:
            found: dict[str, Any] = _copied(_parsed(read_utf8(path)))
            return found
        except (OSError, ValueError) as fault:
            self.refuse(file, "-", f"cannot be read: {explain(fault)}")
            return {}


BOM = "\ufeff"


def read_utf8(path: Path) -> str:
    """Return the text of a file, whose lines may end as on any system. Raises OSError, or ValueError for one that is no
    UTF-8 or begins with a mark that editors put there."""
    text = path.read_text(encoding="utf-8")
    if text.startswith(BOM):
        raise ValueError("it begins with a byte order mark; save it as UTF-8 without one")
    return text


def explain(fault: Exception) -> str:
    """Return why a file cannot be read, without the place it was copied to."""
    if isinstance(fault, UnicodeDecodeError):
        return f"it is not UTF-8 (byte {fault.start + 1})"
    return str(fault.strerror if isinstance(fault, OSError) and fault.strerror else fault)


@functools.lru_cache(512)
def _parsed(text: str) -> dict[str, Any]:
    """Return the TOML of a text. One process reads the same files for every province and every comparison."""
    return tomllib.loads(text)


def _copied(value: Any) -> Any:
    """Return a copy whose tables and lists may be changed."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _is(value: object, kind: type) -> bool:
    if kind in (int, date):  # a bool is no number, a moment is no day
        return type(value) is kind
    return isinstance(value, kind) and value != ""
