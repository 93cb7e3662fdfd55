"""Effects of the facts of reception, forwarding and handover on a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import AT_COUNTERS, Role
from chalicelib.domain.dossier.handover import ADDRESS
from chalicelib.domain.dossier.intake import PAPER_CHANNELS, Intake
from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import parse_optional_stamp

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.payload_types.filing import Received


def complete_intake(intake: Intake, data: Received) -> Intake:
    """Return the intake after the fact `received`: the appointment is now final."""
    known = unpack_value(Intake, {**pack_value(intake), **data.get("intake", {})})
    return replace(known, foreseen_due_at=None)


def apply_forwarding(dossier: Dossier, fact: Fact) -> Dossier:
    """Apply `forwarded`: another unit now receives the dossier; the first one stays the applicant's counter
    (NĐ 61/2018 18.3)."""
    data = payloads.FORWARDED.read(fact)
    intake = replace(
        dossier.intake,
        desk=dossier.intake.desk or dossier.one_stop,
        desk_received_at=fact.occurred_at,
        foreseen_due_at=parse_optional_stamp(data.get("foreseen_due_at")),
    )
    return replace(dossier, one_stop=data["unit"], intake=intake)


def apply_supplement(dossier: Dossier, fact: Fact) -> Dossier:
    """Record new papers to compare; an online applicant whose supplement an officer typed has visited the desk. Visits
    before the filing was received as complete are not counted (QN-7.2)."""
    at_desk = fact.actor.get("role") != Role.APPLICANT
    came, remote = must_count_visit(dossier) and at_desk, dossier.channel == "post" or dossier.asked_without_trip
    handover = dossier.handover.add_checks(tuple(payloads.SUPPLEMENTED.read(fact).get("unchecked", ())))
    if at_desk and not remote:
        handover = replace(handover, supplement_trips=handover.supplement_trips + 1)
    return replace(dossier, handover=handover.add_visit(fact.occurred_at) if came else handover)


def must_count_visit(dossier: Dossier) -> bool:
    """Return whether a visit counts: for an electronic dossier, once it was received as complete (QN-7.2)."""
    return dossier.received_at is not None and dossier.channel not in PAPER_CHANNELS


def apply_payment(dossier: Dossier, fact: Fact) -> Dossier:
    """Record a visit for a payment in cash at the counter."""
    came = must_count_visit(dossier) and payloads.PAYMENT_RECORDED.read(fact).get("method") == Method.CASH
    return replace(dossier, handover=dossier.handover.add_visit(fact.occurred_at)) if came else dossier


def apply_handover(dossier: Dossier, fact: Fact) -> Dossier:
    """Record one handover; at the counter it was a visit, and papers were compared there."""
    data = payloads.GIVEN_BACK.read(fact)
    handover = dossier.handover.remove_checks(data.get("compared", ()))
    addressed = handover.addressed or ADDRESS in fact.parts
    if data["way"] == "counter":
        handover = handover.add_visit(fact.occurred_at)
    kept = () if data.get("originals") else dossier.intake.originals
    return replace(
        dossier,
        handed=(*dossier.handed, data["way"]),
        handover=replace(handover, invitations=(), addressed=addressed),
        intake=replace(dossier.intake, originals=kept),
    )


def apply_post_invited(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that the postal operator invited the applicant to collect."""
    return replace(
        dossier, handover=replace(dossier.handover, invitations=(*dossier.handover.invitations, fact.occurred_at))
    )


def apply_post_returned(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that uncollected post is back at the unit; it can be handed over again."""
    return replace(dossier, handover=replace(dossier.handover, invitations=()))


SERVING = frozenset({FactKind.PAID, FactKind.ORIGINAL_COMPARED, FactKind.GIVEN_BACK})
"""Services of a centre for an applicant whose dossier another unit received."""


def apply_serving_centre(dossier: Dossier, fact: Fact) -> Dossier:
    """Record the centre that served the applicant instead of the receiving unit; it takes part in the dossier from then
    on."""
    unit = fact.actor.get("unit") or ""
    at_counter = fact.kind in SERVING and fact.actor.get("role") in AT_COUNTERS
    if not at_counter or unit in {"", dossier.one_stop, dossier.intake.desk, *dossier.served_at}:
        return dossier
    return replace(dossier, served_at=(*dossier.served_at, unit))
