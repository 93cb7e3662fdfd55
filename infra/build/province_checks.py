"""Checks of a province's folder beside its law: refused with file, key and reason before anything is deployed."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from chalicelib.domain.notices import NoticeDataError
from chalicelib.domain.worktime import OfficeHours, Shift, calendar_for
from chalicelib.provinces import CODE, DESCRIPTION, LONGEST
from chalicelib.repositories.catalogue import CatalogueFiles
from chalicelib.repositories.catalogue_records import DIFFERENCES, OWN_PROCEDURES, procedure_of, tree_of, with_differences
from chalicelib.repositories.notice_table import read_notices
from infra.build.law_layers import ANY_YEAR
from infra.build.law_procedures import check_procedure
from infra.build.law_source import Keys, Source, explain, read_utf8

AGENCIES, COMPETENCE, MARK = "agencies.json", "competence.json", "mark.svg"
QUOTAS, ALARMS, NOTICES = "quotas.json", "alarms.json", "notices.toml"
FIGURES = ((QUOTAS, "quotas.json", "limits"), (ALARMS, "security/alarms.json", "rules"))
"""Files of figures of the province's own: name, whose figures they take the place of, and where those stand in it."""
FILES = frozenset(
    (
        DESCRIPTION, AGENCIES, COMPETENCE, MARK, "docs.toml", "questions.toml", "calendar.toml", OWN_PROCEDURES, QUOTAS,
        ALARMS, NOTICES,
    )
)  # fmt: skip

FILE: Keys = {
    "province": str, "code": str, "gso_code_before": str, "gso_code": str, "vi": str, "en": str, "merger_note_vi": str,
    "agencies": list,
}  # fmt: skip
AGENCY: Keys = {
    "id": str, "parent": object, "kind": str, "vi": str, "en": str, "code_2018": object, "code_2025": object,
    "code_evidence": str,
}  # fmt: skip
AGENCY_MORE: Keys = {
    "gso_code": str, "department": str, "formerly_vi": list, "is_one_stop": bool, "is_centre": bool,
    "active_from": str, "active_until": str, "successor": str, "hotline": str, "office_hours": list,
}  # fmt: skip
HOURS: Keys = {"days": list, "open": str, "close": str}
RULE: Keys = {"take": str}
RULE_MORE: Keys = {"kind": str, "at_centre_department": str, "note_vi": str}
TAKES = ("own_committee", "unit", "department", "node")
LOOK: Keys = {}
LOOK_MORE: Keys = {"action": str, "action_dark": str}
COMMITTEES = ("commune_peoples_committee", "district_peoples_committee")
FORMER_KINDS = ("district_peoples_committee",)
"""Kinds that agencies had before the units of two levels, and that no procedure names any more."""

COMMITTEE, POST_OFFICE = "provincial_peoples_committee", "post_office"
PROVINCE_CODE, DAY, HOUR = re.compile(r"H\d{2}"), re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d")
CODE_OF_PROCEDURE = re.compile(r"[0-9A-Za-z.-]+")
ADDRESS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?")
COLOUR = re.compile(r"#[0-9a-f]{6}")
LIGHT, DARK = "#ffffff", "#201e1b"
CONTRAST = 4.5
"""The least between text and ground (WCAG 2.2, 1.4.3)."""
LARGEST_MARK = 20_000
"""Bytes: every page shows it."""
_ACTIVE = re.compile(
    rb"<(?:[\w.-]+:)?(?:script|foreignobject)|<!entity|@import|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#)"
    rb"|url\(\s*[\"']?(?!#)",
    re.I,
)
ADDRESSES = ("access.address", "access.counter_address")


def check_folders(source: Source, roots: Sequence[Path], kinds: Iterable[str]) -> None:
    """Check every province's folder under the roots' `province/`, and what two of them must not share.

    `kinds` are the kinds of agencies that the code lists know.
    """
    folders = [path for root in roots for path in sorted(root.glob("province/*")) if path.is_dir()]
    known, trees, needs = (*kinds, *FORMER_KINDS), {}, _read_needs(next(iter(roots)))
    for folder in folders:
        file = f"province/{folder.name}"
        _check_files(source, folder, file)
        _check_look(source, folder, file)
        trees[folder] = _check_agencies(source, folder, f"{file}/{AGENCIES}", known, needs)
        _check_competence(source, folder, f"{file}/{COMPETENCE}", known)
        _check_units(source, folder, f"{file}/calendar.toml", trees[folder])
        _check_differences(source, folder, f"{file}/{OWN_PROCEDURES}", roots[0])
        for name, common, table in FIGURES:
            _check_figures(source, folder / name, f"{file}/{name}", roots[0] / common, table)
        _check_notices(source, folder, f"{file}/{NOTICES}", roots[0])
        _check_post(source, folder, f"{file}/{AGENCIES}", trees[folder])
        _check_regulation(source, folder, f"{file}/{DESCRIPTION}")
    _check_shared(source, folders, trees)


def _check_files(source: Source, folder: Path, file: str) -> None:
    if not CODE.fullmatch(folder.name) or len(folder.name) > LONGEST:
        source.refuse(file, "code", f"must be small letters joined by hyphens, {LONGEST} characters at most")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_dir() and path.parent == folder):
            source.refuse(f"{file}/{name}", "-", "a province is files in one folder: no links, no folders within")
        elif path.is_file() and name not in FILES and path.suffix != ".toml":
            source.refuse(f"{file}/{name}", "-", "a province has no such file")
    if not (folder / DESCRIPTION).is_file():
        source.refuse(f"{file}/{DESCRIPTION}", "-", "missing")
    mark = folder / MARK
    if mark.is_file():
        content = mark.read_bytes()
        if len(content) > LARGEST_MARK:
            source.refuse(f"{file}/{MARK}", "-", f"{len(content)} bytes, at most {LARGEST_MARK}")
        if b"<svg" not in content or _ACTIVE.search(content):
            source.refuse(f"{file}/{MARK}", "-", "must be a drawing without scripts and without anything from elsewhere")


def _check_look(source: Source, folder: Path, file: str) -> None:
    try:
        look = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8")).get("look", {})
    except (OSError, ValueError):
        return  # said by who reads the file
    if source.fits(f"{file}/{DESCRIPTION}", "look", look, LOOK, LOOK_MORE):
        for key, ground in (("action", LIGHT), ("action_dark", DARK)):
            if key in look:
                _check_colour(source, f"{file}/{DESCRIPTION}", f"look.{key}", look[key], ground)


def _check_colour(source: Source, file: str, key: str, colour: str, ground: str) -> None:
    if not COLOUR.fullmatch(colour):
        source.refuse(file, key, f"{colour!r} is not a colour, #rrggbb in small letters")
    elif (found := measure_contrast(colour, ground)) < CONTRAST:
        source.refuse(file, key, f"{colour} on {ground} has a contrast of {found:.1f}, at least {CONTRAST} is readable")


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _load(source: Source, path: Path, file: str) -> dict[str, Any] | None:
    try:
        found = json.loads(read_utf8(path), object_pairs_hook=_once)
    except (OSError, ValueError) as fault:
        told = "missing" if isinstance(fault, FileNotFoundError) else f"cannot be read: {explain(fault)}"
        source.refuse(file, "-", told)
        return None
    if not isinstance(found, dict):
        source.refuse(file, "-", "must be a table")
        return None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A table of JSON in which no key stands twice: the second would silently win."""
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{twice[0]!r} stands twice in one table")
    return dict(pairs)


def _check_agencies(
    source: Source, folder: Path, file: str, kinds: Iterable[str], needs: Needs
) -> dict[str, Any]:
    """Check the agencies; answer what was read, or nothing where that is not whole."""
    found = _load(source, folder / AGENCIES, file)
    if found is None or not source.fits(file, "province", found, FILE, {}):
        return {}
    if found["province"] != folder.name:
        source.refuse(file, "province", f"must be the folder's name, {folder.name}")
    if not PROVINCE_CODE.fullmatch(found["code"]):
        source.refuse(file, "code", f"{found['code']!r} is no code of a province, such as H57")
    good = [each for n, each in enumerate(found["agencies"]) if _check_agency(source, file, n, each, tuple(kinds))]
    if len(good) < len(found["agencies"]):
        return found
    for name, times in Counter(each["id"] for each in good).items():
        if times > 1:
            source.refuse(file, f"{name}.id", f"used {times} times")
    for code, times in Counter(each[key] for each in good for key in ("code_2018", "code_2025") if each[key]).items():
        if times > 1:
            source.refuse(file, code, f"the code of {times} agencies")
    agencies = {each["id"]: each for each in good}
    for each in good:
        for key in ("parent", "successor"):
            if each.get(key) and each[key] not in agencies:
                source.refuse(file, f"{each['id']}.{key}", f"there is no agency {each[key]!r}")
        if _in_cycle(each["id"], agencies):
            source.refuse(file, f"{each['id']}.parent", "the agencies above it lead back to it")
    above_all = [each for each in good if each["parent"] is None]
    if not above_all:
        source.refuse(file, "agencies", "none stands above all others: parent = null")
    for each in above_all:
        if len(above_all) > 1 or each["kind"] != COMMITTEE:
            source.refuse(file, f"{each['id']}.parent", f"only the one {COMMITTEE} stands above all others")
    departments = Counter(each["department"] for each in good if "department" in each and "active_until" not in each)
    for name, times in departments.items():
        if times > 1:
            source.refuse(file, "department", f"{name} is the department of {times} agencies")
    _check_served(source, file, agencies, needs)
    try:
        tree_of(found, {"kinds": {}})
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        source.refuse(file, "agencies", f"cannot be read: {fault}")
    return found


def _check_agency(source: Source, file: str, number: int, each: Any, kinds: tuple[str, ...]) -> bool:
    key = str(each["id"]) if isinstance(each, dict) and each.get("id") else f"agencies[{number}]"
    if not source.fits(file, key, each, AGENCY, AGENCY_MORE):
        return False
    before = len(source.problems)
    source.one_of(file, f"{key}.kind", each["kind"], kinds)
    source.one_of(file, f"{key}.code_evidence", each["code_evidence"], ("verified", "unverified", "invented", "none"))
    for name in ("parent", "code_2018", "code_2025"):
        if each[name] is not None and not (isinstance(each[name], str) and each[name]):
            source.refuse(file, f"{key}.{name}", "must be a text or null")
    days = [_day(source, file, f"{key}.{name}", each.get(name)) for name in ("active_from", "active_until")]
    if each["kind"] == "department" and "department" not in each:
        source.refuse(file, f"{key}.department", "missing: the code by which procedures name it")
    if days[0] and days[1] and days[1] < days[0]:
        source.refuse(file, f"{key}.active_until", f"must not be before {days[0]}")
    if each.get("is_one_stop") and not each.get("office_hours"):
        source.refuse(file, f"{key}.office_hours", "missing: a one-stop unit is open at some time")
    for n, row in enumerate(each.get("office_hours", ())):
        _check_hours(source, file, f"{key}.office_hours[{n}]", row)
    if each.get("office_hours") and len(source.problems) == before:
        _check_overlap(source, file, f"{key}.office_hours", each["office_hours"])
    return len(source.problems) == before


def _check_overlap(source: Source, file: str, key: str, rows: Iterable[Mapping[str, Any]]) -> None:
    shifts = [(Shift(time.fromisoformat(row["open"]), time.fromisoformat(row["close"])), row["days"]) for row in rows]
    try:
        calendar_for((ANY_YEAR,), [OfficeHours(shift, tuple(days)) for shift, days in shifts])
    except ValueError as fault:
        source.refuse(file, key, str(fault))


def _day(source: Source, file: str, key: str, text: str | None) -> date | None:
    try:
        if text and not DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text) if text else None
    except ValueError:
        source.refuse(file, key, f"{text!r} is not a day, YYYY-MM-DD")
        return None


def _check_hours(source: Source, file: str, key: str, row: Any) -> None:
    if not source.fits(file, key, row, HOURS, {}):
        return
    if not row["days"] or any(type(day) is not int or not 1 <= day <= 7 for day in row["days"]):
        source.refuse(file, f"{key}.days", f"{row['days']} are not days of the week, 1 to 7")
    try:
        if not (HOUR.fullmatch(row["open"]) and HOUR.fullmatch(row["close"])):
            raise ValueError(row)
        opens, closes = time.fromisoformat(row["open"]), time.fromisoformat(row["close"])
    except ValueError:
        source.refuse(file, f"{key}.open", f"{row['open']!r} to {row['close']!r} are not times, HH:MM")
        return
    if opens >= closes:
        source.refuse(file, f"{key}.open", f"must be before it closes: {row['open']}–{row['close']}")


def _in_cycle(start: str, agencies: Mapping[str, Any]) -> bool:
    seen, above = set(), agencies[start]["parent"]
    while above in agencies and above not in seen:
        if above == start:
            return True
        seen.add(above)
        above = agencies[above]["parent"]
    return False


@dataclass(frozen=True)
class Needs:
    """What procedures name: departments, and kinds of which the province has one agency."""

    departments: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset(("tax_authority",))


def _read_needs(root: Path) -> Needs:
    """What the procedures beside the law name, by the common rules of competence."""
    files = sorted((root / "procedures").glob("*.json"))
    if not files or not (root / COMPETENCE).is_file():
        return Needs()
    rules = json.loads((root / COMPETENCE).read_text(encoding="utf-8"))["kinds"]
    procedures = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    named = [each["competent"] for each in procedures]
    kinds = {each["kind"] for each in named} | {task["kind"] for each in procedures for task in each["tasks"]}
    nodes = {rules[kind]["kind"] for kind in kinds if rules.get(kind, {}).get("take") == "node"}
    return Needs(frozenset(each["department"] for each in named if each.get("department")), frozenset(nodes))


def _check_served(source: Source, file: str, agencies: Mapping[str, Any], needs: Needs) -> None:
    """There must be somebody to file with and somebody to settle: the province's centre, two communes' units, and every
    department and authority that procedures name."""
    open_now = [each for each in agencies.values() if "active_until" not in each]
    units = [
        each for each in open_now
        if each.get("is_one_stop") and agencies.get(each["parent"], {}).get("kind") in COMMITTEES
    ]  # fmt: skip
    if len(units) < 2:
        source.refuse(file, "agencies", f"{len(units)} one-stop units of communes without a last day, at least 2")
    if not any(each.get("is_one_stop") and _is_central(each, agencies) for each in open_now):
        source.refuse(file, "agencies", "no one-stop unit of the province itself without a last day")
    for kind in sorted(needs.nodes - {each["kind"] for each in open_now}):
        source.refuse(file, "agencies", f"no agency of the kind {kind} without a last day")
    for name in sorted(needs.departments - {each.get("department") for each in open_now}):
        source.refuse(file, "agencies", f"no agency with department = {name!r} without a last day, and procedures name it")


def _is_central(agency: Mapping[str, Any], agencies: Mapping[str, Any]) -> bool:
    return agencies.get(agency["parent"], {}).get("kind") not in (*COMMITTEES, None)


def _check_competence(source: Source, folder: Path, file: str, kinds: tuple[str, ...]) -> None:
    """What the province has differently from the common rules of competence; it needs no such file."""
    if not (folder / COMPETENCE).exists():
        return
    found = _load(source, folder / COMPETENCE, file)
    if found is None or not source.fits(file, "-", found, {"kinds": dict}, {}):
        return
    for kind, rule in found["kinds"].items():
        source.one_of(file, f"kinds.{kind}", kind, kinds)
        if source.fits(file, f"kinds.{kind}", rule, RULE, RULE_MORE):
            source.one_of(file, f"kinds.{kind}.take", rule["take"], TAKES)
            if rule["take"] == "node":
                source.one_of(file, f"kinds.{kind}.kind", rule.get("kind", ""), kinds)


def _check_units(source: Source, folder: Path, file: str, tree: Mapping[str, Any]) -> None:
    """A unit with hours or closures of its own is one of the province's agencies."""
    known = {str(each.get("id")) for each in tree.get("agencies", ()) if isinstance(each, dict)}
    named = {line.unit for line in source.hours if line.province == folder.name}
    named |= {line.unit for line in source.closures if line.province == folder.name}
    for unit in sorted(named - known - {""}):
        source.refuse(file, "unit", f"{AGENCIES} has no agency {unit!r}")


def _check_differences(source: Source, folder: Path, file: str, root: Path) -> None:
    """What the province publishes differently of a procedure, read as the catalogue reads it."""
    if not (folder / OWN_PROCEDURES).exists():
        return
    lists = CatalogueFiles(root).code_lists
    for name, own in (_load(source, folder / OWN_PROCEDURES, file) or {}).items():
        path = root / "procedures" / f"{name}.json"
        if not CODE_OF_PROCEDURE.fullmatch(name) or not path.is_file():
            source.refuse(file, name, "there is no such procedure")
        elif source.fits(file, name, own, {"basis_vi": str}, {each: object for each in DIFFERENCES.split()}):
            try:
                merged = with_differences(json.loads(path.read_text(encoding="utf-8")), own)
                procedure_of(merged, lists)
            except (AttributeError, KeyError, TypeError, ValueError) as fault:
                told = f"missing {fault}" if isinstance(fault, KeyError) else str(fault)
                source.refuse(file, name, told)
            else:
                check_procedure(source, f"{file}: {name}", dict(merged))


def _check_figures(source: Source, path: Path, file: str, common: Path, table: str) -> None:
    """Figures of the province's own have the keys and types of those whose place they take, and none is 0."""
    if not path.exists():
        return
    known = json.loads(common.read_text(encoding="utf-8"))[table]
    for name, row in (_load(source, path, file) or {}).items():
        if name not in known:
            source.refuse(file, name, f"is not one of {', '.join(known)}")
        elif source.fits(file, name, row, {key: type(value) for key, value in known[name].items()}, {}):
            for key, value in row.items():
                if type(value) is int and value < 1:
                    source.refuse(file, f"{name}.{key}", "must be at least 1")


def _check_notices(source: Source, folder: Path, file: str, root: Path) -> None:
    if (folder / NOTICES).exists():
        try:
            read_notices(root / "notices", source.load(folder.parents[1], folder / NOTICES))
        except NoticeDataError as fault:
            key, _, reason = str(fault).partition(": ")
            source.refuse(file, key, reason)


def _check_post(source: Source, folder: Path, file: str, tree: Mapping[str, Any]) -> None:
    """A post office takes dossiers in only where a text gives postal staff the reception (post.stages)."""
    law = [each for each in source.entries.values() if each.param == "post.stages" and each.province == folder.name]
    if any(isinstance(each.value, tuple) and "receive" in each.value for each in law):
        return
    for each in tree.get("agencies", ()):
        if isinstance(each, dict) and each.get("kind") == POST_OFFICE and each.get("is_one_stop"):
            source.refuse(file, f"{each.get('id')}.is_one_stop", "no text gives postal staff the stage receive (post.stages)")


def _check_regulation(source: Source, folder: Path, file: str) -> None:
    """A province of its own regulation names a text that its own folder holds: the file of that name, with its rules."""
    about = source.provinces.get(folder.name)
    if about is None or about.basis != "own_regulation":
        return
    if not about.regulation:
        source.refuse(file, "regulation", "missing: basis = \"own_regulation\" names the text, a key of docs.toml")
    elif not (folder / f"{about.regulation}.toml").is_file():
        source.refuse(file, "regulation", f"the folder has no file {about.regulation}.toml with the rules of that text")


def _check_shared(source: Source, folders: Iterable[Path], trees: Mapping[Path, Mapping[str, Any]]) -> None:
    """A code, a prefix of clauses and an address belong to one province."""
    owners: dict[tuple[str, str], str] = {}

    def claim(file: str, key: str, what: str, value: str, owner: str) -> None:
        first = owners.setdefault((what, value), owner)
        if first != owner:
            source.refuse(file, key, f"{value} is {what} of {first} already")

    seen: set[str] = set()
    for folder in folders:
        if folder.name in seen:
            source.refuse(f"province/{folder.name}", "code", "two provinces have this code")
        seen.add(folder.name)
        if code := trees[folder].get("code"):
            claim(f"province/{folder.name}/{AGENCIES}", "code", "the code", str(code), folder.name)
        for each in trees[folder].get("agencies", ()):
            for name in ("code_2018", "code_2025"):
                if isinstance(each, dict) and isinstance(each.get(name), str):
                    key = f"{each.get('id')}.{name}"
                    claim(f"province/{folder.name}/{AGENCIES}", key, "the code of an agency", each[name], folder.name)
        about = source.provinces.get(folder.name)
        if about and about.clauses:
            claim(f"province/{folder.name}/{DESCRIPTION}", "clauses", "the prefix of clauses", about.clauses, about.code)
    for entry in source.entries.values():
        if entry.province and entry.param in ADDRESSES and isinstance(entry.value, str):
            if not ADDRESS.fullmatch(entry.value):
                told = f"{entry.value!r} is no address: a name such as motcua.example.vn, without https:// and path"
                source.refuse(source.files[entry.id], f"{entry.id}.value", told)
            claim(source.files[entry.id], f"{entry.id}.value", "the address", entry.value, f"{entry.province}")
