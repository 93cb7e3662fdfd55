"""Submit: the automatic technical check, the receipt and the official reception time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.papers.paper import PaperKind, settle_paper
from chalicelib.domain.papers.paper_errors import (
    ComponentsMissing,
    PaperExpired,
    PaperPending,
    PaperQuarantined,
    QuarantineReason,
)
from chalicelib.domain.payments.fee_errors import ExemptionNotOffered
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound, Refusal, Stale, WrongMoment
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks, working_time
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.steps.filing import submit
from tests.support.builders import CERTIFICATE, CITIZEN, MONDAY, PERSON, Case, build_actor

COMPONENT = "household_business_registration_application"


def list_fields(refused: Refusal) -> dict[str, str]:
    """Field errors as path → code."""
    return {error.path: error.code for error in refused.fields}


@pytest.mark.clause("QN-11.1#2", "HUE-13.1#1", "HUE-6.1", "HUE-11.1", "VL-12.2", "QN-10.1", "TB-7.3#1")
def test_a_filing_is_acknowledged_with_its_number_and_reception_time() -> None:
    case = Case().file()
    filed = case.dossier
    assert filed.receipt_no == f"TN-{case.id[:13].upper()}"
    assert (filed.owner, filed.filer, filed.code) == (CITIZEN.sub, CITIZEN.sub, "")
    assert filed.reception == clocks.start_reception(
        case.reference.find_calendar(case.one_stop), case.now, Duration(1, Unit.WORKING_HOUR),
        law=("hue.answer.carried",), digest=case.reference.law_digest,
    )  # fmt: skip
    assert case.store.load(case.id).draft is None


@pytest.mark.clause("LC-10.1.b#2", "QN-11.1#2")
@pytest.mark.parametrize(
    ("filed", "official"),
    [
        (datetime(2026, 11, 21, 20, 15, tzinfo=VIETNAM), (2026, 11, 23)),  # Saturday evening
        (datetime(2026, 11, 23, 23, 0, tzinfo=VIETNAM), (2026, 11, 25)),  # the evening before the holiday
    ],
)
def test_filed_off_hours_the_official_reception_is_the_next_working_hour(
    filed: datetime, official: tuple[int, int, int]
) -> None:
    case = Case(CERTIFICATE, "lai-chau", filed).file()
    reception = case.dossier.reception
    assert reception is not None
    assert reception.started_at.timetuple()[:3] == official
    assert reception.started_at == working_time.find_next_working_instant(
        case.reference.find_calendar(case.one_stop), filed
    )
    assert case.dossier.filed_at == filed


@pytest.mark.clause("VL-6.5")
def test_the_fact_holds_digests_and_the_parts_are_stored_separately() -> None:
    case = Case().file()
    fact, parts = case.facts[0], case.store.load_parts(case.id)
    assert {part.name: part.digest for part in parts.values()} == dict(fact.parts)
    assert set(fact.parts) == {"form", "applicant"}
    assert [entry["paper"] for entry in fact.data["manifest"]] == list(case.dossier.papers)
    assert {cite["param"] for cite in fact.law} == {
        "channel.open", "reception.answer_limit", "reception.off_hours", "paper.unsigned_check",
        "reception.acknowledges",
    }  # fmt: skip


@pytest.mark.parametrize(("way", "kept"), [("post", True), ("online", False), (None, False)])
def test_the_address_for_the_post_is_kept_only_where_the_post_brings_the_result(way: str | None, kept: bool) -> None:
    case = Case().file(return_way=way, return_address="12 Lê Lợi, Huế")
    assert ("return_address" in case.facts[-1].parts) is kept


@pytest.mark.clause("LC-10.1.a#3")
def test_a_proxy_files_and_the_dossier_stays_the_principals() -> None:
    case = Case().file(on_behalf={**PERSON, "id_number": "046190000002"})
    assert (case.dossier.owner, case.dossier.filer) == ("", CITIZEN.sub)
    assert "principal" in case.facts[0].parts


@pytest.mark.clause("VL-6.3", "HUE-17.2.a")
def test_without_the_declaration_nothing_is_filed() -> None:
    case = Case().start()
    assert list_fields(case.refusal(lambda: case.submit(declared_true=False))) == {
        "/declared_true": "declaration_missing"
    }


@pytest.mark.clause("QN-10.2", "LC-9.2", "QN-11.1#1")
def test_answers_are_checked_against_the_form() -> None:
    case = Case().start(answers={"surprise": 1}, applicant={})
    found = list_fields(case.refusal(case.submit))
    assert found["/answers/surprise"] == "unknown_field"
    assert found["/answers/owner_full_name"] == "missing"
    assert {"/applicant/full_name", "/applicant/id_number", "/applicant/phone"} <= set(found)


@pytest.mark.clause("QN-10.2", "LC-9.2", "QN-11.1#1")
def test_every_required_component_must_have_its_file() -> None:
    case = Case(channel="desk")
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    refused = case.start(clerk).refusal(lambda: case.submit(clerk, papers=[]))
    assert isinstance(refused, ComponentsMissing)
    assert list(list_fields(refused)) == [f"/components/{COMPONENT}"]


def test_a_component_that_the_applicant_says_applies_is_owed() -> None:
    case = Case().start(claims=["minutes_household_members_meeting"])
    assert isinstance(case.refusal(case.submit), ComponentsMissing)


def test_a_paper_of_nobody_is_named() -> None:
    case = Case().start()
    known = case.paper(component=COMPONENT)
    assert list_fields(case.refusal(lambda: case.submit(papers=[known, "ghost"]))) == {"/papers/1": "paper_unknown"}


def test_a_paper_still_being_checked_asks_to_come_back() -> None:
    case = Case().start()
    waiting = case.paper(component=COMPONENT, pending=True)
    refused = case.refusal(lambda: case.submit(papers=[waiting]))
    assert isinstance(refused, PaperPending)
    assert refused.retry_after


@pytest.mark.clause("QN-11.1#1")
def test_a_quarantined_paper_is_never_filed() -> None:
    case = Case().start()
    name = case.paper(component=COMPONENT, pending=True)
    found = case.store.load(case.id, papers=[name]).papers[name]
    case.store.put_paper(settle_paper(found, "v1", QuarantineReason.MALWARE, real_now=case.real_now))
    assert isinstance(case.refusal(lambda: case.submit(papers=[name])), PaperQuarantined)


def test_a_paper_about_to_expire_is_refused() -> None:
    case = Case().start()
    name = case.paper(component=COMPONENT)
    case.later(days=6, seconds=1)
    assert isinstance(case.refusal(lambda: case.submit(papers=[name])), PaperExpired)


def test_another_persons_draft_does_not_exist() -> None:
    case = Case().start()
    assert isinstance(case.refusal(lambda: case.submit(Actor("stranger"), papers=[])), NotFound)


def test_a_stale_draft_is_not_filed() -> None:
    case = Case().start()
    command = case.ask("submit", CITIZEN, {"papers": case.required_papers(), "declared_true": True}, 1)
    assert isinstance(case.refusal(lambda: submit.submit_draft(case.deps, command)), Stale)


def test_what_is_filed_cannot_be_filed_again() -> None:
    case = Case().file()
    refused = case.refusal(lambda: case.submit(papers=[]))
    assert isinstance(refused, WrongMoment)
    assert refused.allowed == ("supplement", "withdraw", "pay")


@pytest.mark.clause("VL-3.5")
@pytest.mark.parametrize("role", [Role.ONE_STOP_OFFICER, Role.POSTAL_STAFF])
def test_a_filing_at_the_counter_has_no_account_behind_it_and_names_its_typist(role: Role) -> None:
    case = Case(CERTIFICATE, "vinh-long", channel="desk")
    case.file(build_actor(role, case.one_stop, stages=["receive"]))
    assert (case.dossier.owner, case.dossier.filer) == ("", "")
    assert case.facts[0].actor["role"] == role.value
    assert case.facts[0].actor["unit"] == case.one_stop


def test_who_has_left_the_counter_files_no_more() -> None:
    case = Case(channel="desk")
    clerk = build_actor(Role.ONE_STOP_OFFICER, case.one_stop)
    case.start(clerk)
    assert isinstance(case.refusal(lambda: case.submit(Actor(clerk.sub))), Forbidden)


def test_a_claim_to_pay_nothing_is_filed_with_its_proof() -> None:
    case = Case(CERTIFICATE, "lai-chau").start()
    proof, papers = case.paper(PaperKind.EXEMPTION_PROOF), case.required_papers()
    case.type(CITIZEN, 2, exemption={"group": "poor_household", "paper_id": proof})
    filed = case.submit(papers=[*papers, proof])
    assert filed.claim["paper_id"] == proof
    assert proof in {paper.id for paper in case.kept}
    assert "poor_household" not in str(case.facts[0].body), "whether somebody is poor is no business of the ledger"


def test_a_claim_without_its_proof_or_its_fee_is_refused_before_anybody_works_on_it() -> None:
    case = Case(CERTIFICATE, "lai-chau").start()
    papers, proof = case.required_papers(), case.paper(PaperKind.EXEMPTION_PROOF)
    case.type(CITIZEN, 2, exemption={"group": "poor_household", "paper_id": papers[0]})
    assert list_fields(case.refusal(lambda: case.submit(papers=papers))) == {"/exemption/paper_id": "proof_missing"}
    case.type(CITIZEN, 3, exemption={"group": "students", "paper_id": proof})
    assert isinstance(case.refusal(lambda: case.submit(papers=[*papers, proof])), ExemptionNotOffered)


def test_a_refusal_keeps_the_draft() -> None:
    case = Case().start()
    assert isinstance(case.refusal(lambda: case.submit(papers=[], declared_true=False)), Invalid)
    assert case.store.load(case.id).draft is not None
    assert case.later(minutes=5).submit().filed_at == MONDAY + timedelta(minutes=5)
