"""Effects of the facts of reception, forwarding and handover on a dossier, for the fold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import AT_COUNTERS, Role
from chalicelib.domain.dossier.handover import ADDRESS
from chalicelib.domain.dossier.intake import PAPER_CHANNELS, Intake
from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import pack, unpack

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def taken_in(intake: Intake, data: Mapping[str, Any]) -> Intake:
    """Return the intake after the fact `received`: the appointment is now final."""
    known: Intake = unpack(Intake, {**pack(intake), **data.get("intake", {})})
    return replace(known, foreseen_due_at=None)


def forwarded(d: Dossier, f: Fact) -> Dossier:
    """Apply `forwarded`: another unit now receives the dossier; the first one stays the applicant's counter
    (NĐ 61/2018 18.3)."""
    foreseen: datetime | None = unpack(datetime | None, f.data.get("foreseen_due_at"))
    intake = replace(
        d.intake, desk=d.intake.desk or d.one_stop, desk_received_at=f.occurred_at, foreseen_due_at=foreseen
    )
    return replace(d, one_stop=f.data["unit"], intake=intake)


def supplemented(d: Dossier, f: Fact) -> Dossier:
    """Record new papers to compare; an online applicant whose supplement an officer typed has visited the desk. Visits
    before the filing was received as complete are not counted (QN-7.2)."""
    at_desk = f.actor.get("role") != Role.APPLICANT
    came, remote = counts_visits(d) and at_desk, d.channel == "post" or d.asked_without_trip
    handover = d.handover.uploaded(tuple(f.data.get("unchecked", ())))
    if at_desk and not remote:
        handover = replace(handover, supplement_trips=handover.supplement_trips + 1)
    return replace(d, handover=handover.visited(f.occurred_at) if came else handover)


def counts_visits(d: Dossier) -> bool:
    """Return whether a visit counts: for an electronic dossier, once it was received as complete (QN-7.2)."""
    return d.received_at is not None and d.channel not in PAPER_CHANNELS


def payment_recorded(d: Dossier, f: Fact) -> Dossier:
    """Record a visit for a payment in cash at the counter."""
    came = counts_visits(d) and f.data.get("method") == Method.CASH
    return replace(d, handover=d.handover.visited(f.occurred_at)) if came else d


def given_back(d: Dossier, f: Fact) -> Dossier:
    """Record one handover; at the counter it was a visit, and papers were compared there."""
    handover = d.handover.compared(f.data.get("compared", ()))
    addressed = handover.addressed or ADDRESS in f.parts
    if f.data["way"] == "counter":
        handover = handover.visited(f.occurred_at)
    kept = () if f.data.get("originals") else d.intake.originals
    return replace(
        d,
        handed=(*d.handed, f.data["way"]),
        handover=replace(handover, invitations=(), addressed=addressed),
        intake=replace(d.intake, originals=kept),
    )


def post_invited(d: Dossier, f: Fact) -> Dossier:
    """Record that the postal operator invited the applicant to collect."""
    return replace(d, handover=replace(d.handover, invitations=(*d.handover.invitations, f.occurred_at)))


def post_returned(d: Dossier, f: Fact) -> Dossier:
    """Record that uncollected post is back at the unit; it can be handed over again."""
    return replace(d, handover=replace(d.handover, invitations=()))


SERVING = frozenset({"paid", "original_compared", "given_back"})
"""Services of a centre for an applicant whose dossier another unit received."""


def served(d: Dossier, f: Fact) -> Dossier:
    """Record the centre that served the applicant instead of the receiving unit; it takes part in the dossier from then
    on."""
    unit = f.actor.get("unit") or ""
    at_counter = f.kind in SERVING and f.actor.get("role") in AT_COUNTERS
    if not at_counter or unit in {"", d.one_stop, d.intake.desk, *d.served_at}:
        return d
    return replace(d, served_at=(*d.served_at, unit))
