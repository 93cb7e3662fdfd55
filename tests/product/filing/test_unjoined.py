"""A dossier of nobody's account comes into that of the person whom it names, once they have proved who they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.person_profile import ProofMethod
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.product.filing.test_authorisations import agree, know
from tests.product.filing.test_who_files import KHAI, MINE, OTHER, answer_about, file_answers, prove_identity
from tests.product.office import Office, Worker
from tests.support.bodies import AUTHORITY

WALK_IN = ProvenIdentity(2, HOA["id_number"], HOA["full_name"])
AN = ProvenIdentity(2, OTHER["id_number"], OTHER["full_name"])
JOIN = "/join_account"


def file_at_desk(product: Office, *, indexed: bool = True, applicant: dict[str, str] = HOA) -> str:
    """A paper filing of somebody who declines an account; with its search entries, or before they are made."""
    desk = product("desk1")
    typed = {**FUNERAL_DRAFT, "efiling": "declined", "applicant": applicant, "answers": answer_about(applicant)}
    dossier = desk.draft(FUNERAL, product.place.one_stop, "desk", typed)
    desk.submit(dossier, [desk.upload(dossier, "component", DECLARATION)])
    if indexed:
        product.around.bring("index_finds", dossier)
    return dossier


def list_unjoined(who: Worker) -> list[str]:
    return [each["dossier_id"] for each in who.get("/api/me/unjoined")["items"]]


def list_own(who: Worker) -> list[str]:
    return [each["dossier_id"] for each in who.get("/api/me/dossiers")["items"]]


@pytest.mark.parametrize("province", ["vinh-long", "lai-chau"])
def test_who_declined_an_account_at_the_counter_takes_the_dossier_into_a_later_one(office, province):
    product = office(province)
    dossier = file_at_desk(product)
    citizen = product("citizen2")
    assert (list_unjoined(citizen), citizen.ask("GET", f"/api/dossiers/{dossier}").status) == ([], 404)
    prove_identity("citizen2", WALK_IN)
    (line,) = citizen.get("/api/me/unjoined")["items"]
    assert (line["dossier_id"], line["represented"], line["code"]) == (dossier, False, None)
    stale = citizen.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}, version=99)
    assert (stale.status, list_unjoined(citizen)) == (412, [dossier]), "what was read was another version"
    assert citizen.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}, expect=200).body["state"] == "submitted"
    assert (list_unjoined(citizen), list_own(citizen)) == ([], [dossier])
    facts = product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    last = next(each for each in reversed(facts) if each["kind"] == "account_joined")
    assert (last["data"], last["actor"]["sub"]) == ({"represented": False}, "citizen2")
    product.around.bring("send_notice", dossier)
    assert any("vào tài khoản" in each["vi"]["subject"] for each in citizen.get("/api/inbox")["items"])
    product.granted(dossier)
    product.around.bring("send_notice", dossier)
    assert "resolved.granted" in {each["notice"] for each in citizen.get("/api/inbox")["items"]}, (
        "as of one's own filing"
    )


def test_a_name_that_the_desk_typed_without_accents_is_the_same(office):
    product = office("lai-chau")
    dossier = file_at_desk(product, applicant={**HOA, "full_name": "NGUYEN THI HOA"})
    prove_identity("citizen2", replace(WALK_IN, full_name="Nguyễn Thị Hòa"))
    assert list_unjoined(product("citizen2")) == [dossier]


def test_a_principal_who_becomes_known_later_has_the_dossier_and_the_filer_keeps_it(office):
    product = office("lai-chau")
    prove_identity()
    dossier = file_answers(product, applicant=MINE, on_behalf=OTHER, authority=AUTHORITY).body["id"]
    product.around.bring("index_finds", dossier)
    filer, principal = product("citizen1"), product("citizen2")
    assert list_unjoined(filer) == [], "it names somebody else"
    prove_identity("citizen2", AN)
    assert principal.get("/api/me/unjoined")["items"][0]["represented"] is True
    principal.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}, expect=200)
    assert (list_own(principal), list_own(filer)) == ([dossier], [dossier])
    assert "revoke_authority" in principal.get(f"/api/dossiers/{dossier}")["allowed"]
    principal.step(dossier, "revoke_authority", {})
    assert (list_own(principal), list_own(filer)) == ([dossier], [])
    assert filer.ask("GET", f"/api/dossiers/{dossier}").code == "authority_revoked"


@pytest.mark.parametrize(
    "other",
    [
        replace(WALK_IN, full_name="Trần Thị Hoà Bình"),
        replace(WALK_IN, id_number="046190009999"),
        replace(WALK_IN, full_name=""),
        None,
    ],
    ids=["another name", "another number", "no name", "nothing proven"],
)
def test_nobody_else_takes_it_or_learns_that_it_is_there(office, other):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    prove_identity("citizen2", other)
    citizen = product("citizen2")
    taken = citizen.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {})
    absent = citizen.ask("POST", f"/api/dossiers/{'0' * 26}{JOIN}", {})
    assert (list_unjoined(citizen), taken.status, taken.body["code"]) == ([], 404, absent.body["code"])
    assert product("desk1").ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}, version=1).status in (403, 404)
    assert product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"][-1]["kind"] == "submitted"


def test_an_agent_takes_in_nothing_for_the_principal(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    named = {**HOA, "full_name": KHAI.full_name, "id_number": KHAI.id_number}
    dossier = file_at_desk(product, applicant=named)
    acting = replace(agent, acting_for=number)
    assert list_unjoined(principal) == [dossier]
    assert acting.ask("GET", "/api/me/unjoined").code == "not_for_another"
    assert acting.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}).code == "not_found"


def test_it_is_taken_once_and_a_repeated_press_is_answered_as_before(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    prove_identity("citizen2", WALK_IN)
    prove_identity("citizen3", WALK_IN)
    citizen = product("citizen2")
    pressed = [citizen.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}, key="pressed-twice-0001") for _ in range(2)]
    assert [each.status for each in pressed] == [200, 200]
    again = citizen.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {})
    assert (again.status, again.code) == (403, "already_in_account"), "pressed once more in another tab"
    late = product("citizen3").ask("POST", f"/api/dossiers/{dossier}{JOIN}", {})
    assert (late.status, list_unjoined(product("citizen3"))) == (404, [])
    product.around.bring("index_finds", dossier)
    kinds = [each["kind"] for each in product("auditor").get(f"/api/dossiers/{dossier}/ledger")["facts"]]
    assert kinds.count("account_joined") == 1


def test_a_corrected_number_gives_it_to_the_right_person_alone(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    desk = product("desk1")
    desk.step(dossier, "receive")
    prove_identity("citizen2", WALK_IN)
    assert list_unjoined(product("citizen2")) == [dossier]
    right = {**HOA, "id_number": "046190009999"}
    desk.step(dossier, "correct_reception", {"applicant": right, "reason": "Gõ nhầm số."})
    # The entries follow within moments; until then they lead to the part that was corrected.
    stale = product("citizen2").ask("POST", f"/api/dossiers/{dossier}{JOIN}", {})
    product.around.bring("index_finds", dossier)
    prove_identity("citizen3", replace(WALK_IN, id_number="046190009999"))
    assert (stale.status, list_unjoined(product("citizen2"))) == (404, [])
    assert list_unjoined(product("citizen3")) == [dossier]


def test_a_number_that_two_people_have_proved_gives_nothing_to_the_one_who_does_not_hold_it(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    for username in ("citizen2", "citizen3"):
        prove_identity(username, WALK_IN)
    know("citizen3", WALK_IN)
    rival, holder = product("citizen2"), product("citizen3")
    assert (list_unjoined(rival), list_unjoined(holder)) == ([], [dossier])
    assert rival.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}).code == "not_found"
    assert holder.ask("POST", f"/api/dossiers/{dossier}{JOIN}", {}).status == 200


def test_a_number_that_somebody_else_only_declared_keeps_nobody_out(office):
    product = office("lai-chau")
    dossier = file_at_desk(product)
    prove_identity("citizen2", WALK_IN)
    know("citizen3", WALK_IN, ProofMethod.DECLARED)
    assert list_unjoined(product("citizen2")) == [dossier]


def test_an_account_that_already_has_its_dossiers_shows_none(office):
    product = office("hue")
    prove_identity()
    dossier = file_answers(product, applicant=MINE, answers=answer_about(MINE)).body["id"]
    product.around.bring("index_finds", dossier)
    prove_identity("citizen2", replace(AN, id_number=MINE["id_number"], full_name=MINE["full_name"]))
    assert (list_unjoined(product("citizen1")), list_unjoined(product("citizen2"))) == ([], [])
