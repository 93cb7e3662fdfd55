"""Dossiers of nobody's account that carry a number of before: found by who has proved that it was theirs, and by nobody
else."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.person_profile import ProofMethod
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from tests.product.accounts.test_person_cases import decide_well, propose
from tests.product.bodies import HOA
from tests.product.filing.test_authorisations import know
from tests.product.filing.test_unjoined import JOIN, WALK_IN, file_at_desk, list_own, list_unjoined
from tests.product.filing.test_who_files import prove_identity
from tests.product.office import Office, Worker
from tests.support.running.requests_counted import count_requests

NEW = replace(WALK_IN, id_number="046190009999")


def meet(product: Office, username: str, identity: ProvenIdentity = WALK_IN, *also: ProofMethod) -> Worker:
    """Somebody who has signed in with the e-identity, and whose profile knows it."""
    know(username, identity, *also)
    prove_identity(username, identity)
    return product(username)


def settle(product: Office, action: str, person: str, **more: str) -> None:
    """Two officers decide who somebody is."""
    approver = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    decide_well(approver, propose(product("office"), action, person, **more))


def test_a_dossier_with_the_number_of_before_is_found_after_the_number_was_issued_anew(office):
    product = office("lai-chau")
    old, new = file_at_desk(product), file_at_desk(product, applicant={**HOA, "id_number": NEW.id_number})
    citizen = meet(product, "citizen2")
    settle(product, "number", "citizen2", id_number=NEW.id_number)
    assert set(list_unjoined(citizen)) == {new, old}, "by the sign-in of before, which still says the old number"
    prove_identity("citizen2", NEW)
    assert set(list_unjoined(citizen)) == {new, old}
    assert citizen.ask("POST", f"/api/dossiers/{old}{JOIN}", {}).status == 200
    assert (list_unjoined(citizen), list_own(citizen)) == ([new], [old])


def test_a_number_that_only_a_declaration_knows_finds_nothing(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    citizen = meet(product, "citizen2", WALK_IN, ProofMethod.DECLARED)
    settle(product, "number", "citizen2", id_number=NEW.id_number)
    prove_identity("citizen2", NEW)
    assert list_unjoined(citizen) == []
    assert citizen.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}).code == "not_found"


def test_a_number_that_was_given_to_somebody_else_shows_nothing_to_who_had_it(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    former = meet(product, "citizen2")
    namesake = meet(product, "citizen3", replace(WALK_IN, id_number="046190008888"))
    settle(product, "number", "citizen2", id_number=NEW.id_number)
    settle(product, "number", "citizen3", id_number=WALK_IN.id_number)
    prove_identity("citizen2", NEW)
    assert list_unjoined(former) == []
    assert former.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}).code == "not_found"
    assert list_unjoined(namesake) == [], "nor to who was given it, until their own sign-in says so"
    prove_identity("citizen3", WALK_IN)
    assert list_unjoined(namesake) == [dossier]
    settle(product, "number", "citizen3", id_number="046190007777")
    prove_identity("citizen3", replace(WALK_IN, id_number="046190007777"))
    assert (list_unjoined(former), list_unjoined(namesake)) == ([], []), "two people had it: nobody finds by it"


def test_a_contested_number_shows_nothing_until_two_officers_have_decided(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    squatter = meet(product, "citizen3")
    settle(product, "number", "citizen3", id_number="046190008888")
    prove_identity("citizen3", replace(WALK_IN, id_number="046190008888"))
    assert list_unjoined(squatter) == [dossier], "nobody else claims it"
    know("citizen2", WALK_IN, contested=True)
    prove_identity("citizen2", NEW)
    assert list_unjoined(product("citizen2")) == []
    settle(product, "number", "citizen2", id_number=WALK_IN.id_number, other="citizen3")
    assert list_unjoined(squatter) == []
    prove_identity("citizen2", WALK_IN)
    assert list_unjoined(product("citizen2")) == [dossier]


def test_a_merged_person_finds_by_the_other_accounts_number_until_they_are_separated(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    meet(product, "citizen3")
    citizen = meet(product, "citizen2", NEW)
    assert list_unjoined(citizen) == []
    settle(product, "merge", "citizen2", other="citizen3")
    assert list_unjoined(citizen) == [dossier]
    settle(product, "separate", "citizen2", other="citizen3")
    assert list_unjoined(citizen) == []


def test_as_many_requests_whosever_the_numbers_are_and_at_most_four_numbers(office):
    product = office("lai-chau")
    citizen = meet(product, "citizen2")
    for number in range(5):
        settle(product, "number", "citizen2", id_number=f"04619000777{number}")
    prove_identity("citizen2", replace(WALK_IN, id_number="046190007774"))
    counted = list[int]()
    for _ in range(2):
        with count_requests() as seen:
            assert list_unjoined(citizen) == []
        counted.append(seen.count("Query"))
    assert counted == [4, 4]
    file_at_desk(product)
    with count_requests() as seen:
        assert list_unjoined(citizen) == [], "the oldest of six numbers"
    assert seen.count("Query") == 4
