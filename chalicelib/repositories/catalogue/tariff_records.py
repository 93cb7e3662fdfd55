"""Lines of a tariff from the records of a procedure, strictly."""

from __future__ import annotations

from chalicelib.domain.catalogue.tariff import ChargeCount, Condition, TariffLine
from chalicelib.domain.dossier.obligations import Due, FeeLine
from chalicelib.repositories.files.records import (
    BadRecordError,
    Record,
    require_keys,
    require_one_of,
    require_whole_number,
)


def parse_tariff_line(record: Record) -> TariffLine:
    """Return a line of the tariff; raise BadRecordError for undeclared keys."""
    require_keys(
        record, "key vi en amount status per due blocking channel choice optional exempt note_vi", "count when when_any"
    )
    fee = FeeLine(
        key=record["key"],
        name_vi=record["vi"],
        name_en=record["en"],
        amount=require_whole_number(record["amount"], "amount"),
        due=Due(record["due"]),
        blocking=require_one_of(record["blocking"], (True, False), "blocking"),
        exemption_groups=tuple(record["exempt"]),
    )
    return TariffLine(
        fee=fee,
        status=require_one_of(record["status"], ("statutory", "sample", "computed"), "status"),
        per=require_one_of(record["per"], ("dossier", "copy", "page", "document", "place"), "per"),
        channel=require_one_of(record["channel"], ("any", "desk", "online"), "channel"),
        choice=record["choice"],
        optional=require_one_of(record["optional"], (True, False), "optional"),
        note_vi=record["note_vi"],
        count=_parse_count(record["count"]) if "count" in record else None,
        when=_parse_cases(record),
    )


def _parse_count(record: Record) -> ChargeCount:
    require_keys(record, "of", "after upto times most")
    numbers = {name: require_whole_number(record[name], name) for name in ("after", "upto", "most") if name in record}
    return ChargeCount(of=record["of"], times=record.get("times"), **numbers)


def _parse_cases(record: Record) -> tuple[tuple[Condition, ...], ...]:
    """Return the cases in which an alternative applies: one with its list of conditions, or several of such."""
    if "when" in record and "when_any" in record:
        raise BadRecordError(f"{record['key']}: either when or when_any")
    cases = record.get("when_any", [record["when"]] if "when" in record else [])
    return tuple(tuple(map(_parse_condition, case)) for case in cases)


def _parse_condition(record: Record) -> Condition:
    """Return a condition on an answer: by codes or by a number, which must have a bound."""
    require_keys(record, "question", "codes least most since")
    bounds = {name: require_whole_number(record[name], name) for name in ("least", "most") if name in record}
    if bool(record.get("codes")) == bool(bounds):
        raise BadRecordError(f"{record['question']}: either codes or bounds")
    since = require_one_of(record.get("since", ""), ("", "days", "years"), "since")
    return Condition(record["question"], tuple(record.get("codes", ())), **bounds, since=since)
