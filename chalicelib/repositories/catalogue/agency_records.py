"""Records of a province's agencies into its tree, strictly."""

from __future__ import annotations

from datetime import time

from chalicelib.domain.catalogue.agencies import (
    Agency,
    AgencyTree,
    CompetenceRule,
    OpeningHours,
    ProvinceIdentity,
)
from chalicelib.repositories.catalogue.catalogue_records import parse_day, parse_names
from chalicelib.repositories.files.records import Record, require_keys, require_one_of


def parse_tree(record: Record, competence: Record) -> AgencyTree:
    """Return a province's agencies from its file, with the rules of competence that all provinces share."""
    require_keys(record, "province code gso_code_before gso_code vi en merger_note_vi agencies")
    codes = (record["province"], record["code"], record["gso_code_before"], record["gso_code"])
    province = ProvinceIdentity(*codes, parse_names(record), record["merger_note_vi"])
    rules = {kind: _parse_rule(rule) for kind, rule in require_keys(competence, "kinds")["kinds"].items()}
    return AgencyTree(province, map(_parse_agency, record["agencies"]), rules)


def _parse_rule(record: Record) -> CompetenceRule:
    require_keys(record, "take", "kind at_centre_department note_vi")
    require_one_of(record["take"], ("own_committee", "unit", "department", "node"), "take")
    return CompetenceRule(**record)


AGENCY_KEYS = "id parent kind vi en code_2018 code_2025 code_evidence"
AGENCY_MAY = (
    "gso_code department formerly_vi is_one_stop is_centre active_from active_until successor hotline office_hours"
)


def _parse_agency(record: Record) -> Agency:
    require_keys(record, AGENCY_KEYS, AGENCY_MAY)
    plain = {key: record[key] for key in record if key not in ("vi", "en")}
    converted = {
        "name": parse_names(record),
        "formerly_vi": tuple(record.get("formerly_vi", ())),
        "active_from": parse_day(record.get("active_from")),
        "active_until": parse_day(record.get("active_until")),
        "office_hours": tuple(map(_parse_office_hours, record.get("office_hours", ()))),
    }
    return Agency(**plain | converted)


def _parse_office_hours(record: Record) -> OpeningHours:
    require_keys(record, "days open close")
    opens, closes = time.fromisoformat(record["open"]), time.fromisoformat(record["close"])
    return OpeningHours(tuple(record["days"]), opens, closes)
