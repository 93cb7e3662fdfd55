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
from chalicelib.domain.dossier.refiling import REFILED
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.privacy.filed_papers import may_see_filed
from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_words import Content


def view_fact(fact: Fact, sight: Sight, dossier: Dossier) -> dict[str, Any]:
    """Return one line of the course: event, time, actor, article. The applicant sees which office acted, not which
    officer (NĐ 61/2018 5.1.e)."""
    owner = sight.is_owner
    told = (
        {**fact.data, "by": None if _is_by_applicant(fact) else fact.actor.get("sub")}
        if sight.has(Content.STAFF)
        else {}
    )
    sent = [paper for paper in fact.data.get("papers", ()) if may_have_file(sight.reading, dossier, paper)]
    enclosed = [paper for paper in fact.data.get("enclosed", ()) if may_see_filed(sight, dossier, paper)]
    return {
        "seq": fact.seq,
        "kind": fact.kind,
        "occurred_at": fact.occurred_at,
        "recorded_at": fact.recorded_at,
        "role": fact.actor.get("role", "system"),
        "unit": fact.actor.get("unit") or None,
        "by": told.get("by"),
        "given_to": told.get("officer") or None if fact.kind in {"assigned", "request_sent_back"} else None,
        "taken_from": told.get("before") or None if fact.kind == "assigned" else None,
        "asked_unit": fact.data["unit"] if fact.kind in {"consulted", "answered"} else None,
        "n": fact.data["n"] if fact.kind in {"consulted", "answered"} else None,
        "request": fact.data.get("kind") if fact.kind.startswith("request_") else None,
        "reach": fact.data["reach"] if fact.kind == NOTED else None,
        "papers": [*sent, *enclosed],
        "proposed": None if owner else _view_proposed_outcome(fact),
        "other": _view_other_dossier(fact),
        "changes": [asdict(each) for each in list_changes(fact)] if fact.kind == CORRECTED else [],
        "to": fact.data.get("to"),
        "reported": view_reported_status(fact.data["status"], fact.occurred_at)
        if fact.kind == sector_status.FACT
        else None,
        "due_at": (fact.data.get("clock") or fact.data.get("reception") or {}).get("due_at"),
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
    about = fact.data.get("about", {})
    if "outcome" not in about:
        return None
    return {"outcome": about["outcome"], "result": about["result"] or None, "ground": about.get("ground")}


def _view_other_dossier(fact: Fact) -> dict[str, str] | None:
    """Return the other dossier of a refiling, as a line of the course names it."""
    if fact.kind == REFILED:
        return {"dossier": fact.data["into"]["dossier"], "number": fact.data["into"]["receipt_no"]}
    if origin := fact.data.get("refiled_from"):
        return {"dossier": origin["dossier"], "number": origin["codes"][-1]}
    return None


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
