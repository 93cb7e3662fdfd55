"""Messages to the national portal: each fact of a ledger is one package of messages in the portal's own words.

Pure. The mapping of facts to messages, names and codes is data (`data/sync/`), read and checked here. A fact that the
data does not cover is a `MappingGap`: nothing is guessed, the dossier waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import sector_status
from chalicelib.domain.dossier.current_parts import digest_of_part
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.sector_status import find_status
from chalicelib.domain.dossier.unit_moves import ONE_STOP, find_unit_then
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.shared.timezone import VIETNAM

KINDS: Final = ("dossier", "progress", "status")
"""Kinds of message, in the order in which a package holds them."""

PERSONAL: Final = ("applicant", "principal")
"""Personal parts of the filing that are sent to the portal: name and number of the applicant and of the filer."""


class MappingGap(Exception):
    """The mapping has no word for a fact; `reason` is a stable code, `what` the missing word."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason
        self.what = what


@dataclass(frozen=True, slots=True)
class FactMapping:
    """The messages of a kind of fact, and its name at the portal."""

    tells: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PortalMapping:
    """One version of the portal's vocabulary."""

    version: int
    codes: Mapping[str, str]
    channels: Mapping[str, str]
    applicants: Mapping[str, str]
    copies: Mapping[str, str]
    roles: Mapping[str, str]
    unit_forms: tuple[tuple[date, str], ...]
    fields: Mapping[str, Mapping[str, str]]
    facts: Mapping[str, FactMapping]
    feedback_states: Mapping[str, str]
    feedback_subjects: Mapping[str, str]
    feedback_conducts: Mapping[str, str]
    feedback_ratings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MappingSource:
    """A fact and its dossier at that moment.

    `dossier` is folded up to and with the fact, `first` is the filing; `papers` maps each paper filed so far to its
    SHA-256. `parts` reads the personal parts that still exist, on demand: an erased part is not sent.
    """

    first: Fact
    fact: Fact
    dossier: Dossier
    procedure: Procedure
    parts: Callable[[], Mapping[str, Part]]
    papers: Mapping[str, str]
    unit_code: Callable[[str, str], str | None]
    unit_name: Callable[[str], str]

    @property
    def known_as(self) -> str:
        """The number under which the portal lists it."""
        return choose_portal_number(self.dossier)

    @property
    def before(self) -> str:
        """The number it had before its code."""
        return self.dossier.intake.national or self.dossier.receipt_no


@dataclass(frozen=True, slots=True)
class PortalPackage:
    """All messages of one fact, sent and acknowledged as one. `salts` hide its digest while it holds personal values:
    they are stored with the parts and erased with them."""

    fact_id: str
    seq: int
    body: Mapping[str, Any]
    salts: tuple[str, ...] = field(default=(), repr=False)


def build_package(mapping: PortalMapping, source: MappingSource) -> PortalPackage | None:
    """Return the package of a fact; None for a fact that is not for the portal. Raise MappingGap."""
    telling = mapping.facts.get(source.fact.kind)
    if telling is None:
        raise MappingGap("fact_unmapped", source.fact.kind)
    kinds = [
        *telling.tells,
        *(["status"] if "to" in read_any(source.fact) and _map_sent_status(mapping, source) else []),
    ]
    if not kinds:
        return None
    fact = source.fact
    body = {
        "v": 1,
        "MaGoi": fact.id,
        "MaHoSo": source.known_as,
        "ThuTu": fact.seq,
        "PhienBan": mapping.version,
        # A simulated clock names no real day.
        "NgayGhi": None if fact.simulated else fact.recorded_at.date().isoformat(),
        "ThongDiep": [
            {"Loai": kind, "NoiDung": _build_content(mapping, source, kind)} for kind in dict.fromkeys(kinds)
        ],
    }
    personal = [source.parts()[digest].salt for digest in _list_personal_digests(source)] if "dossier" in kinds else []
    return PortalPackage(fact.id, fact.seq, body, tuple(sorted(personal)))


def choose_portal_number(dossier: Dossier) -> str:
    """Return the number under which the portal lists a dossier: its code; before reception the portal's own number of a
    filing that came from there, or else the number of our acknowledgement."""
    return dossier.code or dossier.intake.national or dossier.receipt_no


def map_status(mapping: PortalMapping, dossier: Dossier) -> str | None:
    """Return the portal's code of a dossier's state. Raise MappingGap for a state without a code."""
    code = dossier.national_code
    if code is not None and code not in mapping.codes:
        raise MappingGap("code_unknown", code)
    return code


def find_unit_code(mapping: PortalMapping, dossier: Dossier, code_of: Callable[[str, str], str | None]) -> str:
    """Return the identifier of the dossier's one-stop unit at the portal on the day of the filing: of the unit that
    received it, even where another one has its work now. Raise MappingGap for a unit without one."""
    day = dossier.filed_at.astimezone(VIETNAM).date()
    form = next(form for until, form in mapping.unit_forms if day <= until)
    unit = find_unit_then(dossier.moves, ONE_STOP, dossier.one_stop, dossier.received_at or dossier.filed_at)
    code = code_of(unit, form)
    if not code:
        raise MappingGap("unit_without_code", unit)
    return code


def _build_content(mapping: PortalMapping, source: MappingSource, kind: str) -> dict[str, Any]:
    values = _VALUES[kind](mapping, source)
    return {name: values[ours] for name, ours in mapping.fields[kind].items()}


def _map_dossier(mapping: PortalMapping, source: MappingSource) -> dict[str, Any]:
    d, applicant = source.dossier, _read_person(source, "principal") or _read_person(source, "applicant")
    return {
        "code": source.known_as,
        "code_before": source.before if source.fact.kind == FactKind.RECEIVED else None,
        "procedure": source.procedure.code,
        "applicant": applicant.get("full_name"),
        "applicant_kind": _find_applicant_kind(mapping, source),
        "one_stop": find_unit_code(mapping, d, source.unit_code),
        "channel": translate_word(mapping.channels, "channel_unmapped", d.channel),
        "filed_at": write_instant(d.filed_at),
        "received_at": write_instant(d.received_at),
        "components": _map_components(mapping, source),
        "filer": _rename_fields(mapping, "filer", _read_person(source, "applicant")),
    }


def _map_progress(mapping: PortalMapping, source: MappingSource) -> dict[str, Any]:
    clock = source.dossier.clock or source.dossier.reception
    return {
        "code": source.known_as,
        "role": translate_word(mapping.roles, "role_unmapped", source.fact.actor.get("role") or "system"),
        "occurred_at": write_instant(source.fact.occurred_at),
        "unit": source.unit_name(source.fact.actor["unit"]) if source.fact.actor.get("unit") else None,
        "text": _describe_fact(mapping, source.fact),
        "status": _map_sent_status(mapping, source),
        "started_at": write_instant(clock.started_at if clock else None),
        "due_at": write_instant(clock.due_at if clock else None),
    }


def _describe_fact(mapping: PortalMapping, fact: Fact) -> str:
    """Return the event in the portal's words; a report of an agency's system has the words of its code (LC-16.4)."""
    said = mapping.facts[fact.kind].text
    return (
        f"{said}: {find_status(payloads.STATUS_REPORTED.read(fact)['status']).vi}"
        if fact.kind == sector_status.FACT
        else said
    )


def _map_state(mapping: PortalMapping, source: MappingSource) -> dict[str, Any]:
    return {"code": source.known_as, "status": _map_sent_status(mapping, source)}


_VALUES: Mapping[str, Callable[[PortalMapping, MappingSource], dict[str, Any]]] = {
    "dossier": _map_dossier,
    "progress": _map_progress,
    "status": _map_state,
}


def _map_sent_status(mapping: PortalMapping, source: MappingSource) -> str | None:
    """Return the status; a closed dossier keeps its outcome's code, so closing changes nothing."""
    return None if source.fact.kind == FactKind.CLOSED else map_status(mapping, source.dossier)


def _map_components(mapping: PortalMapping, source: MappingSource) -> list[dict[str, Any]]:
    """Return the papers filed, by component; a component without a paper is sent only where it is required."""
    listed = []
    for each in source.procedure.components:
        copy = translate_word(mapping.copies, "copy_unmapped", each.copy)
        filed = [paper for paper, component in source.dossier.papers.items() if component == each.key]
        if not copy or not (filed or each.need == "required"):
            continue
        papers = [
            _rename_fields(mapping, "paper", {"id": paper, "sha256": source.papers[paper]}) for paper in sorted(filed)
        ]
        values = {"key": each.key, "name": each.name.vi, "quantity": each.quantity, "copy": copy, "papers": papers}
        listed.append(_rename_fields(mapping, "component", values))
    return listed


def _rename_fields(mapping: PortalMapping, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(ours) for name, ours in mapping.fields[kind].items()}


def _find_applicant_kind(mapping: PortalMapping, source: MappingSource) -> str | None:
    kinds = {translate_word(mapping.applicants, "audience_unmapped", each) for each in source.procedure.audience}
    return (kinds.pop() or None) if len(kinds) == 1 else None


def _list_personal_digests(source: MappingSource) -> list[str]:
    held = source.parts()
    return [
        digest for name in PERSONAL if (digest := digest_of_part(source.dossier, source.first, name)) and digest in held
    ]


def _read_person(source: MappingSource, name: str) -> Mapping[str, Any]:
    """Return a person's part of the filing, as corrected; empty when there is none, or when it was erased."""
    digest = digest_of_part(source.dossier, source.first, name)
    return source.parts()[digest].value if digest and digest in source.parts() else {}


def translate_word(words: Mapping[str, str], reason: str, ours: str) -> str:
    """Return the portal's word for ours. Raise MappingGap with the reason where there is none."""
    if ours not in words:
        raise MappingGap(reason, ours)
    return words[ours]


def write_instant(moment: datetime | None) -> str | None:
    """Return an instant as the portal writes it, at +07:00."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else None
