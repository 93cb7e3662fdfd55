"""The electronic dossier of Huế: declarations, notices, apologies and results arise in it, travel in it and stay."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb.rows import build_state_row, build_task_row
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.papers import add_paper
from chalicelib.steps.reading import queries
from tests.support.bodies import choose_answers_on
from tests.support.builders import CERTIFICATE, CITIZEN, COPY, MONDAY, PERSON, REGISTRATION, Case, build_actor
from tests.support.fakes.fake_lists import FakeLists
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.slip_builders import build_case, guide_again, settle_late
from tests.support.slip_world import SlipWorld

CLERK, HEAD = Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD


def list_parts(of: Case) -> dict[str, Any]:
    """Personal parts by name."""
    return {part.name: part.value for part in of.store.load_parts(of.id).values()}


def may_have(of: Case, paper: Paper) -> bool:
    """Whether the applicant finds the paper in the dossier."""
    return add_paper.may_have(of.ask("papers", CITIZEN), of.store.load(of.id), paper)


@pytest.mark.clause("HUE-7.1", "HUE-7")
def test_a_declaration_is_the_application_with_its_answers_and_papers() -> None:
    minutes = "minutes_household_members_meeting"
    of = Case().start(claims=[minutes])
    papers = [*of.required_papers(), of.paper(component=minutes)]
    missing = of.refusal(lambda: of.submit(papers=papers[:-1]))
    assert missing.code == "components_missing"
    d = of.submit(papers=papers)
    assert set(d.papers) == set(papers)
    assert list_parts(of) == {"form": choose_answers_on(REGISTRATION, MONDAY), "applicant": list_parts(of)["applicant"]}
    assert PERSON.items() <= list_parts(of)["applicant"].items()
    assert {entry["paper"] for entry in of.facts[0].data["manifest"]} == set(papers)


@pytest.mark.clause("HUE-7", "HUE-3.1")
def test_the_whole_dossier_is_made_sent_received_and_kept_electronically() -> None:
    of = build_case(MONDAY).processing()
    at_agency = FakeLists(of.store).list_work(of.agency, State.PROCESSING, 10, None).items
    assert [line["dossier_id"] for line in at_agency] == [of.id]
    of.finish_partners().paid()
    result = of.paper(PaperKind.RESULT)
    of.take("resolve", of.officer(HEAD), result=result)
    of.compared().take("give_back", of.officer(CLERK), way="online")
    d = of.take("close", of.officer(CLERK))
    assert SlipWorld(of).all_made() == ["receipt", "control", "control"]
    assert (d.handed, d.results, len(d.papers)) == (("online",), (result,), len(of.facts[0].data["papers"]))
    assert may_have(of, of.store.load(of.id, papers=[result]).papers[result])
    bodies = [fact.body for fact in of.facts]
    assert verify_ledger(of.id, bodies, head=d.head, length=d.length) == []


@pytest.mark.clause("HUE-7.2#1")
@pytest.mark.parametrize(
    ("answer", "notice"), [("receive", "receipt"), ("refuse", "refusal"), ("request_supplement", "guidance")]
)
def test_each_answer_to_a_filing_leaves_its_notice_in_the_dossier(answer: str, notice: str) -> None:
    of = build_case(MONDAY).file()
    body = {"components": of.some_component} if answer == "request_supplement" else {}
    world = SlipWorld(of.then(answer, of.officer(CLERK), **body))
    assert world.all_made() == [notice]
    (paper,) = world.papers.rows.values()
    assert (paper.dossier_id, paper.kind) == (of.id, PaperKind.SLIP)
    assert may_have(of, paper)


@pytest.mark.clause("HUE-7.2#2")
@pytest.mark.parametrize(("come", "letter"), [(guide_again, "apology_guidance"), (settle_late, "apology_overdue")])
def test_a_letter_of_apology_is_a_paper_of_its_dossier(come: Any, letter: str) -> None:
    of = build_case(MONDAY)
    come(of)
    world = SlipWorld(of)
    assert letter in world.all_made()
    (paper,) = [each for each in world.papers.rows.values() if each.component == letter]
    assert paper.dossier_id == of.id
    assert may_have(of, paper)


@pytest.mark.clause("HUE-7.4")
@pytest.mark.parametrize("procedure", [REGISTRATION, CERTIFICATE, COPY])
def test_any_result_is_kept_in_the_dossier_with_every_later_version(procedure: str) -> None:
    of = Case(procedure)
    if of.reference.find_procedure(procedure).immediate:
        of.received().paid()
    else:
        of.ready_to_grant()
    who = of.officer(HEAD) if of.dossier.state is State.PROCESSING else of.officer(CLERK)
    first = of.paper(PaperKind.RESULT)
    of.take("resolve", who, result=first)
    second = of.paper(PaperKind.RESULT)
    d = of.take("correct", build_actor(HEAD, of.dossier.agency), result=second)
    assert d.results == (first, second)
    assert {first, second} <= {paper.id for paper in of.kept}, "what is filed is kept for good"
    held = of.store.load(of.id, papers=d.results).papers
    assert not any(may_have(of, paper) for paper in held.values()), "no result goes out before the handover"
    of.paid().compared().take("give_back", of.officer(CLERK))
    assert all(may_have(of, paper) for paper in held.values())


@pytest.mark.clause("HUE-7.4")
def test_a_result_is_a_file_that_was_uploaded_as_one() -> None:
    of = Case().ready_to_grant()
    refused = of.refused("resolve", of.officer(HEAD), result=of.paper(component=of.some_component[0]))
    assert isinstance(refused, Invalid)


@pytest.mark.clause("HUE-13.2#1")
def test_a_deficient_filing_gets_a_guidance_slip_that_the_applicant_finds_on_the_system() -> None:
    world = SlipWorld(build_case(MONDAY).asked_at_intake())
    assert world.all_made() == ["guidance"]
    (paper,) = world.papers.rows.values()
    assert may_have(world.case, paper)
    assert world.case.dossier.asked == tuple(world.case.some_component)


@pytest.mark.clause("HUE-5.4")
def test_a_filing_is_acknowledged_to_its_sender_and_announced_to_those_who_must_act_automatically() -> None:
    of = build_case(MONDAY).file()
    d = of.dossier
    shown = queries.read_dossier(Reader(of.deps, FakeAccesses(), CITIZEN, of.now, of.real_now, FakePeople()), of.id)
    assert d.reception is not None
    assert (shown["receipt_no"], shown["reception_at"]) == (f"TN-{of.id[:13].upper()}", d.reception.started_at)
    announced = build_state_row(d)
    assert announced.work_pk == f"{of.one_stop}#submitted"
    assert str(announced.work_sk).startswith(write_stamp(d.reception.due_at))
    of.take("receive", of.officer(CLERK))
    d = of.take("transfer", of.officer(CLERK))
    at_agency = [build_task_row(d, task) for task in d.tasks]
    assert [row.work_pk for row in at_agency] == [f"{of.agency}#processing", f"{of.partner}#processing"]
    assert all(str(row.work_sk).startswith(write_stamp(t.due_at)) for row, t in zip(at_agency, d.tasks, strict=True))
