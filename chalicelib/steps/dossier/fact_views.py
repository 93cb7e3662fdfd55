"""Lines of a dossier's course and its ledger, as each reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import sector_status
from chalicelib.domain.dossier.corrections import CORRECTED, list_changes
from chalicelib.domain.dossier.course import NOTED
from chalicelib.domain.dossier.course_reading import may_have_file
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.refiling import REFILED, read_origin
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import REQUEST_KINDS, FactKind
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.privacy.filed_papers import may_see_filed
from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_words import Content

HANDING = frozenset({FactKind.ASSIGNED, FactKind.REQUEST_SENT_BACK})
"""Facts that name the officer who acts next."""


def view_fact(fact: Fact, sight: Sight, dossier: Dossier) -> dict[str, Any]:
    """Return one line of the course: event, time, actor, article. The applicant sees which office acted, not which
    officer (NĐ 61/2018 5.1.e)."""
    owner = sight.is_owner
    staff = sight.has(Content.STAFF)
    data = read_any(fact)
    asked = fact.kind in {FactKind.CONSULTED, FactKind.ANSWERED}
    sent = [paper for paper in data.get("papers", ()) if may_have_file(sight.reading, dossier, paper)]
    enclosed = [paper for paper in data.get("enclosed", ()) if may_see_filed(sight, dossier, paper)]
    return {
        "seq": fact.seq,
        "kind": fact.kind,
        "occurred_at": fact.occurred_at,
        "recorded_at": fact.recorded_at,
        "role": fact.actor.get("role", "system"),
        "unit": fact.actor.get("unit") or None,
        "by": fact.actor.get("sub") if staff and not _is_by_applicant(fact) else None,
        "given_to": data.get("officer") or None if staff and fact.kind in HANDING else None,
        "taken_from": data.get("before") or None if staff and fact.kind == FactKind.ASSIGNED else None,
        "asked_unit": data["unit"] if asked else None,
        "n": data["n"] if asked else None,
        "request": data.get("kind") if fact.kind in REQUEST_KINDS else None,
        "reach": data["reach"] if fact.kind == NOTED else None,
        "papers": [*sent, *enclosed],
        "proposed": None if owner else _view_proposed_outcome(fact),
        "other": _view_other_dossier(fact),
        "succession": _view_succession(fact),
        "changes": [asdict(each) for each in list_changes(fact)] if fact.kind == CORRECTED else [],
        "to": data.get("to"),
        "reported": view_reported_status(data["status"], fact.occurred_at) if fact.kind == sector_status.FACT else None,
        "due_at": (data.get("clock") or data.get("reception") or {}).get("due_at"),
        "law": [view_cite(cite, owner=owner) for cite in fact.law],
        "parts": dict(fact.parts),
        "simulated": fact.simulated,
    }


def view_cite(cite: Mapping[str, Any], *, owner: bool) -> dict[str, Any]:
    """Return a rule for the reader: the applicant in official words, its certainty only for officers."""
    return {
        **cite,
        "instrument": write_official_citation(cite["instrument"]),
        "article": write_official_citation(cite["article"]),
        "certainty": None if owner else cite["certainty"],
    }


def _view_proposed_outcome(fact: Fact) -> dict[str, Any] | None:
    """Return the outcome that a fact proposes, with its draft."""
    about = read_any(fact).get("about", {})
    if "outcome" not in about:
        return None
    return {"outcome": about["outcome"], "result": about["result"] or None, "ground": about.get("ground")}


def _view_other_dossier(fact: Fact) -> dict[str, str] | None:
    """Return the other dossier of a refiling, as a line of the course names it."""
    if fact.kind == REFILED:
        into = payloads.REFILED.read(fact)["into"]
        return {"dossier": into["dossier"], "number": into["receipt_no"]}
    if fact.kind == FactKind.SUBMITTED and (origin := read_origin(payloads.SUBMITTED.read(fact))):
        return {"dossier": origin.dossier, "number": origin.codes[-1]}
    return None


def _view_succession(fact: Fact) -> dict[str, str] | None:
    """Return the unit that ended, its successor, and by which kind of change."""
    if fact.kind != FactKind.UNIT_SUCCEEDED:
        return None
    data = payloads.UNIT_SUCCEEDED.read(fact)
    return {"before": data["from"], "after": data["unit"], "cause": data["cause"]}


def list_people(lines: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return accounts of the officers that lines of the course name."""
    return frozenset(line[place] for line in lines for place in ("by", "given_to", "taken_from") if line[place])


def _is_by_applicant(fact: Fact) -> bool:
    return fact.by_system or fact.actor.get("role", "system") in {Role.APPLICANT.value, "system"}


def view_reported_status(status: str, at: datetime) -> dict[str, Any]:
    """Return the report of a line-of-business system: its code, the words for people, and when."""
    words = sector_status.find_status(status)
    return {"status": status, "vi": words.vi, "en": words.en, "at": at}


def export_ledger(
    dossier_id: str, facts: Sequence[Mapping[str, Any]], parts: dict[str, Any], head: str
) -> dict[str, Any]:
    """Return the ledger as the offline verifier reads it: bodies as hashed, or cut to the reader, and the parts they
    hold."""
    return {"dossier_id": dossier_id, "length": len(facts), "head": head, "facts": list(facts), "parts": parts}
