"""What openings and steps of matters share: the unit that takes one in, its number, files that come with it, and how a
fact is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import AgencyRetired, UnknownAgency
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.matter_clocks import ClockMoves, write_clock
from chalicelib.domain.matters.matter_forms import MatterAnswers, split_answers
from chalicelib.domain.matters.matter_kind import (
    MatterField,
    MatterKind,
    MatterOpening,
    MatterState,
)
from chalicelib.domain.matters.matter_refusals import PapersNotTaken
from chalicelib.domain.papers.paper import Paper, PaperKind, build_manifest_entry, require_accepted
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.timezone import VIETNAM, write_stamp
from chalicelib.steps.dossier.body_fields import MatterBodyFields
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.guards import require_papers
from chalicelib.steps.matters.matter_ports import LoadedMatter, MatterDependencies, MatterReference

NUMBER_DIGITS = 5
"""Digits of a matter's number within its kind and year."""


@dataclass(frozen=True, slots=True)
class RelayedMatter:
    """A matter that was sent to another system: its number there, when it was received there, the unit to which it is
    addressed (empty for none), and the sender's account here (empty for none)."""

    number: str
    received_at: datetime
    unit: str = ""
    reporter: str = ""


def describe_sender(actor: Actor, role: Role, unit: str, relayed: RelayedMatter | None) -> Mapping[str, str]:
    """Return who sent a matter, as its opening says it: a person, a unit, or somebody at another system."""
    if relayed:
        known = {"reporter": relayed.reporter} if relayed.reporter else {}
        return {**known, "national": relayed.number, "received": write_stamp(relayed.received_at)}
    return {"reporter": actor.sub} if role is Role.APPLICANT else {"sender_unit": unit}


def build_matter_series(kind: MatterKind, year: int) -> str:
    """Return the series from which the numbers of a kind are drawn in a year."""
    return f"{kind.name}#{year}"


def choose_first_unit(deps: MatterDependencies, kind: MatterKind, answers: MatterAnswers, now: datetime) -> str:
    """Return the unit that takes a matter in: the one that its form names, else that of the law of the day."""
    opening = kind.opening
    if opening.unit_field and (unit := read_unit(deps, opening.unit_field, answers, now)):
        return unit
    found = find_ruled_unit(deps.reference, opening, now)
    if not found:
        raise LookupError(f"no unit of the kind that {opening.unit_rule} names")
    return found


def find_ruled_unit(reference: MatterReference, opening: MatterOpening, now: datetime) -> str:
    """Return the unit that takes matters in by the law of the day; empty where the law names none."""
    named = reference.find_rule(opening.unit_rule, CaseDates(now)).find_text() or "" if opening.unit_rule else ""
    # A kind that has a unit for it may be opened where the law is silent.
    wanted = opening.unit_kinds.get(named, named)
    return next(iter(reference.find_units_of_kind(wanted, now)), "") if wanted else ""


def read_unit(deps: MatterDependencies, key: str, answers: MatterAnswers, now: datetime) -> str:
    """Return the agency that an answer names, or nothing. Refuse one that is unknown or retired at its field."""
    unit = answers.find_text(key) if key else ""
    if unit:
        require_named_agency(deps.reference, unit, now, key)
    return unit


def require_named_agency(reference: MatterReference, unit: str, at: datetime, key: str) -> None:
    """Raise Invalid with the field of the answer that names the agency, where it is unknown or retired."""
    try:
        reference.require_agency(unit, at)
    except (UnknownAgency, AgencyRetired) as refused:
        fault = FieldError(f"/values/{key}", refused.code, refused.text_vi, refused.text_en)
        raise Invalid(fields=(fault,)) from None


def draw_matter_number(deps: MatterDependencies, kind: MatterKind, now: datetime) -> str:
    """Return the next number of a kind in the year."""
    year = now.astimezone(VIETNAM).year
    drawn = deps.numbers.draw_next(build_matter_series(kind, year))
    return f"{kind.prefix}-{year}-{drawn:0{NUMBER_DIGITS}d}"


def describe_state(state: MatterState) -> dict[str, Any]:
    """Return what a state means, stored with the fact so that a later table cannot change it."""
    return {"ended": state.ended, "public": state.public, **({"pending": True} if state.pending else {})}


def take_papers(command: Command[MatterBodyFields], loaded: LoadedMatter, *, allowed: bool) -> tuple[Paper, ...]:
    """Return the accepted files that a body names: of its sender, for this matter, and not taken before.

    Raise PapersNotTaken where the table takes none, Invalid for an unknown one, and the refusals of a file that is not
    accepted."""
    named = tuple(dict.fromkeys(command.body.papers))
    if not named:
        return ()
    if not allowed:
        raise PapersNotTaken()
    before = loaded.matter.papers if loaded.matter else ()
    own = {
        number
        for number, paper in loaded.papers.items()
        if paper.kind is PaperKind.ATTACHMENT and paper.uploaded_by == command.actor.sub
    }
    require_papers(command, own - set(before))
    papers = tuple(loaded.papers[number] for number in named)
    require_accepted(papers, real_now=command.real_now)
    return papers


def describe_papers(papers: tuple[Paper, ...]) -> dict[str, Any]:
    """Return the files that come with a fact, each by its digest; nothing personal."""
    return {"papers": {paper.id: dict(build_manifest_entry(paper)) for paper in papers}} if papers else {}


def build_matter_fact(
    deps: MatterDependencies,
    kind: MatterKind,
    what: MatterFact,
    data: Mapping[str, Any],
    fields: tuple[MatterField, ...],
    answers: MatterAnswers,
    moves: ClockMoves,
    article: str,
) -> NewFact:
    """Return a fact with its answers split, its clocks and the articles on which it rests."""
    divided = split_answers(fields, answers.values, deps.salt)
    clocks = {name: write_clock(clock, reminder=name in kind.repeats) for name, clock in moves.changed.items()}
    return NewFact(
        what.value,
        {
            **data,
            **({"values": dict(divided.values)} if divided.values else {}),
            **({"clocks": clocks} if clocks else {}),
            **({"stopped": list(moves.stopped)} if moves.stopped else {}),
        },
        parts=divided.parts,
        law=({"article": article}, *map(_cite_rule, moves.rules)),
    )


def _cite_rule(ruling: Ruling) -> Mapping[str, Any]:
    return dict(ruling.cite)
