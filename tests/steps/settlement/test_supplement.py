"""Supplement: all requested parts must come; the dossier goes back to the stage that asked."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.papers.paper_errors import PaperPending
from chalicelib.domain.shared.errors import Invalid, NotFound, Refusal
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import SupplementEffect
from chalicelib.domain.time.deadlines import calculate_due_time
from tests.support.bodies import COPY
from tests.support.builders import ANSWERS, CERTIFICATE, CITIZEN, REGISTRATION, Case

CLERK = Role.ONE_STOP_OFFICER


def list_codes(refused: Refusal) -> set[str]:
    """Codes of the field errors."""
    assert isinstance(refused, Invalid)
    return {error.code for error in refused.fields}


def bring_paper(case: Case) -> list[str]:
    """A new paper for what was asked."""
    return [case.paper(component=case.some_component[0])]


@pytest.mark.clause("HUE-11.1")
def test_at_intake_reception_restarts() -> None:
    case = Case().asked_at_intake().later(hours=5)
    filed = case.dossier.filed_at
    d = case.take("supplement", CITIZEN, papers=bring_paper(case))
    assert (d.state, d.stage, d.asked, d.wait_until, d.filed_at) == (State.SUBMITTED, "", (), None, filed)
    limit = case.reference.find_rule("reception.answer_limit", CaseDates(case.now))
    assert d.reception is not None
    assert d.reception.started_at == case.now
    assert (d.reception.ended_at, d.reception.digest) == (None, case.reference.law_digest)
    assert d.reception.law == (limit.cite["entry"],)


@pytest.mark.clause("QN-11.2#1")
def test_after_appraisal_the_clock_restarts_and_the_index_subtracts_the_wait() -> None:
    case = Case().asked_in_appraisal()
    waiting = case.clock
    case.later(days=9)
    d = case.take("supplement", CITIZEN, papers=bring_paper(case))
    calendar = case.reference.find_calendar(case.one_stop)
    assert d.state is State.PROCESSING
    assert case.clock == clocks.resume_after_supplement(calendar, waiting, case.now, SupplementEffect.RESTART)
    assert case.clock.due_at == calculate_due_time(calendar, case.now, waiting.duration)
    assert case.clock.original_due_at == waiting.original_due_at < case.clock.index_due_at
    assert case.facts[-1].data["effect"] == "restart"


@pytest.mark.parametrize("roads", [Case.asked_at_intake, Case.asked_in_appraisal])
def test_the_dossiers_numbers_stay(roads: object) -> None:
    case = roads(Case())  # type: ignore[operator]
    before = case.dossier
    after = case.take("supplement", CITIZEN, papers=bring_paper(case))
    assert (after.receipt_no, after.code, after.agency) == (before.receipt_no, before.code, before.agency)


@pytest.mark.clause("QN-11.2#1")
def test_all_that_was_asked_must_come() -> None:
    case = Case().file()
    both = [*case.some_component, "minutes_household_members_meeting"]
    case.take("request_supplement", case.officer(CLERK), components=both)
    refused = case.refused("supplement", CITIZEN, papers=bring_paper(case))
    assert [(f.path, f.code) for f in refused.fields] == [(f"/components/{both[1]}", "component_missing")]
    papers = [*bring_paper(case), case.paper(component=both[1])]
    assert case.take("supplement", CITIZEN, papers=papers).state is State.SUBMITTED


def test_the_paper_found_wanting_does_not_answer_again() -> None:
    case = Case().asked_at_intake()
    assert list_codes(case.refused("supplement", CITIZEN, papers=list(case.dossier.papers))) == {"component_missing"}


def test_a_paper_of_nobody_is_named() -> None:
    case = Case().asked_at_intake()
    assert list_codes(case.refused("supplement", CITIZEN, papers=[*bring_paper(case), "ghost"])) == {"paper_unknown"}


def test_a_paper_being_checked_asks_to_come_back() -> None:
    case = Case().asked_at_intake()
    waiting = case.paper(component=case.some_component[0], pending=True)
    assert isinstance(case.refused("supplement", CITIZEN, papers=[waiting]), PaperPending)


@pytest.mark.clause("HUE-12.2.a")
def test_fields_asked_for_need_the_form_again() -> None:
    case = Case().file()
    case.take("request_supplement", case.officer(CLERK), form_fields=["business_address"])
    assert case.dossier.asked_fields == ("business_address",)
    assert list_codes(case.refused("supplement", CITIZEN)) == {"answers_missing"}
    answers = ANSWERS[REGISTRATION] | {"business_address": "2 Lê Lợi, Huế"}
    assert case.take("supplement", CITIZEN, answers=answers).asked_fields == ()
    forms = [part for part in case.store.load_parts(case.id).values() if part.name == "form"]
    assert len(forms) == 2, "the first form stays as it was filed"


def test_new_answers_are_checked_and_stored_in_one_spelling() -> None:
    case = Case().asked_at_intake()
    papers = bring_paper(case)
    bad = ANSWERS[REGISTRATION] | {"owner_birth_date": "31/02/1990"}
    assert list_codes(case.refused("supplement", CITIZEN, papers=papers, answers=bad)) == {"not_a_date"}
    case.take("supplement", CITIZEN, papers=papers, answers=ANSWERS[REGISTRATION] | {"capital_vnd": 2e7})
    stored = case.store.load_parts(case.id)[case.facts[-1].parts["form"]].value
    assert type(stored["capital_vnd"]) is int


def test_corrected_pages_change_what_is_still_to_be_paid() -> None:
    case = Case(procedure=COPY).file()
    assert [(one.fee_key, one.amount) for one in case.dossier.obligations] == [("page_1_2", 4_000)]
    case.take("request_supplement", case.officer(CLERK), form_fields=["page_count"])
    case.take("supplement", CITIZEN, answers=ANSWERS[COPY] | {"page_count": 4})
    owed = [(one.fee_key, one.amount, one.state) for one in case.dossier.obligations]
    assert owed == [("page_1_2", 8_000, "open"), ("page_3_on", 4_000, "open")]
    before = case.facts[-1]
    assert "obligations" in before.data
    amended = case.copy()
    amended.take("supplement", CITIZEN, answers=ANSWERS[COPY] | {"page_count": 4, "document_title": "Bằng lái"})
    assert "obligations" not in amended.facts[-1].data
    paid = [(8_000, "settled"), (4_000, "settled")]
    case.paid().take("supplement", CITIZEN, answers=ANSWERS[COPY] | {"page_count": 1})
    assert [(one.amount, one.state) for one in case.dossier.obligations] == paid
    case.take("supplement", CITIZEN, answers=ANSWERS[COPY] | {"page_count": 6})
    assert [(one.amount, one.state) for one in case.dossier.obligations] == [*paid, (4_000, "open")]


def test_the_one_stop_unit_may_bring_it_for_the_applicant() -> None:
    case = Case().asked_at_intake()
    case.take("supplement", case.officer(CLERK), papers=bring_paper(case))
    assert case.facts[-1].actor["role"] == CLERK.value
    other = Case().asked_at_intake()
    assert isinstance(other.refused("supplement", Actor("stranger"), papers=bring_paper(other)), NotFound)


FORM = "urn:motcua:form:1.001612:1"
MOVED = ANSWERS[REGISTRATION] | {"business_address": "2 Lê Lợi, Huế"}


def build_structured(answers: object = MOVED, form: str = FORM) -> dict[str, object]:
    """Data made elsewhere, as a step's body has it."""
    return {"structured": {"form": form, "answers": answers}}


@pytest.mark.clause("HUE-12.2.b")
def test_data_in_the_prescribed_format_amends_the_form() -> None:
    case = Case().file()
    case.take("request_supplement", case.officer(CLERK), form_fields=["business_address"])
    d = case.take("supplement", CITIZEN, **build_structured())
    fact = case.facts[-1]
    assert (d.state, d.asked_fields, fact.data["way"]) == (State.SUBMITTED, (), "structured_file")
    assert case.store.load_parts(case.id)[fact.parts["form"]].value == MOVED
    (cite,) = [each for each in fact.law if each["param"] == "supplement.ways"]
    assert "điểm b khoản 2 Điều 12" in cite["article"]


@pytest.mark.clause("HUE-12.2.b")
def test_data_is_checked_as_what_is_typed_and_only_in_the_present_format() -> None:
    case = Case().file()
    case.take("request_supplement", case.officer(CLERK), form_fields=["business_address"])
    short = {"business_address": "2 Lê Lợi, Huế"}
    for body, path, code in (
        (build_structured(form="urn:motcua:form:1.001612:0"), "/structured/form", "form_unknown"),
        (build_structured() | {"answers": MOVED}, "/answers", "answers_twice"),
        (
            build_structured(MOVED | {"owner_birth_date": "31/02/1990"}),
            "/structured/answers/owner_birth_date",
            "not_a_date",
        ),
        (build_structured({}), "/answers", "answers_missing"),
    ):
        refused = case.refused("supplement", CITIZEN, **body)
        assert [(error.path, error.code) for error in refused.fields] == [(path, code)], body
    paths = {error.path for error in case.refused("supplement", CITIZEN, **build_structured(short)).fields}
    assert "/structured/answers/capital_vnd" in paths


@pytest.mark.clause("HUE-12.2.b")
def test_where_no_rule_names_another_way_one_amends_on_the_system_alone() -> None:
    case = Case(CERTIFICATE, "vinh-long", channel="national_portal").file()
    case.take("request_supplement", case.officer(CLERK), form_fields=["purpose"])
    if case.dossier.requests:
        case.approve(case.officer(Role.HEAD_OF_ONE_STOP))
    refused = case.refused(
        "supplement", CITIZEN, **build_structured(ANSWERS[CERTIFICATE], "urn:motcua:form:1.004873:1")
    )
    assert [(error.path, error.code) for error in refused.fields] == [("/structured", "structured_not_taken")]
    assert case.take("supplement", CITIZEN, answers=ANSWERS[CERTIFICATE]).asked_fields == ()
