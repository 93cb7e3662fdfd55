"""Appraisal at the agency's desks: an outcome is proposed, signed stage by stage, sent back and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.wiring import core as wiring
from infra.local.seed import SINCE
from tests.product.conftest import MONDAY
from tests.product.journeys import LINKED, bring_to_agency, parse_instant
from tests.product.office import Office
from tests.product.settlement.proposals import (
    ANSWER,
    GRANT,
    OPINION,
    REFUSE,
    REMARKS,
    decide_proposal,
    list_waiting,
    read_proposal,
    read_texts,
    submit_proposal,
)


@pytest.fixture(params=["hue", "quang-ngai"])
def product(request: Any, office: Any) -> Office:
    """Provinces whose dossiers are proposed, signed and sent back."""
    found: Office = office(request.param, MONDAY)
    for each in ("case1", "section", "head1", "desk1"):
        found(each)
    return found


def test_a_proposal_goes_through_the_signatures_of_the_procedures_internal_process(product: Office) -> None:
    dossier = bring_to_agency(product)
    draft = submit_proposal(product, dossier)
    first = read_proposal(product, dossier, "section")
    assert (first["chain"], first["minutes"]) == ([["head_of_section"], ["agency_head"]], [180, 210])
    assert (first["outcome"], first["result"], first["yours_to_decide"]) == ("granted", draft, True)
    assert parse_instant(first["due_at"]) == MONDAY.replace(hour=14)
    unit = product("case1").get(f"/api/dossiers/{dossier}")["agency"]
    (waiting,) = list_waiting(product, "section", "approvals", unit)
    assert (waiting["kind"], waiting["roles"][-1], waiting["due_at"]) == (
        "outcome", "head_of_section", first["due_at"],
    )  # fmt: skip

    decide_proposal(product, dossier, "section", "approve", remarks="Đồng ý trình")
    second = read_proposal(product, dossier, "head1")
    assert (second["passed"], second["yours_to_decide"]) == (1, True)
    assert second["due_at"] > first["due_at"]
    settled = decide_proposal(product, dossier, "head1", "approve")
    assert (settled["state"], settled["outcome"], settled["results"]) == ("resolved", "granted", [draft])
    assert list_waiting(product, "section", "approvals", unit) == []
    kinds = [each["kind"] for each in product("case1").get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert kinds[-3:] == ["request_opened", "request_endorsed", "resolved"]


def test_a_proposal_comes_back_to_the_same_person_and_is_signed_after_the_answer(product: Office) -> None:
    dossier = bring_to_agency(product)
    first = submit_proposal(product, dossier)
    unit = product("case1").get(f"/api/dossiers/{dossier}")["agency"]
    decide_proposal(product, dossier, "section", "approve")
    decide_proposal(product, dossier, "head1", "send_back", remarks=REMARKS)
    back = read_proposal(product, dossier, "case1")
    assert (back["sent_back"]["by"], back["sent_back"]["officer"], back["yours_to_answer"]) == ("head1", "case1", True)
    (mine,) = list_waiting(product, "case1", "returned", unit)
    assert (mine["remarks"], mine["yours"], mine["due_at"]) == (REMARKS, True, back["due_at"])
    (theirs,) = list_waiting(product, "section", "returned", unit)
    assert (theirs["remarks"], theirs["yours"]) == (None, False)
    assert list_waiting(product, "head1", "approvals", unit) == []
    refused = decide_proposal(product, dossier, "head1", "approve", expect=409)
    assert refused["code"] == "proposal_sent_back"

    second = submit_proposal(product, dossier, opinion=ANSWER)
    assert list_waiting(product, "case1", "returned", unit) == []
    again = read_proposal(product, dossier, "section")
    assert (again["n"], again["passed"], again["result"], again["yours_to_decide"]) == (1, 0, second, True)
    for who in ("section", "head1"):
        decide_proposal(product, dossier, who, "approve")
    read = product("citizen1").get(f"/api/dossiers/{dossier}")
    assert (read["state"], read["results"]) == ("resolved", [second])
    assert first not in read["results"]
    course = product("desk1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    (returned,) = [each for each in course if each["kind"] == "request_sent_back"]
    (answered,) = [each for each in course if each["kind"] == "request_answered"]
    assert (returned["given_to"], answered["proposed"]["result"], len(answered["papers"])) == ("case1", second, 1)
    assert all(text in read_texts(product, dossier, "desk1") for text in (OPINION, REMARKS, ANSWER))


def test_what_is_only_drafted_never_reaches_the_applicant(product: Office) -> None:
    dossier = bring_to_agency(product)
    product("case1").step(dossier, "propose", {**REFUSE, "reason": "Lý do nháp"})
    decide_proposal(product, dossier, "section", "send_back", remarks=REMARKS)
    product("case1").step(dossier, "propose", REFUSE)
    waiting = product("citizen1").get(f"/api/dossiers/{dossier}")
    assert waiting["requests"] == []
    course = product("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"]
    assert not [each for each in course if each["kind"].startswith("request_")]
    assert "Chưa đủ tuổi" not in read_texts(product, dossier, "citizen1")

    decide_proposal(product, dossier, "section", "approve", remarks="Đã xem lại")
    ended = decide_proposal(product, dossier, "head1", "approve")
    assert (ended["state"], ended["outcome"]) == ("stopped", "not_granted")
    told = read_texts(product, dossier, "citizen1")
    assert "Chưa đủ tuổi" in told
    assert not [text for text in ("Lý do nháp", OPINION, REMARKS, "Đã xem lại") if text in told]


def test_the_author_never_signs_their_own_proposal(product: Office) -> None:
    dossier = bring_to_agency(product)
    unit = product("case1").get(f"/api/dossiers/{dossier}")["agency"]
    add_role(product, "case1", Role.AGENCY_HEAD, unit)
    submit_proposal(product, dossier)
    assert read_proposal(product, dossier, "case1")["yours_to_decide"] is False
    assert decide_proposal(product, dossier, "case1", "approve", expect=403)["code"] == "own_proposal"
    decide_proposal(product, dossier, "section", "send_back", remarks=REMARKS)
    # Also not after a colleague has answered in the author's place.
    product.appoint("case2", Role.CASE_OFFICER, unit)
    product("section").step(dossier, "assign", {"officer": "case2"})
    submit_proposal(product, dossier, "case2")
    for who in ("case1", "case2"):
        assert decide_proposal(product, dossier, who, "approve", expect=403)["code"] in {"own_proposal", "forbidden"}
    decide_proposal(product, dossier, "head1", "approve")


def add_role(at: Office, who: str, role: Role, unit: str, **more: Any) -> None:
    """Give somebody one more right."""
    was = wiring.provide_officers().load(who)
    held = (*was.assignments, Assignment(role, unit, SINCE, **more))
    wiring.provide_officers().save(replace(was, version=was.version + 1, assignments=held), "seed", "02/TB", SINCE)
    at.appointed.add(who)


def test_the_backup_of_somebody_on_leave_gets_the_remarks_and_answers(product: Office) -> None:
    dossier = bring_to_agency(product)
    unit = product("case1").get(f"/api/dossiers/{dossier}")["agency"]
    product.appoint("deputy", Role.CASE_OFFICER, unit)
    product.appoint("third", Role.CASE_OFFICER, unit)
    add_role(product, "deputy", Role.CASE_OFFICER, unit, valid_until=MONDAY + timedelta(days=9), backup_for="case1")
    submit_proposal(product, dossier)
    decide_proposal(product, dossier, "section", "send_back", remarks=REMARKS)
    assert read_proposal(product, dossier, "section")["sent_back"]["officer"] == "deputy"
    assert [each["yours"] for each in list_waiting(product, "deputy", "returned", unit)] == [True]
    assert "propose" not in product("third").get(f"/api/dossiers/{dossier}")["allowed"]
    refused = product("third").try_step(dossier, "propose", REFUSE, expect=403)
    assert refused.body["code"] == "answered_by_another"
    product("deputy").step(dossier, "propose", REFUSE)
    for who in ("section", "head1"):
        decide_proposal(product, dossier, who, "approve")
    assert product("citizen1").get(f"/api/dossiers/{dossier}")["outcome"] == "not_granted"


def test_what_came_back_to_somebody_who_left_is_answered_by_the_holder_of_the_dossier(product: Office) -> None:
    dossier = bring_to_agency(product)
    unit = product("case1").get(f"/api/dossiers/{dossier}")["agency"]
    submit_proposal(product, dossier)
    product.appoint("case1", Role.CASE_OFFICER, unit, until=MONDAY + timedelta(minutes=1))
    product.at(MONDAY + timedelta(minutes=2))
    decide_proposal(product, dossier, "section", "send_back", remarks=REMARKS)
    assert read_proposal(product, dossier, "section")["sent_back"]["officer"] is None
    product.appoint("third", Role.CASE_OFFICER, unit)
    product("third").step(dossier, "propose", REFUSE)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"outcome": "granted"}, "/result", "result_missing"),
        ({"outcome": "granted", "result": "unknown"}, "/result", "result_missing"),
        ({"outcome": "not_granted"}, "/ground", "ground_unknown"),
        ({"outcome": "granted", "papers": ["unknown"]}, "/papers/0", "paper_unknown"),
    ],
)
def test_a_proposal_without_what_its_outcome_needs_is_refused(
    product: Office, body: dict[str, Any], field: str, code: str
) -> None:
    dossier = bring_to_agency(product)
    if "papers" in body:
        body = {**body, "result": product("case1").upload(dossier, "result")}
    refused = product("case1").try_step(dossier, "propose", {"opinion": OPINION, **body}, expect=422)
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [(field, code)]
    assert product("case1").get(f"/api/dossiers/{dossier}")["requests"] == []


def test_a_stale_page_and_a_second_proposal_are_refused(product: Office) -> None:
    dossier = bring_to_agency(product)
    draft = product("case1").upload(dossier, "result")
    path, body = f"/api/dossiers/{dossier}/propose", {**GRANT, "result": draft}
    assert product("case1").ask("POST", path, body, version=1).body["code"] == "stale_version"
    submit_proposal(product, dossier)
    assert product("case1").try_step(dossier, "propose", REFUSE, expect=409).body["code"] == "request_pending"
    old = product.versions[dossier] - 1
    path, body = f"/api/dossiers/{dossier}/requests/1/send_back", {"remarks": REMARKS}
    stale = product("section").ask("POST", path, body, version=old)
    assert stale.body["code"] == "stale_version"
    assert decide_proposal(product, dossier, "section", "send_back", expect=400)["errors"][0]["path"] == "/remarks"
    assert decide_proposal(product, dossier, "case1", "send_back", expect=403, remarks=REMARKS)["code"] == "forbidden"


def test_a_superior_signs_for_the_stages_before(product: Office) -> None:
    dossier = bring_to_agency(product)
    draft = submit_proposal(product, dossier)
    settled = decide_proposal(product, dossier, "head1", "approve")
    assert (settled["state"], settled["results"]) == ("resolved", [draft])


def test_the_last_signature_brings_the_signed_file_and_says_why_it_is_late(product: Office) -> None:
    dossier = bring_to_agency(product)
    draft = submit_proposal(product, dossier)
    decide_proposal(product, dossier, "section", "approve")
    product.at(MONDAY + timedelta(days=30))
    refused = decide_proposal(product, dossier, "head1", "approve", expect=422)
    assert refused["errors"][0]["path"] == "/late_cause"
    signed = product("head1").upload(dossier, "result")
    settled = decide_proposal(product, dossier, "head1", "approve", result=signed, late_cause="force_majeure")
    assert (settled["results"], settled["late_cause"]) == ([signed], "force_majeure")
    assert draft != signed


def test_where_the_internal_process_names_no_signer_the_rule_does(product: Office) -> None:
    dossier = bring_to_agency(product, LINKED)
    product("case1").step(dossier, "propose", REFUSE)
    found = read_proposal(product, dossier, "head1")
    assert (found["chain"], found["minutes"]) == ([["agency_head"]], [480])
    decide_proposal(product, dossier, "head1", "approve")


def test_other_requests_are_not_sent_back_and_take_no_words_of_a_signature(product: Office) -> None:
    dossier = bring_to_agency(product)
    product("case1").step(dossier, "extend", {"units": 1, "reason": "Phức tạp"})
    decider = "section" if product.province == "hue" else "head1"
    assert (
        decide_proposal(product, dossier, decider, "send_back", expect=409, remarks=REMARKS)["code"] == "not_sent_back"
    )
    refused = decide_proposal(
        product, dossier, decider, "approve", expect=422, late_cause="applicant", remarks="Đồng ý"
    )
    assert [each["path"] for each in refused["errors"]] == ["/late_cause", "/remarks"]


def test_the_direct_decision_stays_where_the_province_leaves_it_open(product: Office) -> None:
    dossier = bring_to_agency(product)
    submit_proposal(product, dossier)
    result = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    kinds = [each["kind"] for each in product("case1").get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert kinds[-2:] == ["resolved", "request_cancelled"]


def test_who_signs_and_who_answers_are_notified_and_each_stage_is_watched(product: Office) -> None:
    around, dossier = product.around, bring_to_agency(product)
    unit = product("case1").get(f"/api/dossiers/{dossier}")["agency"]

    def list_inbox_notices(who: str, role: str = "") -> list[str]:
        around.bring("send_notice", dossier)
        desk = f"?unit={unit}&role={role}" if role else ""
        found = product(who).get(f"/api/inbox{desk}")["items"]
        return [each["notice"] for each in found if each["dossier_id"] == dossier]

    submit_proposal(product, dossier)
    assert "request_opened" in list_inbox_notices("section", "head_of_section")
    due = parse_instant(read_proposal(product, dossier, "section")["due_at"])
    product.at(due + timedelta(minutes=1))
    around.tick("watch_deadlines")
    assert "overdue" in list_inbox_notices("section", "head_of_section")
    decide_proposal(product, dossier, "section", "send_back", remarks=REMARKS)
    assert "request_sent_back" in list_inbox_notices("case1")
    due = parse_instant(read_proposal(product, dossier, "case1")["due_at"])
    product.at(due + timedelta(minutes=1))
    assert "overdue" not in list_inbox_notices("case1")
    around.tick("watch_deadlines")
    assert "overdue" in list_inbox_notices("case1")
    late = product("case1").get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert (late["kind"], late["law"][0]["param"]) == ("overdue", "proposal.answer_limit")
    submit_proposal(product, dossier)
    assert "request_answered" in list_inbox_notices("section", "head_of_section")
    product("citizen1")
    around.bring("send_notice", dossier)
    found = product("citizen1").get("/api/inbox")["items"]
    assert not [each["notice"] for each in found if each["notice"].startswith("request_")]
