"""Checks of a province's agencies, their competence, and the units that its calendar and its law name."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from chalicelib.domain.time.working_calendar import OfficeHours, build_calendar
from chalicelib.domain.time.working_timeline import Shift
from chalicelib.repositories.catalogue.agency_records import parse_tree
from infra.law.layers import ANY_YEAR, find_shift_fault
from infra.law.own_rules import is_vietnamese
from infra.law.source import Keys, LawSource

AGENCIES, COMPETENCE = "agencies.json", "competence.json"
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
EVIDENCE = ("verified", "unverified", "invented", "none")
COMMITTEES = ("commune_peoples_committee", "district_peoples_committee")
COMMITTEE, DEPARTMENT, POST_OFFICE = "provincial_peoples_committee", "department", "post_office"
CODES = ("code_2018", "code_2025")
ID, PROVINCE_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?"), re.compile(r"H(?!00)\d{2}")
CODE = {
    "code_2018": (re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}"), "000.00.01.H57"),
    "code_2025": (re.compile(r"[A-Y]\d{2}(?:\.\d{2,3})*"), "H57.01"),
}
DAY, HOUR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d")
GSO_CODE, HOTLINE = re.compile(r"\d{2}"), re.compile(r"[+(]?\d[\d .()-]{1,18}\d")


@dataclass(frozen=True)
class Needs:
    """Agencies that procedures name: departments, and kinds of which the province has one agency."""

    departments: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset(("tax_authority",))


def read_needs(root: Path) -> Needs:
    """Return the agencies that the procedures name, by the common rules of competence."""
    files = sorted((root / "procedures").glob("*.json"))
    if not files or not (root / COMPETENCE).is_file():
        return Needs()
    rules = json.loads((root / COMPETENCE).read_text(encoding="utf-8"))["kinds"]
    procedures = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    named = [each["competent"] for each in procedures]
    kinds = {each["kind"] for each in named} | {task["kind"] for each in procedures for task in each["tasks"]}
    nodes = {rules[kind]["kind"] for kind in kinds if rules.get(kind, {}).get("take") == "node"}
    return Needs(frozenset(each["department"] for each in named if each.get("department")), frozenset(nodes))


def check_agencies(
    source: LawSource, folder: Path, file: str, found: dict[str, Any] | None, kinds: Iterable[str], needs: Needs
) -> dict[str, Any]:
    """Check the agencies; return them, or nothing if they are incomplete."""
    if found is None or not source.has_exact_keys(file, "province", found, FILE, {}):
        return {}
    if found["province"] != folder.name:
        source.refuse_value(file, "province", f"must be the folder's name, {folder.name}")
    if not PROVINCE_CODE.fullmatch(found["code"]):
        source.refuse_value(file, "code", f"{found['code']!r} is no code of a province, such as H57")
    for key in ("gso_code", "gso_code_before"):
        if not GSO_CODE.fullmatch(found[key]):
            source.refuse_value(
                file, key, f"{found[key]!r} is no code of the statistics office: two digits, such as 46"
            )
    good = [each for n, each in enumerate(found["agencies"]) if _check_agency(source, file, n, each, tuple(kinds))]
    if len(good) < len(found["agencies"]):
        return found
    _check_once(source, file, good)
    agencies = {each["id"]: each for each in good}
    _check_above(source, file, agencies)
    for each in good:
        _check_succession(source, file, each, agencies)
    _check_served(source, file, agencies, needs)
    try:
        parse_tree(found, {"kinds": {}})
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        source.refuse_value(file, "agencies", f"cannot be read: {fault}")
    return found


def _check_once(source: LawSource, file: str, agencies: list[dict[str, Any]]) -> None:
    """Check that ids, codes and departments belong to one agency."""
    for name, times in Counter(each["id"] for each in agencies).items():
        if times > 1:
            source.refuse_value(file, f"{name}.id", f"used {times} times")
    names: dict[tuple[object, str], str] = {}
    for each in (each for each in agencies if "active_until" not in each):
        if (first := names.setdefault((each["parent"], each["vi"]), each["id"])) != each["id"]:
            source.refuse_value(
                file, f"{each['id']}.vi", f"{each['vi']} is the name of {first} below the same agency already"
            )
    owners: dict[str, str] = {}
    for each in agencies:
        for key in CODES:
            if each[key] and (first := owners.setdefault(each[key], each["id"])) != each["id"]:
                source.refuse_value(file, f"{each['id']}.{key}", f"{each[key]} is the code of {first} already")
    heads: dict[str, str] = {}
    for each in agencies:
        name = each.get("department")
        if name and "active_until" not in each and (first := heads.setdefault(name, each["id"])) != each["id"]:
            source.refuse_value(file, f"{each['id']}.department", f"{name} is the department of {first} already")


def _check_above(source: LawSource, file: str, agencies: Mapping[str, Any]) -> None:
    """Check that every agency has an existing parent, and all are below the one committee of the province."""
    for each in agencies.values():
        for key in ("parent", "successor"):
            if each.get(key) and each[key] not in agencies:
                source.refuse_value(file, f"{each['id']}.{key}", f"there is no agency {each[key]!r}")
        if _in_cycle(each["id"], agencies):
            source.refuse_value(file, f"{each['id']}.parent", "the agencies above it lead back to it")
        if each["kind"] == POST_OFFICE and agencies.get(each["parent"], {}).get("kind") not in COMMITTEES:
            reason = "a post office stands below the committee of the commune whose dossiers it takes in"
            source.refuse_value(file, f"{each['id']}.parent", reason)
    above_all = [each for each in agencies.values() if each["parent"] is None]
    if not above_all:
        source.refuse_value(file, "agencies", "none stands above all others: parent = null")
    for each in above_all:
        if len(above_all) > 1 or each["kind"] != COMMITTEE:
            source.refuse_value(file, f"{each['id']}.parent", f"only the one {COMMITTEE} stands above all others")


def _check_succession(source: LawSource, file: str, each: Mapping[str, Any], agencies: Mapping[str, Any]) -> None:
    """Check that an agency with a successor has a last day, and that the successor is another agency."""
    if "successor" in each and "active_until" not in each:
        source.refuse_value(file, f"{each['id']}.active_until", "missing: an agency with a successor has a last day")
    if each.get("successor") == each["id"]:
        source.refuse_value(file, f"{each['id']}.successor", "an agency cannot come after itself")
    parent = agencies.get(each["parent"] or "", {})
    if each.get("is_one_stop") and parent.get("is_one_stop"):
        reason = f"{parent['id']} is a one-stop unit too: a unit stands below the committee or office whose unit it is"
        source.refuse_value(file, f"{each['id']}.parent", reason)
    if "active_until" in parent and "active_until" not in each:
        reason = f"{parent['id']}, above it, operates only until {parent['active_until']}"
        source.refuse_value(file, f"{each['id']}.parent", reason)


def _check_agency(source: LawSource, file: str, number: int, each: Any, kinds: tuple[str, ...]) -> bool:
    key = str(each["id"]) if isinstance(each, dict) and each.get("id") else f"agencies[{number}]"
    if not source.has_exact_keys(file, key, each, AGENCY, AGENCY_MORE):
        return False
    before = len(source.problems)
    if not ID.fullmatch(each["id"]):
        source.refuse_value(
            file, f"{key}.id", f"{each['id']!r} must be letters without accents, digits, - and _, at most 40"
        )
    if not is_vietnamese(each["vi"]):
        source.refuse_value(file, f"{key}.vi", f"{each['vi']!r} is no Vietnamese name: it has no accents")
    if each["vi"] == each["en"]:
        source.refuse_value(file, f"{key}.en", f"{each['en']!r} is the Vietnamese name: it is not translated")
    source.require_one_of(file, f"{key}.kind", each["kind"], kinds)
    source.require_one_of(file, f"{key}.code_evidence", each["code_evidence"], EVIDENCE)
    if each["parent"] is not None and not (isinstance(each["parent"], str) and each["parent"]):
        source.refuse_value(file, f"{key}.parent", "must be a text or null")
    _check_codes(source, file, key, each)
    days = [_day(source, file, f"{key}.{name}", each.get(name)) for name in ("active_from", "active_until")]
    if each["kind"] == DEPARTMENT and "department" not in each:
        source.refuse_value(file, f"{key}.department", "missing: the code by which procedures name it")
    if days[0] and days[1] and days[1] < days[0]:
        source.refuse_value(file, f"{key}.active_until", f"must not be before {days[0]}")
    if "hotline" in each and not HOTLINE.fullmatch(each["hotline"]):
        source.refuse_value(
            file, f"{key}.hotline", f"{each['hotline']!r} is no telephone number, such as 0226.3831.234"
        )
    _check_opening(source, file, key, each)
    return len(source.problems) == before


def _check_codes(source: LawSource, file: str, key: str, each: Mapping[str, Any]) -> None:
    for name, (form, sample) in CODE.items():
        if each[name] is not None and not (isinstance(each[name], str) and form.fullmatch(each[name])):
            source.refuse_value(file, f"{key}.{name}", f"{each[name]!r} is no code such as {sample}, and not null")
    if each["code_evidence"] == "none" and any(each[name] for name in CODES):
        source.refuse_value(file, f"{key}.code_evidence", "is none, and yet the agency has a code")
    if any(not isinstance(name, str) or not name for name in each.get("formerly_vi", ())):
        source.refuse_value(file, f"{key}.formerly_vi", "must be a list of texts: earlier names")


def _check_opening(source: LawSource, file: str, key: str, each: Mapping[str, Any]) -> None:
    before = len(source.problems)
    if each.get("is_one_stop") and not each.get("office_hours"):
        source.refuse_value(file, f"{key}.office_hours", "missing: a one-stop unit is open at some time")
    if each.get("is_centre") and not each.get("is_one_stop"):
        source.refuse_value(file, f"{key}.is_one_stop", "missing: a public administration centre is a one-stop unit")
    for n, row in enumerate(each.get("office_hours", ())):
        _check_hours(source, file, f"{key}.office_hours[{n}]", row)
    if each.get("office_hours") and len(source.problems) == before:
        _check_overlap(source, file, f"{key}.office_hours", each["office_hours"])


def _check_overlap(source: LawSource, file: str, key: str, rows: Iterable[Mapping[str, Any]]) -> None:
    shifts = [(Shift(time.fromisoformat(row["open"]), time.fromisoformat(row["close"])), row["days"]) for row in rows]
    try:
        build_calendar((ANY_YEAR,), [OfficeHours(shift, tuple(days)) for shift, days in shifts])
    except ValueError as fault:
        source.refuse_value(file, key, str(fault))


def _day(source: LawSource, file: str, key: str, text: str | None) -> date | None:
    try:
        if text and not DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text) if text else None
    except ValueError:
        source.refuse_value(file, key, f"{text!r} is not a day, YYYY-MM-DD")
        return None


def _check_hours(source: LawSource, file: str, key: str, row: Any) -> None:
    if not source.has_exact_keys(file, key, row, HOURS, {}):
        return
    if not row["days"] or any(type(day) is not int or not 1 <= day <= 7 for day in row["days"]):
        source.refuse_value(file, f"{key}.days", f"{row['days']} are not days of the week, 1 to 7")
    elif len(set(row["days"])) < len(row["days"]):
        source.refuse_value(file, f"{key}.days", f"{row['days']} names a day twice")
    try:
        if not (HOUR.fullmatch(row["open"]) and HOUR.fullmatch(row["close"])):
            raise ValueError(row)
        opens, closes = time.fromisoformat(row["open"]), time.fromisoformat(row["close"])
    except ValueError:
        source.refuse_value(file, f"{key}.open", f"{row['open']!r} to {row['close']!r} are not times, HH:MM")
        return
    if fault := find_shift_fault(opens, closes):
        source.refuse_value(file, f"{key}.open", fault)


def _in_cycle(start: str, agencies: Mapping[str, Any]) -> bool:
    seen, above = set(), agencies[start]["parent"]
    while above in agencies and above not in seen:
        if above == start:
            return True
        seen.add(above)
        above = agencies[above]["parent"]
    return False


def _check_served(source: LawSource, file: str, agencies: Mapping[str, Any], needs: Needs) -> None:
    """Check that there are agencies to file with and agencies to settle: the province's centre, two communes' units,
    and every department and authority that procedures name."""
    today = source.today.isoformat()
    open_now = [
        each for each in agencies.values() if "active_until" not in each and each.get("active_from", "") <= today
    ]
    units = [
        each for each in open_now
        if each.get("is_one_stop") and agencies.get(each["parent"], {}).get("kind") in COMMITTEES
    ]  # fmt: skip
    if len(units) < 2:
        source.refuse_value(
            file, "agencies", f"{len(units)} one-stop units of communes open and without a last day, at least 2"
        )
    if not any(each.get("is_one_stop") and _is_central(each, agencies) for each in open_now):
        source.refuse_value(file, "agencies", "no one-stop unit of the province itself without a last day")
    for kind in sorted(needs.nodes - {each["kind"] for each in open_now}):
        source.refuse_value(file, "agencies", f"no agency of the kind {kind} without a last day")
    for name in sorted(needs.departments - {each.get("department") for each in open_now}):
        source.refuse_value(
            file, "agencies", f"no agency with department = {name!r} without a last day, and procedures name it"
        )


def _is_central(agency: Mapping[str, Any], agencies: Mapping[str, Any]) -> bool:
    return agencies.get(agency["parent"], {}).get("kind") not in (*COMMITTEES, None)
