"""Reads the law's TOML into domain values: closed key sets, exact types, no defaults that change meaning.

Every fault is collected as file, key and reason, so that one run shows a person all of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain.rules import CERTAINTIES, Entry, Instrument, Param, Plain, Province
from chalicelib.domain.worktime import DayOff, WorkedDay, YearDays

EPOCH = date(2018, 6, 21)  # NĐ 61/2018: every parameter must be answered from here, unless it says later
GUARDS = ("may_lower", "may_raise", "may_set")
TYPES = ("int", "flag", "choice", "choices", "time", "fraction", "text")
UNITS = ("working_hour", "working_day", "calendar_day", "count")
ANCHORS = ("filed_at", "received_at", "today")

Keys = Mapping[str, type]
DOC: Keys = {
    "number": str, "name_vi": str, "kind": str, "issuer_vi": str, "effect_from": date, "certainty": str,
}  # fmt: skip
DOC_MORE: Keys = {"effect_until": date, "question": str, "note": str}
PARAM: Keys = {"label_vi": str, "label_en": str, "type": str, "anchor": str, "open_to": list, "running": str}
PARAM_MORE: Keys = {"unit": str, "guard": str, "since": date, "choices": list, "scope": dict}
NONE: Keys = {"id": str, "param": str, "from": date, "says": str, "certainty": str, "checked_on": date}
VALUE: Keys = {**NONE, "value": object}
ENTRY_MORE: Keys = {
    "until": date, "article": str, "question": str, "where": dict, "derogates": str, "power": str,
    "decision": str, "note": str,
}  # fmt: skip
END: Keys = {"on": date, "article": str}
END_MORE: Keys = {"entry": str, "doc": str, "question": str}
PROVINCE: Keys = {"code": str, "name_vi": str, "name_en": str, "basis": str, "says": str}
PROVINCE_MORE: Keys = {"successor_vi": str, "successor_since": date}
YEAR: Keys = {"year": int, "provisional": bool}
YEAR_MORE: Keys = {"note": str, "off": list, "work": list}
OFF: Keys = {"day": date, "kind": str, "name_vi": str, "name_en": str, "doc": str, "certainty": str}
WORK: Keys = {"day": date, "in_lieu_of": date, "doc": str, "certainty": str}
DAY_MORE: Keys = {"question": str}


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
    """A later instrument ends an entry, or all open entries of an instrument."""

    file: str
    by: str
    on: date
    article: str
    entry: str = ""
    doc: str = ""


@dataclass(slots=True)
class Source:
    """Everything read, and every fault met on the way. `files` says where each entry stands."""

    problems: list[Problem] = field(default_factory=list)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    params: dict[str, Param] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    provinces: dict[str, Province] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    years: list[YearDays] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
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


def _is(value: object, kind: type) -> bool:
    if kind in (int, date):  # a bool is no number, a moment is no day
        return type(value) is kind
    return isinstance(value, kind) and value != ""


def read(root: Path) -> Source:
    """Read a whole source folder. Never raises on bad content: look at `problems`."""
    source = Source()
    source.questions = {k: str(v) for k, v in _load(source, root, root / "questions.toml").items()}
    for key, table in _load(source, root, root / "docs.toml").items():
        _instrument(source, key, table)
    for key, table in _load(source, root, root / "params.toml").items():
        _param(source, key, table)
    for path in sorted(root.glob("national/*.toml")):
        _entries(source, root, path, "")
    for folder in sorted(path for path in root.glob("province/*") if path.is_dir()):
        _province(source, root, folder)
    for path in sorted(root.glob("calendar/*.toml")):
        _year(source, root, path)
    return source


def _load(source: Source, root: Path, path: Path) -> dict[str, Any]:
    file = path.relative_to(root).as_posix()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        source.refuse(file, "-", f"cannot be read: {fault}")
        return {}


def _instrument(source: Source, key: str, table: dict[str, Any]) -> None:
    if source.fits("docs.toml", key, table, DOC, DOC_MORE):
        source.one_of("docs.toml", f"{key}.kind", table["kind"], ("law", "notice", "service"))
        source.one_of("docs.toml", f"{key}.certainty", table["certainty"], CERTAINTIES)
        source.instruments[key] = Instrument(id=key, **table)


def _param(source: Source, key: str, table: dict[str, Any]) -> None:
    if not source.fits("params.toml", key, table, PARAM, PARAM_MORE):
        return
    source.one_of("params.toml", f"{key}.type", table["type"], TYPES)
    source.one_of("params.toml", f"{key}.anchor", table["anchor"], ANCHORS)
    source.one_of("params.toml", f"{key}.running", table["running"], ("keep", "switch"))
    if table["type"] == "int":
        source.one_of("params.toml", f"{key}.unit", table.get("unit", ""), UNITS)
    elif "unit" in table:
        source.refuse("params.toml", f"{key}.unit", "only numbers have a unit")
    if table["open_to"]:
        source.one_of("params.toml", f"{key}.guard", table.get("guard", ""), GUARDS)
    if table["type"] in ("choice", "choices") and not table.get("choices"):
        source.refuse("params.toml", f"{key}.choices", "missing")
    source.params[key] = Param(
        id=key,
        label_vi=table["label_vi"],
        label_en=table["label_en"],
        type=table["type"],
        unit=table.get("unit", ""),
        anchor=table["anchor"],
        open_to=tuple(table["open_to"]),
        guard=table.get("guard", ""),
        running=table["running"],
        since=table.get("since", EPOCH),
        choices=tuple(table.get("choices", ())),
        scope={axis: tuple(values) for axis, values in table.get("scope", {}).items()},
    )


def _province(source: Source, root: Path, folder: Path) -> None:
    path = folder / "province.toml"
    file, table = path.relative_to(root).as_posix(), _load(source, root, path)
    if table and source.fits(file, "province", table, PROVINCE, PROVINCE_MORE):
        source.one_of(file, "basis", table["basis"], ("own_regulation", "national_base"))
        if table["code"] != folder.name:
            source.refuse(file, "code", f"must be the folder's name, {folder.name}")
        source.provinces[folder.name] = Province(**table)
    for each in sorted(folder.glob("*.toml")):
        if each != path:
            _entries(source, root, each, folder.name)


def _entries(source: Source, root: Path, path: Path, province: str) -> None:
    file, tables = path.relative_to(root).as_posix(), _load(source, root, path)
    doc = path.stem
    if doc not in source.instruments:
        source.refuse(file, "-", f"docs.toml has no instrument {doc!r}")
    for name in sorted(set(tables) - {"value", "none", "end"}):
        source.refuse(file, name, "unknown key")
    for kind, needs in (("value", VALUE), ("none", NONE)):
        for key, table in _tables(tables, kind):
            if source.fits(file, key, table, needs, ENTRY_MORE):
                _entry(source, file, doc, province, table)
    for key, table in _tables(tables, "end"):
        if source.fits(file, key, table, END, END_MORE):
            source.ends.append(_end(source, file, doc, key, table))


def _tables(tables: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    listed = tables.get(kind, [])
    for n, table in enumerate(listed if isinstance(listed, list) else [listed]):
        name = table.get("id") if isinstance(table, dict) else None
        yield (name if isinstance(name, str) else f"{kind}[{n}]"), table


def _entry(source: Source, file: str, doc: str, province: str, table: dict[str, Any]) -> None:
    key = table["id"]
    source.one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
    source.one_of(file, f"{key}.decision", table.get("decision", ""), ("", "carried"))
    if key in source.entries:
        source.refuse(file, key, f"id already used in {source.files[key]}")
        return
    rest = {"until": None, **table, "value": _plain(table.get("value")), "doc": doc, "province": province}
    source.files[key] = file
    source.entries[key] = Entry(since=rest.pop("from"), **rest)


def _plain(value: Any) -> Plain | None:
    return tuple(value) if isinstance(value, list) else value


def _end(source: Source, file: str, doc: str, key: str, table: dict[str, Any]) -> End:
    if ("entry" in table) == ("doc" in table):
        source.refuse(file, key, "names either an entry or a doc to end")
    return End(file, doc, table["on"], table["article"], table.get("entry", ""), table.get("doc", ""))


def _year(source: Source, root: Path, path: Path) -> None:
    file, table = path.relative_to(root).as_posix(), _load(source, root, path)
    if not table or not source.fits(file, "year", table, YEAR, YEAR_MORE):
        return
    if path.stem != str(table["year"]):
        source.refuse(file, "year", f"must be the file's name, {path.stem}")
    off = [_day(source, file, f"off[{n}]", day, OFF) for n, day in enumerate(table.get("off", []))]
    work = [_day(source, file, f"work[{n}]", day, WORK) for n, day in enumerate(table.get("work", []))]
    source.years.append(
        YearDays(
            table["year"],
            tuple(DayOff(d["day"], d["kind"], d["name_vi"], d["name_en"]) for d in off if d),
            tuple(WorkedDay(d["day"], d["in_lieu_of"]) for d in work if d),
            table["provisional"],
        )
    )


def _day(source: Source, file: str, key: str, table: Any, needs: Keys) -> dict[str, Any] | None:
    if not source.fits(file, key, table, needs, DAY_MORE):
        return None
    source.one_of(file, f"{key}.kind", table.get("kind", "swap"), ("statutory", "lieu", "swap"))
    source.one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
    if table["doc"] not in source.instruments:
        source.refuse(file, f"{key}.doc", f"docs.toml has no instrument {table['doc']!r}")
    if table["certainty"] == "inferred" and table.get("question", "") not in source.questions:
        source.refuse(file, f"{key}.question", "an inferred day needs a question of questions.toml")
    return dict(table)


def merge_ends(source: Source) -> None:
    """Write each `[[end]]` into the entries it ends; refuse what is already ended or does not exist."""
    # Single entries first: what they end is no longer open when a whole instrument ends.
    for end in sorted(source.ends, key=lambda end: bool(end.doc)):
        ended = [entry for entry in source.entries.values() if _meant(entry, end)]
        if not ended:
            source.refuse(end.file, f"end {end.entry or end.doc}", "no such entry to end")
        for entry in ended:
            if entry.until is not None:
                source.refuse(end.file, f"end {entry.id}", f"it already ends on {entry.until}")
            by = f"{end.by}, {end.article}"
            source.entries[entry.id] = replace(entry, until=end.on, ended_by=by)


def _meant(entry: Entry, end: End) -> bool:
    if end.entry:
        return entry.id == end.entry
    return entry.doc == end.doc and entry.until is None and entry.since < end.on
