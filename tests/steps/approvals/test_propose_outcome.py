"""A proposed outcome: signers, limits, provinces that require one; earlier records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.procedures import Names, ProcessStep
from chalicelib.domain.dossier.permission import SupplementUnchecked
from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.settlement.signing import SigningStage, list_signing_stages
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.steps.settlement.resolve import ProposalNeeded
from tests.support.builders import CERTIFICATE, REGISTRATION, Case, provide_reference

DENIED = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ", "result": None}


class Ordered:
    """The reference of a province that gives one rule another value."""

    def __init__(self, param: str, value: Any) -> None:
        self.real, self.param, self.value = provide_reference(), param, value

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Any:
        """The rule as it is, but for one."""
        found = self.real.find_rule(param, dates, **scope)
        return replace(found, value=self.value) if param == self.param else found


def propose_refusal(case: Case) -> Case:
    """The case with a refusal that waits for signature."""
    body: dict[str, Any] = {**DENIED, "opinion": "Chưa đủ điều kiện", "papers": []}
    case.take("propose", case.officer(Role.CASE_OFFICER), **body)
    return case


@pytest.mark.parametrize("wanted", ["always", "section_checks"])
def test_where_the_province_wants_a_proposal_only_a_signed_one_settles(wanted: str) -> None:
    case = Case(CERTIFICATE, reference=Ordered("proposal.required", wanted)).processing()
    refused = case.refused("resolve", case.officer(Role.AGENCY_HEAD), **DENIED)
    assert isinstance(refused, ProposalNeeded)
    after = propose_refusal(case).approve_all()
    assert (after.state.value, after.outcome, after.requests) == ("stopped", "not_granted", ())
    assert case.facts[-1].data["request"] == 1


def test_a_procedure_that_no_section_checks_needs_no_proposal_where_sections_decide_that() -> None:
    case = Case(REGISTRATION, reference=Ordered("proposal.required", "section_checks")).processing()
    assert case.take("resolve", case.officer(Role.AGENCY_HEAD), **DENIED).outcome == "not_granted"


def test_the_chain_is_the_order_of_the_internal_process_in_working_minutes() -> None:
    procedure = provide_reference().find_procedure(REGISTRATION)
    name = Names("x", "x")
    process = tuple(
        ProcessStep(role, name, name, hours)
        for role, hours in (("specialist", 8.0), ("division_head", 0.25), ("council", 9.0), ("leader", 2.5))
    )
    assert list_signing_stages(replace(procedure, process=process)) == (
        SigningStage(Role.HEAD_OF_SECTION, 15), SigningStage(Role.AGENCY_HEAD, 150),
    )  # fmt: skip
    assert list_signing_stages(replace(procedure, process=())) == ()


def test_nothing_is_signed_while_a_supplement_waits_for_its_check() -> None:
    case = propose_refusal(Case(CERTIFICATE).processing())
    control = ApprovalRequest(
        9, RequestKind.CONTROL, "citizen", case.now, ((Role.HEAD_OF_ONE_STOP,),), {"stage": "appraisal"}
    )
    row = case.store.items[f"D#{case.id}", "STATE"]
    case.store.items[f"D#{case.id}", "STATE"] = replace(
        row, value=replace(row.value, requests=(*row.value.requests, control))
    )
    head = case.officer(Role.HEAD_OF_SECTION)
    assert isinstance(case.refusal(lambda: case.approve(head)), SupplementUnchecked)


def test_requests_stored_before_proposals_are_read_as_they_were() -> None:
    request = ApprovalRequest(1, RequestKind.EXTENSION, "a", Case().now, ((Role.AGENCY_HEAD,),), {"units": 1}, ("b",))
    stored = {
        name: value for name, value in pack_value(request).items() if name not in {"due_at", "sent_back", "authors"}
    }
    assert unpack_value(ApprovalRequest, stored) == request
