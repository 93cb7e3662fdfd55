"""The focal officer whom a unit names forwards questions, under the account that the provincial office gave for it."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.person import HttpReply
from tests.product.accounts.test_account_requests import REPLY, ask_rights, build_request, find_faults, grant
from tests.product.matters.matter_calls import QUESTION, open_matter, prove_identity, take_step, try_open, try_step
from tests.product.office import Office, Worker

PAPER = {"document": "15/QĐ-UBND", "document_day": "2024-11-01"}


def ask_question(product: Office) -> str:
    """A citizen's question to the one-stop unit; its id."""
    return str(open_matter(prove_identity(product), "questions", {**QUESTION, "unit": product.place.one_stop})["id"])


def try_forward(product: Office, person: Worker, number: str) -> HttpReply:
    """Forward a question to the committee, with any answer."""
    return try_step(person, "questions", number, "forward", {"unit": product.place.committee})


def ask_task(product: Office, **changes: str) -> dict[str, Any]:
    """The unit's written request for the focal task of somebody."""
    asked = {"role": "control_focal", "reason": "appointment", "person": "dau-moi", **PAPER, **changes}
    return ask_rights(product, **asked)


@pytest.mark.clause("LC-25.2.d")
def test_a_question_is_forwarded_under_the_focal_account_and_under_no_other(office, at):
    product = office("lai-chau", at)
    number = ask_question(product)
    for name in ("desk1", "deskhead"):
        refused = try_forward(product, product(name), number)
        assert (refused.status, refused.code) == (403, "special_task_needed"), name
        assert any("Điều 25" in each for each in refused.body["law"])
        assert "forward" not in product(name).get(f"/api/questions/{number}")["steps"]
    grant(product, ask_task(product))
    focal = Worker(product("office").stack, "dau-moi", office=product)
    assert "forward" in focal.get(f"/api/questions/{number}")["steps"]
    passed = try_forward(product, focal, number)
    assert (passed.status, passed.body["unit"]) == (200, product.place.committee)
    later = try_step(product("case1"), "questions", number, "forward", {"unit": product.place.one_stop})
    assert later.code == "special_task_needed", "what is at work is forwarded so too"
    assert focal.ask("GET", f"/api/worklist?unit={product.place.one_stop}").status == 404, "the task shows no dossier"


@pytest.mark.clause("LC-25.3")
def test_the_provincial_office_gives_the_focal_officers_their_rights(office, at):
    product = office("lai-chau", at)
    number, request = ask_question(product), ask_task(product)
    refused = try_step(product("operator"), "account-requests", request["id"], "grant", REPLY)
    assert refused.code == "granted_by_others"
    assert try_step(product("deskhead"), "account-requests", request["id"], "grant", REPLY).code == "forbidden"
    focal = Worker(product("office").stack, "dau-moi", office=product)
    assert focal.ask("GET", f"/api/questions/{number}").status == 404
    assert grant(product, request)["state"] == "granted"
    product.forget_token("dau-moi")
    assert "forward" in focal.get(f"/api/questions/{number}")["steps"]
    assert try_forward(product, focal, number).status == 200
    grant(product, ask_task(product, action="revoke", role="", full_name=""))
    assert focal.ask("GET", f"/api/questions/{ask_question(product)}").status == 404


@pytest.mark.parametrize("province", ["hue", "vinh-long", "thai-binh", "quang-ngai"])
def test_no_other_province_has_this_task_and_its_heads_forward(office, province):
    product = office(province)
    refused = try_open(product("deskhead"), "account-requests", build_request(product, role="control_focal"))
    assert find_faults(refused) == [("/values/role", "not_in_list")]
    number = ask_question(product)
    assert take_step(product("deskhead"), "questions", number, "forward", {"unit": product.place.committee})
