"""Agents and representatives of people who were found to be one: their lists, sight and filings follow the merge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from tests.product.accounts.signing_in import KHAI, SignIns
from tests.product.accounts.test_person_cases import decide_well, propose, signing
from tests.product.accounts.test_profile_by_regulation import list_own
from tests.product.filing.test_authorisations import AN, file_for, reply
from tests.product.office import Worker

__all__ = ["signing"]

FIRM = ProvenIdentity(0, "3300101234", "Công ty Bún Bò", "organisation")
BRANCH = replace(FIRM, id_number="3300105678")
NEIGHBOUR = ProvenIdentity(2, "046190008888", "Lê Thị Sáu")


def offer(principal: Worker, agent: Worker, to: ProvenIdentity = AN, **scope: object) -> Worker:
    """The agent, who acts by an authorisation that the principal has offered and they have accepted."""
    terms = {"side": "principal", "other": {"full_name": to.full_name, "id_number": to.id_number}, "scope": scope}
    made = principal.ask("POST", "/api/authorisations", terms, expect=201).body
    assert reply(agent, made["id"], "accept", 1).status == 200
    return replace(agent, acting_for=made["id"])


def decide(signing: SignIns, action: str, person: str, other: str) -> None:
    """Two officers decide who somebody is."""
    product = signing.office
    approver = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    decide_well(approver, propose(product("office"), action, person, other=other))


def test_representatives_follow_an_organisation_that_was_merged_and_separated(signing: SignIns) -> None:
    firm, branch = signing.person("firm", FIRM), signing.person("branch", BRANCH)
    an, sau = signing.person("an", AN), signing.person("sau", NEIGHBOUR)
    of_firm, of_branch = offer(firm, an), offer(branch, sau, NEIGHBOUR)
    first = file_for(replace(an, acting_for=""), of_firm.acting_for).body["id"]
    older = file_for(replace(an, acting_for=""), offer(branch, an).acting_for).body["id"]
    assert (list_own(of_firm), list_own(of_branch)) == ([first], [older])
    assert of_firm.ask("GET", f"/api/dossiers/{older}").code == "acting_for_needed"
    decide(signing, "merge", "firm", "branch")
    for representative in (of_firm, of_branch):
        assert sorted(list_own(representative)) == sorted([first, older])
        assert representative.get(f"/api/dossiers/{older}")["id"] == older
        assert "withdraw" in representative.get(f"/api/dossiers/{first}")["allowed"]
    newer = file_for(replace(an, acting_for=""), offer(branch, an).acting_for).body["id"]
    assert newer in list_own(firm), "what is filed by the other account's consent is the one organisation's"
    decide(signing, "separate", "firm", "branch")
    assert sorted(list_own(of_firm)) == sorted([first, newer])
    assert list_own(of_branch) == [older]
    assert of_firm.ask("GET", f"/api/dossiers/{older}").code == "acting_for_needed"


def test_an_agent_for_one_dossier_keeps_it_after_the_principal_was_merged(signing: SignIns) -> None:
    old, khai, an = signing.person("old", NEIGHBOUR), signing.person("khai", KHAI), signing.person("an", AN)
    by_all = offer(old, an)
    dossier = file_for(an, by_all.acting_for).body["id"]
    by_one = offer(old, an, dossier=dossier)
    decide(signing, "merge", "khai", "old")
    for acting in (by_all, by_one):
        assert list_own(acting) == [dossier]
        assert acting.get(f"/api/dossiers/{dossier}/timeline")["items"]
    assert list_own(khai) == [dossier]
    assert khai.ask("GET", f"/api/dossiers/{dossier}/contacts/principal").status == 200, "the principal's own contacts"
    assert by_all.ask("GET", f"/api/dossiers/{dossier}/contacts/principal").code == "forbidden"
    other = offer(khai, an, dossier=dossier)
    assert list_own(other) == [dossier], "a new consent of the person who stays names the older dossier"


def test_an_agent_who_was_merged_acts_on_and_learns_for_whom(signing: SignIns) -> None:
    khai, an, sau = signing.person("khai", KHAI), signing.person("an", AN), signing.person("sau", NEIGHBOUR)
    number = offer(khai, an).acting_for
    dossier = file_for(an, number).body["id"]
    decide(signing, "merge", "sau", "an")
    assert list_own(replace(sau, acting_for=number)) == [dossier]
    assert sau.ask("GET", f"/api/dossiers/{dossier}").code == "acting_for_needed"
    assert replace(sau, acting_for=number).step(dossier, "withdraw", {"reason": "Không cần nữa."})


def test_nobody_acts_for_somebody_who_has_died(signing: SignIns) -> None:
    khai, an = signing.person("khai", KHAI), signing.person("an", AN)
    acting = offer(khai, an)
    dossier = file_for(an, acting.acting_for).body["id"]
    product = signing.office
    approver = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    decide_well(approver, propose(product("office"), "death", "khai", day="2026-11-01"))
    for path in ("/api/me/dossiers", f"/api/dossiers/{dossier}"):
        refused = acting.ask("GET", path)
        assert (refused.status, refused.code) == (403, "principal_gone")
    assert product("desk1").get(f"/api/dossiers/{dossier}")["state"] == "submitted", "what was filed is kept"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/me/profile", None),
        ("GET", "/api/inbox", None),
        ("POST", "/api/questions", {"values": {}}),
        ("POST", "/api/me/terms", {}),
    ],
)
def test_what_is_everybodys_own_is_not_done_for_another(
    signing: SignIns, method: str, path: str, body: dict[str, object] | None
) -> None:
    khai, an = signing.person("khai", KHAI), signing.person("an", AN)
    refused = offer(khai, an).ask(method, path, body)
    assert (refused.status, refused.code) == (403, "not_for_another")
