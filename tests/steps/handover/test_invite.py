"""Uncollected post: two invitations some working days apart, then the result is back at the unit."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.handover import InvitationsMissing, InvitedTooSoon
from chalicelib.domain.flow.transitions import State
from tests.support.bodies import BY_POST
from tests.support.builders import Case, build_actor

CLERK = Role.ONE_STOP_OFFICER


def send_by_post() -> Case:
    """A result sent by post."""
    case = Case().resolved()
    return case.then("give_back", case.officer(CLERK), **BY_POST)


@pytest.mark.clause("QN-28.2", "LC-10.3.a", "VL-15.4")
def test_after_two_invitations_the_result_goes_back_and_can_be_handed_over_again() -> None:
    case = send_by_post()
    postman = build_actor(Role.POSTAL_STAFF, case.one_stop)
    for made in range(2):
        refused = case.refused("take_back", case.officer(CLERK))
        assert isinstance(refused, InvitationsMissing)
        assert refused.facts == {"made": made, "needed": 2}
        case.later(days=5).take("invite", postman)
    back = case.take("take_back", case.officer(CLERK))
    assert (back.state, back.handover.invitations) == (State.RESOLVED, ())
    assert case.facts[-1].data["invitations"] == 2
    assert [cite["param"] for cite in case.facts[-1].law] == ["return.post_invitations"]
    assert case.take("give_back", case.officer(CLERK)).handed == ("post", "online")


@pytest.mark.clause("LC-10.3.a", "VL-15.4")
def test_invitations_are_two_working_days_apart() -> None:
    case = send_by_post()
    case.take("invite", case.officer(CLERK))
    # From Monday the 23rd: the 24th is a holiday, so the second working day is Thursday the 26th.
    for days in (0, 1, 2):
        soon = case.copy().later(days=days)
        assert isinstance(soon.refused("invite", soon.officer(CLERK)), InvitedTooSoon)
    assert len(case.later(days=3).take("invite", case.officer(CLERK)).handover.invitations) == 2


def test_what_went_another_way_is_not_invited_for() -> None:
    case = Case().returned()
    for step in ("invite", "take_back"):
        assert case.refused(step, case.officer(CLERK)).code == "wrong_moment"
