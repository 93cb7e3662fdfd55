"""A result is not handed to somebody whose paper or consent has ended: not at the counter, and not online."""

from __future__ import annotations

from dataclasses import replace

from tests.product.filing.test_authorisations import AN, agree, file_for, reply
from tests.product.filing.test_paper_authorities import file_by_paper
from tests.product.filing.test_who_files import KHAI

PROXY = {"full_name": KHAI.full_name, "id_number": KHAI.id_number, "authorised": True}
OWNER = {"full_name": AN.full_name, "id_number": AN.id_number}
VISIT = {"way": "counter", "receipt_shown": True, "announced_by": "phone", "chosen": True, "originals": True}


def test_at_the_counter_nobody_receives_the_result_on_a_paper_that_was_revoked(office):
    product = office("lai-chau")
    _, principal, dossier = file_by_paper(product)
    product.granted(dossier)
    product.pays(dossier)
    assert principal.step(dossier, "revoke_authority", {})["authority"]["revoked_by"] == "principal"
    desk = product("desk1")
    for shown in ("12/UQ", "Giấy ủy quyền số 12/UQ ngày 20/11/2026"):
        refused = desk.try_step(dossier, "give_back", {**VISIT, "receiver": {**PROXY, "authorisation": shown}})
        faults = [(each["path"], each["code"]) for each in refused.body["errors"]]
        assert (refused.status, faults) == (422, [("/receiver/authorisation", "authorisation_revoked")])
    assert principal.get(f"/api/dossiers/{dossier}")["state"] == "resolved", "nothing was handed over"
    another = {**PROXY, "authorisation": "15/UQ-2026"}
    handed = desk.try_step(dossier, "give_back", {**VISIT, "receiver": another})
    assert handed.status == 200, "another paper, of another day, is another right"


def test_the_principal_receives_the_result_after_revoking(office):
    product = office("lai-chau")
    _, principal, dossier = file_by_paper(product)
    product.granted(dossier)
    product.pays(dossier)
    principal.step(dossier, "revoke_authority", {})
    handed = product("desk1").try_step(dossier, "give_back", {**VISIT, "receiver": OWNER})
    assert handed.status == 200, handed.body


def test_online_an_agent_reads_the_result_no_more_once_the_consent_has_ended(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    dossier = file_for(agent, number).body["id"]
    acting, result = replace(agent, acting_for=number), product.granted(dossier)
    product.pays(dossier)
    product("desk1").step(dossier, "give_back", {"way": "online", "chosen": True})
    link = f"/api/dossiers/{dossier}/papers/{result}/link"
    assert acting.ask("GET", link).status == 200
    reply(principal, number, "revoke", 2)
    assert acting.ask("GET", link).code == "authorisation_not_in_force"
    assert agent.ask("GET", link).code == "acting_for_needed"
    assert principal.ask("GET", link).status == 200
