"""The preview: the act's own rights and refusals, its papers in full, and nothing saved or numbered."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.documents.slip_values import Slip, SlipKind
from chalicelib.domain.documents.slips import PREVIEW
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound, WrongMoment
from chalicelib.steps.documents import preview_slip
from chalicelib.steps.dossier.reader import Reader
from tests.support.builders import CITIZEN, FULL, MONDAY, Case
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.slip_builders import build_case, build_library, build_slips, request_extension


def preview_act(case: Case, step: str, who: Actor, request: int | None = None, **body: object) -> tuple[Slip, ...]:
    """The preview of an act; the store must be as it was."""
    before, counted = dict(case.store.items), dict(case.codes.counters)
    reader = Reader(case.deps, FakeAccesses(), who, case.now, case.real_now, FakePeople())
    try:
        command = case.ask(step, who, FULL.get(step, {}) | body)
        return preview_slip.preview_slips(reader, command, build_library(case.province), request)
    finally:
        assert case.store.items == before, "a preview saved something"
        assert case.codes.counters == counted, "a preview took a number"
        assert case.kept == []


def test_receiving_is_foreseen_without_its_code():
    filed = build_case(MONDAY).file()
    filed.kept.clear()
    (receipt,) = preview_act(filed, "receive", filed.officer(Role.ONE_STOP_OFFICER))
    assert (receipt.kind, receipt.mark) == (SlipKind.RECEIPT, PREVIEW)
    assert receipt.lines[0].text == ("(cấp khi tiếp nhận)",)
    assert filed.dossier.receipt_no in receipt.qr


def test_what_is_foreseen_is_what_is_made_but_for_mark_and_number():
    filed = build_case(MONDAY).file()
    filed.kept.clear()
    officer = filed.officer(Role.ONE_STOP_OFFICER)
    (foreseen,) = preview_act(filed, "refuse", officer)
    made = build_slips(filed.then("refuse", officer))[SlipKind.REFUSAL]
    assert foreseen.lines == made.lines
    assert foreseen.remedies == made.remedies
    assert foreseen.basis == made.basis
    assert (foreseen.mark, made.mark) == (PREVIEW, "")


def test_the_words_of_the_body_are_on_the_paper():
    filed = build_case(MONDAY).file()
    filed.kept.clear()
    officer = filed.officer(Role.ONE_STOP_OFFICER)
    (foreseen,) = preview_act(filed, "refuse", officer, reason="Nội dung chưa từng lưu")
    assert ("Nội dung chưa từng lưu",) in [line.text for line in foreseen.lines]


def test_the_last_approval_is_foreseen_and_an_earlier_one_makes_nothing():
    asked = request_extension(build_case(MONDAY))
    asked.kept.clear()
    assert preview_act(asked, "approve", asked.officer(Role.HEAD_OF_SECTION), 1) == ()
    asked.approve(asked.officer(Role.HEAD_OF_SECTION))
    (notice,) = preview_act(asked, "approve", asked.officer(Role.CENTRE_DIRECTOR), 1)
    assert notice.kind is SlipKind.EXTENSION


def test_the_slip_that_asks_for_an_extension_is_foreseen():
    at_work = build_case(MONDAY).processing()
    at_work.kept.clear()
    (slip,) = preview_act(at_work, "extend", at_work.officer(Role.CASE_OFFICER))
    assert slip.kind is SlipKind.EXTENSION_REQUEST


def test_unauthorised_people_may_not_preview():
    filed = build_case(MONDAY).file()
    filed.kept.clear()
    with pytest.raises(Forbidden):
        preview_act(filed, "refuse", CITIZEN)
    with pytest.raises(NotFound):
        preview_act(filed, "refuse", Actor("stranger"))


def test_the_acts_own_refusals_are_the_previews():
    filed = build_case(MONDAY).file()
    filed.kept.clear()
    officer = filed.officer(Role.ONE_STOP_OFFICER)
    with pytest.raises(Invalid):
        preview_act(filed, "refuse", officer, ground="no_such_ground")
    with pytest.raises(WrongMoment):
        preview_act(filed, "transfer", officer)
    with pytest.raises(NotFound):
        preview_act(filed, "approve", officer)
    with pytest.raises(NotFound):
        preview_act(filed, "approve", officer, 9)


def test_a_stopped_dossier_is_foreseen_with_its_remedy():
    at_work = build_case(MONDAY).processing()
    at_work.kept.clear()
    (notice,) = preview_act(at_work, "stop", at_work.officer(Role.AGENCY_HEAD))
    assert notice.kind is SlipKind.STOP
    assert notice.remedies


def test_an_officers_look_is_put_on_record():
    at_desk = build_case(MONDAY).at(State.SUBMITTED)
    officer, accesses = at_desk.officer(Role.ONE_STOP_OFFICER), FakeAccesses()
    reader = Reader(at_desk.deps, accesses, officer, at_desk.now, at_desk.real_now, FakePeople())
    preview_slip.preview_slips(
        reader, at_desk.ask("receive", officer, {"deferral": "other_way_agreed"}), build_library(), None
    )
    assert [what for _, _, _, what in accesses.records] == ["slip preview receive"]
