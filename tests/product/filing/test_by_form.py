"""A filing whose application is the filled form: by the routes, from the draft to the receipt."""

from __future__ import annotations

import pytest

from tests.product.journeys import CERTIFICATE, LAND, REGISTRATION, choose_answers
from tests.support.bodies import PERSON, choose_answers_on

APPLICATION = "household_business_registration_application"


def test_an_application_filled_in_online_is_sent_received_and_read_again_without_a_file(office, at):
    product = office("hue", at)
    citizen, desk = product("citizen1"), product("desk1")
    answers = choose_answers_on(REGISTRATION, at)
    component = citizen.get(f"/api/procedures/{REGISTRATION}")["components"][0]
    assert (component["key"], component["by_form"]) == (APPLICATION, True)
    dossier = citizen.draft(
        REGISTRATION, product.place.one_stop, "own_portal", choose_answers(REGISTRATION) | {"answers": answers}
    )
    filed = citizen.submit(dossier, [])
    assert (filed["state"], filed["papers"], filed["by_form"]) == ("submitted", {}, [APPLICATION])
    body = {"components": [APPLICATION], "guidance": "Ký tên vào đơn."}
    refused = desk.try_step(dossier, "request_supplement", body)
    assert (refused.status, [each["code"] for each in refused.body["errors"]]) == (422, ["component_by_form"])
    product.pays(dossier)
    received = desk.step(dossier, "receive")
    assert (received["state"], received["by_form"]) == ("received", [APPLICATION])
    assert "receipt" in product.around.slips(dossier)
    for who in (citizen, desk):
        parts = {each["name"]: each["value"] for each in who.get(f"/api/dossiers/{dossier}")["parts"]}
        assert parts["form"] == answers
        assert PERSON.items() <= parts["applicant"].items()


@pytest.mark.parametrize(
    ("procedure", "channel", "owed", "later"),
    [
        (REGISTRATION, "own_portal", [("registration", 100_000, "reception")], False),
        (CERTIFICATE, "own_portal", [("certificate", 15_000, "reception")], False),
        (LAND, "own_portal", [("registration", 25_000, "processing")], True),
    ],
)
def test_a_draft_says_what_the_filing_will_cost(office, at, procedure, channel, owed, later):
    product = office("hue", at)
    citizen = product("citizen1")
    dossier = citizen.draft(procedure, product.place.one_stop, channel, {"applicant": PERSON})
    draft = citizen.get(f"/api/dossiers/{dossier}/draft")
    assert [(each["key"], each["amount"], each["due"]) for each in draft["fees"]] == owed
    assert draft["fees_later"] is later
    assert all(not each["claimed"] and each["name"]["vi"] for each in draft["fees"])


def test_a_fee_exemption_claim_is_shown_next_to_the_fee_that_it_covers(office, at):
    product = office("hue", at)
    citizen = product("citizen1")
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", choose_answers())
    proof = citizen.upload(dossier, "exemption_proof")
    claim = {"exemption": {"group": "poor_household", "paper_id": proof}, "papers": [proof]}
    version = citizen.get(f"/api/dossiers/{dossier}/draft")["version"]
    saved = citizen.ask(
        "PUT", f"/api/dossiers/{dossier}/draft", choose_answers() | claim, version=version, expect=200
    ).body
    assert [(each["key"], each["claimed"]) for each in saved["fees"]] == [("certificate", True)]
    sent = citizen.submit(dossier, [proof])
    assert [each["exemption"] for each in sent["obligations"]] == ["claimed"]
