"""Uncollected post: the applicant is invited, and after enough invitations the result goes back to the unit."""

from __future__ import annotations

from chalicelib.domain.dossier import handover
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part


def invite(desk: Desk, ask: Ask) -> Answer:
    """Record that the postal operator invited the applicant to collect (TT 17/2017 5.2.h)."""
    return take(desk, ask, Step.INVITE, decide)


def take_back(desk: Desk, ask: Ask) -> Answer:
    """Take uncollected post back (TT 17/2017 5.2.h); the result can then be handed over again."""
    return take(desk, ask, Step.TAKE_BACK, decide_return)


def decide(m: Moment) -> Decision:
    """Record one more invitation, some working days after the last."""
    gap = m.rule("return.post_invitation_gap")
    calendar = m.desk.reference.calendar(m.dossier.one_stop)
    handover.require_gap(calendar, m.dossier.handover.invitations, m.now, gap.value)
    data = {"n": len(m.dossier.handover.invitations) + 1}
    return Decision((NewFact("post_invited", data, part(m, "note"), cited(gap)),))


def decide_return(m: Moment) -> Decision:
    """Return the post to the unit, after as many invitations as the law requires."""
    least = m.rule("return.post_invitations")
    handover.require_invitations(m.dossier.handover.invitations, least.value)
    data = {"to": "resolved", "invitations": len(m.dossier.handover.invitations)}
    return Decision((NewFact("post_returned", data, part(m, "note"), cited(least)),))
