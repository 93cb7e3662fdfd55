"""Declare an outage and its end; read outages and late entries."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.outages import Outage, ended, require_declarer, require_recent
from chalicelib.domain.privacy.sight import require_list
from chalicelib.domain.privacy.sight_words import UnitList
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, NotFound, Stale
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.domain.supervision.use_findings import UseFinding
from chalicelib.steps.dossier.back_entry import find_outage, outage_key
from chalicelib.steps.dossier.context import Ask, Desk
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded, Registers


def declare(desk: Desk, ask: Ask) -> Outage:
    """Record that the system is down for a unit, or for the province; repeats return the same outage."""
    require_declarer(ask.actor, ask.now)
    if ask.body["unit"]:
        desk.reference.require_agency(ask.body["unit"], ask.now)
    made = Outage(outage_id(ask), ask.body["started_at"], ask.body["reason"], ask.actor.sub, ask.body["unit"] or "")
    require_recent("outage_started", made.started_at, ask.now, "/started_at")
    first = find_outage(_load(desk, made.id), made.id)
    if first is None:
        try:
            desk.dossiers.save(Change(dossier_id=made.id, extras=(_put(made, None),)), now=ask.real_now)
        except Conflict:
            raise Busy(retry_after=1) from None
        return made
    if (first.started_at, first.unit, first.reason) != (made.started_at, made.unit, made.reason):
        raise KeyReused()
    return first


def end(desk: Desk, ask: Ask, number: str) -> Outage:
    """Record that the system works again: later acts are entered as they happen."""
    require_declarer(ask.actor, ask.now)
    outage = find_outage(_load(desk, number), number)
    if outage is None:
        raise NotFound()
    if ask.version != outage.version:
        raise Stale(version=outage.version)
    over = ended(outage, ask.body["ended_at"])
    require_recent("outage_ended", ask.body["ended_at"], ask.now, "/ended_at")
    try:
        desk.dossiers.save(Change(dossier_id=number, extras=(_put(over, outage.version),)), now=ask.real_now)
    except Conflict:
        raise Stale(version=outage.version + 1) from None
    return over


def listed(registers: Registers, actor: Actor, now: datetime) -> list[Outage]:
    """Return every outage, newest first, for officers."""
    if not actor.units(now):
        raise Forbidden()
    return sorted((_outage(body) for body in registers.outages()), key=lambda one: one.started_at, reverse=True)


def late(registers: Registers, actor: Actor, unit: str, now: datetime) -> list[UseFinding]:
    """Return what a unit entered or did late, newest first: for officers who settle dossiers there or oversee the
    province."""
    require_list(actor, unit, UnitList.LATE, now)
    entries = (unpack(UseFinding, body) for body in registers.late(unit))
    return sorted(entries, key=lambda one: one.recorded_at, reverse=True)


def outage_id(ask: Ask) -> str:
    """Return the id of the outage that a caller's key makes."""
    digest = hashlib.sha256(f"outage|{ask.actor.sub}|{ask.key}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _load(desk: Desk, number: str) -> Loaded:
    return desk.dossiers.load(number, extra=[outage_key(number)])


def _put(outage: Outage, was: int | None) -> ExtraPut:
    return ExtraPut(*outage_key(outage.id), pack(outage), expect=was)


def _outage(body: Mapping[str, Any]) -> Outage:
    outage: Outage = unpack(Outage, body)
    return outage
