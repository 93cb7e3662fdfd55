"""Catalogue records into domain values, strictly.

The files ship with the code, so a bad one is a fault of the build: unknown and missing keys are refused by
name, and a test reads every file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

from chalicelib.domain.accounts.identity_level import LEVELS, IdentityDemand
from chalicelib.domain.catalogue.procedures import (
    Component,
    Evidence,
    EvidenceOf,
    Field,
    LinkedTask,
    Names,
    OnlineTime,
    Procedure,
    ProcessingTime,
    ProcessStep,
    Validity,
    Variant,
)
from chalicelib.domain.catalogue.territory import PublishedList
from chalicelib.domain.catalogue.unit_bodies import VerticalList
from chalicelib.domain.dossier.erasure import Retention
from chalicelib.domain.eforms.day_bounds import DayBounds
from chalicelib.domain.eforms.form_schema import DAY_FORMATS, NUMBER_FORMATS, TEXT_FORMATS, Choice, FormField
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.repositories.catalogue.tariff_records import parse_tariff_line
from chalicelib.repositories.files.records import (
    BadRecordError,
    Record,
    require_keys,
    require_one_of,
    require_whole_number,
)

ANSWER_TYPES = ("string", "integer", "number", "boolean")

Lists = Mapping[str, tuple[Choice, ...]]


def parse_names(record: Record, vi: str = "vi", en: str = "en") -> Names:
    """Return the names of a record in both languages."""
    return Names(record[vi], record[en])


def parse_choices(records: Iterable[Record]) -> tuple[Choice, ...]:
    """Return the entries of a code list, or the choices of one question."""
    return tuple(Choice(**require_keys(record, "code vi en")) for record in records)


PROCEDURE_KEYS = (
    "id code version replaces name field level levels_before_two_tier level_note_vi competent audience"
    " processing_time dossier_sets components fees result legal_basis online_level delivery process tasks"
    " settlement_delegated form evidence"
)


OWN_PROCEDURES = "procedures.json"
"""File in a province's folder: its own differences, by procedure."""

DIFFERENCES = "processing_time fees online_level delivery process"


def apply_differences(record: Record, own: Record | None) -> Record:
    """Return a procedure's record with a province's differences, each part complete, and their legal text among its
    bases (`basis_vi`, such as a resolution on fees). Raise BadRecordError for any other part."""
    if own is None:
        return record
    parts = require_keys({"id": record["id"], **own}, "id basis_vi", DIFFERENCES)
    if not isinstance(own["basis_vi"], str) or not own["basis_vi"] or len(own) == 1:
        raise BadRecordError(f"{record['id']}: a difference names its text in basis_vi, and what is different")
    changed = {name: part for name, part in parts.items() if name in DIFFERENCES.split()}
    return {**record, **changed, "legal_basis": [*record["legal_basis"], own["basis_vi"]]}


def parse_procedure(record: Record, lists: Lists) -> Procedure:
    """Return a procedure from its file; raise BadRecordError for undeclared keys."""
    require_keys(record, PROCEDURE_KEYS, "retention identity")
    competent = require_keys(record["competent"], "kind department")
    result = require_keys(record["result"], "vi en validity")
    process = require_keys(record["process"], "hours steps")
    return Procedure(
        id=record["id"],
        code=record["code"],
        version=require_whole_number(record["version"], "version"),
        replaces=tuple(record["replaces"]),
        name=parse_names(require_keys(record["name"], "vi en")),
        field=_parse_field(record["field"]),
        level=require_one_of(record["level"], ("commune", "province"), "level"),
        levels_before_two_tier=tuple(record["levels_before_two_tier"]),
        level_note_vi=record["level_note_vi"],
        competent_kind=competent["kind"],
        competent_department=competent["department"],
        audience=tuple(record["audience"]),
        processing_time=_parse_processing_time(record["processing_time"]),
        dossier_sets=require_whole_number(record["dossier_sets"], "dossier_sets"),
        components=tuple(map(_parse_component, record["components"])),
        fees=tuple(map(parse_tariff_line, record["fees"])),
        result=parse_names(result),
        validity=Validity(**require_keys(result["validity"], "value unit note_vi")) if result["validity"] else None,
        legal_basis=tuple(record["legal_basis"]),
        online_level=record["online_level"],
        delivery=tuple(record["delivery"]),
        process_hours=float(process["hours"]),
        process=tuple(map(_process_step, process["steps"])),
        tasks=tuple(map(_parse_task, record["tasks"])),
        settlement_delegated=require_one_of(record["settlement_delegated"], (True, False), "settlement_delegated"),
        form=_parse_form(record["form"], lists),
        evidence=_parse_evidence(record["evidence"]),
        retention=_parse_retention(record["retention"]) if "retention" in record else None,
        identity=_parse_identity(record["identity"]) if "identity" in record else None,
    )


def _parse_identity(record: Record) -> IdentityDemand:
    require_keys(record, "level article")
    level = require_whole_number(record["level"], "identity.level")
    if level not in LEVELS or not record["article"]:
        raise BadRecordError("identity: a level is 1 or 2 and names its article")
    return IdentityDemand(level, record["article"])


def _parse_retention(record: Record) -> Retention:
    """Return how long dossiers are kept; `years` is null for those kept for ever."""
    require_keys(record, "years article")
    if not record["article"]:
        raise BadRecordError("retention: a term names its article")
    return Retention(
        None if record["years"] is None else require_whole_number(record["years"], "years"), record["article"]
    )


def _parse_field(record: Record) -> Field:
    return Field(require_keys(record, "code vi en")["code"], parse_names(record))


def _parse_processing_time(record: Record) -> ProcessingTime:
    require_keys(record, "value unit text_vi legal_reference same_day_cut_off variants", "online")
    cut_off = record["same_day_cut_off"]
    return ProcessingTime(
        _parse_duration(record),
        record["text_vi"],
        record["legal_reference"],
        time.fromisoformat(cut_off) if cut_off else None,
        tuple(map(_parse_variant, record["variants"])),
        tuple(map(_parse_online_time, record.get("online", ()))),
    )


def _parse_online_time(record: Record) -> OnlineTime:
    """Return a policy on online filings; refuse one that names no basis."""
    require_keys(record, "province value unit since instrument article")
    if not (record["instrument"] and record["article"]):
        raise BadRecordError("online: a shorter time names the instrument and the article that adopted it")
    since = date.fromisoformat(record["since"])
    return OnlineTime(record["province"], _parse_duration(record), since, record["instrument"], record["article"])


def _parse_variant(record: Record) -> Variant:
    require_keys(record, "key vi en value unit")
    return Variant(record["key"], parse_names(record), _parse_duration(record))


def _parse_duration(record: Record) -> Duration:
    return Duration(require_whole_number(record["value"], "value"), Unit(record["unit"]))


def _parse_component(record: Record) -> Component:
    require_keys(record, "key vi en copy quantity need digitise", "result_of by_form")
    need = require_one_of(record["need"], ("required", "conditional", "optional"), "need")
    quantity = require_whole_number(record["quantity"], "quantity")
    return Component(
        record["key"], parse_names(record), record["copy"], quantity, need, record["digitise"],
        tuple(record.get("result_of", ())), require_one_of(record.get("by_form", False), (True, False), "by_form"),
    )  # fmt: skip


def _process_step(record: Record) -> ProcessStep:
    require_keys(record, "role vi en by_vi by_en hours")
    return ProcessStep(
        record["role"], parse_names(record), parse_names(record, "by_vi", "by_en"), float(record["hours"])
    )


def _parse_task(record: Record) -> LinkedTask:
    return LinkedTask(require_keys(record, "kind vi en hours")["kind"], parse_names(record), float(record["hours"]))


def _parse_form(records: Iterable[Record], lists: Lists) -> tuple[FormField, ...]:
    form = tuple(_parse_form_field(question, lists) for question in records)
    keys = {field.key for field in form}
    for field in form:
        require_one_of(field.bounds is not None, (field.format in DAY_FORMATS,), f"{field.key}: bounds")
        for other in (field.not_before, field.kind_asked_by):
            require_one_of(other, {*keys, None}, f"{field.key}: question")
    return form


def _parse_form_field(record: Record, lists: Lists) -> FormField:
    require_keys(
        record, "key vi en type required", "format minimum list choices earliest latest not_before kind_asked_by"
    )
    answer = require_one_of(record["type"], ANSWER_TYPES, "type")
    formats = TEXT_FORMATS if answer == "string" else NUMBER_FORMATS
    inline = parse_choices(record.get("choices", ()))
    return FormField(
        key=record["key"],
        vi=record["vi"],
        en=record["en"],
        type=answer,
        required=require_one_of(record["required"], (True, False), "required"),
        format=require_one_of(record.get("format"), formats, "format"),
        minimum=record.get("minimum"),
        choices=lists[record["list"]] if "list" in record else inline,
        bounds=DayBounds(record["earliest"], record["latest"]) if "earliest" in record else None,
        not_before=record.get("not_before"),
        kind_asked_by=record.get("kind_asked_by"),
    )


def _parse_evidence(record: Record) -> EvidenceOf:
    require_keys(record, "code processing_time components fees legal_basis")
    return EvidenceOf(**{fact: Evidence(seen) for fact, seen in record.items()})


_DAYS_OF_LIST = ("from", "until", "issued_on")
PUBLISHED_LIST_KEYS = "number name_vi instrument article from until procedures certainty question"


def parse_published_list(record: Record) -> PublishedList:
    """Return a published list of procedures that are accepted anywhere; raise BadRecordError for undeclared keys."""
    rest = dict(require_keys(record, PUBLISHED_LIST_KEYS))
    since, until, codes = parse_day(rest.pop("from")), parse_day(rest.pop("until")), rest.pop("procedures")
    if since is None or (until is not None and until <= since):
        raise BadRecordError(f"{record['name_vi']}: must begin, and end after it began")
    if wrong := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadRecordError(f"{record['name_vi']}: {wrong} more than once")
    if not rest["number"]:
        require_one_of(codes, ([],), f"{record['name_vi']}: procedures of a decision without number")
    return PublishedList(since=since, until=until, procedures=frozenset(codes), **rest)


def parse_vertical_list(record: Record) -> VerticalList:
    """Return a published list of vertical agencies; raise BadRecordError for undeclared keys."""
    rest = dict(require_keys(record, "number name_vi issuer_vi issued_on from until kinds certainty question"))
    since, until, issued = (date.fromisoformat(day) if (day := rest.pop(key)) else None for key in _DAYS_OF_LIST)
    if since is None or issued is None or (until is not None and until <= since):
        raise BadRecordError(f"{record['number']}: must be issued, begin, and end after it began")
    return VerticalList(since=since, until=until, issued_on=issued, kinds=frozenset(rest.pop("kinds")), **rest)


def parse_day(text: str | None) -> date | None:
    """Return a day; None where a record names none."""
    return date.fromisoformat(text) if text else None
