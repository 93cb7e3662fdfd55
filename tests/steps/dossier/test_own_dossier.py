"""No officer acts on a dossier whose applicant or represented person is themselves, not even typed by another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.dossier.permission import list_allowed_steps, permit_step
from chalicelib.domain.flow.transitions import OF_DOSSIER, TABLE, State, Step
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.search.counter_search import By, SearchEntry, digest_value
from chalicelib.domain.shared.errors import NotFound, OwnDossier, PreparedAlone, Refusal
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.reading import queries
from tests.steps.dossier.test_cells import CONSULTED, prepare_ready
from tests.support.acts import PAYMENT_STEPS
from tests.support.acts import STEPS as TAKE
from tests.support.builders import FULL, LONG_AGO, PERSON, STATES, Case
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.fakes.stores import FakeItem

NUMBER, OTHER = PERSON["id_number"], "046190000002"
KEY = b"k" * 32
OFFICERS = [role for role in Role if role is not Role.APPLICANT]


def list_everybody(case: Case) -> Iterator[Actor]:
    """Every role at every unit of the dossier, in one account each."""
    units = {case.one_stop, case.agency, CONSULTED, *(task.unit for task in case.dossier.tasks)}
    for role in OFFICERS:
        yield Actor(f"own-{role.value}", tuple(Assignment(role, unit, LONG_AGO) for unit in sorted(units)))


def may_take(who: Actor, case: Case, step: Step, name: str) -> bool:
    """Whether the table lets them."""
    try:
        permit_step(who, case.dossier, step, case.now, name)
    except Refusal:
        return False
    return True


def list_cells(case: Case) -> Iterator[tuple[Actor, Step, str]]:
    """Return each officer's steps on the present dossier."""
    for who in list_everybody(case):
        for step in Step:
            for name in sorted({row.case for row in TABLE if row.step is step} - OF_DOSSIER) or [""]:
                if may_take(who, case, step, name):
                    yield who, step, name


@pytest.mark.parametrize(("state", "stage"), [one for one in STATES if one[0] is not State.DRAFT])
def test_every_step_of_every_officer_is_refused_on_their_own(state: State, stage: str) -> None:
    ready = prepare_ready(state, stage)
    tried = 0
    for who, step, _ in list_cells(ready.case):
        if step.value not in TAKE:
            continue
        case = ready.case.copy()
        for own in (replace(who, id_number=NUMBER), replace(who, identity=ProvenIdentity(2, NUMBER, "Trần Thị Hoa"))):
            refusal = case.refusal(partial(try_step, case, step, own))
            assert isinstance(refusal, OwnDossier), (step, own.sub)
            tried += 1
    assert tried


def try_step(case: Case, step: Step, who: Actor) -> object:
    """Try a step; what it needs is not looked at before the refusal."""
    return case.take(step.value, who, **NEEDS.get(step, {}))


NEEDS: dict[Step, dict[str, Any]] = {
    Step.RESOLVE: {"outcome": "not_granted", "ground": "x", "reason": "y"},
    Step.PAY: {"obligations": ["F01"], "amount": 1, "receipt_number": "BL-1"},
    Step.ASSIGN: {"officer": "somebody"},
    Step.HAND_OVER: {"officer": "somebody"},
    Step.CORRECT: {"result": "p-none", "reason": "x"},
    Step.ERASE: {"digest": "d" * 64, "ground": "authority_decision", "decision": "12/QĐ-TA"},
    Step.CONSULT: {"unit": CONSULTED},
    Step.CALL_ORIGINAL: {"components": []},
    Step.ACKNOWLEDGE_PAYMENT: {"obligation": "F01", "voucher": "CT-1", "credited_at": LONG_AGO},
}
"""The minimal body of each step."""


@pytest.mark.parametrize(("state", "stage"), [one for one in STATES if one[0] is not State.DRAFT])
def test_nobody_is_offered_a_step_on_their_own(state: State, stage: str) -> None:
    """Also where the role reads no personal part, by which the page would know them."""
    case = prepare_ready(state, stage).case
    offered = 0
    for who in list_everybody(case):
        for reader in (who, replace(who, id_number=NUMBER)):
            try:
                shown = queries.read_dossier(
                    Reader(case.deps, FakeAccesses(), reader, case.now, case.real_now, FakePeople()), case.id
                )
            except NotFound:
                break
            mine = [each for each in shown["requests"] if each["yours_to_decide"] or each["yours_to_answer"]]
            if reader is who:
                offered += len(shown["allowed"]) + len(mine)
            else:
                assert (shown["allowed"], mine) == ([], []), who.sub
                assert {each["code"] for each in shown["hindered"]} <= {"own_dossier"}, who.sub
    assert offered


def test_no_step_of_an_officer_is_left_out() -> None:
    """The states above reach every step that an officer may take at all."""
    wanted = {
        row.step for row in TABLE if row.state is not State.DRAFT and any(r is not Role.APPLICANT for r, _ in row.who)
    }
    reached = {
        step
        for state, stage in STATES
        if state is not State.DRAFT
        for _, step, _ in list_cells(prepare_ready(state, stage).case)
    }
    # A paper of somebody who filed for another is revoked in tests/steps/handover.
    assert wanted - {Step.REVOKE_AUTHORITY} <= reached
    assert {step for step in wanted if step.value not in TAKE} <= PAYMENT_STEPS


@pytest.mark.parametrize("who", ["applicant", "on_behalf"])
def test_the_represented_person_is_a_party_as_well(who: str) -> None:
    changes: dict[str, Any] = {who: {**PERSON, "id_number": OTHER}}
    changes |= {} if who == "applicant" else {"applicant": PERSON}
    case = Case().file(**changes)
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    assert isinstance(case.refused("receive", replace(clerk, id_number=OTHER)), OwnDossier)
    case.take("receive", replace(clerk, id_number="046190000099"))


def test_a_request_is_decided_by_an_outsider_alone() -> None:
    case = Case().processing()
    case.nearly_late().take("extend", case.officer(Role.CASE_OFFICER), units=1)
    request = case.dossier.requests[0]
    chief = case.officer(Role(request.chain[0][0]))
    own = replace(chief, id_number=NUMBER)
    assert isinstance(case.refusal(lambda: case.approve(own)), OwnDossier)
    assert isinstance(case.refusal(lambda: case.decline(own)), OwnDossier)
    case.approve(replace(chief, id_number=OTHER))


@pytest.mark.parametrize("written", [NUMBER, "046 190 000 001", "046.190.000.001", "０４６１９００００００１"])
@pytest.mark.parametrize("as_whom", ["applicant", "on_behalf"])
def test_an_officer_does_not_type_an_application_of_their_own_at_the_desk(written: str, as_whom: str) -> None:
    case = Case(channel="desk")
    clerk = replace(case.officer(Role.ONE_STOP_OFFICER), id_number=NUMBER)
    somebody = {"full_name": "Lê Văn Tám", "id_number": OTHER, "phone": "0987654321"}
    people = {"applicant": somebody, as_whom: {**PERSON, "id_number": written}}
    case.start(clerk, **people)
    assert isinstance(case.refusal(lambda: case.submit(clerk)), OwnDossier)


def test_the_search_digests_say_it_without_another_request() -> None:
    """The counter search's digests of the people come with the command's one request; parts are not read."""
    case = Case().file()
    clerk = replace(case.officer(Role.ONE_STOP_OFFICER), id_number=NUMBER)
    entry = SearchEntry(digest_value(KEY, case.one_stop, By.ID_NUMBER, NUMBER), case.dossier.applicant_part)
    note_entries(case, entry)

    class NoParts(type(case.store)):  # type: ignore[misc]
        def load_parts(self, _: str) -> Any:
            raise AssertionError("another request")

    watched = NoParts(dict(case.store.items))
    seen = replace(case, store=watched)
    desk = Dependencies(
        watched, case.codes, case.reference, case._salt, case.kept.append, local=True, read_search_key=lambda _: KEY
    )
    with pytest.raises(OwnDossier):
        TAKE["receive"](desk, seen.ask("receive", clerk, FULL["receive"], case.dossier.version))
    stranger = replace(clerk, id_number=OTHER)
    TAKE["receive"](desk, seen.ask("receive", stranger, FULL["receive"], case.dossier.version))


def note_entries(case: Case, *entries: SearchEntry, settled: bool = True) -> None:
    """Put the list of search entries next to the dossier."""
    by_part: dict[str, list[str]] = {}
    for entry in entries:
        by_part.setdefault(entry.part, []).append(entry.digest)
    case.store.items[f"D#{case.id}", "FIND"] = FakeItem(json.dumps({"settled": settled, "parts": by_part}), 1)


@pytest.mark.parametrize("state", ["nothing", "unsettled", "of an older part"])
def test_before_the_digests_are_there_the_parts_are_read(state: str) -> None:
    case = Case().file()
    if state != "nothing":
        part = case.dossier.applicant_part if state == "unsettled" else "0" * 64
        note_entries(case, SearchEntry("x", part), settled=state != "unsettled")
    clerk = replace(case.officer(Role.ONE_STOP_OFFICER), id_number=NUMBER)
    assert isinstance(case.refused("receive", clerk), OwnDossier)


def test_what_was_erased_is_nobodys_any_more_and_a_correction_counts() -> None:
    case = Case().received()
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    case.take("correct_reception", clerk, applicant={**PERSON, "id_number": OTHER}, reason="gõ nhầm")
    assert isinstance(case.refused("transfer", replace(clerk, id_number=OTHER)), OwnDossier)
    case.take("transfer", replace(clerk, id_number=NUMBER))


@pytest.mark.parametrize("as_whom", ["applicant", "principal"])
def test_nobody_makes_a_dossier_their_own_by_a_correction(as_whom: str) -> None:
    case = Case().file(on_behalf={**PERSON, "full_name": "Lê Văn Tám", "id_number": "046190000003"})
    clerk = case.officer(Role.ONE_STOP_OFFICER)
    case.take("receive", clerk)
    changed = {as_whom: {**PERSON, "id_number": OTHER}, "reason": "gõ nhầm"}
    refusal = case.refused("correct_reception", replace(clerk, id_number=OTHER), **changed)
    assert isinstance(refusal, OwnDossier)
    case.take("correct_reception", clerk, **changed)


def test_nobody_is_given_a_dossier_of_their_own() -> None:
    case = Case("1.004873").processing()
    head, officer = case.officer(Role.AGENCY_HEAD), case.officer(Role.CASE_OFFICER)
    for number, code in ((NUMBER, "officer_is_applicant"), (OTHER, "")):
        case.appoint(officer)
        stored = case.store.items[f"OFFICER#{officer.sub}", "RIGHTS"]
        record = json.loads(stored.value) | {"id_number": number}
        case.store.items[f"OFFICER#{officer.sub}", "RIGHTS"] = FakeItem(json.dumps(record), 1)
        if code:
            refusal = case.refused("assign", head, officer=officer.sub)
            assert [each.code for each in refusal.fields] == [code]
        else:
            assert case.take("assign", head, officer=officer.sub).tasks[0].holder == officer.sub


def build_both(case: Case, *roles: Role) -> Actor:
    """One account with several roles where they count."""
    return Actor(
        "all", tuple(Assignment(role, unit, LONG_AGO) for role in roles for unit in (case.one_stop, case.agency))
    )


def test_one_account_with_every_role_does_not_receive_prepare_and_sign() -> None:
    case = Case("1.004873")
    case.file()
    alone = build_both(case, Role.ONE_STOP_OFFICER, Role.CASE_OFFICER, Role.AGENCY_HEAD)
    case.take("receive", alone)
    case.take("transfer", alone)
    refusal = case.refused("resolve", alone, outcome="not_granted", ground="x", reason="y", result=None)
    assert isinstance(refusal, PreparedAlone)
    assert "nhờ người khác" in refusal.text_vi
    assert isinstance(case.refused("stop", alone, reason="x", ground="y"), PreparedAlone)
    # Another head, or another officer who has looked at it, is the way out.
    case.take("resolve", case.officer(Role.AGENCY_HEAD), result=case.paper(PaperKind.RESULT))


def test_who_prepared_alone_does_not_sign_what_another_only_received() -> None:
    case = Case("1.004873").processing()
    head = build_both(case, Role.CASE_OFFICER, Role.AGENCY_HEAD)
    case.take("confirm_complete", head)
    assert isinstance(case.refused("resolve", head, outcome="not_granted", ground="x", reason="y"), PreparedAlone)
    case.take("consult", case.officer(Role.CASE_OFFICER), unit=CONSULTED)
    case.take("resolve", head, result=case.paper(PaperKind.RESULT))


def test_who_prepared_alone_does_not_put_another_result_in_the_signed_one_s_place() -> None:
    case = Case("1.004873").processing()
    head = build_both(case, Role.CASE_OFFICER, Role.AGENCY_HEAD)
    case.take("confirm_complete", head)
    case.take("resolve", case.officer(Role.AGENCY_HEAD), result=case.paper(PaperKind.RESULT))
    wanted = {"result": case.paper(PaperKind.RESULT), "reason": "sai tên"}
    assert isinstance(case.refused("correct", head, **wanted), PreparedAlone)
    case.take("correct", case.officer(Role.AGENCY_HEAD), **wanted)


def test_a_dossier_from_before_officers_were_kept_is_worked_on_as_before() -> None:
    case = Case("1.004873").processing()
    head = build_both(case, Role.CASE_OFFICER, Role.AGENCY_HEAD)
    case.take("confirm_complete", head)
    old = replace(case.dossier, acted=None, prepared=None)
    assert permit_step(head, old, Step.RESOLVE, case.now, "granted")[1] is Role.AGENCY_HEAD
    assert "resolve" in list_allowed_steps(head, old, case.now)
