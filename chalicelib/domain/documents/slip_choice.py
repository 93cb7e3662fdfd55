"""Which slips a fact makes, by the law of the dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.domain.documents.slip_source import DocumentSource
from chalicelib.domain.documents.slip_values import (
    SlipKind,
)
from chalicelib.domain.flow.flow_words import RequestKind
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.fact_kinds import FactKind

ONLINE = frozenset({"national_portal", "vneid", "kiosk", "own_portal"})

UNCLEAR, FAULT, MORE_TIME = "guidance_unclear", "officer_fault", "extension"


def list_slip_kinds(source: DocumentSource) -> tuple[SlipKind, ...]:
    """Return the slips that the last fact of the source makes; most facts make none."""
    rule = _RULES.get(source.fact.kind)
    return rule(source) if rule else ()


def _select_reception_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    """A receipt, unless the result follows at once and nobody asked for one (NĐ 61/2018 17.4)."""
    on_request = source.law.find("receipt.immediate_procedure")
    asked = bool(payloads.RECEIVED.read(source.fact).get("receipt"))
    unasked = source.dossier.immediate and on_request is not None and on_request.value == "on_request" and not asked
    return () if unasked else (SlipKind.RECEIPT,)


def _select_correction_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    """A new receipt that replaces the earlier one; without an earlier one, none is needed."""
    return (SlipKind.RECEIPT,) if payloads.RECEPTION_CORRECTED.read(source.fact).get("receipt") else ()


def _select_refusal_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    return (SlipKind.REFUSAL,)


def _select_supplement_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    """Form 02, or the province's own slip for an online filing; with an apology where the law requires one."""
    data = payloads.SUPPLEMENT_REQUESTED.read(source.fact)
    stage, count = data["stage"], source.dossier.supplements.get(data["stage"], 1)
    if stage == "intake" and source.dossier.channel in ONLINE and _has_rule(source.law, "slip.guidance"):
        again = count > 1 and _has_rule(source.law, "apology.signer", cause="guidance_again")
        return (SlipKind.GUIDANCE, *((SlipKind.APOLOGY_GUIDANCE,) if again else ()))
    unclear = count > 1 and data.get("cause") == UNCLEAR
    sorry = stage == "appraisal" and unclear and _has_rule(source.law, "apology.signer", cause=UNCLEAR)
    return (SlipKind.SUPPLEMENT, *((SlipKind.APOLOGY_SUPPLEMENT,) if sorry else ()))


def _select_proposal_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    kind = payloads.REQUEST_OPENED.read(source.fact)["kind"]
    wanted = kind == RequestKind.EXTENSION and _has_rule(source.law, "slip.extension_request")
    return (SlipKind.EXTENSION_REQUEST,) if wanted else ()


def _select_extension_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    """An apology with the new date at that moment, where the law requires one (HUE-14.4.b, NĐ 61/2018 19.9). Older
    facts, which do not name the letters owed, had one."""
    return (SlipKind.EXTENSION,) if "apology" in payloads.EXTENDED.read(source.fact).get("owes", ("apology",)) else ()


def _select_apology_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    """One new date before the time runs out; with the late result, a letter where the law requires one; a letter for
    lost papers."""
    data = payloads.APOLOGISED.read(source.fact)
    if data.get("lost"):
        return (SlipKind.APOLOGY_LOSS,)
    fault = data.get("cause") == FAULT and _has_rule(source.law, "apology.signer", cause=FAULT)
    dated = "clock" in data
    return (*((SlipKind.EXTENSION,) if dated else ()), *((SlipKind.APOLOGY_OVERDUE,) if fault else ()))


def _select_resolution_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    return (SlipKind.REFUSAL,) if payloads.RESOLVED.read(source.fact)["outcome"] == "not_granted" else ()


def _select_stop_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    return (SlipKind.STOP,)


def _select_control_slips(source: DocumentSource) -> tuple[SlipKind, ...]:
    """The control slip with the transfer, and once more, complete, when the dossier is closed."""
    return (SlipKind.CONTROL,) if source.dossier.tasks else ()


_RULES: Mapping[str, Callable[[DocumentSource], tuple[SlipKind, ...]]] = {
    FactKind.RECEIVED: _select_reception_slips,
    FactKind.RECEPTION_CORRECTED: _select_correction_slips,
    FactKind.REFUSED: _select_refusal_slips,
    FactKind.SUPPLEMENT_REQUESTED: _select_supplement_slips,
    FactKind.REQUEST_OPENED: _select_proposal_slips,
    FactKind.EXTENDED: _select_extension_slips,
    FactKind.APOLOGISED: _select_apology_slips,
    FactKind.RESOLVED: _select_resolution_slips,
    FactKind.STOPPED: _select_stop_slips,
    FactKind.TRANSFERRED: _select_control_slips,
    FactKind.CLOSED: _select_control_slips,
}

MAKING_RECEIPTS = frozenset({FactKind.RECEIVED, FactKind.RECEPTION_CORRECTED})
"""Kinds of facts each of which makes a receipt, where the dossier has one."""


def _has_rule(law: Law, param: str, **scope: str) -> bool:
    found = law.find(param, **scope)
    return found is not None and found.value is not False
