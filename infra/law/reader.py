"""Reads the law's TOML into domain values: closed key sets, exact types, no defaults that change meaning."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain.law.case_dates import Anchor, Running
from chalicelib.domain.law.model import CERTAINTIES, Instrument, Param, ServedProvince
from chalicelib.domain.time.working_calendar import DayOff, WorkedDay, YearDays
from infra.law.entries import read_entries
from infra.law.holidays import read_holidays, read_lunar
from infra.law.layers import read_layer
from infra.law.source import Keys, LawSource

EPOCH = date(2018, 6, 21)  # NĐ 61/2018: every parameter must be answered from here, unless it says later
GUARDS = ("may_lower", "may_raise", "may_set")
TYPES = ("int", "flag", "choice", "choices", "time", "fraction", "month_day", "text")
UNITS = ("working_hour", "working_day", "calendar_day", "month", "count")
LAYER, DOCS, QUESTIONS, ABOUT = "calendar.toml", "docs.toml", "questions.toml", "province.toml"
NOTICES = "notices.toml"  # words of notices, which are no law
APPLICATIONS = "applications.toml"  # other applications that people open with the sign-in of here

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


def read_source(root: Path, *more: Path) -> LawSource:
    """Read a source folder and any added ones, which may bring instruments, parameters and provinces.

    The provinces' folders are next to the source folder, in `province/`; those of an added folder are in it.
    Never raises on bad content: look at `problems`.
    """
    source = LawSource()
    places = [(root, root.parent), *((folder, folder) for folder in more)]
    for folder, owner_folder in places:
        _read_registers(source, folder, added=folder != root)
        for province in _list_province_folders(owner_folder):
            if folder != root:
                source.added.add(province.name)
            _read_own_registers(source, owner_folder, province)
    for folder, owner_folder in places:
        for path in sorted(folder.glob("national/*.toml")):
            read_entries(source, folder, path, "")
        for province in _list_province_folders(owner_folder):
            _read_province(source, owner_folder, province)
        for path in sorted(folder.glob("calendar/*.toml")):
            _read_year(source, folder, path)
    return source


def _list_province_folders(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("province/*") if path.is_dir())


def _read_registers(source: LawSource, root: Path, added: bool) -> None:
    for key, text in _list_register_tables(source, root, QUESTIONS, added, source.questions):
        if isinstance(text, str) and text:
            source.questions[key] = text
        else:
            source.refuse_value(QUESTIONS, key, "must be a text")
    for key, table in _list_register_tables(source, root, DOCS, added, source.instruments):
        _read_instrument(source, DOCS, key, table)
    for key, table in _list_register_tables(source, root, "params.toml", added, source.params):
        _read_param(source, key, table)
    read_holidays(source, root)


def _read_own_registers(source: LawSource, root: Path, folder: Path) -> None:
    """Read the instruments and questions of a province, which stand in its folder."""
    place = folder.relative_to(root).as_posix()
    for key, text in _list_register_tables(source, root, f"{place}/{QUESTIONS}", True, source.questions):
        if isinstance(text, str) and text:
            source.questions[key] = text
            source.owners[key] = folder.name
        else:
            source.refuse_value(f"{place}/{QUESTIONS}", key, "must be a text")
    for key, table in _list_register_tables(source, root, f"{place}/{DOCS}", True, source.instruments):
        source.owners[key] = folder.name
        if isinstance(table, dict) and table.get("kind") == "service":
            source.refuse_value(
                f"{place}/{DOCS}", f"{key}.kind", "service is for defaults of the software: a text is law or notice"
            )
            source.unfit.add(key)
            continue
        _read_instrument(source, f"{place}/{DOCS}", key, table)


def _list_register_tables(
    source: LawSource, root: Path, name: str, added: bool, known: Collection[str]
) -> Iterator[tuple[str, Any]]:
    """Return the tables of a register; an added folder needs none, and never changes existing tables."""
    if added and not (root / name).exists():
        return
    for key, table in source.load_file(root, root / name).items():
        if key in known:
            source.refuse_value(name, key, "declared twice")
        else:
            yield key, table


def _read_instrument(source: LawSource, file: str, key: str, table: dict[str, Any]) -> None:
    if source.has_exact_keys(file, key, table, DOC, DOC_MORE):
        source.require_one_of(file, f"{key}.kind", table["kind"], ("law", "notice", "service"))
        source.require_one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
        if table.get("effect_from_assumed") and "question" not in table:
            source.refuse_value(file, f"{key}.question", "an assumed first day needs a question")
        source.instruments[key] = Instrument(id=key, **table)
    else:
        source.unfit.add(key)


def _read_param(source: LawSource, key: str, table: dict[str, Any]) -> None:
    if not source.has_exact_keys("params.toml", key, table, PARAM, PARAM_MORE):
        return
    source.require_one_of("params.toml", f"{key}.type", table["type"], TYPES)
    source.require_one_of("params.toml", f"{key}.anchor", table["anchor"], tuple(Anchor))
    source.require_one_of("params.toml", f"{key}.running", table["running"], tuple(Running))
    if table["anchor"] == Anchor.TODAY and table["running"] == Running.KEEP:
        source.refuse_value("params.toml", f"{key}.running", "a rule of today cannot be kept")
    if table["type"] == "int":
        source.require_one_of("params.toml", f"{key}.unit", table.get("unit", ""), UNITS)
    elif "unit" in table:
        source.refuse_value("params.toml", f"{key}.unit", "only numbers have a unit")
    for name in table["open_to"]:
        source.require_one_of("params.toml", f"{key}.open_to", name, ("province",))
    if table["open_to"]:
        source.require_one_of("params.toml", f"{key}.guard", table.get("guard", ""), GUARDS)
    if table["type"] in ("choice", "choices") and not table.get("choices"):
        source.refuse_value("params.toml", f"{key}.choices", "missing")
    if ("read_by" in table) is ("feature" in table):
        source.refuse_value(
            "params.toml", f"{key}.read_by", "names the file that reads it, or `feature` the one that will"
        )
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


def _read_province(source: LawSource, root: Path, folder: Path) -> None:
    path = folder / ABOUT
    if path.exists() or folder.name not in source.provinces:
        _read_description(source, root, folder, path)
    for each in sorted(folder.glob("*.toml")):
        if each.name == LAYER:
            read_layer(source, root, each, folder.name)
        elif each.name not in (ABOUT, DOCS, QUESTIONS, NOTICES, APPLICATIONS):
            read_entries(source, root, each, folder.name)


def _read_description(source: LawSource, root: Path, folder: Path, path: Path) -> None:
    before = len(source.problems)
    file, table = path.relative_to(root).as_posix(), source.load_file(root, path)
    for shown in ("look", "contact"):
        table.pop(shown, None)  # what the pages show is no law: infra.provinces reads it
    if len(source.problems) == before and source.has_exact_keys(file, "province", table, PROVINCE, PROVINCE_MORE):
        source.require_one_of(file, "basis", table["basis"], ("own_regulation", "national_base"))
        if table["code"] != folder.name:
            source.refuse_value(file, "code", f"must be the folder's name, {folder.name}")
        if table.get("regulation"):
            source.refuse_unknown_doc(file, "regulation", table["regulation"], folder.name)
        if table.get("carried_question"):
            source.refuse_unknown_question(file, "carried_question", table["carried_question"], folder.name)
        for pair, reason in PAIRS.items():
            if (pair[0] in table) != (pair[1] in table):
                alone, other = sorted(pair, key=lambda name: name not in table)
                source.refuse_value(file, f"province.{other}", f"missing: {alone} says that {reason}")
        source.provinces[folder.name] = ServedProvince(**table)


def _read_year(source: LawSource, root: Path, path: Path) -> None:
    before = len(source.problems)
    file, table = path.relative_to(root).as_posix(), source.load_file(root, path)
    if len(source.problems) > before or not source.has_exact_keys(file, "year", table, YEAR, YEAR_MORE):
        return
    if path.stem != str(table["year"]) or not YEARS[0] <= table["year"] <= YEARS[1]:
        source.refuse_value(file, "year", f"must be the file's name, {path.stem}, of {YEARS[0]} to {YEARS[1]}")
        return
    read_lunar(source, file, table["year"], table["lunar"])
    off = [_read_day(source, file, f"off[{n}]", day, OFF) for n, day in enumerate(table.get("off", []))]
    work = [_read_day(source, file, f"work[{n}]", day, WORK) for n, day in enumerate(table.get("work", []))]
    source.years.append(
        YearDays(
            table["year"],
            tuple(DayOff(d["day"], d["kind"], d["name_vi"], d["name_en"]) for d in off if d),
            tuple(WorkedDay(d["day"], d["in_lieu_of"]) for d in work if d),
            table["provisional"],
        )
    )


def _read_day(source: LawSource, file: str, key: str, table: Any, needs: Keys) -> dict[str, Any] | None:
    if not source.has_exact_keys(file, key, table, needs, DAY_MORE):
        return None
    source.require_one_of(file, f"{key}.kind", table.get("kind", "swap"), ("statutory", "lieu", "swap"))
    source.require_one_of(file, f"{key}.certainty", table["certainty"], CERTAINTIES)
    if table["doc"] not in source.instruments:
        source.refuse_value(file, f"{key}.doc", f"docs.toml has no instrument {table['doc']!r}")
    if table["certainty"] == "inferred" and table.get("question", "") not in source.questions:
        source.refuse_value(file, f"{key}.question", "an inferred day needs a question of questions.toml")
    if table["certainty"] == "inferred":
        source.unsure.add(table["day"])
    return dict(table)
