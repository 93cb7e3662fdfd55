"""Sending notices: every fact of real dossiers, each recipient and channel once, whatever breaks in between."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import notice_plan
from chalicelib.domain.contacts import Contact, Reach
from chalicelib.domain.deliveries import GIVE_UP_AFTER, LEASE, Delivery, DeliveryState, Unreachable
from chalicelib.domain.flow import State
from chalicelib.domain.notice_values import moment
from chalicelib.domain.notices import Channel
from chalicelib.domain.papers import PaperKind
from chalicelib.domain.roles import Actor, Role
from chalicelib.repositories.notice_table import load_notices
from chalicelib.steps import send_notice
from chalicelib.steps.views import view
from tests.builders import CERTIFICATE, CITIZEN, COPY, PERSON, Case, actor
from tests.notice_builders import LINK, MAIL, NOW, PHONE, PROVEN, Outbox, Post, post

HOUR = timedelta(hours=1)
ASKED = Case().at(State.SUPPLEMENT_REQUESTED)
SPLIT_DATE = Case().now.replace(year=2026, month=6, day=1)
"""A working Monday before notices of every change were owed (01/07/2026)."""


def text_of(box: Outbox) -> str:
    """All that went out."""
    return "\n".join(f"{letter.subject}\n{letter.body}\n{letter.short}" for _, letter, _ in box.sent)


# ---- what the applicant is told ------------------------------------------------------------------------


def at_the_desk(province: str) -> Post:
    """A dossier that an officer typed for somebody whose contacts were proven there."""
    case = Case(CERTIFICATE, province, channel="desk")
    return Post(case.file(case.officer(Role.ONE_STOP_OFFICER))).proven(party="filer")


@pytest.mark.clause("TB-5.3")
def test_intake_supplement_result_and_return_are_told_to_the_applicant():
    p = at_the_desk("thai-binh")
    desk = p.case.officer(Role.ONE_STOP_OFFICER)
    asked = Post(p.case.copy()).proven(party="filer")
    asked.case.take("request_supplement", desk, components=asked.case.some_component)
    asked.tell("supplement_requested")
    p.case.paid().take("receive", desk)
    p.case.take("transfer", desk)
    p.case.take("resolve", p.case.officer(Role.AGENCY_HEAD), result=p.case.paper(PaperKind.RESULT))
    handed = {"way": "counter", "receiver": {"full_name": "A", "id_number": "1"}, "receipt_shown": True}
    p.case.take("give_back", desk, **handed, announced_by="sms")
    for kind in ("received", "resolved", "given_back"):
        p.tell(kind)
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
        p = at_the_desk("vinh-long")
        p.case.take(step, p.case.officer(Role.ONE_STOP_OFFICER), **body)
        assert p.tell().sent == 2
        assert [planned.address for planned, _, _ in p.mail.sent] == [MAIL]
        assert [planned.address for planned, _, _ in p.sms.sent] == [PHONE]
        assert said in text_of(p.mail)


@pytest.mark.clause("HUE-5.4")
def test_a_filing_is_acknowledged_to_its_sender_and_announced_to_the_desk_by_itself():
    p = post(State.SUBMITTED).proven()
    p.tell("submitted")
    reception = p.case.dossier.reception
    assert reception is not None
    said = moment(reception.started_at)
    assert f"Thời điểm tiếp nhận chính thức: {said}" in p.mail.sent[0][1].body
    assert p.told_to() == {CITIZEN.sub: 1, "one_stop_officer": 1}


@pytest.mark.clause("QN-14.2")
def test_the_status_is_the_new_one_the_moment_a_step_is_done_and_is_told_with_the_step():
    case = Case(CERTIFICATE, "quang-ngai", channel="desk")
    desk, head = case.officer(Role.ONE_STOP_OFFICER), Role.AGENCY_HEAD
    p = Post(case.file(desk)).proven(party="filer")
    steps: list[tuple[str, Actor, dict[str, Any]]] = [("receive", desk, {}), ("transfer", desk, {})]
    shown = ["submitted"]
    for step, who, body in steps:
        case.take(step, who, **body)
        shown.append(view(case.dossier, desk, case.now, case.reference)["state"].value)
    case.paid()
    case.take("resolve", case.officer(head), result=case.paper(PaperKind.RESULT))
    shown.append(view(case.dossier, desk, case.now, case.reference)["state"].value)
    assert shown == ["submitted", "received", "processing", "resolved"]
    told = {"received": "Đã tiếp nhận", "transferred": "Đang giải quyết", "resolved": "Đã có kết quả"}
    for kind, state in told.items():
        p.tell(kind)
        assert f"Trạng thái: {state}" in p.mail.sent[-1][1].body


def test_a_supplement_goes_by_mail_and_sms_and_says_what_to_do_and_where():
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.tell("supplement_requested")
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
        p = post(state).proven()
        for fact in p.case.facts:
            p.sending.of_fact(p.case.id, fact.seq, NOW)
        procedure = p.case.reference.procedure(p.case.procedure).name
        inboxes = str([message.words for message in p.inboxes.rows.values()])
        for text in (text_of(p.mail), text_of(p.sms), inboxes):
            for secret in (*PERSON.values(), "Quán Bún Bò", "Chụp lại cho rõ", procedure.vi, CITIZEN.sub):
                assert secret not in text


def test_english_for_those_who_chose_it():
    p = post(State.RECEIVED).proven(Reach(PROVEN.mail, PROVEN.sms, language="en", version=1))
    p.tell("received")
    assert p.mail.sent[0][1].subject.endswith("is accepted")
    assert p.sms.sent[0][1].short.startswith(f"Dossier {p.case.dossier.code} accepted; 100.000 dong still to pay.")


@pytest.mark.clause("HUE-14.4.b#2")
def test_an_extension_is_told_with_both_dates_and_the_apology_at_the_moment_of_the_last_agreement():
    p = post(State.PROCESSING).proven()
    p.case.take("extend", p.case.officer(Role.CASE_OFFICER))
    p.case.approve(p.case.officer(Role.HEAD_OF_SECTION))
    p.case.approve(p.case.officer(Role.CENTRE_DIRECTOR))
    p.tell("extended")
    body = p.mail.sent[0][1].body
    assert "xin lỗi" in body
    assert "Ngày hẹn trước đây: 17:00 27/11/2026. Ngày hẹn trả mới: 17:00 30/11/2026" in body


@pytest.mark.parametrize(
    ("data", "key"),
    [({"owes": ["notice"]}, "extended.notice"), ({"owes": ["notice", "apology"]}, "extended"), ({}, "extended")],
)
def test_only_where_the_law_wants_no_apology_an_extension_is_told_without_one(data, key):
    assert load_notices().of("extended", data)[0].key == key, "the first of the table counts"


def test_the_law_of_the_day_says_whether_every_change_is_told():
    """NĐ 224/2026 15.1.g owes every change from 01/07/2026; before, reception and return alone (TT 32/2017 9.1)."""
    for now, told in ((SPLIT_DATE, 0), (Case().now, 1)):
        p = post(State.PROCESSING, now=now, procedure=CERTIFICATE).proven()
        p.tell("transferred")
        assert [delivery.notice for _, _, delivery in p.mail.sent] == ["transferred"] * told


def test_every_fact_of_every_road_can_be_told():
    """Each kind of fact that real steps make has its words, its values and somebody to be told."""
    seen = set[str]()
    for state, stage in (
        (State.SUPPLEMENT_REQUESTED, "intake"), (State.SUPPLEMENT_REQUESTED, "appraisal"),
        (State.PAYMENT_REQUESTED, ""), (State.NOT_RECEIVED, ""),
        (State.WITHDRAWN, ""), (State.STOPPED, ""), (State.CLOSED, ""),
    ):  # fmt: skip
        p = Post(Case().at(state, stage or "intake")).proven()
        for fact in p.case.facts:
            told = p.sending.of_fact(p.case.id, fact.seq, NOW)
            assert told.delayed == told.failed == 0, fact.kind
            assert told.sent or fact.kind in p.table().none_owed, fact.kind
            seen.add(fact.kind)
    assert len(seen) >= 14


# ---- to whom ---------------------------------------------------------------------------------------------


def test_who_files_for_another_is_told_and_so_is_the_other_at_their_own_contact():
    case = Case().file(on_behalf={"full_name": "Lê Văn Tám", "phone": "0987654321"})
    p = Post(case).proven()
    p.proven(Reach(sms=Contact("+84987654321", NOW), version=1), party="principal")
    p.tell("submitted")
    assert {planned.recipient.party for planned, _, _ in p.sms.sent} == {"filer", "principal"}
    assert {planned.address for planned, _, _ in p.sms.sent} == {PHONE, "+84987654321"}
    assert p.told_to()[CITIZEN.sub] == 1


def test_a_dossiers_own_contact_comes_before_the_accounts():
    p = post(State.RECEIVED).proven().proven(Reach(mail=Contact("other@vidu.vn", NOW), version=1), party="filer")
    p.tell("received")
    assert [planned.address for planned, _, _ in p.mail.sent] == ["other@vidu.vn"]
    assert [planned.address for planned, _, _ in p.sms.sent] == [PHONE]


def test_desks_get_what_is_theirs_in_their_inbox():
    p = post(State.PROCESSING)
    for kind in ("submitted", "transferred"):
        p.tell(kind)
    assert p.told_to() == {"one_stop_officer": 1, CITIZEN.sub: 2, "case_officer": 2}  # lead and tax partner


def test_who_must_agree_is_told_stage_by_stage():
    p = post(State.PROCESSING)
    p.case.take("extend", p.case.officer(Role.CASE_OFFICER))
    p.tell("request_opened")
    p.case.approve(p.case.officer(Role.HEAD_OF_SECTION))
    p.tell("request_endorsed")
    assert p.told_to() == {"head_of_section": 1, "centre_director": 1, "head_of_one_stop": 1}


def test_a_declined_request_comes_back_to_who_proposed_it_by_mail_too():
    p = post(State.PROCESSING)
    proposer = p.case.officer(Role.CASE_OFFICER)
    p.contacts.officers[proposer.sub] = "can.bo@hue.example.vn"
    p.case.take("extend", proposer)
    p.case.decline(p.case.officer(Role.HEAD_OF_SECTION))
    p.tell("request_declined")
    assert p.told_to() == {proposer.sub: 1}
    assert [planned.address for planned, _, _ in p.mail.sent] == ["can.bo@hue.example.vn"]


def test_a_withdrawal_that_is_not_agreed_to_is_told_to_the_applicant():
    p = post(State.PROCESSING).proven()
    p.case.take("withdraw", CITIZEN)
    p.case.decline(p.case.officer(Role.AGENCY_HEAD))
    p.tell("request_declined")
    assert [delivery.notice for _, _, delivery in p.sms.sent] == ["request_declined.withdrawal"]


def test_the_officer_who_has_the_dossier_is_told_and_not_the_whole_desk():
    p = post(State.PROCESSING)
    officer = p.case.appoint(actor(Role.CASE_OFFICER, p.case.agency, "named-officer"))
    p.case.take("assign", p.case.officer(Role.AGENCY_HEAD), officer=officer.sub)
    p.tell("assigned")
    assert p.told_to() == {"named-officer": 1}


def test_an_officer_who_took_the_dossier_is_told_nothing_of_it():
    p = post(State.PROCESSING)
    officer = p.case.appoint(actor(Role.CASE_OFFICER, p.case.agency, "named-officer"))
    p.case.take("claim", officer)
    p.tell("assigned")
    assert p.told_to() == {}


def watched(case: Case, kind: str, audience: list[dict[str, str]], **data: Any) -> Post:
    """The case with one more fact, as the deadline watch records it."""
    said = {"deadline": "resolution", "level": "superior", "due_at": "2026-11-27T10:00:00.000000Z"}
    last = case.facts[-1]
    fact = replace(last, seq=last.seq + 1, kind=kind, data={**said, "audience": audience, **data}, by_system=True)
    return Post(case, facts=(*case.facts, fact))


def test_an_overdue_dossier_is_told_to_whom_the_fact_names_and_to_the_officer_who_holds_it():
    case = Case().at(State.PROCESSING)
    heads = [{"role": "head_of_section", "unit": case.agency}, {"role": "agency_head", "unit": case.agency}]
    p = watched(case, "overdue", [*heads, {"role": "centre_director", "unit": case.one_stop}], holder="named-officer")
    p.contacts.officers["named-officer"] = "can.bo@hue.example.vn"
    p.tell("overdue")
    assert p.told_to() == {"head_of_section": 1, "agency_head": 1, "centre_director": 1, "named-officer": 1}
    ((_, letter, _),) = p.mail.sent
    assert "Hạn trả kết quả là 17:00 27/11/2026, nay đã quá." in letter.body


def test_a_wait_that_ends_soon_is_told_to_the_applicant_when_the_fact_names_them():
    case = Case().at(State.SUPPLEMENT_REQUESTED)
    for audience, sent in (([{"role": "applicant", "unit": ""}], 1), ([], 0)):
        p = watched(case, "due_soon", audience, deadline="supplement_wait").proven()
        p.tell("due_soon")
        assert all("sap het han, truoc 17:00 27/11/2026" in letter.short for _, letter, _ in p.sms.sent)
        assert len(p.sms.sent) == sent


def test_the_provinces_app_gets_what_its_people_get():
    p = post(State.RECEIVED)
    p.app = Outbox()
    p.tell("received")
    ((planned, letter, _),) = p.app.sent
    assert planned.recipient.sub == CITIZEN.sub
    assert set(letter.words) == {"vi", "en"}


# ---- contacts and wishes ---------------------------------------------------------------------------------


def test_an_address_that_was_not_proven_is_not_used_and_an_official_notice_becomes_an_errand():
    p = post(State.SUPPLEMENT_REQUESTED)
    told = p.tell("supplement_requested")
    assert (told.sent, told.failed, told.errands) == (1, 2, 1)
    assert p.mail.sent == p.sms.sent == []
    assert p.delivery("sms").reason == "no_contact"
    (errand,) = p.errands.rows.values()
    assert (errand.unit, errand.to, errand.number) == (p.case.one_stop, "filer", p.case.dossier.receipt_no)


def test_one_channel_that_arrives_is_enough():
    p = post(State.SUPPLEMENT_REQUESTED).proven(Reach(sms=PROVEN.sms, version=1))
    told = p.tell("supplement_requested")
    assert (told.failed, told.errands) == (1, 0)
    assert p.states() == {"mail": "failed", "sms": "sent", "inbox": "delivered"}


def test_courtesies_can_be_switched_off_and_what_is_owed_cannot():
    quiet = Reach(PROVEN.mail, PROVEN.sms, off=frozenset({Channel.MAIL, Channel.SMS}), version=1)
    p = post(State.RECEIVED).proven(quiet)
    p.tell("received")
    assert p.states() == {"inbox": "delivered"}
    asked = post(State.SUPPLEMENT_REQUESTED).proven(quiet)
    asked.tell("supplement_requested")
    assert asked.states() == {"mail": "sent", "sms": "sent", "inbox": "delivered"}


def test_a_dossier_of_the_desk_has_no_account_and_no_inbox():
    case = Case(COPY, channel="desk")
    officer = case.officer(Role.ONE_STOP_OFFICER)
    case.file(officer).take("receive", officer)
    p = Post(case)
    p.proven(party="filer")
    p.tell("received")
    assert p.states() == {"mail": "sent", "sms": "sent"}


# ---- once, and what breaks ---------------------------------------------------------------------------------


def test_a_fact_handled_again_tells_nobody_again():
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.tell("supplement_requested")
    for later in (timedelta(0), LEASE, timedelta(days=400)):
        again = p.tell("supplement_requested", NOW + later)
        assert (again.sent, again.failed, again.delayed, again.errands) == (0, 0, 0, 0)
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 1, 1)


def test_a_provider_in_trouble_is_tried_again_and_the_others_go_out():
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults = [ConnectionError("down")]
    told = p.tell("supplement_requested")
    assert (told.sent, told.delayed) == (2, 1)
    assert [type(fault) for fault in told.faults] == [ConnectionError]
    assert p.tell("supplement_requested", NOW + timedelta(seconds=1)).sent == 1
    assert p.delivery("mail").tries == 2


def test_a_message_in_another_consumers_hands_is_left_there_until_its_lease_ends():
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        p.tell("supplement_requested")
    assert p.tell("supplement_requested", NOW + LEASE / 2).delayed == 2
    assert (p.mail.sent, p.sms.sent, len(p.inboxes.rows)) == ([], [], 1)
    assert p.tell("supplement_requested", NOW + LEASE).sent == 2


def test_whoever_handles_a_fact_at_the_same_moment_tells_nobody_again(monkeypatch):
    """Both have read that nothing is on record; the store lets only one begin."""
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.tell("supplement_requested")
    read = p.deliveries.of_fact
    answers: Iterator[list[Delivery]] = iter([[]])
    monkeypatch.setattr(p.deliveries, "of_fact", lambda *place: next(answers, None) or read(*place))
    again = p.tell("supplement_requested")
    assert (again.sent, again.failed, again.delayed, again.errands) == (0, 0, 0, 0)
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 1, 1)


def test_a_fact_that_comes_for_the_first_time_is_told_without_a_look_at_what_is_on_record(monkeypatch):
    p, asked = post(State.SUPPLEMENT_REQUESTED).proven(), list[str]()
    read, reach = p.deliveries.of_fact, p.contacts.of

    def looked(*place):
        asked.append("deliveries")
        return read(*place)

    def reached(dossier, one):
        asked.append(one.key)
        return reach(dossier, one)

    monkeypatch.setattr(p.deliveries, "of_fact", looked)
    monkeypatch.setattr(p.contacts, "of", reached)
    assert p.tell("supplement_requested").sent == 3
    assert asked == ["filer"]
    p.deliveries.rows.pop((p.case.id, p.delivery("sms").id))
    assert p.tell("supplement_requested").sent == 1, "what is not on record goes out, the others do not again"
    assert asked == ["filer", "filer", "deliveries"]
    assert (len(p.mail.sent), len(p.sms.sent), len(p.inboxes.rows)) == (1, 2, 1)


def test_a_message_that_cannot_be_written_waits_and_the_others_go_out(monkeypatch):
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    broken = {Channel.INBOX}

    def letter(planned, source):
        if planned.channel in broken:
            raise KeyError("word")
        return notice_plan.letter(planned, source)

    monkeypatch.setattr(send_notice, "letter", letter)
    told = p.tell("supplement_requested")
    assert (told.sent, told.delayed, len(p.inboxes.rows)) == (2, 1, 0)
    broken.clear()
    assert p.tell("supplement_requested").sent == 1
    assert (len(p.inboxes.rows), p.states()["inbox"]) == (1, "delivered")


def test_a_delivery_that_older_code_left_in_its_inbox_is_ended():
    """It was once claimed, laid in and recorded in three writes; one that stopped after the second is taken up."""
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.tell("supplement_requested")
    done = p.delivery("inbox")
    p.deliveries.rows[done.dossier_id, done.id] = replace(
        done, state=DeliveryState.QUEUED, tried_at=NOW, sent_at=None, ended_at=None, ref=""
    )
    assert p.tell("supplement_requested", NOW + LEASE).sent == 1
    assert (len(p.inboxes.rows), p.states()["inbox"]) == (1, "delivered")


def test_a_provider_that_never_takes_it_has_failed_at_once():
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    p.mail.faults, p.sms.faults = [Unreachable("refused_messagerejected")], [Unreachable("refused_optedout")]
    told = p.tell("supplement_requested")
    assert (told.failed, told.errands) == (2, 1)
    assert p.delivery("mail").reason == "refused_messagerejected"


def test_after_a_day_of_trouble_it_has_failed_and_a_person_tells():
    p = post(State.SUPPLEMENT_REQUESTED).proven()
    down = ConnectionError("down")
    p.mail.faults, p.sms.faults = [down] * 9, [down] * 9
    assert p.tell("supplement_requested").delayed == 2
    assert p.tell("supplement_requested", NOW + GIVE_UP_AFTER - HOUR).delayed == 2
    last = p.tell("supplement_requested", NOW + GIVE_UP_AFTER)
    assert (last.failed, last.errands) == (2, 1)
    assert p.delivery("mail").reason == "gave_up"


def test_a_fact_that_is_not_there_yet_or_not_known_is_never_guessed():
    p = post(State.RECEIVED)
    with pytest.raises(ValueError, match="no fact"):
        p.sending.of_fact(p.case.id, 99, NOW)


@given(order=st.lists(st.sampled_from(["ok", "down", "never", "crash"]), max_size=6), gap=st.integers(0, 400))
def test_whatever_happens_each_channel_ends_once(order: list[str], gap: int):
    """However often and badly a fact is handled: at most one success a channel unless a crash hid it, and every
    notice ends sent or failed once a healthy run came after the lease."""
    p = Post(ASKED.copy()).proven()
    faults = {"down": ConnectionError("x"), "never": Unreachable("x"), "crash": KeyboardInterrupt()}
    now = NOW
    for each in order:
        p.mail.faults = [faults[each]] if each != "ok" else []  # type: ignore[list-item]
        with contextlib.suppress(KeyboardInterrupt):
            p.tell("supplement_requested", now)
        now += timedelta(seconds=gap)
    p.mail.faults = []
    p.tell("supplement_requested", now + LEASE)
    assert p.states()["mail"] in ("sent", "failed")
    assert len(p.mail.sent) + (p.states()["mail"] == "failed") == 1
    assert len(p.sms.sent) == len(p.inboxes.rows) == 1
