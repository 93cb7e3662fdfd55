"""Reads the law's TOML into domain values: closed key sets, exact types, no defaults that change meaning."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain.law.case_dates import Anchor, Running
from chalicelib.domain.law.model import CERTAINTIES, Instrument, Param, Province
from chalicelib.domain.time.working_time import DayOff, WorkedDay, YearDays
from infra.law.entries import read_entries
from infra.law.holidays import read_holidays, read_lunar
from infra.law.layers import read_layer
from infra.law.source import Keys, Source

EPOCH = date(2018, 6, 21)  # NĐ 61/2018: every parameter must be answered from here, unless it says later
GUARDS = ("may_lower", "may_raise", "may_set")
TYPES = ("int", "flag", "choice", "choices", "time", "fraction", "month_day", "text")
UNITS = ("working_hour", "working_day", "calendar_day", "month", "count")
LAYER, DOCS, QUESTIONS, ABOUT = "calendar.toml", "docs.toml", "questions.toml", "province.toml"
NOTICES = "notices.toml"  # words of notices, which are no law

YEARS = (2018, 2099)

DOC: Keys = {
    "number": str, "name_vi": str, "kind": str, "issuer_vi": str, "effect_from": date, "certainty": str,
}  # fmt: skip
DOC_MORE: Keys = {"effect_until": date, "effect_from_assumed": bool, "question": str, "note": str}
PARAM: Keys = {"label_vi": str, "label_en": str, "type": str, "anchor": str, "open_to": list, "running": str}
PARAM_MORE: Keys = {
    "unit": str, "guard": str, "since": date, "choices": list, "scope": dict, "read_by": str, "feature": str,
}  # fmt: skip
PROVINCE: Keys = {"code": str, "name_vi": str, "name_en": str, "basis": str, "says": str}
PROVINCE_MORE: Keys = {
    "successor_vi": str, "successor_since": date, "regulation": str, "clauses": str, "carried_from": date,
    "carried_question": str,
}  # fmt: skip
PAIRS = {
    ("successor_vi", "successor_since"): "the province was merged",
    ("carried_from", "carried_question"): "its own regulation goes on",
}
"""Keys of a description that stand there together."""
YEAR: Keys = {"year": int, "provisional": bool, "lunar": dict}
YEAR_MORE: Keys = {"note": str, "off": list, "work": list}
OFF: Keys = {"day": date, "kind": str, "name_vi": str, "name_en": str, "doc": str, "certainty": str}
WORK: Keys = {"day": date, "in_lieu_of": date, "doc": str, "certainty": str}
DAY_MORE: Keys = {"question": str}


def read(root: Path, *more: Path) -> Source:
    """Read a source folder and any added ones, which may bring instruments, parameters and provinces.

    The provinces' folders are next to the source folder, in `province/`; those of an added folder are in it.
    Never raises on bad content: look at `problems`.
    """
    source = Source()
    places = [(root, root.parent), *((folder, folder) for folder in more)]
    for folder, beside in places:
        _registers(source, folder, added=folder != root)
        for province in _provinces(beside):
            if folder != root:
                source.added.add(province.name)
            _own_registers(source, beside, province)
    for folder, beside in places:
        for path in sorted(folder.glob("national/*.toml")):
            read_entries(source, folder, path, "")
        for province in _provinces(beside):
            _province(source, beside, province)
        for path in sorted(folder.glob("calendar/*.toml")):
            _year(source, folder, path)
    return source


def _provinces(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("province/*") if path.is_dir())


def _registers(source: Source, root: Path, added: bool) -> None:
    for key, text in _register(source, root, QUESTIONS, added, source.questions):
        if isinstance(text, str) and text:
            source.questions[key] = text
        else:
            source.refuse(QUESTIONS, key, "must be a text")
    for key, table in _register(source, root, DOCS, added, source.instruments):
        _instrument(source, DOCS, key, table)
    for key, table in _register(source, root, "params.toml", added, source.params):
        _param(source, key, table)
    read_holidays(source, root)


def _own_registers(source: Source, root: Path, folder: Path) -> None:
    """Read the instruments and questions of a province, which stand in its folder."""
    place = folder.relative_to(root).as_posix()
    for key, text in _register(source, root, f"{place}/{QUESTIONS}", True, source.questions):
        if isinstance(text, str) and text:
            source.questions[key] = text
            source.owners[key] = folder.name
        else:
            source.refuse(f"{place}/{QUESTIONS}", key, "must be a text")
    for key, table in _register(source, root, f"{place}/{DOCS}", True, source.instruments):
        source.owners[key] = folder.name
        if isinstance(table, dict) and table.get("kind") == "service":
            source.refuse(
                f"{place}/{DOCS}", f"{key}.kind", "service is for defaults of the software: a text is law or notice"
            )
            source.unfit.add(key)
            continue
        _instrument(source, f"{place}/{DOCS}", key, table)


def _register(source: Source, root: Path, name: str, added: bool, known: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Return the tables of a register; an added folder needs none, and never changes existing tables."""
    if added and not (root / name).exists():
        return
    for key, table in source.load(root, root / name).items():
        if key in known:
            source.refuse(name, key, "declared twice")
        else:
            yield key, table


def _instrument(source: Source, file: str, key: str, table: dict[str, Any]) -> None:
    if source.fits(file, key, table, DOC, DOC_MORE):
        source.one_of(file, f"{key}.kind", table["kind"], ("law", "notice", "service"))
        source.one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
        if table.get("effect_from_assumed") and "question" not in table:
            source.refuse(file, f"{key}.question", "an assumed first day needs a question")
        source.instruments[key] = Instrument(id=key, **table)
    else:
        source.unfit.add(key)


def _param(source: Source, key: str, table: dict[str, Any]) -> None:
    if not source.fits("params.toml", key, table, PARAM, PARAM_MORE):
        return
    source.one_of("params.toml", f"{key}.type", table["type"], TYPES)
    source.one_of("params.toml", f"{key}.anchor", table["anchor"], tuple(Anchor))
    source.one_of("params.toml", f"{key}.running", table["running"], tuple(Running))
    if table["anchor"] == Anchor.TODAY and table["running"] == Running.KEEP:
        source.refuse("params.toml", f"{key}.running", "a rule of today cannot be kept")
    if table["type"] == "int":
        source.one_of("params.toml", f"{key}.unit", table.get("unit", ""), UNITS)
    elif "unit" in table:
        source.refuse("params.toml", f"{key}.unit", "only numbers have a unit")
    for name in table["open_to"]:
        source.one_of("params.toml", f"{key}.open_to", name, ("province",))
    if table["open_to"]:
        source.one_of("params.toml", f"{key}.guard", table.get("guard", ""), GUARDS)
    if table["type"] in ("choice", "choices") and not table.get("choices"):
        source.refuse("params.toml", f"{key}.choices", "missing")
    if ("read_by" in table) is ("feature" in table):
        source.refuse("params.toml", f"{key}.read_by", "names the file that reads it, or `feature` the one that will")
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
    path = folder / ABOUT
    if path.exists() or folder.name not in source.provinces:
        _described(source, root, folder, path)
    for each in sorted(folder.glob("*.toml")):
        if each.name == LAYER:
            read_layer(source, root, each, folder.name)
        elif each.name not in (ABOUT, DOCS, QUESTIONS, NOTICES):
            read_entries(source, root, each, folder.name)


def _described(source: Source, root: Path, folder: Path, path: Path) -> None:
    before = len(source.problems)
    file, table = path.relative_to(root).as_posix(), source.load(root, path)
    for shown in ("look", "contact"):
        table.pop(shown, None)  # what the pages show is no law: infra.provinces reads it
    if len(source.problems) == before and source.fits(file, "province", table, PROVINCE, PROVINCE_MORE):
        source.one_of(file, "basis", table["basis"], ("own_regulation", "national_base"))
        if table["code"] != folder.name:
            source.refuse(file, "code", f"must be the folder's name, {folder.name}")
        if table.get("regulation"):
            source.refuse_unknown_doc(file, "regulation", table["regulation"], folder.name)
        if table.get("carried_question"):
            source.refuse_unknown_question(file, "carried_question", table["carried_question"], folder.name)
        for pair, told in PAIRS.items():
            if (pair[0] in table) != (pair[1] in table):
                alone, other = sorted(pair, key=lambda name: name not in table)
                source.refuse(file, f"province.{other}", f"missing: {alone} says that {told}")
        source.provinces[folder.name] = Province(**table)


def _year(source: Source, root: Path, path: Path) -> None:
    before = len(source.problems)
    file, table = path.relative_to(root).as_posix(), source.load(root, path)
    if len(source.problems) > before or not source.fits(file, "year", table, YEAR, YEAR_MORE):
        return
    if path.stem != str(table["year"]) or not YEARS[0] <= table["year"] <= YEARS[1]:
        source.refuse(file, "year", f"must be the file's name, {path.stem}, of {YEARS[0]} to {YEARS[1]}")
        return
    read_lunar(source, file, table["year"], table["lunar"])
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
    if table["certainty"] == "inferred":
        source.unsure.add(table["day"])
    return dict(table)
