"""Accounts at the counter: found by an identity number, made with the person present, checked against population
data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
)
from chalicelib.repositories.dynamodb.item_keys import name_view
from chalicelib.repositories.privacy.access_log import AccessLog
from chalicelib.steps.dossier.items import ViewedSearch
from chalicelib.wiring import core as wiring
from chalicelib.wiring import people as wiring_people
from infra.local.person import HttpReply
from infra.local.stand_ins.population import PopulationFault, PopulationStandIn
from tests.product.around import OURS
from tests.product.conftest import THEN
from tests.product.office import Office

HOA = {"kind": "citizen", "number": "046190000001", "full_name": "Trần Thị Hoa", "paper": "CC"}
"""Known to the stand-in of the population data in every province but Lai Châu."""


@pytest.fixture
def population(deployment: pytest.MonkeyPatch) -> Iterator[PopulationStandIn]:
    """The population data, reached by the application's own client."""
    stand_in = PopulationStandIn(OURS, province="hue")
    deployment.setenv("POPULATION_URL", stand_in.start())
    yield stand_in
    stand_in.stop()


def make_account(product: Office, shown: dict[str, Any], by: str = "desk1", **more: Any) -> HttpReply:
    """An account made at the counter; the answer."""
    return product(by).ask("POST", "/api/applicants", {"unit": product.place.one_stop, **shown, **more})


def find_account(product: Office, shown: dict[str, Any], by: str = "desk1", **more: Any) -> HttpReply:
    """A search at the counter; the answer."""
    asked = {"unit": product.place.one_stop, "kind": shown["kind"], "number": shown["number"], "purpose": "filing"}
    return product(by).ask("POST", "/api/applicants/search", asked | more)


def list_looks(viewed: str) -> list[tuple[str, str]]:
    """The access record: who, and what for."""
    return [(each.sub, each.what) for each in AccessLog().list_views(viewed)]


@pytest.mark.clause("HUE-10.4", "HUE-9.1")
def test_in_hue_the_desk_makes_the_account_of_who_is_there_and_checks_the_identity(office, at, population):
    product = office("hue", at)
    assert find_account(product, HOA).body == {"found": None}
    made = make_account(product, HOA, birth_date="1990-03-08")
    assert made.status == 201, made.body
    account = made.body
    assert (account["method"], account["proven"], account["checked"], account["unanswered"]) == (
        "in_person", True, True, False,
    )  # fmt: skip
    assert not {"reference", "number", "address"} & account.keys(), "nothing beyond what is needed"
    assert find_account(product, HOA).body["found"] == account
    profile = wiring_people.provide_profiles().load(account["person"])
    (held,) = profile.list_active()
    assert (held.proof.by, held.proof.at, held.proof.paper) == ("desk1", product.clock.at, "CC")
    assert held.proof.reference.startswith("DC-")
    assert {what for _, what in list_looks(account["person"])} == {"account for filing"}
    assert make_account(product, HOA).code == "identifier_taken", "nobody has two"


@pytest.mark.clause("HUE-9.1")
def test_in_hue_a_copy_that_came_by_post_is_valid_data_only_after_a_match(office, population):
    product = office("hue", THEN)
    by_match = make_account(product, HOA, present=False).body
    assert (by_match["method"], by_match["proven"]) == ("population_data", True)
    population.fault = PopulationFault.DOWN
    other = {**HOA, "number": "046090000222", "full_name": "Lê Quang Huy"}
    unproven = make_account(product, other, present=False).body
    assert (unproven["method"], unproven["proven"], unproven["unanswered"]) == ("declared", False, True)


@pytest.mark.clause("LC-10.1.a#1")
@pytest.mark.parametrize(
    "shown",
    [
        {"kind": "citizen", "number": "012095000002", "full_name": "Lò Văn Pâng", "paper": "CCCD"},
        {"kind": "foreigner", "number": "C12345678", "full_name": "Anna Schmidt", "paper": "HC"},
        {"kind": "organisation", "number": "0301234567", "full_name": "Công ty TNHH Hương Sơn", "paper": "MSDN"},
    ],
    ids=["citizen", "passport", "organisation"],
)
def test_in_lai_chau_the_identity_is_authenticated_by_each_kind_of_number(office, at, population, shown):
    population.put_person(shown["number"], {"full_name": shown["full_name"], "state": "active"})
    product = office("lai-chau", at)
    wrong = make_account(product, shown, full_name="Người Khác")
    assert (wrong.status, wrong.code) == (422, "identity_not_confirmed")
    made = make_account(product, shown)
    assert (made.status, made.body["checked"]) == (201, True), made.body
    assert find_account(product, shown).body["found"]["person"] == made.body["person"]


@pytest.mark.parametrize("state", ["locked", "deceased"])
def test_a_locked_identity_and_that_of_a_dead_person_get_no_account(office, population, state):
    product = office("hue")
    population.put_person(HOA["number"], {"full_name": HOA["full_name"], "state": state})
    assert make_account(product, HOA).code == "identity_not_confirmed"
    assert find_account(product, HOA).body == {"found": None}


def test_while_the_population_data_do_not_answer_the_paper_counts_and_the_check_comes_later(office, population):
    product = office("hue")
    population.fault = PopulationFault.NOT_JSON
    account = make_account(product, HOA).body
    assert (account["proven"], account["checked"], account["unanswered"]) == (True, False, True)
    check = {"unit": product.place.one_stop, "number": HOA["number"]}
    path = f"/api/applicants/{account['person']}/check"
    assert product("desk1").ask("POST", path, check, expect=200).body["unanswered"] is True
    population.fault = PopulationFault.MISMATCH
    assert product("desk1").ask("POST", path, check).code == "identity_not_confirmed"
    population.fault = None
    checked = product("desk1").ask("POST", path, check, expect=200).body
    assert (checked["checked"], checked["unanswered"]) == (True, False)
    asked = population.count_checks()
    product("desk1").ask("POST", path, check, expect=200)
    assert population.count_checks() == asked, "a check that matched is not repeated"


def test_only_the_counter_of_the_unit_finds_and_makes_accounts_and_each_look_is_on_record(office):
    product = office("quang-ngai")
    make_account(product, HOA)
    assert find_account(product, HOA).body["found"]["unanswered"] is False
    for by in ("other1", "case1", "head1", "cashier1"):
        assert find_account(product, HOA, by).status == 404, by
        assert make_account(product, HOA, by).status == 404, by
    assert find_account(product, HOA, "citizen1").status == 403
    assert find_account(product, HOA, number="12").body["errors"][0]["code"] == "wrong_format"
    looks = list_looks(name_view(ViewedSearch(product.place.one_stop)))
    assert ("desk1", "account search by personal_id for filing") in looks


def test_a_repeated_command_makes_one_account(office):
    product = office("quang-ngai")
    body = {"unit": product.place.one_stop, **HOA}
    first, again = (product("desk1").ask("POST", "/api/applicants", body, key="a" * 20) for _ in range(2))
    assert (first.status, again.status, first.body["person"]) == (201, 201, again.body["person"])
    other = product("desk1").ask("POST", "/api/applicants", {**body, "full_name": "Người Khác"}, key="a" * 20)
    assert other.code == "idempotency_key_reused"


@pytest.mark.parametrize("holds_account", [True, False])
def test_an_account_that_only_declared_the_number_is_proven_by_its_holder_or_barred(office, holds_account):
    product = office("hue", THEN)
    proof = ProfileProof(ProofMethod.DECLARED, product.clock.at)
    declared = PersonProfile(
        "squatter", 1, full_name=HOA["full_name"], birth_date="1990-03-08",
        identifiers=(Identifier(IdentifierKind.PERSONAL_ID, HOA["number"], proof),),
        proofs={"full_name": proof, "birth_date": proof},
    )  # fmt: skip
    store = wiring_people.provide_profiles()
    store.save(PersonProfile("squatter"), declared, ProfileChange("made", product.clock.at), product.clock.real_now())
    found = find_account(product, HOA).body["found"]
    assert (found["person"], found["proven"], found["standing"]) == ("squatter", False, "open")
    assert make_account(product, HOA, birth_date="1991-01-01").code == "identifier_taken", "somebody else's"
    proven = make_account(product, HOA, birth_date="1990-03-08", holds_account=holds_account)
    assert (proven.status, proven.body["person"], proven.body["proven"]) == (201, "squatter", True)
    barred = wiring.provide_officers().load("squatter").marks.barred
    assert barred == (() if holds_account else ("squatter",))


def test_an_officer_whose_number_was_replaced_neither_proves_nor_checks_their_own_account(office):
    product, old = office("hue", THEN), "046190007777"
    records, store = wiring.provide_officers(), wiring_people.provide_profiles()
    officer = records.load(product("desk1").get("/api/me")["sub"])
    records.save(replace(officer, version=officer.version + 1, id_number=old), "seed", "02/TB", product.clock.at)
    records.cache.clear()
    proof = ProfileProof(ProofMethod.DECLARED, product.clock.at)
    numbers = (
        Identifier(IdentifierKind.PERSONAL_ID, old, proof, until=product.clock.at),
        Identifier(IdentifierKind.PERSONAL_ID, HOA["number"], proof),
    )
    own = PersonProfile(
        "own", 1, full_name=HOA["full_name"], birth_date="1990-03-08", identifiers=numbers,
        proofs={"full_name": proof, "birth_date": proof},
    )  # fmt: skip
    store.save(PersonProfile("own"), own, ProfileChange("made", product.clock.at), product.clock.real_now())
    assert make_account(product, HOA, birth_date="1990-03-08").code == "own_identity"
    check = {"unit": product.place.one_stop, "number": HOA["number"]}
    assert product("desk1").ask("POST", "/api/applicants/own/check", check).code == "own_identity"
    assert make_account(product, HOA, "desk2", birth_date="1990-03-08").status == 201
