"""Who may read what was written, and the files that were sent, in the course of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.course import Reach
from chalicelib.domain.flow.transitions import SETTLING, RequestKind
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import REQUEST_KINDS
from chalicelib.domain.ledger.payloads import read_any

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader of a dossier's course: the applicant (or the filer), or an officer of these units."""

    owner: bool
    units: frozenset[str]


def list_settling_units(dossier: Dossier) -> frozenset[str]:
    """Return the units that settle a dossier: those that received it, lead it or have a task. A body that only gives an
    opinion is not among them, nor a centre that only takes money or hands over."""
    return frozenset(
        {dossier.one_stop, dossier.agency, dossier.intake.desk, *(task.unit for task in dossier.tasks)} - {""}
    )


def can_reach(reading: Reading, dossier: Dossier, reach: Reach, unit: str) -> bool:
    """Return whether a text or file of that reach is for the reader."""
    if reach is Reach.OPEN:
        return True
    # An officer does not read texts about their own dossier as an officer.
    if reading.owner:
        return False
    if reach is Reach.UNIT:
        return unit in reading.units
    asked = reach is Reach.ASKED and unit in reading.units
    return asked or bool(reading.units & list_settling_units(dossier))


def may_have_file(reading: Reading, dossier: Dossier, paper: str) -> bool:
    """Return whether a file between officers is for the reader; an unsent file is only for its sender. Files sent to a
    body with a question are theirs until they answer."""
    sent = dossier.attachments.get(paper)
    if sent is None or not can_reach(reading, dossier, sent.reach, sent.unit):
        return False
    if sent.reach is not Reach.ASKED or reading.units & list_settling_units(dossier):
        return True
    over = [
        c for c in dossier.consultations if c.unit == sent.unit and (c.answered_at or dossier.state not in SETTLING)
    ]
    return not any(c.enclosed is None or paper in c.enclosed for c in over)


def is_withheld(reading: Reading, fact: Fact) -> bool:
    """Return whether a fact is of an outcome that is only proposed, of which the applicant is notified when it is
    signed."""
    return reading.owner and fact.kind in REQUEST_KINDS and read_any(fact).get("kind") == RequestKind.OUTCOME
