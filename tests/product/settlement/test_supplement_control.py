"""QN-11.2: what is asked of an online applicant, and what the applicant adds, passes the head of the one-stop unit, at
intake and in the settlement alike, before work continues."""

from __future__ import annotations

import pytest

from infra.local.stories.people import FORM_2
from tests.product.journeys import bring_to_agency, file_dossier
from tests.product.office import Office
from tests.product.settlement.test_more_time import DAYS, read_seen

pytestmark = pytest.mark.clause("QN-11.2#2")
WANTED = {"components": [FORM_2], "guidance": "Ký tên vào tờ khai."}


def supplement_on_word(product: Office, dossier: str, who: str) -> int:
    """Asked for with the head's word alone, and answered by the applicant; the number of the check that waits."""
    number = product(who).step(dossier, "request_supplement", WANTED)["requests"][-1]["n"]
    refused = product("desk1").try_step(dossier, f"requests/{number}/approve", {"reason": None})
    assert (refused.status, refused.body["code"]) == (403, "forbidden")
    sent = product("deskhead").step(dossier, f"requests/{number}/approve", {"reason": None})
    assert sent["state"] == "supplement_requested"
    citizen = product("citizen1")
    paper = citizen.upload(dossier, "component", FORM_2)
    assert paper in citizen.step(dossier, "supplement", {"papers": [paper]})["papers"]
    (check,) = product("deskhead").get(f"/api/dossiers/{dossier}")["requests"]
    assert (check["kind"], check["chain"], check["yours_to_decide"]) == ("control", [["head_of_one_stop"]], True)
    return int(check["n"])


@DAYS
def test_at_intake_nothing_is_received_before_the_check(office, at):
    product = office("quang-ngai", at=at)
    dossier = file_dossier(product)
    check = supplement_on_word(product, dossier, "desk1")
    waiting = product("deskhead").get(f"/api/approvals?unit={product.place.one_stop}")["items"]
    assert [(each["dossier_id"], each["kind"]) for each in waiting] == [(dossier, "control")]
    for step, body in (("receive", {}), ("refuse", {"ground": "not_conforming", "reason": "Sai."})):
        refused = product("desk1").try_step(dossier, step, body)
        assert (refused.status, refused.body["code"]) == (409, "supplement_unchecked")
    assert "receive" not in product("desk1").get(f"/api/dossiers/{dossier}")["allowed"]
    product("deskhead").step(dossier, f"requests/{check}/approve", {"reason": None})
    assert product("desk1").step(dossier, "receive")["state"] == "received"


@DAYS
@pytest.mark.clause("QN-11.2#1")
def test_in_the_settlement_work_waits_for_the_check(office, at):
    product = office("quang-ngai", at=at)
    dossier = bring_to_agency(product)
    check = supplement_on_word(product, dossier, "case1")
    refused = product("case1").try_step(dossier, "confirm_complete")
    assert (refused.status, refused.body["code"]) == (409, "supplement_unchecked")
    product("deskhead").step(dossier, f"requests/{check}/decline", {"reason": "Chữ ký chưa rõ."})
    assert product("case1").step(dossier, "confirm_complete")["complete_at"]
    product.around.bring("send_notice", dossier)
    assert "request_declined.control" in {each["notice"] for each in list_agency_inbox(product)}


def list_agency_inbox(product: Office) -> list[dict[str, str]]:
    """The messages in the inbox of the agency's case officers."""
    unit = f"{product.place.committee}"
    found: list[dict[str, str]] = product("case1").get(f"/api/inbox?unit={unit}&role=case_officer")["items"]
    return found


def test_elsewhere_work_continues_at_once(office):
    product = office("vinh-long")
    dossier = bring_to_agency(product)
    number = product("case1").step(dossier, "request_supplement", WANTED)["requests"][-1]["n"]
    product("desk1").step(dossier, f"requests/{number}/approve", {"reason": None})
    citizen = product("citizen1")
    citizen.step(dossier, "supplement", {"papers": [citizen.upload(dossier, "component", FORM_2)]})
    assert read_seen(product, dossier)["requests"] == []
