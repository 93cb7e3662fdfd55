"""The content of a source folder, and the faults found while reading it.

Every fault is collected as file, key and reason, so that one run shows a person all of them.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from chalicelib.domain.law.model import Closure, Hours, Instrument, Param, Replacement, RuleEntry, ServedProvince
from chalicelib.domain.time.working_calendar import YearDays
from infra.law.fault_words import explain, name_kind, refuse_outside

Keys = Mapping[str, type]
REGIME_CHANGE = date(2025, 7, 1)  # NĐ 118/2025: from here each older provincial entry needs a decision


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """One fault of the source: where, which key, and why it is refused."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class LawRefusedError(Exception):
    """The source has faults; nothing was written."""

    def __init__(self, problems: tuple[SourceProblem, ...]) -> None:
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
class LawSource:
    """All content read, and every fault found. `files` gives the file of each entry, `lunar` on which dates a
    year's lunar days fall, `unsure` which days off and worked are inferred, `owners` the province of an instrument or a
    question in a province's folder, `added` which provinces came from outside the tree. `unreadable` files and
    `unfit` tables were left out, so that their missing content is not reported elsewhere. `today` is the latest day
    that somebody may have read a text on."""

    problems: list[SourceProblem] = field(default_factory=list)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    params: dict[str, Param] = field(default_factory=dict)
    entries: dict[str, RuleEntry] = field(default_factory=dict)
    provinces: dict[str, ServedProvince] = field(default_factory=dict)
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
    owners: dict[str, str] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    unfit: set[str] = field(default_factory=set)
    today: date = date.min

    def refuse_value(self, file: str, key: str, reason: str) -> None:
        """Record a fault and continue."""
        self.problems.append(SourceProblem(file, key, reason))

    def refuse_file(self, file: str, fault: Exception) -> None:
        """Record that a file could not be read."""
        self.unreadable.add(file)
        explanation = "missing" if isinstance(fault, FileNotFoundError) else f"cannot be read: {explain(fault)}"
        self.refuse_value(file, "-", explanation)

    def lacks(self, *names: str) -> bool:
        """Return whether a file of one of these names, or ending so, could not be read, so that its content may
        exist."""
        return any(file.endswith(names) for file in self.unreadable)

    def refuse_unknown_doc(self, file: str, key: str, doc: str, province: str = "") -> bool:
        """Refuse an instrument that no docs.toml has, or that is another province's own; return whether it is
        unknown."""
        if doc in self.unfit or (doc not in self.instruments and self.lacks("docs.toml")):
            return True
        if doc not in self.instruments:
            self.refuse_value(file, key, f"docs.toml has no instrument {doc!r}")
            return True
        return self._refuse_foreign(file, key, doc, "text", province)

    def refuse_unknown_question(self, file: str, key: str, question: str, province: str = "") -> bool:
        """Refuse a question that no questions.toml has, or that is another province's own; return whether it is
        unknown."""
        if question not in self.questions and self.lacks("questions.toml"):
            return True
        if question not in self.questions:
            self.refuse_value(file, key, f"questions.toml has no {question!r}")
            return True
        return self._refuse_foreign(file, key, question, "question", province)

    def _refuse_foreign(self, file: str, key: str, name: str, what: str, province: str) -> bool:
        owner = self.owners.get(name, province)
        if province and owner != province:
            self.refuse_value(file, key, f"{name!r} is a {what} of another province, {owner}")
        return bool(province) and owner != province

    def has_exact_keys(self, file: str, key: str, table: object, needs: Keys, more: Keys) -> bool:
        """Return whether a table has exactly the keys it may have, each of its exact type."""
        if not isinstance(table, dict):
            self.refuse_value(file, key, "must be a table")
            return False
        before = len(self.problems)
        for name in sorted(set(table) - set(needs) - set(more)):
            near = get_close_matches(name, {*needs, *more} - set(table), 1, 0.75)
            self.refuse_value(file, f"{key}.{name}", f"unknown key{f'; did you mean {near[0]}?' if near else ''}")
        for name in sorted(set(needs) - set(table)):
            self.refuse_value(file, f"{key}.{name}", "missing")
        for name, kind in {**needs, **more}.items():
            if name in table and not _is(table[name], kind):
                self.refuse_value(file, f"{key}.{name}", f"must be {name_kind(kind)}")
        return len(self.problems) == before

    def require_one_of(self, file: str, key: str, value: object, allowed: Iterable[str]) -> None:
        """Refuse a word outside a closed list."""
        if value not in (known := tuple(allowed)):
            self.refuse_value(file, key, refuse_outside(value, known))

    def add_entry(self, file: str, entry: RuleEntry) -> None:
        """Keep an entry; an id is used once."""
        if entry.id in self.entries:
            self.refuse_value(file, entry.id, f"id already used in {self.files[entry.id]}")
            return
        self.files[entry.id] = file
        self.entries[entry.id] = entry

    def load_file(self, root: Path, path: Path) -> dict[str, Any]:
        """Return the TOML of a file; an unreadable one is recorded as a fault and empty."""
        file = path.relative_to(root).as_posix()
        try:
            found: dict[str, Any] = _copy_value(_parse_toml(read_utf8(path)))
            return found
        except (OSError, ValueError) as fault:
            self.refuse_file(file, fault)
            return {}


BOM = "\ufeff"


def read_utf8(path: Path) -> str:
    """Return the text of a file, whose lines may end as on any system. Raises OSError, or ValueError for one that is no
    UTF-8 or begins with a mark that editors put there."""
    text = path.read_text(encoding="utf-8")
    if text.startswith(BOM):
        raise ValueError("it begins with a byte order mark; save it as UTF-8 without one")
    return text


@functools.lru_cache(512)
def _parse_toml(text: str) -> dict[str, Any]:
    """Return the TOML of a text. One process reads the same files for every province and every comparison."""
    return tomllib.loads(text)


def _copy_value(value: Any) -> Any:
    """Return a copy whose tables and lists may be changed."""
    if isinstance(value, dict):
        return {key: _copy_value(each) for key, each in value.items()}
    return [_copy_value(each) for each in value] if isinstance(value, list) else value


def _is(value: object, kind: type) -> bool:
    if kind in (int, date):  # a bool is no number, a moment is no day
        return type(value) is kind
    return isinstance(value, kind) and value != ""
