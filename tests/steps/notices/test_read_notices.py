"""Notices as people read them: what the owner and officers see, inboxes, errands, and the sweeper behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices.deliveries import UNSENT_AFTER, parse_errand_id
from chalicelib.domain.shared.errors import NotFound, Stale
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.notices import read_notices as steps
from chalicelib.steps.notices.read_notices import ErrandDone, Finish, Whose
from chalicelib.steps.notices.sweep_notices import sweep_notices
from tests.support.builders import CITIZEN, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.notice_builders import NOW, NoticePost, build_post


def post_after_notices(state: State = State.SUPPLEMENT_REQUESTED, kind: str = "supplement_requested") -> NoticePost:
    """A dossier whose newest notice was sent; the applicant has no proven contact."""
    p = build_post(state)
    p.send(kind)
    return p


def build_reader(post: NoticePost, who: Actor) -> Reader:
    """Somebody who reads."""
    return Reader(post.case.deps, FakeAccesses(), who, post.case.now, NOW, FakePeople())


def test_the_owner_sees_what_went_to_the_parties_and_officers_see_all():
    p = build_post(State.PROCESSING).proven()
    p.send("transferred")
    owner = steps.list_deliveries(build_reader(p, CITIZEN), p.deliveries, p.case.id)
    desk = steps.list_deliveries(build_reader(p, p.case.officer(Role.ONE_STOP_OFFICER)), p.deliveries, p.case.id)
    assert {each.to for each in owner} == {"filer"}
    assert {each.to for each in owner} < {each.to for each in desk}
    with pytest.raises(NotFound):
        steps.list_deliveries(build_reader(p, Actor("stranger")), p.deliveries, p.case.id)


def test_an_officers_look_is_on_record():
    p = post_after_notices()
    seen = build_reader(p, p.case.officer(Role.ONE_STOP_OFFICER))
    steps.list_deliveries(seen, p.deliveries, p.case.id)
    assert [entry[3] for entry in seen.accesses.records] == ["notices"]  # type: ignore[attr-defined]


def test_an_inbox_is_ones_own_or_that_of_a_desk_at_which_one_sits():
    officer = build_actor(Role.ONE_STOP_OFFICER, "U1")
    now = build_post(State.SUBMITTED).case.now
    assert steps.require_inbox(officer, Whose(), now) == officer.sub
    assert steps.require_inbox(officer, Whose("U1", "one_stop_officer"), now) == "U1#one_stop_officer"
    for unit, role in (("U2", "one_stop_officer"), ("U1", "agency_head"), ("U1", ""), ("", "one_stop_officer")):
        with pytest.raises(NotFound):
            steps.require_inbox(officer, Whose(unit, role), now)


def test_a_message_is_read_once_and_keeps_its_first_time():
    p = post_after_notices()
    ((inbox, message_id),) = [key for key in p.inboxes.rows if key[0] == CITIZEN.sub]
    first = steps.mark_read(p.inboxes, inbox, message_id, NOW)
    assert steps.mark_read(p.inboxes, inbox, message_id, NOW + timedelta(days=1)) == first
    assert first.read_at == NOW
    with pytest.raises(NotFound):
        steps.mark_read(p.inboxes, "somebody-else", message_id, NOW)


# ---- errands ---------------------------------------------------------------------------------------------


def finish_by_phone(post: NoticePost, who: Actor, **changes: Any) -> Any:
    """Record that the applicant was informed by telephone."""
    errand = next(iter(post.errands.rows.values()))
    command = Finish(errand.id, who, "phone", errand.version, post.case.now, NOW)
    return steps.finish_errand(post.errands, replace(command, **changes))


def test_a_notice_that_reached_nobody_is_the_one_stop_units_errand_until_somebody_informed_the_applicant():
    p = post_after_notices()
    desk = p.case.officer(Role.ONE_STOP_OFFICER)
    (errand,), _ = steps.open_errands(p.errands, desk, p.case.one_stop, p.case.now, 50, None)
    assert (errand.notice, errand.reason) == ("supplement_requested.intake", "no_contact")
    done = finish_by_phone(p, desk)
    assert (done.done_by, done.way, done.done_at) == (desk.sub, "phone", NOW)
    assert steps.open_errands(p.errands, desk, p.case.one_stop, p.case.now, 50, None) == ([], None)
    assert p.send("supplement_requested").errands == 0


def test_informing_twice_is_answered_once():
    p = post_after_notices()
    desk = p.case.officer(Role.ONE_STOP_OFFICER)
    assert finish_by_phone(p, desk) == finish_by_phone(p, desk)
    with pytest.raises(ErrandDone):
        finish_by_phone(p, desk, way="letter")
    with pytest.raises(ErrandDone):
        finish_by_phone(p, p.case.officer(Role.HEAD_OF_ONE_STOP))


def test_an_errand_is_for_the_unit_alone_and_on_the_version_that_was_read():
    p = post_after_notices()
    desk = p.case.officer(Role.ONE_STOP_OFFICER)
    for other in (p.case.officer(Role.CASE_OFFICER), build_actor(Role.ONE_STOP_OFFICER, "ELSEWHERE"), CITIZEN):
        with pytest.raises(NotFound):
            finish_by_phone(p, other)
        with pytest.raises(NotFound):
            steps.open_errands(p.errands, other, p.case.one_stop, p.case.now, 50, None)
    with pytest.raises(Stale):
        finish_by_phone(p, desk, version=7)
    for nonsense in ("x", "a.b.c", "a.00000001", f"{p.case.id}.00000099.filer"):
        with pytest.raises(NotFound):
            finish_by_phone(p, desk, errand_id=nonsense)


def test_an_errands_id_gives_its_location():
    p = post_after_notices()
    (errand,) = p.errands.rows.values()
    assert parse_errand_id(errand.id) == (errand.dossier_id, errand.seq, errand.to)


# ---- the sweeper -------------------------------------------------------------------------------------------


def test_what_is_unsent_after_an_hour_is_sent_again_and_then_goes_out():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults, p.sms.faults = [ConnectionError("x")], [ConnectionError("x")]
    p.send("supplement_requested")
    again: list[tuple[str, int]] = []

    def note_sent(dossier_id: str, seq: int) -> None:
        again.append((dossier_id, seq))

    assert sweep_notices(p.deliveries, note_sent, NOW + UNSENT_AFTER).facts == 0
    late = NOW + UNSENT_AFTER + timedelta(seconds=1)
    assert sweep_notices(p.deliveries, note_sent, late).facts == 1
    assert again == [(p.case.id, p.fact("supplement_requested").seq)]
    assert p.send("supplement_requested", late).sent == 2
    assert sweep_notices(p.deliveries, note_sent, late).facts == 0


def test_a_dossier_that_cannot_be_sent_again_does_not_stop_the_others():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults = [ConnectionError("x")] * 2
    for kind in ("submitted", "supplement_requested"):
        p.send(kind)
    sent_again: list[int] = []

    def send_or_fail(dossier_id: str, seq: int) -> None:
        if seq == 1:
            raise LookupError
        sent_again.append(seq)

    swept = sweep_notices(p.deliveries, send_or_fail, NOW + 2 * UNSENT_AFTER)
    assert (swept.facts, swept.failed, sent_again) == (1, 1, [2])
    assert [type(fault) for fault in swept.faults] == [LookupError]
