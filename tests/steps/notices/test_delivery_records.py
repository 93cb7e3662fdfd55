"""The deliveries of a fact are recorded together, and a report of a provider in between is kept."""

from __future__ import annotations

import pytest

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices.deliveries import LEASE, DeliveryState
from chalicelib.domain.notices.notice_feedback import MailEvent
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.notices.record_delivery_status import Feedback
from tests.support.notice_builders import NOW, build_post


def test_all_of_a_fact_are_recorded_in_one_write_after_the_first(monkeypatch):
    p, written = build_post(State.SUPPLEMENT_REQUESTED).proven(), list[int]()
    save = p.deliveries.save

    def note_save(row):
        written.append(len(row))
        return save(row)

    monkeypatch.setattr(p.deliveries, "save", note_save)
    assert p.send("supplement_requested").sent == 3
    assert written == [3]


def test_a_status_that_arrives_while_the_others_are_sent_stays(monkeypatch):
    """The mail's provider reports before the text message is sent and both are recorded."""
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    feedback, send = Feedback(p.deliveries, p.errands, lambda _: None), p.sms.send

    def send_late(planned, letter, delivery):
        bounced = MailEvent(p.case.id, p.delivery("mail").id, DeliveryState.BOUNCED, "bounce_noemail")
        assert feedback.record_mail_event(bounced, NOW)
        return send(planned, letter, delivery)

    monkeypatch.setattr(p.sms, "send", send_late)
    assert p.send("supplement_requested").sent == 3
    assert p.states() == {"inbox": "delivered", "mail": "bounced", "sms": "sent"}
    assert (p.delivery("mail").ref, p.delivery("mail").reason) == ("mail-1", "bounce_noemail")
    assert p.send("supplement_requested", NOW + LEASE).sent == 0


def test_a_record_that_never_succeeds_is_retried_by_the_queue(monkeypatch):
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    monkeypatch.setattr(p.deliveries, "save", lambda row: None)
    with pytest.raises(Busy):
        p.send("supplement_requested")
