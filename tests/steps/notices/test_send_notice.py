"""The texts of notices: every fact of real dossiers, in the applicant's words."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices.contacts import ContactReach
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.notice_values import write_moment
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.steps.dossier.views import view_dossier
from tests.support.builders import CERTIFICATE, CITIZEN, PERSON, Case
from tests.support.notice_builders import LINK, MAIL, NOW, PHONE, PROVEN, NoticePost, Outbox, build_post

SPLIT_DATE = Case().now.replace(year=2026, month=6, day=1)
"""A working Monday before notices of every change were owed (01/07/2026)."""


def read_text(box: Outbox) -> str:
    """All that went out."""
    return "\n".join(f"{letter.subject}\n{letter.body}\n{letter.short}" for _, letter, _ in box.sent)


def type_at_desk(province: str) -> NoticePost:
    """A dossier that an officer typed for somebody whose contacts were proven there."""
    case = Case(CERTIFICATE, province, channel="desk")
    return NoticePost(case.file(case.officer(Role.ONE_STOP_OFFICER))).proven(party="filer")


@pytest.mark.clause("TB-5.3")
def test_intake_supplement_result_and_return_are_notified_to_the_applicant():
    p = type_at_desk("thai-binh")
    desk = p.case.officer(Role.ONE_STOP_OFFICER)
    asked = NoticePost(p.case.copy()).proven(party="filer")
    asked.case.take("request_supplement", desk, components=asked.case.some_component)
    asked.send("supplement_requested")
    p.case.paid().take("receive", desk)
    p.case.take("transfer", desk)
    p.case.take("resolve", p.case.officer(Role.AGENCY_HEAD), result=p.case.paper(PaperKind.RESULT))
    handed = {"way": "counter", "receiver": {"full_name": "A", "id_number": "1"}, "receipt_shown": True}
    p.case.take("give_back", desk, **handed, announced_by="sms")
    for kind in ("received", "resolved", "given_back"):
        p.send(kind)
    told = [(delivery.notice, planned.channel) for planned, _, delivery in (*p.mail.sent, *p.sms.sent)]
    for notice in ("received", "resolved.granted", "given_back"):
        assert {channel for name, channel in told if name == notice} == {Channel.MAIL, Channel.SMS}
    assert [delivery.notice for _, _, delivery in asked.mail.sent] == ["supplement_requested.intake"]


@pytest.mark.clause("VL-7.1.b")
def test_the_outcome_of_the_check_reaches_the_contacts_that_were_registered():
    outcomes = {
        "refuse": ({}, "không đúng quy định"),
        "request_supplement": ({"components": ["application_form"]}, "1 mục"),
        "receive": ({}, "Ngày hẹn trả kết quả"),
    }
    for step, (body, said) in outcomes.items():
        p = type_at_desk("vinh-long")
        p.case.take(step, p.case.officer(Role.ONE_STOP_OFFICER), **body)
        assert p.send().sent == 2
        assert [planned.address for planned, _, _ in p.mail.sent] == [MAIL]
        assert [planned.address for planned, _, _ in p.sms.sent] == [PHONE]
        assert said in read_text(p.mail)


@pytest.mark.clause("HUE-5.4")
def test_a_filing_is_acknowledged_to_its_sender_and_announced_to_the_desk_by_itself():
    p = build_post(State.SUBMITTED).proven()
    p.send("submitted")
    reception = p.case.dossier.reception
    assert reception is not None
    said = write_moment(reception.started_at)
    assert f"Thời điểm tiếp nhận chính thức: {said}" in p.mail.sent[0][1].body
    assert p.inbox_counts() == {CITIZEN.sub: 1, "one_stop_officer": 1}


@pytest.mark.clause("QN-14.2")
def test_the_status_changes_the_moment_a_step_is_done_and_is_sent_with_the_step():
    case = Case(CERTIFICATE, "quang-ngai", channel="desk")
    desk, head = case.officer(Role.ONE_STOP_OFFICER), Role.AGENCY_HEAD
    p = NoticePost(case.file(desk)).proven(party="filer")
    steps: list[tuple[str, Actor, dict[str, Any]]] = [("receive", desk, {}), ("transfer", desk, {})]
    shown = ["submitted"]
    for step, who, body in steps:
        case.take(step, who, **body)
        shown.append(view_dossier(case.dossier, desk, case.now, case.reference)["state"].value)
    case.paid()
    case.take("resolve", case.officer(head), result=case.paper(PaperKind.RESULT))
    shown.append(view_dossier(case.dossier, desk, case.now, case.reference)["state"].value)
    assert shown == ["submitted", "received", "processing", "resolved"]
    told = {"received": "Đã tiếp nhận", "transferred": "Đang giải quyết", "resolved": "Đã có kết quả"}
    for kind, state in told.items():
        p.send(kind)
        assert f"Trạng thái: {state}" in p.mail.sent[-1][1].body


def test_a_supplement_goes_by_mail_and_sms_and_says_what_to_do_and_where():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven()
    p.send("supplement_requested")
    (_, mail, _), (_, sms, _) = p.mail.sent[0], p.sms.sent[0]
    assert "Chờ bổ sung hồ sơ" in mail.body
    assert "1 mục" in mail.body
    assert LINK + p.case.id in mail.body
    assert sms.short.startswith(f"Ho so {p.case.dossier.receipt_no} can bo sung 1 muc.")
    assert sms.short.endswith(LINK + p.case.id)
    assert p.states() == {"mail": "sent", "sms": "sent", "inbox": "delivered"}


def test_nothing_personal_leaves_the_house():
    """Names, numbers, answers, guidance and even the procedure stay behind the sign-in."""
    for state in (State.SUPPLEMENT_REQUESTED, State.RETURNED, State.WITHDRAWN):
        p = build_post(state).proven()
        for fact in p.case.facts:
            p.sending.send_for_fact(p.case.id, fact.seq, NOW)
        procedure = p.case.reference.find_procedure(p.case.procedure).name
        inboxes = str([message.words for message in p.inboxes.rows.values()])
        for text in (read_text(p.mail), read_text(p.sms), inboxes):
            for secret in (*PERSON.values(), "Quán Bún Bò", "Chụp lại cho rõ", procedure.vi, CITIZEN.sub):
                assert secret not in text


def test_english_for_those_who_chose_it():
    p = build_post(State.RECEIVED).proven(ContactReach(PROVEN.mail, PROVEN.sms, language="en", version=1))
    p.send("received")
    assert p.mail.sent[0][1].subject.endswith("is accepted")
    assert p.sms.sent[0][1].short.startswith(f"Dossier {p.case.dossier.code} accepted; 100.000 dong still to pay.")


@pytest.mark.clause("HUE-14.4.b#2")
def test_an_extension_is_notified_with_both_dates_and_the_apology_at_the_moment_of_the_last_approval():
    p = build_post(State.PROCESSING).proven()
    p.case.take("extend", p.case.officer(Role.CASE_OFFICER))
    p.case.approve(p.case.officer(Role.HEAD_OF_SECTION))
    p.case.approve(p.case.officer(Role.CENTRE_DIRECTOR))
    p.send("extended")
    body = p.mail.sent[0][1].body
    assert "xin lỗi" in body
    assert "Ngày hẹn trước đây: 17:00 27/11/2026. Ngày hẹn trả mới: 17:00 30/11/2026" in body


@pytest.mark.parametrize(
    ("data", "key"),
    [({"owes": ["notice"]}, "extended.notice"), ({"owes": ["notice", "apology"]}, "extended"), ({}, "extended")],
)
def test_an_extension_is_notified_without_apology_only_where_the_law_wants_none(data, key):
    assert load_notices().list_notices("extended", data)[0].key == key, "the first of the table counts"


def test_the_law_of_the_day_decides_whether_every_change_is_notified():
    """NĐ 224/2026 15.1.g owes every change from 01/07/2026; before, reception and return alone (TT 32/2017 9.1)."""
    for now, told in ((SPLIT_DATE, 0), (Case().now, 1)):
        p = build_post(State.PROCESSING, now=now, procedure=CERTIFICATE).proven()
        p.send("transferred")
        assert [delivery.notice for _, _, delivery in p.mail.sent] == ["transferred"] * told


def test_every_fact_on_every_path_can_be_notified():
    """Each kind of fact that real steps make has its words, its values and a recipient."""
    seen = set[str]()
    for state, stage in (
        (State.SUPPLEMENT_REQUESTED, "intake"), (State.SUPPLEMENT_REQUESTED, "appraisal"),
        (State.PAYMENT_REQUESTED, ""), (State.NOT_RECEIVED, ""),
        (State.WITHDRAWN, ""), (State.STOPPED, ""), (State.CLOSED, ""),
    ):  # fmt: skip
        p = NoticePost(Case().at(state, stage or "intake")).proven()
        for fact in p.case.facts:
            report = p.sending.send_for_fact(p.case.id, fact.seq, NOW)
            assert report.delayed == report.failed == 0, fact.kind
            assert report.sent or fact.kind in p.table().none_owed, fact.kind
            seen.add(fact.kind)
    assert len(seen) >= 14
