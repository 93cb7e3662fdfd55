"""Notices of matters from the table: who, by which channel, in both languages, without a word that a person wrote."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.kinds.faqs import FAQS
from chalicelib.domain.matters.kinds.surveys import SURVEYS
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.notices.contacts import Contact, ContactReach
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.notice_values import write_moment
from chalicelib.domain.notices.recipients import Recipient
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.steps.matters.matter_notices import MatterNotices, name_event
from chalicelib.steps.notices.notified_fact import NotifiedFact
from tests.support.faq_builders import EDITOR, ENTRY, TEXT
from tests.support.matter_desk import (
    ANSWER,
    CLERK,
    DIFFICULTY,
    DIFFICULTY_LAW,
    MATTER_ID,
    OFFICE,
    TEXTS,
    TREE,
    UNIT,
    Desk,
    build_deps,
)
from tests.support.matters.every_kind import EACH_TABLE
from tests.support.people import MONDAY
from tests.support.surveys import SURVEY

NOTICES = MatterNotices(
    lambda unit: BilingualWords(f"Đơn vị {unit}", f"Unit {unit}"), lambda unit: unit == OFFICE, "https://tinh.test"
)


def read_reach(recipient: Recipient) -> ContactReach:
    """The reporter has a verified mail address."""
    return ContactReach(mail=Contact("a@vidu.test", MONDAY))


def read_last(desk: Desk) -> NotifiedFact:
    """The last fact with its notices."""
    return NOTICES.read_fact(desk.store.load_ledger(MATTER_ID), read_reach)


def test_the_unit_and_the_asker_are_notified_of_a_question() -> None:
    desk = Desk(build_deps())
    desk.open()
    found = read_last(desk)
    assert (found.about, found.unit, found.number) == ("questions", UNIT, "HD-2026-00001")
    ways = {(each.recipient.key, each.channel) for each in found.planned}
    assert ("filer", Channel.MAIL) in ways
    assert ("filer", Channel.SMS) not in ways
    assert {key for key, channel in ways if channel is Channel.INBOX} >= {f"one_stop_officer-{UNIT}", "filer"}


def test_who_approves_a_frequent_question_is_notified_that_it_waits() -> None:
    desk = Desk(build_deps(), FAQS)
    desk.open(ENTRY, EDITOR)
    assert read_last(desk).planned == ()
    for word in ("draft", "revise"):
        desk.take(word, EDITOR, TEXT)
        found = read_last(desk)
        ways = {(each.recipient.key, each.recipient.role, each.channel) for each in found.planned}
        assert ("provincial_office-province", "provincial_office", Channel.INBOX) in ways
        assert TEXT["public_answer"] not in repr([found.render(each) for each in found.planned])
        desk.take("publish", EDITOR)


def test_who_may_open_a_survey_is_notified_that_it_waits_where_the_operator_runs_surveys() -> None:
    desk = Desk(build_deps({**TREE, "SO_KHCN": OFFICE}, {"survey.run_by": "operator"}), SURVEYS)
    assert desk.open(SURVEY, EDITOR).unit == "SO_KHCN"
    found = read_last(desk)
    assert found.render(found.planned[0]).words["vi"]["subject"] == "Khảo sát KS-2026-00001: Đã soạn"
    keys = {each.recipient.key for each in found.planned if each.channel is Channel.INBOX}
    assert keys >= {"one_stop_officer-SO_KHCN", "provincial_office-province"}


def test_the_provincial_office_is_notified_of_what_becomes_of_its_difficulty() -> None:
    desk = Desk(build_deps({**TREE}, DIFFICULTY_LAW), DIFFICULTIES)
    desk.open(DIFFICULTY, replace(EDITOR, citizen=False))
    desk.take("answer", CLERK, {"answer": "Đã sửa."})
    assert {each.recipient.key for each in read_last(desk).planned} == {"provincial_office-province"}


def test_a_notice_to_the_asker_names_the_due_time_that_concerns_them() -> None:
    desk = Desk(build_deps({**TREE}, {"qa.forward_limit": 1}))
    opened = desk.open()
    found = read_last(desk)
    ends = {name: write_moment(clock.due_at) for name in ("classify", "answer") if (clock := opened.find_clock(name))}
    for recipient, name in (("filer", "answer"), (f"one_stop_officer-{UNIT}", "classify")):
        planned = next(each for each in found.planned if each.recipient.key == recipient)
        assert ends[name] in found.render(planned).words["vi"]["body"]


def test_a_notice_has_no_word_that_a_person_wrote() -> None:
    desk = Desk(build_deps())
    desk.open()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    found = read_last(desk)
    assert [each.recipient.key for each in found.planned] == ["filer", "filer"]
    said = found.render(found.planned[0])
    assert said.words["vi"]["subject"] == "Câu hỏi HD-2026-00001: Đã trả lời"
    assert f"https://tinh.test/viec/questions/{MATTER_ID}" in said.body
    assert "https" not in said.words["vi"]["body"]
    assert said.words["vi"]["body"].startswith("Cơ quan: ")
    assert said.words["vi"]["subject"] == said.subject
    assert not any(text in repr(said) for text in (TEXTS["subject"], *ANSWER.values()))


@EACH_TABLE
def test_every_step_that_notifies_fits_a_message(kind: MatterKind) -> None:
    for step in kind.steps:
        assert len(f"{kind.words.vi} {kind.prefix}-2026-00001: {step.name.vi}") < 100


def test_an_alert_names_its_clock() -> None:
    desk = Desk(build_deps())
    desk.open()
    fact = desk.store.load_ledger(MATTER_ID)[0]
    assert name_event(desk.kind, fact).vi == "Đã gửi"
