"""Checks of a province's folder, apart from its law: faults are refused with file, key and reason before a
deployment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chalicelib.domain.notices.notice_rules import NoticeDataError
from chalicelib.domain.shared.folding import fold_text
from chalicelib.provinces import CODE, DESCRIPTION, LONGEST
from chalicelib.repositories.catalogue.catalogue_records import OWN_PROCEDURES
from chalicelib.repositories.notices.notice_table import read_notices
from infra.law.fault_words import refuse_outside
from infra.law.province_about import MARK, check_mark, check_names, check_regulation, check_shown, check_spelling
from infra.law.province_agencies import (
    AGENCIES,
    CODES,
    COMPETENCE,
    POST_OFFICE,
    Needs,
    check_agencies,
    read_needs,
)
from infra.law.province_applications import APPLICATIONS, check_applications
from infra.law.province_procedures import Catalogue, check_differences
from infra.law.reader import LAYER
from infra.law.source import Keys, LawSource, read_utf8

QUOTAS, ALARMS, NOTICES = "quotas.json", "alarms.json", "notices.toml"
FIGURES = ((QUOTAS, "quotas.json", "limits"), (ALARMS, "security/alarms.json", "rules"))
"""Files of figures of the province's own: name, the replaced figures, and their place in it."""
LARGEST_FIGURE = 100_000
FILES = frozenset(
    (
        DESCRIPTION, AGENCIES, COMPETENCE, MARK, "docs.toml", "questions.toml", LAYER, OWN_PROCEDURES, QUOTAS,
        ALARMS, NOTICES, APPLICATIONS,
    )
)  # fmt: skip
RULE: Keys = {"take": str}
RULE_MORE: Keys = {"kind": str, "at_centre_department": str, "note_vi": str}
TAKES = ("own_committee", "unit", "department", "node")
FORMER_KINDS = ("district_peoples_committee",)
"""Kinds that agencies had before the units of two levels, and that no procedure names any more."""
ADDRESS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?")
PREFIX, QUESTION = re.compile(r"[A-Z]{2,5}"), re.compile(r"Q-[A-Z0-9]+(?:-[A-Z0-9]+)*")
ADDRESSES = ("access.address", "access.counter_address")


def check_folders(source: LawSource, roots: Sequence[Path], kinds: Iterable[str]) -> None:
    """Check every province's folder under the roots' `province/`, and values that two of them must not share.

    `kinds` are the kinds of agencies that the code lists know.
    """
    folders = [path for root in roots for path in sorted(root.glob("province/*")) if path.is_dir()]
    known, needs, catalogue = (*kinds, *FORMER_KINDS), read_needs(roots[0]), Catalogue(roots[0])
    trees = {folder: _check_folder(source, folder, roots[0], known, needs, catalogue) for folder in folders}
    _check_shared(source, folders, trees)


def _check_folder(
    source: LawSource, folder: Path, root: Path, kinds: tuple[str, ...], needs: Needs, catalogue: Catalogue
) -> Mapping[str, Any]:
    file = f"province/{folder.name}"
    _check_files(source, folder, file)
    read = {path.name: _load_json(source, path, f"{file}/{path.name}") for path in sorted(folder.glob("*.json"))}
    if not (folder / AGENCIES).is_file():
        source.refuse_file(f"{file}/{AGENCIES}", FileNotFoundError())
    for path in sorted(folder.glob("*.toml")):
        if f"{file}/{path.name}" not in source.unreadable:
            check_spelling(source, f"{file}/{path.name}", source.load_file(folder.parents[1], path))
    for name, table in read.items():
        check_spelling(source, f"{file}/{name}", table)
    check_mark(source, folder, f"{file}/{MARK}")
    check_shown(source, folder, f"{file}/{DESCRIPTION}")
    tree = check_agencies(source, folder, f"{file}/{AGENCIES}", read.get(AGENCIES), kinds, needs)
    check_names(source, folder, f"{file}/{AGENCIES}", tree)
    _check_competence(source, f"{file}/{COMPETENCE}", read.get(COMPETENCE), kinds, tree)
    _check_calendar(source, folder, f"{file}/{LAYER}", tree)
    if found := read.get(OWN_PROCEDURES):
        check_differences(source, f"{file}/{OWN_PROCEDURES}", folder.name, found, catalogue)
    for name, common, rows in FIGURES:
        _check_figures(source, f"{file}/{name}", read.get(name), root / common, rows)
    _check_notices(source, folder, f"{file}/{NOTICES}", root)
    _check_post(source, folder, f"{file}/{AGENCIES}", tree)
    check_applications(source, folder, tree)
    check_regulation(source, folder, f"{file}/{DESCRIPTION}")
    return tree


def _check_files(source: LawSource, folder: Path, file: str) -> None:
    if not CODE.fullmatch(folder.name) or len(folder.name) > LONGEST:
        source.refuse_value(file, "code", f"must be small letters joined by hyphens, {LONGEST} characters at most")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_dir() and path.parent == folder):
            source.refuse_value(f"{file}/{name}", "-", "a province is files in one folder: no links, no folders within")
        elif path.is_file() and path.parent == folder and name not in FILES and path.suffix != ".toml":
            source.refuse_value(
                f"{file}/{name}", "-", f"a province has no such file; it has {', '.join(sorted(FILES))}"
            )
    if not (folder / DESCRIPTION).is_file():
        source.refuse_file(f"{file}/{DESCRIPTION}", FileNotFoundError())


def _load_json(source: LawSource, path: Path, file: str) -> dict[str, Any] | None:
    try:
        found = json.loads(read_utf8(path), object_pairs_hook=refuse_twice, parse_constant=_refuse_constant)
    except (OSError, ValueError) as fault:
        source.refuse_file(file, fault)
        return None
    if not isinstance(found, dict):
        source.refuse_value(file, "-", "must be a table: its first sign is {")
        return None
    return found


def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a table of JSON. Raises ValueError for a key that stands twice: the second would silently win."""
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{twice[0]!r} stands twice in one table")
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check_competence(
    source: LawSource, file: str, found: Mapping[str, Any] | None, kinds: tuple[str, ...], tree: Mapping[str, Any]
) -> None:
    """Check the province's differences from the common rules of competence; the file is optional."""
    agencies = [each for each in tree.get("agencies", ()) if isinstance(each, dict)]
    departments = {each["department"] for each in agencies if isinstance(each.get("department"), str)}
    if found is None or not source.has_exact_keys(file, "-", found, {"kinds": dict}, {}):
        return
    for kind, rule in found["kinds"].items():
        source.require_one_of(file, f"kinds.{kind}", kind, kinds)
        if source.has_exact_keys(file, f"kinds.{kind}", rule, RULE, RULE_MORE):
            source.require_one_of(file, f"kinds.{kind}.take", rule["take"], TAKES)
            if rule["take"] == "node":
                source.require_one_of(file, f"kinds.{kind}.kind", rule.get("kind", ""), kinds)
                if (
                    agencies
                    and rule.get("kind") in kinds
                    and rule["kind"] not in {each.get("kind") for each in agencies}
                ):
                    source.refuse_value(
                        file, f"kinds.{kind}.kind", f"{AGENCIES} has no agency of the kind {rule['kind']}"
                    )
            if agencies and "at_centre_department" in rule:
                source.require_one_of(
                    file, f"kinds.{kind}.at_centre_department", rule["at_centre_department"], sorted(departments)
                )


def _check_calendar(source: LawSource, folder: Path, file: str, tree: Mapping[str, Any]) -> None:
    """A unit with hours or closures of its own is one of the province's agencies; its days are within the calendars,
    each once."""
    agencies = [str(each.get("id")) for each in tree.get("agencies", ()) if isinstance(each, dict)]
    hours = [line for line in source.hours if line.province == folder.name]
    closures = [line for line in source.closures if line.province == folder.name]
    units = {line.unit for line in hours} | {line.unit for line in closures}
    for unit in sorted(units - {*agencies, ""}) if agencies else ():
        source.refuse_value(file, "unit", f"{AGENCIES} has no agency: {refuse_outside(unit, agencies)}")
    years = [year.year for year in source.years]
    named = [("hours.on", line.on) for line in hours if line.on] + [("closed.day", line.day) for line in closures]
    for key, day in named:
        if years and not years[0] <= day.year <= years[-1]:
            source.refuse_value(file, key, f"{day} lies in no calendar: they reach from {years[0]} to {years[-1]}")
    days = [(line.unit, line.day) for line in closures]
    for unit, day in sorted({each for each in days if days.count(each) > 1}):
        source.refuse_value(file, "closed.day", f"{day} is given twice for {unit or 'the whole province'}")
    everywhere = {day for unit, day in days if not unit}
    for _, day in sorted({(line.unit, line.on) for line in hours if line.on in everywhere and not line.unit}):
        source.refuse_value(file, "hours.on", f"{day} is closed for the whole province, and open here")


def _check_figures(source: LawSource, file: str, found: Mapping[str, Any] | None, common: Path, table: str) -> None:
    """Check that the province's own figures have the keys and types of the replaced ones, and none is 0."""
    if found is None:
        return
    known = json.loads(common.read_text(encoding="utf-8"))[table]
    for name, row in found.items():
        if name not in known:
            source.refuse_value(file, name, refuse_outside(name, known))
        elif source.has_exact_keys(file, name, row, {key: type(value) for key, value in known[name].items()}, {}):
            for key, value in row.items():
                if type(value) is int and not 1 <= value <= LARGEST_FIGURE:
                    source.refuse_value(
                        file, f"{name}.{key}", f"must be at least 1, and at most {LARGEST_FIGURE}: {value}"
                    )


def _check_notices(source: LawSource, folder: Path, file: str, root: Path) -> None:
    if (folder / NOTICES).exists() and file not in source.unreadable:
        try:
            read_notices(root / "notices", source.load_file(folder.parents[1], folder / NOTICES))
        except NoticeDataError as fault:
            key, _, reason = str(fault).partition(": ")
            source.refuse_value(file, key, reason)


def _check_post(source: LawSource, folder: Path, file: str, tree: Mapping[str, Any]) -> None:
    """Check that a post office receives dossiers only where a text gives postal staff the reception (post.stages)."""
    law = [each for each in source.entries.values() if each.param == "post.stages" and each.province == folder.name]
    docs = {name for name, owner in source.owners.items() if owner == folder.name}
    unfit = source.unfit & {f"{folder.name}: post.stages", *docs} or source.lacks(".toml")
    if unfit or any(isinstance(each.value, tuple) and "receive" in each.value for each in law):
        return
    for each in tree.get("agencies", ()):
        if isinstance(each, dict) and each.get("kind") == POST_OFFICE and each.get("is_one_stop"):
            source.refuse_value(
                file, f"{each.get('id')}.is_one_stop", "no text gives postal staff the stage receive (post.stages)"
            )


def _check_shared(source: LawSource, folders: Iterable[Path], trees: Mapping[Path, Mapping[str, Any]]) -> None:
    """Check that a name, a code, a prefix of clauses and an address belong to one province."""
    owners: dict[tuple[str, str], str] = {}

    def claim_value(file: str, key: str, what: str, value: str, owner: str, said: str = "") -> None:
        first = owners.setdefault((what, value), owner)
        if first != owner:
            source.refuse_value(file, key, f"{said or value} is {what} of {first} already")

    seen: set[str] = set()
    for folder in folders:
        if folder.name in seen:
            source.refuse_value(f"province/{folder.name}", "code", "two provinces have this code")
        seen.add(folder.name)
        file = f"province/{folder.name}/{AGENCIES}"
        if code := trees[folder].get("code"):
            claim_value(file, "code", "the code", str(code), folder.name)
        for each in trees[folder].get("agencies", ()):
            for name in CODES:
                if isinstance(each, dict) and isinstance(each.get(name), str):
                    claim_value(file, f"{each.get('id')}.{name}", "the code of an agency", each[name], folder.name)
        if about := source.provinces.get(folder.name):
            file = f"province/{folder.name}/{DESCRIPTION}"
            if about.clauses and not PREFIX.fullmatch(about.clauses):
                source.refuse_value(
                    file, "clauses", f"{about.clauses!r} is no prefix: two to five capital letters, such as HUE"
                )
            if about.clauses:
                claim_value(file, "clauses", "the prefix of clauses", about.clauses, about.code)
            for key, name in (("province.name_vi", about.name_vi), ("province.name_en", about.name_en)):
                claim_value(file, key, "the name", fold_text(name), about.code, name)
    for name, owner in source.owners.items():
        if doc := source.instruments.get(name):
            claim_value(
                f"province/{owner}/docs.toml", f"{name}.number", "the number", f"{doc.number}, {doc.issuer_vi}", name
            )
        if name in source.questions and not QUESTION.fullmatch(name):
            source.refuse_value(
                f"province/{owner}/questions.toml", name, "a question is called as Q-NAME, in capital letters"
            )
    for entry in source.entries.values():
        if entry.province and entry.param in ADDRESSES and isinstance(entry.value, str):
            if not ADDRESS.fullmatch(entry.value):
                explanation = (
                    f"{entry.value!r} is no address: a name such as motcua.example.vn, without https:// and path"
                )
                source.refuse_value(source.files[entry.id], f"{entry.id}.value", explanation)
            claim_value(source.files[entry.id], f"{entry.id}.value", "the address", entry.value, f"{entry.province}")
