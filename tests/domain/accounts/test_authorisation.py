"""Who may act for whom, from when until when: the rules of an authorisation between two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.acting_for import AuthorisationTooNarrow, require_covered
from chalicelib.domain.accounts.authorisation import (
    AgentsOfAgents,
    Authorisation,
    AuthorisationNotInForce,
    AuthorisationReply,
    AuthorisationUnknown,
    AuthorisedScope,
    IdentityNeeded,
    OtherPersonNamed,
    ReplyNotOpen,
    Side,
    Standing,
    find_side,
    list_offered_replies,
    list_open_replies,
    reply_to_authorisation,
    resolve_acting,
)
from chalicelib.domain.accounts.authorisation_wish import Wish, open_authorisation
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import ActingFor, Actor
from chalicelib.domain.shared.errors import Invalid, NotFound, Refusal, Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
KHAI = ProvenIdentity(2, "046190001234", "Nguyễn Thị Minh Khai")
AN = ProvenIdentity(2, "046190005678", "Trần Văn An")
FIRM = ProvenIdentity(0, "3300101234", "Công ty Bún Bò", "organisation")
PRINCIPAL, AGENT = Actor("khai", identity=KHAI), Actor("an", identity=AN)
COMPANY = Actor("firm", identity=FIRM)
STRANGER = Actor("x", identity=ProvenIdentity(2, "046190009999", "Lê Văn Tám"))
WISH = Wish(
    Side.AGENT, KHAI.id_number, KHAI.full_name, False, AuthorisedScope(), NOW, NOW + timedelta(days=30)
)  # fmt: skip
ACCEPT, DECLINE, REVOKE = AuthorisationReply.ACCEPT, AuthorisationReply.DECLINE, AuthorisationReply.REVOKE


def request(**changes: object) -> Authorisation:
    """A request of An to act for Khai."""
    return open_authorisation("a" * 26, AGENT, replace(WISH, **changes), NOW)  # type: ignore[arg-type]


def agree(**changes: object) -> Authorisation:
    """The same, accepted."""
    return reply_to_authorisation(request(**changes), PRINCIPAL, ACCEPT, 1, NOW)


def test_a_request_becomes_an_authorisation_by_the_principals_consent_alone() -> None:
    asked = request()
    assert (asked.standing, asked.principal.sub, asked.agent.sub) == (Standing.REQUESTED, "", "an")
    with pytest.raises(AuthorisationNotInForce):
        resolve_acting(asked, AGENT, NOW)
    with pytest.raises(ReplyNotOpen):
        reply_to_authorisation(asked, AGENT, ACCEPT, 1, NOW)
    for somebody in (STRANGER, Actor("khai")):
        with pytest.raises((NotFound, IdentityNeeded)):
            reply_to_authorisation(asked, somebody, ACCEPT, 1, NOW)
    agreed = agree()
    acting = resolve_acting(agreed, AGENT, NOW)
    assert (acting.principal, acting.id_number, acting.full_name, acting.whole) == (
        "khai", KHAI.id_number, KHAI.full_name, False,
    )  # fmt: skip


def test_an_offer_becomes_one_by_the_agents_acceptance() -> None:
    offered = open_authorisation(
        "b" * 26,
        PRINCIPAL,
        replace(WISH, side=Side.PRINCIPAL, id_number="046 190 005 678", full_name="Trần Văn An"),
        NOW,
    )
    with pytest.raises(ReplyNotOpen):
        reply_to_authorisation(offered, PRINCIPAL, ACCEPT, 1, NOW)
    assert resolve_acting(reply_to_authorisation(offered, AGENT, ACCEPT, 1, NOW), AGENT, NOW).principal == "khai"


def test_both_may_end_it_and_nothing_revives_it() -> None:
    for who, side in ((PRINCIPAL, Side.PRINCIPAL), (AGENT, Side.AGENT)):
        ended = reply_to_authorisation(agree(), who, REVOKE, 2, NOW)
        assert (ended.standing, ended.revoked_by) == (Standing.REVOKED, side)
        with pytest.raises(AuthorisationNotInForce):
            resolve_acting(ended, AGENT, NOW)
        for reply in AuthorisationReply:
            with pytest.raises(ReplyNotOpen):
                reply_to_authorisation(ended, PRINCIPAL, reply, 3, NOW)
    with pytest.raises(Stale):
        reply_to_authorisation(agree(), PRINCIPAL, REVOKE, 1, NOW)


def test_it_holds_from_its_first_instant_until_before_its_last() -> None:
    later = NOW + timedelta(days=3)
    agreed = agree(valid_from=later)
    with pytest.raises(AuthorisationNotInForce):
        resolve_acting(agreed, AGENT, later - timedelta(seconds=1))
    assert resolve_acting(agreed, AGENT, later)
    with pytest.raises(AuthorisationNotInForce):
        resolve_acting(agreed, AGENT, agreed.valid_until)
    asked = request()
    with pytest.raises(ReplyNotOpen):
        reply_to_authorisation(asked, PRINCIPAL, ACCEPT, 1, asked.valid_until)


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"id_number": AN.id_number}, "/other/id_number", "authorises_self"),
        ({"id_number": "046 190 005 678"}, "/other/id_number", "authorises_self"),
        ({"valid_until": NOW}, "/valid_until", "ends_before_start"),
        ({"valid_until": NOW + timedelta(days=3), "valid_from": NOW + timedelta(days=4)}, "/valid_until",
         "ends_before_start"),
        ({"valid_until": NOW + timedelta(days=4100)}, "/valid_until", "too_long"),
        ({"scope": AuthorisedScope(("1.001612",), (), "d" * 26)}, "/scope/dossier", "scope_mixed"),
        ({"side": Side.PRINCIPAL, "organisation": True, "id_number": "3300101234"}, "/side", "agent_is_organisation"),
    ],
)  # fmt: skip
def test_wrong_terms_are_refused_at_their_field(changes: dict[str, object], path: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        request(**changes)
    assert (path, code) in {(each.path, each.code) for each in refused.value.fields}


def test_nobody_without_a_proven_identity_and_no_agent_authorises_anybody() -> None:
    acting = ActingFor("a", "khai", KHAI.id_number, KHAI.full_name)
    for who, expected in (
        (Actor("an"), IdentityNeeded),
        (replace(AGENT, citizen=False), IdentityNeeded),
        (Actor("an", identity=ProvenIdentity(1)), IdentityNeeded),
        (replace(AGENT, acting=acting), AgentsOfAgents),
    ):
        with pytest.raises(expected):
            open_authorisation("a" * 26, who, WISH, NOW)
    with pytest.raises(AgentsOfAgents):
        reply_to_authorisation(request(), replace(PRINCIPAL, acting=acting), ACCEPT, 1, NOW)


@pytest.mark.parametrize("name", ["Nguyễn Thị Minh", "Nguyễn Thị Minh Khải Anh", "Trần Văn An"])
def test_who_has_the_number_but_another_name_accepts_nothing(name: str) -> None:
    with pytest.raises(OtherPersonNamed):
        reply_to_authorisation(request(full_name=name), PRINCIPAL, ACCEPT, 1, NOW)
    assert reply_to_authorisation(request(full_name=name), PRINCIPAL, DECLINE, 1, NOW).standing is Standing.DECLINED
    assert list_offered_replies(request(full_name=name), PRINCIPAL, NOW) == (DECLINE,), "nor is it offered"
    assert list_offered_replies(request(full_name=name), AGENT, NOW) == (REVOKE,)
    assert list_offered_replies(request(), PRINCIPAL, NOW) == (ACCEPT, DECLINE)


def test_the_account_of_another_person_with_the_same_number_is_not_the_one_who_agreed() -> None:
    again = replace(PRINCIPAL, sub="khai-2")
    with pytest.raises(NotFound):
        find_side(agree(), again)
    with pytest.raises(AuthorisationUnknown):
        resolve_acting(agree(), PRINCIPAL, NOW)
    joined = replace(AGENT, sub="an-2", merged=frozenset({"an"}))
    assert resolve_acting(agree(), joined, NOW).principal == "khai"
    with pytest.raises(AuthorisationUnknown):
        resolve_acting(None, AGENT, NOW)


def test_a_representative_acts_for_the_whole_organisation_unless_it_names_less() -> None:
    wish = replace(WISH, side=Side.PRINCIPAL, id_number=AN.id_number, full_name=AN.full_name)
    for scope, whole in ((AuthorisedScope(), True), (AuthorisedScope(("1.001612",)), False)):
        offered = open_authorisation("c" * 26, COMPANY, replace(wish, scope=scope), NOW)
        acting = resolve_acting(reply_to_authorisation(offered, AGENT, ACCEPT, 1, NOW), AGENT, NOW)
        assert (acting.principal, acting.whole, acting.organisation) == ("firm", whole, True)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (AuthorisedScope(), True),
        (AuthorisedScope(("1.001612",)), True),
        (AuthorisedScope(("1.000000",)), False),
        (AuthorisedScope((), ("HTDN",)), True),
        (AuthorisedScope((), ("XX",)), False),
        (AuthorisedScope(("1.000000",), ("HTDN",)), True),
        (AuthorisedScope((), (), "d" * 26), False),
    ],
)
def test_an_agent_files_what_the_authorisation_covers(scope: AuthorisedScope, covered: bool) -> None:
    acting = resolve_acting(agree(scope=scope), AGENT, NOW)
    if covered:
        require_covered(acting, "1.001612", "HTDN")
    else:
        with pytest.raises(AuthorisationTooNarrow):
            require_covered(acting, "1.001612", "HTDN")


ACTS = st.tuples(st.sampled_from([PRINCIPAL, AGENT, STRANGER]), st.sampled_from(AuthorisationReply), st.integers(0, 40))


@given(st.lists(ACTS, max_size=8))
def test_whatever_happens_the_agent_acts_only_between_consent_and_end(
    acts: list[tuple[Actor, AuthorisationReply, int]],
) -> None:
    """Each act is what the list of open replies says; the agent acts exactly after the principal's consent, before any
    end; and a stored authorisation reads back as it was."""
    held, agreed, ended, at = request(), False, False, NOW
    for who, reply, days in acts:
        at = max(at, NOW + timedelta(days=days))
        try:
            side = find_side(held, who)
        except NotFound:
            side = None
        offered = side is not None and reply in list_open_replies(held, side, at)
        try:
            held = reply_to_authorisation(held, who, reply, held.version, at)
        except Refusal:
            assert not offered
            continue
        assert offered
        agreed = agreed or (reply is ACCEPT and who is PRINCIPAL)
        ended = ended or reply in (REVOKE, DECLINE)
        assert unpack_value(Authorisation, pack_value(held)) == held
    assert held.is_in_force(at) is (agreed and not ended and at < held.valid_until)
