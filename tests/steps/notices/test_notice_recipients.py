"""Recipients of a notice: the people the fact concerns, at the contacts and by the channels that they chose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices.contacts import Contact, ContactReach
from chalicelib.domain.notices.notice_rules import Channel
from tests.support.builders import CITIZEN, COPY, Case, build_actor
from tests.support.notice_builders import NOW, PHONE, PROVEN, NoticePost, Outbox, build_post


def test_who_files_for_another_is_notified_and_so_is_the_other_at_their_own_contact():
    case = Case().file(on_behalf={"full_name": "Lê Văn Tám", "phone": "0987654321"})
    p = NoticePost(case).proven()
    p.proven(ContactReach(sms=Contact("+84987654321", NOW), version=1), party="principal")
    p.send("submitted")
    assert {planned.recipient.party for planned, _, _ in p.sms.sent} == {"filer", "principal"}
    assert {planned.address for planned, _, _ in p.sms.sent} == {PHONE, "+84987654321"}
    assert p.inbox_counts()[CITIZEN.sub] == 1


def test_a_dossiers_own_contact_comes_before_the_accounts():
    p = (
        build_post(State.RECEIVED)
        .proven()
        .proven(ContactReach(mail=Contact("other@vidu.vn", NOW), version=1), party="filer")
    )
    p.send("received")
    assert [planned.address for planned, _, _ in p.mail.sent] == ["other@vidu.vn"]
    assert [planned.address for planned, _, _ in p.sms.sent] == [PHONE]


def test_desks_get_what_is_theirs_in_their_inbox():
    p = build_post(State.PROCESSING)
    for kind in ("submitted", "transferred"):
        p.send(kind)
    assert p.inbox_counts() == {"one_stop_officer": 1, CITIZEN.sub: 2, "case_officer": 2}  # lead and tax partner


def test_who_must_agree_is_notified_stage_by_stage():
    p = build_post(State.PROCESSING)
    p.case.take("extend", p.case.officer(Role.CASE_OFFICER))
    p.send("request_opened")
    p.case.approve(p.case.officer(Role.HEAD_OF_SECTION))
    p.send("request_endorsed")
    assert p.inbox_counts() == {"head_of_section": 1, "centre_director": 1, "head_of_one_stop": 1}


def test_a_declined_request_comes_back_to_who_proposed_it_by_mail_too():
    p = build_post(State.PROCESSING)
    proposer = p.case.officer(Role.CASE_OFFICER)
    p.contacts.officers[proposer.sub] = "can.bo@hue.example.vn"
    p.case.take("extend", proposer)
    p.case.decline(p.case.officer(Role.HEAD_OF_SECTION))
    p.send("request_declined")
    assert p.inbox_counts() == {proposer.sub: 1}
    assert [planned.address for planned, _, _ in p.mail.sent] == ["can.bo@hue.example.vn"]


def test_a_declined_withdrawal_is_notified_to_the_applicant():
    p = build_post(State.PROCESSING).proven()
    p.case.take("withdraw", CITIZEN)
    p.case.decline(p.case.officer(Role.AGENCY_HEAD))
    p.send("request_declined")
    assert [delivery.notice for _, _, delivery in p.sms.sent] == ["request_declined.withdrawal"]


def test_the_officer_who_has_the_dossier_is_notified_and_not_the_whole_desk():
    p = build_post(State.PROCESSING)
    officer = p.case.appoint(build_actor(Role.CASE_OFFICER, p.case.agency, "named-officer"))
    p.case.take("assign", p.case.officer(Role.AGENCY_HEAD), officer=officer.sub)
    p.send("assigned")
    assert p.inbox_counts() == {"named-officer": 1}


def test_an_officer_who_claimed_the_dossier_is_not_notified_of_it():
    p = build_post(State.PROCESSING)
    officer = p.case.appoint(build_actor(Role.CASE_OFFICER, p.case.agency, "named-officer"))
    p.case.take("claim", officer)
    p.send("assigned")
    assert p.inbox_counts() == {}


def record_watched(case: Case, kind: str, audience: list[dict[str, str]], **data: Any) -> NoticePost:
    """The case with one more fact, as the deadline watch records it."""
    said = {"deadline": "resolution", "level": "superior", "due_at": "2026-11-27T10:00:00.000000Z"}
    last = case.facts[-1]
    fact = replace(last, seq=last.seq + 1, kind=kind, data={**said, "audience": audience, **data}, by_system=True)
    return NoticePost(case, facts=(*case.facts, fact))


def test_an_overdue_dossier_is_notified_to_whom_the_fact_names_and_to_the_officer_who_holds_it():
    case = Case().at(State.PROCESSING)
    heads = [{"role": "head_of_section", "unit": case.agency}, {"role": "agency_head", "unit": case.agency}]
    p = record_watched(
        case, "overdue", [*heads, {"role": "centre_director", "unit": case.one_stop}], holder="named-officer"
    )
    p.contacts.officers["named-officer"] = "can.bo@hue.example.vn"
    p.send("overdue")
    assert p.inbox_counts() == {"head_of_section": 1, "agency_head": 1, "centre_director": 1, "named-officer": 1}
    ((_, letter, _),) = p.mail.sent
    assert "Hạn trả kết quả là 17:00 27/11/2026, nay đã quá." in letter.body


def test_a_wait_that_ends_soon_is_notified_to_the_applicant_when_the_fact_names_them():
    case = Case().at(State.SUPPLEMENT_REQUESTED)
    for audience, sent in (([{"role": "applicant", "unit": ""}], 1), ([], 0)):
        p = record_watched(case, "due_soon", audience, deadline="supplement_wait").proven()
        p.send("due_soon")
        assert all("sap het han, truoc 17:00 27/11/2026" in letter.short for _, letter, _ in p.sms.sent)
        assert len(p.sms.sent) == sent


def test_the_provinces_app_gets_what_its_people_get():
    p = build_post(State.RECEIVED)
    p.app = Outbox()
    p.send("received")
    ((planned, letter, _),) = p.app.sent
    assert planned.recipient.sub == CITIZEN.sub
    assert set(letter.words) == {"vi", "en"}


def test_an_address_that_was_not_proven_is_not_used_and_an_official_notice_becomes_an_errand():
    p = build_post(State.SUPPLEMENT_REQUESTED)
    report = p.send("supplement_requested")
    assert (report.sent, report.failed, report.errands) == (1, 2, 1)
    assert p.mail.sent == p.sms.sent == []
    assert p.delivery("sms").reason == "no_contact"
    (errand,) = p.errands.rows.values()
    assert (errand.unit, errand.to, errand.number) == (p.case.one_stop, "filer", p.case.dossier.receipt_no)


def test_one_channel_that_arrives_is_enough():
    p = build_post(State.SUPPLEMENT_REQUESTED).proven(ContactReach(sms=PROVEN.sms, version=1))
    report = p.send("supplement_requested")
    assert (report.failed, report.errands) == (1, 0)
    assert p.states() == {"mail": "failed", "sms": "sent", "inbox": "delivered"}


def test_courtesies_can_be_switched_off_and_what_is_owed_cannot():
    quiet = ContactReach(PROVEN.mail, PROVEN.sms, off=frozenset({Channel.MAIL, Channel.SMS}), version=1)
    p = build_post(State.RECEIVED).proven(quiet)
    p.send("received")
    assert p.states() == {"inbox": "delivered"}
    asked = build_post(State.SUPPLEMENT_REQUESTED).proven(quiet)
    asked.send("supplement_requested")
    assert asked.states() == {"mail": "sent", "sms": "sent", "inbox": "delivered"}


def test_a_dossier_of_the_desk_has_no_account_and_no_inbox():
    case = Case(COPY, "lai-chau", channel="desk")
    officer = case.officer(Role.ONE_STOP_OFFICER)
    case.file(officer).take("receive", officer)
    p = NoticePost(case)
    p.proven(party="filer")
    p.send("received")
    assert p.states() == {"mail": "sent", "sms": "sent"}
