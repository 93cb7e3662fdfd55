"""Each recipient and channel of a notice once, with any failure in between."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices import notice_plan
from chalicelib.domain.notices.deliveries import GIVE_UP_AFTER, LEASE, Delivery, DeliveryState, Unreachable
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.steps.notices import notified_fact
from tests.support.builders import Case
from tests.support.notice_builders import NOW, NoticePost, build_post

HOUR = timedelta(hours=1)
ASKED = Case().at(State.SUPPLEMENT_REQUESTED)


def test_a_fact_handled_again_notifies_nobody_again():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.send("supplement_requested")
    for later in (timedelta(0), LEASE, timedelta(days=400)):
        again = p.send("supplement_requested", NOW + later)
        assert (again.sent, again.failed, again.delayed, again.errands) == (0, 0, 0, 0)
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 1, 1)


def test_a_provider_in_trouble_is_tried_again_and_the_others_go_out():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults = [ConnectionError("down")]
    report = p.send("supplement_requested")
    assert (report.sent, report.delayed) == (2, 1)
    assert [type(fault) for fault in report.faults] == [ConnectionError]
    assert p.send("supplement_requested", NOW + timedelta(seconds=1)).sent == 1
    assert p.delivery("mail").tries == 2


def test_a_message_in_another_consumers_hands_is_left_there_until_its_lease_ends():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        p.send("supplement_requested")
    assert p.send("supplement_requested", NOW + LEASE / 2).delayed == 2
    assert (p.mail.sent, p.sms.sent, len(p.inboxes.rows)) == ([], [], 1)
    assert p.send("supplement_requested", NOW + LEASE).sent == 2


def test_an_interruption_leaves_on_record_what_was_sent_before_it():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.sms.faults = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        p.send("supplement_requested")
    assert p.states() == {"inbox": "delivered", "mail": "sent", "sms": "queued"}
    assert p.send("supplement_requested", NOW + LEASE).sent == 1
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 1, 1)


def test_a_concurrent_handler_of_a_fact_notifies_nobody_again(monkeypatch):
    """Both have read that nothing is on record; the store lets only one begin."""
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.send("supplement_requested")
    read = p.deliveries.list_by_fact
    answers: Iterator[list[Delivery]] = iter([[]])
    monkeypatch.setattr(p.deliveries, "list_by_fact", lambda *place: next(answers, None) or read(*place))
    again = p.send("supplement_requested")
    assert (again.sent, again.failed, again.delayed, again.errands) == (0, 0, 0, 0)
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 1, 1)


def test_a_fact_handled_for_the_first_time_is_notified_without_reading_the_deliveries(monkeypatch):
    p, asked = build_post(State.SUPPLEMENT_REQUESTED).proven(), list[str]()
    read, reach = p.deliveries.list_by_fact, p.contacts.find_reach

    def note_look(*place):
        asked.append("deliveries")
        return read(*place)

    def note_reach(dossier, one):
        asked.append(one.key)
        return reach(dossier, one)

    monkeypatch.setattr(p.deliveries, "list_by_fact", note_look)
    monkeypatch.setattr(p.contacts, "find_reach", note_reach)
    assert p.send("supplement_requested").sent == 3
    assert asked == ["filer"]
    p.deliveries.rows.pop((p.case.id, p.delivery("sms").id))
    assert p.send("supplement_requested").sent == 1, "what is not on record goes out, the others do not again"
    assert asked == ["filer", "filer", "deliveries"]
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 2, 1)


def test_a_message_that_cannot_be_written_waits_and_the_others_go_out(monkeypatch):
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    broken = {Channel.INBOX}

    def write_or_fail(planned, source):
        if planned.channel in broken:
            raise KeyError("word")
        return notice_plan.render_notice(planned, source)

    monkeypatch.setattr(notified_fact, "render_notice", write_or_fail)
    report = p.send("supplement_requested")
    assert (report.sent, report.delayed, len(p.inboxes.rows)) == (2, 1, 0)
    broken.clear()
    assert p.send("supplement_requested").sent == 1
    assert (len(p.inboxes.rows), p.states()["inbox"]) == (1, "delivered")


def test_a_delivery_that_older_code_left_in_its_inbox_is_ended():
    """It was once claimed, laid in and recorded in three writes; one that stopped after the second is taken up."""
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.send("supplement_requested")
    done = p.delivery("inbox")
    p.deliveries.rows[done.dossier_id, done.id] = replace(
        done, state=DeliveryState.QUEUED, tried_at=NOW, sent_at=None, ended_at=None, ref=""
    )
    assert p.send("supplement_requested", NOW + LEASE).sent == 1
    assert (len(p.inboxes.rows), p.states()["inbox"]) == (1, "delivered")


def test_a_provider_that_never_takes_it_has_failed_at_once():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults, p.sms.faults = [Unreachable("refused_messagerejected")], [Unreachable("refused_optedout")]
    report = p.send("supplement_requested")
    assert (report.failed, report.errands) == (2, 1)
    assert p.delivery("mail").reason == "refused_messagerejected"


def test_after_a_day_of_trouble_it_has_failed_and_a_person_takes_over():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    down = ConnectionError("down")
    p.mail.faults, p.sms.faults = [down] * 9, [down] * 9
    assert p.send("supplement_requested").delayed == 2
    assert p.send("supplement_requested", NOW + GIVE_UP_AFTER - HOUR).delayed == 2
    last = p.send("supplement_requested", NOW + GIVE_UP_AFTER)
    assert (last.failed, last.errands) == (2, 1)
    assert p.delivery("mail").reason == "gave_up"


def test_a_fact_that_is_not_there_yet_or_not_known_is_never_guessed():
    p = build_post(State.RECEIVED)
    with pytest.raises(ValueError, match="no fact"):
        p.sending.send_for_fact(p.case.id, 99, NOW)


@given(order=st.lists(st.sampled_from(["ok", "down", "never", "crash"]), max_size=6), gap=st.integers(0, 400))
def test_each_channel_ends_once_in_every_case(order: list[str], gap: int):
    """However often and badly a fact is handled: at most one success a channel unless a crash hid it, and every
    notice ends sent or failed once a healthy run came after the lease."""
    p = NoticePost(ASKED.copy()).proven()
    faults = {"down": ConnectionError("x"), "never": Unreachable("x"), "crash": KeyboardInterrupt()}
    now = NOW
    for each in order:
        p.mail.faults = [faults[each]] if each != "ok" else []  # type: ignore[list-item]
        with contextlib.suppress(KeyboardInterrupt):
            p.send("supplement_requested", now)
        now += timedelta(seconds=gap)
    p.mail.faults = []
    p.send("supplement_requested", now + LEASE)
    assert p.states()["mail"] in ("sent", "failed")
    assert len(p.mail.sent) + (p.states()["mail"] == "failed") == 1
    assert len(p.sms.sent) == len(p.inboxes.rows) == 1


def test_an_interrupted_first_attempt_is_the_queues_and_every_later_one_is_found_by_the_sweeper_too():
    """The queue repeats the message of a first attempt; from the second attempt on the index has it as well."""
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    place, tomorrow = (p.case.id, p.fact("supplement_requested").seq), NOW + timedelta(days=1)
    for later, retried, found in ((timedelta(0), False, []), (LEASE, True, [place])):
        p.mail.faults = [KeyboardInterrupt()]  # type: ignore[list-item]
        with pytest.raises(KeyboardInterrupt):
            p.sending.send_for_fact(*place, NOW + later, retried=retried)
        assert p.deliveries.list_waiting(tomorrow, 10) == found
    assert p.sending.send_for_fact(*place, NOW + LEASE * 2, retried=True).sent == 2
    assert p.deliveries.list_waiting(tomorrow, 10) == []
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 1, 1)


@pytest.mark.parametrize("retried", [False, True])
def test_what_a_provider_puts_off_is_found_by_the_sweeper_whichever_attempt_it_was(retried):
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults = [ConnectionError("down")]
    place = (p.case.id, p.fact("supplement_requested").seq)
    assert p.sending.send_for_fact(*place, NOW, retried=retried).delayed == 1
    assert p.deliveries.list_waiting(NOW + timedelta(days=1), 10) == [place]
