"""Revoke the paper by which somebody filed: who may, when, and that nobody hands a result over on it afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.acting_for import PAPER, Authority, AuthorityEnded
from chalicelib.domain.accounts.roles import ActingFor, Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.effects.authority import end_authority
from chalicelib.domain.dossier.permission import list_allowed_steps, permit_step
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.privacy.sight import can_see, require_sight
from chalicelib.domain.shared.errors import Forbidden, OwnDossier, WrongMoment
from tests.support.builders import CITIZEN, STATES, Case

OWNER, AGENT = Actor("khai"), CITIZEN
HELD = Authority(PAPER, "", "12/UQ", "2026-11-20")


def file_by_paper(state: State = State.SUBMITTED, stage: str = "", authority: Authority = HELD) -> Dossier:
    """A dossier that the agent filed for its owner, as it stands in a state."""
    return replace(Case().at(state, stage).dossier, owner=OWNER.sub, filer=AGENT.sub, authority=authority)


def may_revoke(actor: Actor, dossier: Dossier) -> bool:
    return Step.REVOKE_AUTHORITY.value in list_allowed_steps(actor, dossier, Case().now)


@pytest.mark.parametrize(("state", "stage"), [each for each in STATES if each[0] is not State.DRAFT])
def test_the_principal_revokes_it_in_every_state(state: State, stage: str) -> None:
    dossier = file_by_paper(state, stage)
    assert may_revoke(OWNER, dossier)
    assert not may_revoke(AGENT, dossier)
    revoked = replace(dossier, authority=replace(HELD, revoked_by="principal"))
    assert not may_revoke(OWNER, revoked)


def test_neither_an_agent_nor_the_visitor_at_the_tablet_revokes_it() -> None:
    dossier, case = file_by_paper(), Case()
    acting = Actor("minh", acting=ActingFor("a1", OWNER.sub, "046190001234", "Khai", whole=True))
    for actor in (AGENT, acting, Actor("guest", guest_of=dossier.id)):
        with pytest.raises(Forbidden):
            permit_step(actor, dossier, Step.REVOKE_AUTHORITY, case.now)


@pytest.mark.parametrize(
    "authority", [Authority("consent", "a1"), Authority("child", revoked_by="desk"), replace(HELD, revoked_by="desk")]
)
def test_only_a_declared_right_in_force_is_revoked(authority: Authority) -> None:
    with pytest.raises(WrongMoment):
        permit_step(OWNER, file_by_paper(authority=authority), Step.REVOKE_AUTHORITY, Case().now)


def test_a_parents_right_is_ended_by_the_desk_alone() -> None:
    case, dossier = Case(), file_by_paper(authority=Authority("child"))
    for actor in (OWNER, AGENT):
        with pytest.raises(Forbidden):
            permit_step(actor, dossier, Step.REVOKE_AUTHORITY, case.now)
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    row, role, _ = permit_step(clerk, dossier, Step.REVOKE_AUTHORITY, case.now)
    assert (row.article, role) == ("BLDS 91/2015 136; BLDS 91/2015 140.4", Role.ONE_STOP_OFFICER)


def test_who_filed_sees_no_more_and_is_answered_why() -> None:
    case, dossier = Case(), file_by_paper()
    assert can_see(AGENT, dossier, case.now)
    fact = replace(case.file().facts[-1], kind=FactKind.AUTHORITY_REVOKED, data={"revoked_by": "principal"})
    revoked = end_authority(dossier, fact)
    with pytest.raises(AuthorityEnded):
        require_sight(AGENT, revoked, case.now)
    with pytest.raises(AuthorityEnded):
        require_sight(Actor("other", merged=frozenset({AGENT.sub})), revoked, case.now)
    assert can_see(OWNER, revoked, case.now)
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    assert can_see(clerk, revoked, case.now)


def test_the_desk_revokes_it_but_nobody_their_own() -> None:
    dossier, case = file_by_paper(), Case()
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    assert permit_step(clerk, dossier, Step.REVOKE_AUTHORITY, case.now)[1] is Role.ONE_STOP_OFFICER
    for own in (OWNER, AGENT):
        with pytest.raises(OwnDossier):
            permit_step(replace(clerk, sub=own.sub, citizen=False), dossier, Step.REVOKE_AUTHORITY, case.now)
