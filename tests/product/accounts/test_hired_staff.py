"""People of the post and of hired enterprises act under accounts of their own, in the stages that the law gives."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from tests.product.accounts.test_account_requests import ask_rights, build_request, find_faults, grant
from tests.product.journeys import CERTIFICATE, choose_answers, file_dossier, grant_dossier, receive_dossier
from tests.product.matters.matter_calls import try_open
from tests.product.office import Office, Worker

STAGES = {
    "vinh-long": {"channel"},
    "hue": {"channel"},
    "quang-ngai": {"receive", "deliver"},
    "thai-binh": {"receive", "process", "digitise", "return"},
    "lai-chau": {"guide", "receive", "digitise", "process", "return"},
}  # fmt: skip
"""The stages for which the law of each province lets an account be given."""


def hire(product: Office, sub: str, *stages: str) -> Worker:
    """Somebody of a hired enterprise, whose account was granted for these stages on the unit's written request."""
    for stage in stages:
        asked = ask_rights(product, person=sub, full_name="Lò Thị Hoa", job_title="Bưu tá", role="postal_staff",
                           reason="appointment", stage=stage)  # fmt: skip
        grant(product, asked)
    return Worker(product("office").stack, sub, office=product)


@pytest.mark.clause("LC-2.3")
def test_an_account_of_the_post_or_a_contractor_serves_its_stage_alone(office, at):
    product = office("lai-chau", at)
    filed = file_dossier(product)
    receiver, returner = hire(product, "lan", "receive"), hire(product, "tam", "return")
    assert returner.try_step(filed, "receive").status == 404, "what is not of the stage does not exist"
    assert receiver.step(filed, "receive")["state"] == "received"
    refused = receiver.try_step(filed, "transfer")
    assert (refused.status, refused.code) == (403, "not_your_stage")
    assert any("Điều 4" in each or "Điều 2" in each for each in refused.body["law"])
    product.pays(filed)
    product("desk1").step(filed, "transfer")
    grant_dossier(product, filed)
    assert receiver.ask("GET", f"/api/dossiers/{filed}").status == 404
    assert "give_back" in returner.get(f"/api/dossiers/{filed}")["allowed"]


@pytest.mark.clause("LC-4.2")
def test_delegated_people_have_accounts_of_their_own_with_exactly_their_rights(office, at):
    product = office("lai-chau", at)
    unit = product.place.one_stop
    digitiser, both = hire(product, "so-hoa", "digitise"), hire(product, "hai-viec", "receive", "process")
    (right,) = digitiser.get("/api/me")["assignments"]
    assert (right["role"], right["unit"], right["stage"], right["in_force"]) == ("postal_staff", unit, "digitise", True)
    received = receive_dossier(product)
    assert digitiser.get(f"/api/dossiers/{received}")["allowed"] == []
    assert digitiser.try_step(received, "transfer").code == "not_your_stage"
    draft = {"procedure": CERTIFICATE, "one_stop": unit, "channel": "desk", **choose_answers()}
    assert digitiser.ask("POST", "/api/dossiers", draft).status >= 400
    assert both.step(received, "transfer")["state"] == "processing"
    assert both.ask("GET", "/api/account-requests?unit=" + unit).status == 404


@pytest.mark.parametrize("province", sorted(STAGES))
def test_each_province_gives_the_stages_of_its_own_rule(office, province):
    product = office(province)
    head, hired = product("deskhead"), {"role": "postal_staff"}
    asked = {
        stage: try_open(head, "account-requests", build_request(product, stage=stage, **hired))
        for stage in ("channel", "guide", "receive", "digitise", "process", "deliver", "return")
    }  # fmt: skip
    assert {stage for stage, reply in asked.items() if reply.status == 201} == STAGES[province]
    for reply in asked.values():
        if reply.status != 201:
            assert find_faults(reply) == [("/values/stage", "not_in_list")]
            assert reply.body["law"], "the refusal names the article"
    wrong = try_open(product("deskhead"), "account-requests", build_request(product, stage="receive"))
    assert "/values/stage" in {path for path, _ in find_faults(wrong)}
    everywhere = product.appoint("carrier", Role.POSTAL_STAFF, product.place.one_stop)
    assert set(everywhere.get("/api/me")["post_stages"]) == STAGES[province]
