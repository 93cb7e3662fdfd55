"""Declare an outage and its end; read outages and late entries."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.outages import Outage, close_outage, require_declarer, require_recent
from chalicelib.domain.privacy.sight import require_list
from chalicelib.domain.privacy.sight_words import UnitList
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, NotFound, Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.supervision.use_findings import UseFinding
from chalicelib.steps.dossier.back_entry import find_outage
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.items import OutageItem
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded, Registers

if TYPE_CHECKING:
    from chalicelib.models.reception import OutageBody, OutageEndBody


def declare_outage(deps: Dependencies, command: Command[OutageBody]) -> Outage:
    """Record that the system is down for a unit, or for the province; repeats return the same outage."""
    require_declarer(command.actor, command.now)
    if command.body.unit:
        deps.reference.require_agency(command.body.unit, command.now)
    made = Outage(
        derive_outage_id(command),
        command.body.started_at,
        command.body.reason,
        command.actor.sub,
        command.body.unit or "",
    )
    require_recent("outage_started", made.started_at, command.now, "/started_at")
    first = find_outage(_load_outage(deps, made.id), made.id)
    if first is None:
        try:
            deps.dossiers.save(
                Change(dossier_id=made.id, extras=(_build_outage_item(made, None),)), now=command.real_now
            )
        except Conflict:
            raise Busy(retry_after=1) from None
        return made
    if (first.started_at, first.unit, first.reason) != (made.started_at, made.unit, made.reason):
        raise KeyReused()
    return first


def end_outage(deps: Dependencies, command: Command[OutageEndBody], number: str) -> Outage:
    """Record that the system works again: later acts are entered as they happen."""
    require_declarer(command.actor, command.now)
    outage = find_outage(_load_outage(deps, number), number)
    if outage is None:
        raise NotFound()
    if command.version != outage.version:
        raise Stale(version=outage.version)
    over = close_outage(outage, command.body.ended_at)
    require_recent("outage_ended", command.body.ended_at, command.now, "/ended_at")
    try:
        deps.dossiers.save(
            Change(dossier_id=number, extras=(_build_outage_item(over, outage.version),)), now=command.real_now
        )
    except Conflict:
        raise Stale(version=outage.version + 1) from None
    return over


def list_outages(registers: Registers, actor: Actor, now: datetime) -> list[Outage]:
    """Return every outage, newest first, for officers."""
    if not actor.list_units(now):
        raise Forbidden()
    return sorted(
        (_unpack_outage(body) for body in registers.list_outages()), key=lambda one: one.started_at, reverse=True
    )


def list_late_entries(registers: Registers, actor: Actor, unit: str, now: datetime) -> list[UseFinding]:
    """Return what a unit entered or did late, newest first: for officers who settle dossiers there or oversee the
    province."""
    require_list(actor, unit, UnitList.LATE, now)
    entries = (unpack_value(UseFinding, body) for body in registers.list_late(unit))
    return sorted(entries, key=lambda one: one.recorded_at, reverse=True)


def derive_outage_id(command: Command[object]) -> str:
    """Return the id of the outage that a caller's key makes."""
    digest = hashlib.sha256(f"outage|{command.actor.sub}|{command.key}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _load_outage(deps: Dependencies, number: str) -> Loaded:
    return deps.dossiers.load(number, extra=[OutageItem(number)])


def _build_outage_item(outage: Outage, was: int | None) -> ExtraPut:
    return ExtraPut(OutageItem(outage.id), pack_value(outage), expect=was)


def _unpack_outage(body: Mapping[str, Any]) -> Outage:
    outage: Outage = unpack_value(Outage, body)
    return outage
