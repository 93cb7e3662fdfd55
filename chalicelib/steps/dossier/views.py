"""What each reader may see of a dossier: each field belongs to a content of the table of `sight_table.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier import carried_money
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.handover import is_early
from chalicelib.domain.dossier.intake import OWN_INITIATIVE, STRUCTURED
from chalicelib.domain.dossier.permission import list_allowed_steps
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.privacy.filed_papers import may_see_filed
from chalicelib.domain.privacy.sight import Sight, find_sight
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.privacy.viewers import find_viewer
from chalicelib.domain.settlement.signing import may_answer, open_proposal
from chalicelib.steps.dossier.fact_views import view_reported_status
from chalicelib.steps.dossier.payment_ways import find_open_ways
from chalicelib.steps.dossier.ports import Reference
from chalicelib.steps.dossier.work_views import view_obligation, view_work

EVERY_CENTRE = "every_centre"
"""The value of the rules about counters by which every centre of the province serves every dossier."""


C = Content
FIELDS: Mapping[str, Content] = {
    **dict.fromkeys(
        ("id", "version", "state", "national_code", "receipt_no", "code", "channel", "procedure", "one_stop", "agency",
         "filed_at", "reception_at", "reception_due_at", "received_at", "due_at", "original_due_at", "index_due_at",
         "provisional", "late", "outcome", "simulated", "transfer_due_at", "receipt", "pays_anywhere",
         "returns_anywhere", "announces_early", "data_format"),
        C.HEAD,
    ),
    **dict.fromkeys(
        ("stage", "asked", "asked_fields", "asked_payment", "asked_grounds", "asked_without_trip", "wait_until",
         "proof", "immediate", "reported", "complete_at", "late_cause", "for_unit",
         "desk", "held", "originals_called", "originals_shown_as", "originals_legal_basis"),
        C.COURSE,
    ),
    **dict.fromkeys(("handed", "return_way", "visits", "invitations", "owes", "originals_kept"), C.PARCEL),
    # For a refiling, the carried money is shown with the sums.
    **dict.fromkeys(("obligations", "pay_ways", "refiled_from", "refiled_into"), C.SUMS),
    "authority": C.IDENTITY, "capacity": C.IDENTITY,
    "papers": C.HEAD, "by_form": C.FORM, "to_compare": C.UNSIGNED, "results": C.RESULTS,
}  # fmt: skip
"""The content of each field of the view; a field that is not for the reader is empty. Tasks, opinions, requests and
filed papers are filtered one by one."""


def view_dossier(dossier: Dossier, actor: Actor, now: datetime, reference: Reference) -> dict[str, Any]:
    """Return the dossier as this person may see it."""
    sight = find_sight(actor, dossier, now)
    procedure = reference.find_procedure(dossier.procedure)
    named = not sight.is_owner or _is_direct(dossier, now, reference)
    whole = {
        "id": dossier.id,
        "version": dossier.version,
        "state": dossier.state,
        "national_code": dossier.national_code,
        "receipt_no": dossier.receipt_no,
        "code": dossier.code or None,
        "channel": dossier.channel,
        "procedure": {"id": procedure.id, "vi": procedure.name.vi, "en": procedure.name.en},
        "one_stop": dossier.one_stop,
        "agency": dossier.agency or None,
        "filed_at": dossier.filed_at,
        "reception_at": dossier.reception.started_at if dossier.reception else None,
        "reception_due_at": dossier.reception.due_at if dossier.reception and not dossier.reception.ended_at else None,
        "received_at": dossier.received_at,
        "outcome": dossier.outcome or None,
        "stage": dossier.stage or None,
        "asked": list(dossier.asked),
        "asked_fields": list(dossier.asked_fields),
        "asked_payment": dossier.asked_payment,
        "asked_grounds": list(dossier.asked_grounds),
        "asked_without_trip": dossier.asked_without_trip,
        "wait_until": dossier.wait_until,
        "proof": asdict(dossier.proof) if dossier.proof else None,
        "authority": _view_authority(dossier),
        "capacity": dossier.capacity or None,
        "refiled_from": _view_origin(dossier),
        "refiled_into": asdict(dossier.refiled_into) if dossier.refiled_into else None,
        "immediate": dossier.immediate,
        "simulated": dossier.simulated,
        "papers": {paper: key for paper, key in dossier.papers.items() if may_see_filed(sight, dossier, paper)},
        "results": list(dossier.results),
        "handed": list(dossier.handed),
        "reported": view_reported_status(dossier.reported.status, dossier.reported.at) if dossier.reported else None,
        "complete_at": dossier.complete_at,
        "late_cause": dossier.late_cause or None,
        "owes": list(dossier.owes),
        "announces_early": _needs_early_notice(dossier, now, reference),
        **_view_counters(dossier, now, reference),
        "pay_ways": list(find_open_ways(reference, dossier, now)[0]),
        "obligations": [view_obligation(o, dossier) for o in dossier.obligations],
        "allowed": (offered := _list_offered_steps(actor, dossier, now, reference)),
        "data_format": _find_data_format(dossier, procedure, now, reference) if Step.SUPPLEMENT in offered else None,
        **_view_coming_and_going(dossier),
        **_view_time(dossier),
    }
    return {
        **{name: value if _is_shown(sight, name) else _build_blank(value) for name, value in whole.items()},
        **view_work(dossier, actor, now, sight, named=named),
        "seen_as": find_viewer(sight),
        "reads": sorted(sight.given),
    }


_WIDER: Mapping[Content, tuple[Content, ...]] = {C.UNSIGNED: (C.COMPONENTS,), C.FORM: (C.COMPONENTS,)}
"""Contents that include another one: a reader of all components sees which of them are compared, or filled in."""


def _is_shown(sight: Sight, name: str) -> bool:
    if name == "allowed":
        return True
    content = FIELDS[name]
    return sight.has(content, *_WIDER.get(content, ()))


def _build_blank(value: Any) -> Any:
    """Return the empty value for a field that is not for the reader."""
    return type(value)() if isinstance(value, list | bool | int) else None


def _view_origin(dossier: Dossier) -> dict[str, Any] | None:
    """Return the void dossier that this one replaced, the missing components, and the use of its money."""
    if (origin := dossier.refiled_from) is None:
        return None
    return {
        "dossier": origin.dossier, "code": origin.codes[-1], "received_at": origin.received_at,
        "lacking": list(origin.lacking), "lacking_fields": list(origin.lacking_fields),
        "carried": origin.carried, "owed_back": carried_money.total_sums(origin.owed_back),
    }  # fmt: skip


def _list_offered_steps(actor: Actor, dossier: Dossier, now: datetime, reference: Reference) -> list[str]:
    """Return the steps that this person may take now, without those that the law of the dossier would refuse: nobody
    amends unasked where the rules forbid it (HUE-12.1, LC-9.4), claims a held task, or hands over another's."""
    unasked = not dossier.stage and OWN_INITIATIVE not in (
        reference.find_rule("supplement.ways", dossier.build_dates(now)).list_words()
    )
    held, proposed = _list_holders(actor, dossier, now), open_proposal(dossier)
    waits = proposed is not None and not may_answer(actor.sub, dossier, proposed)
    hidden = {Step.SUPPLEMENT: unasked, Step.CLAIM: "" not in held, Step.HAND_OVER: actor.sub not in held,
              Step.PROPOSE: waits}  # fmt: skip
    return [step for step in list_allowed_steps(actor, dossier, now) if not hidden.get(Step(step))]


def _list_holders(actor: Actor, dossier: Dossier, now: datetime) -> set[str]:
    """Return the holders of the open tasks of the units where the actor handles cases; empty text for nobody."""
    units = {a.unit for a in actor.assignments if a.is_in_force(now) and a.role is Role.CASE_OFFICER}
    return {task.holder for task in dossier.tasks if task.unit in units and task.at_work}


def _view_counters(dossier: Dossier, now: datetime, reference: Reference) -> dict[str, bool]:
    """Return whether every centre of the province takes the money and hands over the result (HUE-15.1, HUE-16.3)."""
    named = (("pays_anywhere", "payment.counters"), ("returns_anywhere", "return.counters"))
    return {name: reference.find_rule(param, dossier.build_dates(now)).value == EVERY_CENTRE for name, param in named}


def _needs_early_notice(dossier: Dossier, now: datetime, reference: Reference) -> bool:
    """Return whether a handover now, at the counter, needs an announcement (NĐ 61/2018 20.4)."""
    early = is_early(dossier.clock.due_at if dossier.clock else None, now, immediate=dossier.immediate)
    return (
        dossier.state is State.RESOLVED
        and early
        and bool(reference.find_rule("return.early_notice", dossier.build_dates(now)).value)
    )


def _find_data_format(dossier: Dossier, procedure: Procedure, now: datetime, reference: Reference) -> str | None:
    """Return the format in which data produced elsewhere amends the form, where the law accepts
    such data (HUE-12.2.b)."""
    taken = STRUCTURED in reference.find_rule("supplement.ways", dossier.build_dates(now)).list_words()
    return str(procedure.build_schema()["$id"]) if taken else None


def _view_coming_and_going(dossier: Dossier) -> dict[str, Any]:
    """Return how it came in, when it must be passed on, and the data for the day of the result."""
    call = dossier.original_call
    return {
        "for_unit": dossier.intake.for_unit or None,
        "desk": dossier.intake.desk or None,
        "receipt": dossier.intake.receipt,
        "transfer_due_at": dossier.intake.transfer_due_at,
        "originals_kept": list(dossier.intake.originals),
        "held": list(dossier.intake.held),
        "by_form": list(dossier.intake.by_form),
        "return_way": dossier.handover.way or None,
        "to_compare": list(dossier.handover.unchecked),
        "originals_called": list(call.components) if call else [],
        "originals_shown_as": (call.shown_as or None) if call else None,
        "originals_legal_basis": (call.legal_basis or None) if call else None,
        "visits": dossier.handover.visits,
        "invitations": list(dossier.handover.invitations),
    }


def _view_time(dossier: Dossier) -> dict[str, Any]:
    clock = dossier.clock
    if clock is None:
        foreseen = dossier.intake.foreseen_due_at
        return {
            "due_at": foreseen,
            "original_due_at": None,
            "index_due_at": None,
            "provisional": foreseen is not None,
            "late": None,
        }
    return {
        "due_at": clock.due_at,
        "original_due_at": clock.original_due_at,
        "index_due_at": clock.index_due_at,
        "provisional": clock.provisional,
        "late": None if clock.ended_at is None else clock.ended_at > clock.due_at,
    }


def _is_direct(dossier: Dossier, now: datetime, reference: Reference) -> bool:
    """Return whether case officers deal with the applicant themselves; elsewhere the one-stop unit does
    (NĐ 61/2018 5.1.e)."""
    return bool(reference.find_rule("contact.outside_one_stop", dossier.build_dates(now)).value)


def _view_authority(dossier: Dossier) -> dict[str, str | None] | None:
    """Return by what right it was filed for another person."""
    if (held := dossier.authority) is None:
        return None
    return {
        "basis": held.basis,
        "number": held.number or None,
        "signed_on": held.signed_on or None,
        "revoked_by": held.revoked_by or None,
    }
