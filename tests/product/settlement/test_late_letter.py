"""HUE-22.7: a result late by an officer's fault goes out with a letter that the agency's head signs; who was at fault
is on record, and seen by those whom the rule names alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.product.conftest import MONDAY
from tests.product.journeys import bring_to_agency
from tests.product.office import Office
from tests.product.settlement.test_more_time import BEFORE, DAYS

pytestmark = pytest.mark.clause("HUE-22.7")
BECAUSE = {"late_cause": "officer_fault", "late_officer": "case1"}
REASON = {"reason": "Cán bộ để quên hồ sơ."}


def resolve_late(product: Office) -> str:
    """A dossier whose result is late by the fault of its case officer."""
    dossier = bring_to_agency(product)
    product("case1")  # is in office, and may be named
    product.at(product.clock.at + timedelta(days=30))
    result = product("head1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result, **BECAUSE})
    if papers := product("desk1").get(f"/api/dossiers/{dossier}")["to_compare"]:
        product("desk1").step(dossier, "compare", {"components": papers, "came": "sent"})
    return dossier


def sign_letter(product: Office, dossier: str) -> Any:
    """The letter is drafted by the agency and signed by its head."""
    number = product("case1").step(dossier, "apologise", REASON)["requests"][-1]["n"]
    return product("head1").step(dossier, f"requests/{number}/approve", {"reason": None})


def list_inbox_notices(product: Office, dossier: str) -> list[str]:
    """Return the applicant's inbox notices about the handover and letters."""
    product.around.bring("send_notice", dossier)
    found = product("citizen1").get("/api/inbox")["items"]
    return [each["notice"] for each in found if each["notice"].startswith(("given_back", "apologised"))]


def can_see_fault(product: Office, dossier: str, who: str) -> bool:
    """Whether a person reads who was at fault, in the dossier or in its ledger."""
    page = [each["name"] for each in product(who).get(f"/api/dossiers/{dossier}")["parts"]]
    held = product(who).get(f"/api/dossiers/{dossier}/ledger")["parts"].values()
    assert ("officer_at_fault" in page) == any(each["value"] == {"officer": "case1"} for each in held)
    return "officer_at_fault" in page


@pytest.mark.clause("HUE-7.2#2")
@DAYS
def test_the_letter_goes_out_with_the_result(office, at):
    product = office("hue", at=at)
    dossier = resolve_late(product)
    refused = product("desk1").try_step(dossier, "give_back", {"way": "online"})
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "letter_owed")
    assert sign_letter(product, dossier)["owes"] == []
    letter = product.around.slips(dossier)["apology_overdue"]
    assert all(word in letter for word in ("Thủ trưởng cơ quan", "Cán bộ để quên hồ sơ", "gửi kèm kết quả"))
    assert list_inbox_notices(product, dossier) == []
    product("desk1").step(dossier, "give_back", {"way": "online"})
    assert list_inbox_notices(product, dossier) == ["given_back.letter"]


def test_a_letter_that_follows_is_made_after_closing_too(office):
    product = office("hue")
    dossier = resolve_late(product)
    product("desk1").step(dossier, "give_back", {"way": "online", "letter_follows": "Thủ trưởng đi công tác."})
    assert product("desk1").step(dossier, "close")["owes"] == ["apology"]
    assert sign_letter(product, dossier)["owes"] == []
    assert "apology_overdue" in product.around.slips(dossier)
    assert set(list_inbox_notices(product, dossier)) == {"given_back", "apologised.letter"}
    assert product("case1").try_step(dossier, "apologise", REASON).status == 409


def test_the_signer_of_a_letter_of_a_closed_dossier_is_reminded(office):
    product = office("hue")
    dossier = resolve_late(product)
    product("desk1").step(dossier, "give_back", {"way": "online", "letter_follows": "Thủ trưởng đi công tác."})
    product("desk1").step(dossier, "close")
    number = product("case1").step(dossier, "apologise", REASON)["requests"][-1]["n"]
    assert product.around.tick("watch_deadlines")["told"] == 0
    product.at(product.clock.at + timedelta(days=14))
    assert product.around.tick("watch_deadlines")["told"] > 0
    said = [
        fact for fact in product("head1").get(f"/api/dossiers/{dossier}/ledger")["facts"] if fact["kind"] == "overdue"
    ]
    assert {(fact["data"]["deadline"], fact["data"]["n"]) for fact in said} == {("decision", number)}
    product("head1").step(dossier, f"requests/{number}/approve", {"reason": None})
    product.at(product.clock.at + timedelta(days=14))
    assert product.around.tick("watch_deadlines")["told"] == 0


def test_the_officer_at_fault_is_named_and_seen_by_two_alone(office):
    product = office("hue")
    dossier = bring_to_agency(product)
    product("case1")  # is in office, and may be named
    product.at(MONDAY + timedelta(days=30))
    body = {"outcome": "granted", "result": product("head1").upload(dossier, "result")}
    refused = product("head1").try_step(dossier, "resolve", body)
    assert (refused.status, refused.body["errors"][0]["code"]) == (422, "late_cause_missing")
    body["late_cause"] = "officer_fault"
    for named, code in ((None, "officer_missing"), ("citizen2", "not_of_this_dossier")):
        refused = product("head1").try_step(dossier, "resolve", {**body, "late_officer": named})
        assert (refused.status, refused.body["errors"][0]["code"]) == (422, code)
    product("head1").step(dossier, "resolve", {**body, "late_officer": "case1"})
    seen = {
        who: can_see_fault(product, dossier, who)
        for who in ("head1", "case1", "section", "desk1", "office", "citizen1")
    }
    assert seen == {
        "head1": True, "case1": True, "section": False, "desk1": False, "office": False, "citizen1": False,
    }  # fmt: skip


def test_elsewhere_no_letter_is_owed(office):
    product = office("lai-chau", at=BEFORE)
    dossier = resolve_late(product)
    assert product("desk1").step(dossier, "give_back", {"way": "online"})["owes"] == []
