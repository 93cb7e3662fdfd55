"""Checks of a province's differences in procedures: each value by its full key, before the catalogue
reads it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Any

from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.time.deadlines import Unit
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.catalogue_records import DIFFERENCES, apply_differences, parse_procedure
from infra.law.fault_words import show
from infra.law.procedures import check_procedure
from infra.law.source import Keys, LawSource

CODE_OF_PROCEDURE = re.compile(r"[0-9A-Za-z.-]+")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
CLOCK = re.compile(r"\d\d:\d\d")
OWN: Keys = {"basis_vi": str}
OWN_MORE: Keys = {
    "processing_time": dict, "fees": list, "online_level": str, "delivery": list, "process": dict,
}  # fmt: skip
FEE: Keys = {
    "key": str, "vi": str, "en": str, "amount": object, "status": str, "per": str, "due": str, "blocking": bool,
    "channel": str, "choice": object, "optional": bool, "exempt": list, "note_vi": object,
}  # fmt: skip
FEE_MORE: Keys = {"count": dict, "when": list, "when_any": list}
COUNT: Keys = {"of": str}
COUNT_MORE: Keys = {"after": int, "upto": int, "times": str, "most": int}
CONDITION: Keys = {"question": str}
CONDITION_MORE: Keys = {"codes": list, "least": int, "most": int, "since": str}
TIME: Keys = {
    "value": object, "unit": str, "text_vi": str, "legal_reference": str, "same_day_cut_off": object, "variants": list,
}  # fmt: skip
TIME_MORE: Keys = {"online": list}
VARIANT: Keys = {"key": str, "vi": str, "en": str, "value": object, "unit": str}
ONLINE: Keys = {"province": str, "value": object, "unit": str, "since": str, "instrument": str, "article": str}
PROCESS: Keys = {"hours": object, "steps": list}
STEP: Keys = {"role": str, "vi": str, "en": str, "by_vi": str, "by_en": str, "hours": object}
STATUS, PER = ("statutory", "sample", "computed"), ("dossier", "copy", "page", "document", "place")
CHANNEL = ("any", "desk", "online")
LARGEST_AMOUNT = 1_000_000_000
"""Đồng: a fee beyond it has zeros too many."""
LONGEST = {"working_hour": 400, "working_day": 365, "calendar_day": 730, "month": 24, "immediate": 0}


@dataclass(frozen=True)
class Catalogue:
    """Return the procedures, the code lists, and the roles that their internal processes name."""

    root: Path

    @cached_property
    def files(self) -> CatalogueFiles:
        """The catalogue's own reader."""
        return CatalogueFiles(self.root)

    @cached_property
    def records(self) -> Mapping[str, dict[str, Any]]:
        """Every procedure's record by its id."""
        found = {
            path.stem: json.loads(path.read_text(encoding="utf-8")) for path in self.root.glob("procedures/*.json")
        }
        return dict(sorted(found.items()))

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that take a step of an internal process."""
        return tuple(sorted({step["role"] for each in self.records.values() for step in each["process"]["steps"]}))

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes of a code list."""
        return tuple(each.code for each in self.files.code_lists[name])


def check_differences(
    source: LawSource, file: str, province: str, found: Mapping[str, Any], catalogue: Catalogue
) -> None:
    """Check every procedure of a province's `procedures.json`."""
    for name, own in found.items():
        if not CODE_OF_PROCEDURE.fullmatch(name) or name not in catalogue.records:
            source.refuse_value(file, name, f"there is no such procedure; there are {', '.join(catalogue.records)}")
            continue
        checks = _Checks(source, file, province, catalogue, catalogue.records[name])
        if not checks.check(name, own):
            continue
        try:
            merged = apply_differences(catalogue.records[name], own)
            parse_procedure(merged, catalogue.files.code_lists)
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            source.refuse_value(file, name, f"missing {fault}" if isinstance(fault, KeyError) else str(fault))
        else:
            check_procedure(source, file, dict(merged), f"{name}.")


@dataclass(frozen=True)
class _Checks:
    """The checks of one procedure's differences; `record` is the procedure as everybody has it."""

    source: LawSource
    file: str
    province: str
    catalogue: Catalogue
    record: Mapping[str, Any]

    def check(self, key: str, own: Any) -> bool:
        """Check all parts; return whether they are correct."""
        before = len(self.source.problems)
        if not self._fits(key, own, OWN, OWN_MORE):
            return False
        if len(own) == 1:
            self._refuse(key, f"says nothing different: name one or more of {DIFFERENCES.replace(' ', ', ')}")
        if "processing_time" in own:
            self._check_time(f"{key}.processing_time", own["processing_time"])
        if "fees" in own:
            self._check_fees(f"{key}.fees", own["fees"])
        if "online_level" in own:
            levels = self.catalogue.codes("online_service_levels")
            self.source.require_one_of(self.file, f"{key}.online_level", own["online_level"], levels)
        if "delivery" in own:
            self._check_codes(f"{key}.delivery", own["delivery"], self.catalogue.codes("delivery_ways"))
            if not own["delivery"]:
                self._refuse(f"{key}.delivery", "is empty: nobody could file")
        if "process" in own:
            self._check_process(f"{key}.process", own["process"])
        return len(self.source.problems) == before

    def _refuse(self, key: str, reason: str) -> None:
        self.source.refuse_value(self.file, key, reason)

    def _fits(self, key: str, table: Any, needs: Keys, more: Keys) -> bool:
        return self.source.has_exact_keys(self.file, key, table, needs, more)

    def _one_of(self, key: str, table: Mapping[str, Any], **allowed: Iterable[str]) -> None:
        for name, words in allowed.items():
            self.source.require_one_of(self.file, f"{key}.{name}", table[name], words)

    def _check_codes(self, key: str, named: Iterable[Any], allowed: Iterable[str]) -> None:
        for number, each in enumerate(named):
            self.source.require_one_of(self.file, f"{key}[{number}]", each, allowed)
        for each, times in Counter(map(str, named)).items():
            if times > 1:
                self._refuse(key, f"{each} stands there {times} times")

    def _check_whole(self, key: str, value: Any, least: int, most: int) -> None:
        if type(value) is not int:
            self._refuse(key, f"{show(value)} is not a whole number")
        elif not least <= value <= most:
            self._refuse(key, f"{value} is beyond sense: from {least} to {most}")

    def _check_text_or_null(self, key: str, value: Any) -> None:
        if value is not None and not (isinstance(value, str) and value):
            self._refuse(key, "must be a text or null")

    def _check_keys_once(self, key: str, rows: Iterable[Mapping[str, Any]]) -> None:
        for name, times in Counter(row["key"] for row in rows).items():
            if not KEY.fullmatch(name):
                self._refuse(f"{key}.{name}", "a key is small letters, digits and _, at most 40")
            if times > 1:
                self._refuse(f"{key}.{name}", f"the key stands there {times} times")

    def _check_fees(self, key: str, fees: list[Any]) -> None:
        good = [fee for n, fee in enumerate(fees) if self._check_fee(f"{key}[{n}]", fee)]
        self._check_keys_once(key, good)

    def _check_fee(self, key: str, fee: Any) -> bool:
        if not self._fits(key, fee, FEE, FEE_MORE):
            return False
        self._one_of(key, fee, status=STATUS, per=PER, due=tuple(Due), channel=CHANNEL)
        self._check_whole(f"{key}.amount", fee["amount"], 0, LARGEST_AMOUNT)
        self._check_codes(f"{key}.exempt", fee["exempt"], self.catalogue.codes("exemption_groups"))
        for name in ("choice", "note_vi"):
            self._check_text_or_null(f"{key}.{name}", fee[name])
        if "count" in fee and self._fits(f"{key}.count", fee["count"], COUNT, COUNT_MORE):
            for name in ("of", "times"):
                if name in fee["count"]:
                    self._check_question(f"{key}.count.{name}", fee["count"][name], ("integer",))
        if "when" in fee and "when_any" in fee:
            self._refuse(f"{key}.when_any", "either when or when_any")
        elif "when" in fee or "when_any" in fee:
            self._check_cases(f"{key}.{'when' if 'when' in fee else 'when_any'}", fee)
        return True

    def _check_cases(self, key: str, fee: Mapping[str, Any]) -> None:
        cases = [fee["when"]] if "when" in fee else fee["when_any"]
        for number, case in enumerate(cases):
            place = key if "when" in fee else f"{key}[{number}]"
            if not isinstance(case, list) or not case:
                self._refuse(place, "must be a list of conditions")
                continue
            for n, condition in enumerate(case):
                self._check_condition(f"{place}[{n}]", condition)

    def _check_condition(self, key: str, condition: Any) -> None:
        if self._fits(key, condition, CONDITION, CONDITION_MORE):
            self._check_question(f"{key}.question", condition["question"])
            choices = self._find_choices(condition["question"])
            if choices and "codes" in condition:
                self._check_codes(f"{key}.codes", condition["codes"], choices)

    def _check_question(self, key: str, name: str, types: tuple[str, ...] = ()) -> None:
        form = {each["key"]: each["type"] for each in self.record["form"]}
        self.source.require_one_of(self.file, key, name, form)
        if types and form.get(name, types[0]) not in types:
            self._refuse(key, f"the answer to {name} is no number")

    def _find_choices(self, name: str) -> tuple[str, ...]:
        asked: Mapping[str, Any] = next((each for each in self.record["form"] if each["key"] == name), {})
        if "list" in asked:
            return self.catalogue.codes(asked["list"])
        return tuple(each["code"] for each in asked.get("choices", ()))

    def _check_time(self, key: str, limit: dict[str, Any]) -> None:
        if not self._fits(key, limit, TIME, TIME_MORE):
            return
        self._check_duration(key, limit)
        cut_off = limit["same_day_cut_off"]
        if cut_off is not None and not (isinstance(cut_off, str) and CLOCK.fullmatch(cut_off) and _is_clock(cut_off)):
            self._refuse(f"{key}.same_day_cut_off", f'{show(cut_off)} is not a time such as "15:00", and not null')
        good = []
        for number, each in enumerate(limit["variants"]):
            if self._fits(f"{key}.variants[{number}]", each, VARIANT, {}):
                self._check_duration(f"{key}.variants[{number}]", each)
                good.append(each)
        self._check_keys_once(f"{key}.variants", good)
        for number, each in enumerate(limit.get("online", ())):
            self._check_online(f"{key}.online[{number}]", each)

    def _check_duration(self, key: str, limit: Mapping[str, Any]) -> None:
        self._one_of(key, limit, unit=tuple(Unit))
        if limit["unit"] in LONGEST:
            least = 0 if limit["unit"] == Unit.IMMEDIATE else 1
            self._check_whole(f"{key}.value", limit["value"], least, LONGEST[limit["unit"]])

    def _check_online(self, key: str, policy: Any) -> None:
        if not self._fits(key, policy, ONLINE, {}):
            return
        self._check_duration(key, policy)
        if policy["province"] != self.province:
            self._refuse(f"{key}.province", f"must be the folder's name, {self.province}")
        self.source.refuse_unknown_doc(self.file, f"{key}.instrument", policy["instrument"], self.province)
        try:
            date.fromisoformat(policy["since"])
        except ValueError:
            self._refuse(f"{key}.since", f"{policy['since']!r} is not a day, YYYY-MM-DD")

    def _check_process(self, key: str, process: dict[str, Any]) -> None:
        if not self._fits(key, process, PROCESS, {}):
            return
        self._check_hours(f"{key}.hours", process["hours"])
        if not process["steps"]:
            self._refuse(f"{key}.steps", "is empty: nobody would settle it")
        for number, step in enumerate(process["steps"]):
            if self._fits(f"{key}.steps[{number}]", step, STEP, {}):
                self._one_of(f"{key}.steps[{number}]", step, role=self.catalogue.roles)
                self._check_hours(f"{key}.steps[{number}].hours", step["hours"])

    def _check_hours(self, key: str, hours: Any) -> None:
        if type(hours) not in (int, float) or not 0 < hours < float("inf"):
            self._refuse(key, f"{show(hours)} is not a number of working hours above 0")


def _is_clock(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True
