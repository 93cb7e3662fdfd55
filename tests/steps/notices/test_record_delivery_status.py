"""Providers' delivery reports: forward only, in any order, and a lost official notice becomes an errand."""

from __future__ import annotations

import itertools

import pytest

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices.deliveries import DeliveryState
from chalicelib.domain.notices.notice_feedback import (
    MailEvent,
    SmsReport,
    build_tags,
    parse_mail_event,
    parse_sms_report,
)
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.notices.record_delivery_status import Feedback
from tests.support.notice_builders import NOW, NoticePost, build_post

SENT, DELIVERED, BOUNCED = DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.BOUNCED


def send_asked() -> tuple[NoticePost, Feedback]:
    """A supplement request that went out by mail and SMS."""
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.send("supplement_requested")
    return p, Feedback(
        p.deliveries, p.errands, lambda _: (p.case.dossier.one_stop, p.case.dossier.code or p.case.dossier.receipt_no)
    )


def build_mail_event(post: NoticePost, state: DeliveryState, reason: str = "") -> MailEvent:
    """The provider's word on the mail."""
    return MailEvent(post.case.id, post.delivery("mail").id, state, reason)


def test_delivered_is_what_the_dossier_shows():
    p, feedback = send_asked()
    assert feedback.record_mail_event(build_mail_event(p, DELIVERED), NOW)
    assert feedback.record_sms_report(SmsReport("sms-1", DELIVERED), NOW)
    assert p.states() == {"mail": "delivered", "sms": "delivered", "inbox": "delivered"}
    assert p.errands.rows == {}


def test_the_order_of_the_words_does_not_matter():
    for order in itertools.permutations([SENT, DELIVERED, BOUNCED]):
        p, feedback = send_asked()
        for state in order:
            feedback.record_mail_event(build_mail_event(p, state), NOW)
        assert p.delivery("mail").state is BOUNCED


def test_one_lost_channel_is_no_errand_and_both_are_one():
    p, feedback = send_asked()
    feedback.record_mail_event(build_mail_event(p, BOUNCED, "bounce_noemail"), NOW)
    assert p.errands.rows == {}
    feedback.record_sms_report(SmsReport("sms-1", BOUNCED, "sms_unknown"), NOW)
    feedback.record_sms_report(SmsReport("sms-1", BOUNCED, "sms_unknown"), NOW)
    (errand,) = p.errands.rows.values()
    assert (errand.to, errand.reason, errand.unit) == ("filer", "bounce_noemail", p.case.one_stop)


def test_a_message_that_nobody_sent_is_not_known():
    p, feedback = send_asked()
    assert feedback.record_mail_event(MailEvent(p.case.id, "00000099#filer#mail", BOUNCED), NOW) is False
    assert feedback.record_sms_report(SmsReport("other", BOUNCED), NOW) is False


def test_a_store_that_always_moved_on_is_busy_and_the_event_comes_again(monkeypatch):
    p, feedback = send_asked()
    monkeypatch.setattr(type(p.deliveries), "save", lambda self, delivery: None)
    with pytest.raises(Busy):
        feedback.record_mail_event(build_mail_event(p, BOUNCED), NOW)


# ---- reading what providers write ----------------------------------------------------------------------


def build_detail(kind: str, **more: object) -> dict[str, object]:
    """An event as the provider writes it."""
    tags = {name: [value] for name, value in build_tags("d1", 2, "filer").items()}
    return {"eventType": kind, "mail": {"tags": tags, "destination": ["hoa@vidu.vn"]}, **more}


@pytest.mark.parametrize(
    ("event", "state", "reason"),
    [
        (build_detail("Send"), "sent", ""),
        (build_detail("Delivery"), "delivered", ""),
        (
            build_detail("Bounce", bounce={"bounceType": "Permanent", "bounceSubType": "NoEmail"}),
            "bounced",
            "bounce_noemail",
        ),
        (build_detail("Complaint"), "delivered", "complaint"),
        (build_detail("Reject"), "failed", "reject"),
        (build_detail("Rendering Failure"), "failed", "rendering_failure"),
    ],
)
def test_each_kind_of_event_is_understood(event, state, reason):
    found = parse_mail_event(event)
    assert found == MailEvent("d1", "00000002#filer#mail", DeliveryState(state), reason)


def test_what_changes_nothing_is_passed_over_and_what_is_no_event_is_not():
    assert parse_mail_event(build_detail("Open")) is None
    assert parse_mail_event(build_detail("Bounce", bounce={"bounceType": "Transient"})) is None
    assert parse_mail_event({"eventType": "Send", "mail": {"tags": {}}}) is None
    with pytest.raises(KeyError):
        parse_mail_event({"mail": {}})


def test_a_delivery_report_of_an_sms_gives_a_code_and_no_number():
    said = {"destination": "+84912345678", "providerResponse": "Phone +84912345678 unreachable"}
    line = {"notification": {"messageId": "m1"}, "status": "FAILURE", "delivery": said}
    assert parse_sms_report(line) == SmsReport("m1", BOUNCED, "sms_phone_unreachable")
    assert parse_sms_report({**line, "status": "SUCCESS"}).state is DELIVERED
    with pytest.raises(KeyError):
        parse_sms_report({"status": "SUCCESS"})
