"""Information, feedback, complaints, call-backs and difficulties by the law of each province, in the hours of units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.law.rulings import resolve_parameter
from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.kinds.feedback_fields import CRITERIA_WORDS
from chalicelib.domain.matters.matter_kind import MatterField, MatterKind
from chalicelib.domain.matters.matter_refusals import StepUsedUp
from chalicelib.domain.shared.errors import Forbidden, Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.steps.matters.feedback_checks import ReopeningTooLate, RuleNotJudged, SupplementAwaited
from chalicelib.steps.matters.matter_checks import NotAReporter
from chalicelib.steps.matters.target_checks import CalledTooSoon, CallsMissing
from tests.law.calendars import RULES
from tests.support.fakes.fake_matters import build_matter_deps
from tests.support.matter_desk import HOURS, TREE, Desk
from tests.support.matters.every_kind import EACH_TABLE
from tests.support.people import CITIZEN, build_actor

WEDNESDAY = datetime.fromisoformat("2026-12-02T09:00:00+07:00")
UNITS = {"hue": "HUE", "lai-chau": "LC", "quang-ngai": "QNG", "thai-binh": "TB", "vinh-long": "VL"}
OFFICE = build_actor(Role.PROVINCIAL_OFFICE, "province")
PERSON = {"full_name": "Lò Văn An", "address": "Bản Nậm Loỏng", "contact": "0912345678"}
WISH = {
    "subject": "Quy hoạch sử dụng đất",
    "content": "Xin bản đồ quy hoạch sử dụng đất của xã",
    "way": "account",
    "purpose": "Làm nhà",
    **PERSON,
    "identity_number": "001199001234",
}
REPORT = {
    "about": "procedure",
    "subject": "Mẫu tờ khai khó hiểu",
    "content": "Mẫu tờ khai hỏi nhiều mục trùng nhau, đề nghị bỏ bớt",
    "form": "writing",
    **PERSON,
}
DIFFICULTY = {"sort": "difficulty", "subject": "Tải tệp chậm", "content": "Tệp lớn tải lên rất chậm vào buổi sáng"}
JUDGED = dict.fromkeys(CRITERIA_WORDS, "met")
PUBLISHED = {
    "public_subject": "Mẫu tờ khai",
    "public_content": "Đề nghị bỏ bớt các mục trùng nhau",
    "public_answer": "Sẽ bỏ các mục trùng nhau.",
}


def build_desk(province: str, name: str) -> Desk:
    """A desk of a kind under the built law of a province."""
    deps = build_matter_deps({}, load_calendar(HOURS, province), TREE)
    reference = ProvinceReference(province, CatalogueFiles(), RULES, lambda *_: ())
    desk = Desk(replace(deps, reference=reference), find_kind(name))
    desk.now = WEDNESDAY
    return desk


def build_officer(province: str, unit: str = "SO_KHCN") -> Actor:
    """An officer of a unit of the province."""
    return replace(build_actor(Role.CASE_OFFICER, f"{UNITS[province]}-{unit}"), citizen=False)


def find_due(desk: Desk, clock: str) -> str:
    """The day and hour at which a clock of the matter ends."""
    found = desk.matter.find_clock(clock)
    assert found, clock
    return f"{found.due_at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"


def list_named_rules(kind: MatterKind) -> Iterator[tuple[str, dict[str, str]]]:
    """Every parameter that a table names, with its scope."""
    fields: list[MatterField] = [*kind.opening.fields, *(each for step in kind.steps for each in step.fields)]
    yield from ((each.choices_rule, {}) for each in fields if each.choices_rule)
    yield from ((name, {}) for name in (kind.opening.unit_rule, kind.opening.asker_rule) if name)
    yield from ((step.limit, {}) for step in kind.steps if step.limit)
    yield from ((each.param, {}) for laws in kind.opening.relays.values() for each in laws)
    yield from ((each.param, {}) for step in kind.steps for each in step.while_law)
    for effects in (kind.opening.clocks, *(step.clocks for step in kind.steps)):
        yield from ((rule.param, dict(rule.scope)) for effect in effects for rule in effect.rules)


@EACH_TABLE
def test_the_law_answers_for_every_rule_of_a_table_on_every_day(kind: MatterKind) -> None:
    for param, scope in list_named_rules(kind):
        edges = {day for entry in RULES.list_entries(param) for day in (entry.since, entry.until) if day}
        for province in RULES.provinces:
            for day in {date(2018, 6, 21), date(2026, 12, 2), *edges}:
                resolve_parameter(RULES, param, day, province, scope)


@pytest.mark.parametrize("province", RULES.provinces)
def test_every_row_names_articles_that_are_written_out(province: str) -> None:
    reference = ProvinceReference(province, CatalogueFiles(), RULES, lambda *_: ())
    for kind in KINDS.values():
        for article in (kind.opening.article, *(step.article for step in kind.steps)):
            for written in reference.cite_articles(article, WEDNESDAY.date()):
                assert written.startswith(("Điều ", "khoản ", "điểm ")), written


@EACH_TABLE
def test_the_words_of_a_choice_are_those_of_the_law(kind: MatterKind) -> None:
    for field in [*kind.opening.fields, *(each for step in kind.steps for each in step.fields)]:
        if field.choices_rule:
            assert {each.code for each in field.form.choices} == set(RULES.params[field.choices_rule].choices)


def test_simple_information_is_given_in_three_working_days() -> None:
    desk = build_desk("vinh-long", "information")
    desk.open({**WISH, "unit": "VL-SO_KHCN"})
    assert (find_due(desk, "answer"), find_due(desk, "notice")) == ("2026-12-07 17:00", "2026-12-07 17:00")
    given = desk.take("provide", build_officer("vinh-long"), {"answer": "Bản đồ có tại trang của Sở."})
    assert (given.state, given.ended, given.clocks) == ("provided", True, ())


def test_complex_information_is_announced_counted_from_the_request_and_extended_once() -> None:
    desk, officer = build_desk("vinh-long", "information"), build_officer("vinh-long")
    desk.open({**WISH, "unit": "VL-SO_KHCN"})
    desk.now += timedelta(days=1)
    desk.take("announce", officer, {"reason": "Phải tập hợp từ nhiều phòng"})
    assert find_due(desk, "answer") == "2026-12-23 17:00"
    desk.take("extend", officer, {"reason": "Chờ ý kiến của huyện"})
    assert find_due(desk, "answer") == "2027-01-07 17:00"
    with pytest.raises(StepUsedUp) as used_up:
        desk.take("extend", officer, {"reason": "Lần nữa"})
    assert any("Luật" in article for article in used_up.value.law), used_up.value.law


def test_wrong_information_is_checked_and_corrected() -> None:
    desk, officer = build_desk("hue", "information"), build_officer("hue")
    desk.open({**WISH, "unit": "HUE-SO_KHCN"})
    desk.take("provide", officer, {"answer": "Thông tin"})
    desk.take("dispute", CITIZEN, {"fault": "Sai số tờ"})
    assert find_due(desk, "claim") == "2026-12-17 17:00"
    desk.take("find_fault", officer, {"reason": "Nhầm tờ bản đồ"})
    assert find_due(desk, "correct") == "2026-12-09 17:00"
    assert desk.take("correct", officer, {"answer": "Thông tin đúng"}).clocks == ()


@pytest.mark.parametrize(
    ("province", "unit"),
    [
        ("hue", "HUE-SO_KHCN"),
        ("lai-chau", "LC-VP"),
        ("quang-ngai", "QNG-VP"),
        ("thai-binh", "TB-VP"),
        ("vinh-long", "VL-VP"),
    ],
)
def test_feedback_begins_with_the_receiver_of_the_province(province: str, unit: str) -> None:
    desk = build_desk(province, "feedback")
    assert desk.open(REPORT).unit == unit
    assert find_due(desk, "reject") == "2026-12-04 17:00"
    assert find_due(desk, "supplement") == "2026-12-09 17:00"
    assert find_due(desk, "forward") == "2026-12-09 17:00"
    assert find_due(desk, "answer") == "2026-12-23 17:00"


def test_the_clocks_of_feedback_begin_again_at_a_transfer() -> None:
    desk = build_desk("lai-chau", "feedback")
    desk.open(REPORT)
    desk.now = datetime.fromisoformat("2026-12-07T10:00:00+07:00")
    desk.take("forward", OFFICE, {"unit": "LC-SO_KHCN"})
    assert (find_due(desk, "reject"), find_due(desk, "answer")) == ("2026-12-09 17:00", "2026-12-28 17:00")


def test_a_rule_is_judged_before_the_answer_which_is_published_and_rated_once() -> None:
    desk, officer = build_desk("quang-ngai", "feedback"), OFFICE
    desk.open(REPORT)
    desk.take("accept", officer, {"class": "rules"})
    with pytest.raises(RuleNotJudged) as refused:
        desk.take("answer", officer, {"answer": "Sẽ bỏ các mục trùng nhau.", "outcome": "propose"})
    assert refused.value.law
    desk.take("judge", officer, JUDGED)
    desk.take("answer", officer, {"answer": "Sẽ bỏ các mục trùng nhau.", "outcome": "propose"})
    assert find_due(desk, "publish") == "2026-12-04 17:00"
    assert desk.take("publish", officer, PUBLISHED).public
    desk.take("rate", CITIZEN, {"rating": "dislike"})
    with pytest.raises(StepUsedUp):
        desk.take("rate", CITIZEN, {"rating": "like"})
    reopened = desk.take("reopen", CITIZEN, {"again": "Chưa nêu thời gian bỏ"})
    assert (reopened.state, reopened.public) == ("at_work", False)


def test_feedback_cannot_be_reopened_late() -> None:
    desk = build_desk("quang-ngai", "feedback")
    desk.open(REPORT)
    desk.take("accept", OFFICE, {"class": "conduct"})
    desk.take("answer", OFFICE, {"answer": "Đã nhắc nhở."})
    desk.take("publish", OFFICE, PUBLISHED)
    desk.now = datetime.fromisoformat("2026-12-17T17:00:01+07:00")
    with pytest.raises(ReopeningTooLate):
        desk.take("reopen", CITIZEN, {"again": "Chưa thỏa đáng"})


def test_feedback_without_its_supplement_is_closed_after_the_wait_and_not_before() -> None:
    desk = build_desk("vinh-long", "feedback")
    desk.open(REPORT)
    desk.take("ask_supplement", OFFICE, {"missing": "Tên cơ quan"})
    assert find_due(desk, "wait") == "2027-01-04 17:00"
    with pytest.raises(SupplementAwaited):
        desk.take("close", OFFICE, {"reason": "Không bổ sung"})
    desk.now = datetime.fromisoformat("2027-01-04T17:00:01+07:00")
    assert desk.take("close", OFFICE, {"reason": "Không bổ sung"}).state == "rejected"


def test_feedback_names_the_conduct_that_the_regulation_knows() -> None:
    report = {**REPORT, "about": "conduct", "conduct": "asked_again"}
    assert build_desk("vinh-long", "feedback").open(report).values["conduct"] == "asked_again"
    with pytest.raises(Invalid) as refused:
        build_desk("hue", "feedback").open(report)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/conduct", "not_in_list")]
    with pytest.raises(Invalid) as twice:
        build_desk("hue", "feedback").open({**report, "conduct": "nope"})
    assert [each.path for each in twice.value.fields] == ["/values/conduct"]


def test_feedback_without_the_senders_data_is_not_taken() -> None:
    with pytest.raises(Invalid) as refused:
        build_desk("hue", "feedback").open({**REPORT, "address": ""})
    assert [each.path for each in refused.value.fields] == ["/values/address"]


def test_a_complaint_is_passed_on_in_time_and_never_rated() -> None:
    desk = build_desk("hue", "complaint")
    desk.open(
        {
            "subject": "Khiếu nại quyết định",
            "content": "Tôi không đồng ý với quyết định từ chối",
            "decision": "Quyết định số 12",
            "full_name": "Lò Văn An",
            "address": "Huế",
            "unit": "HUE-SO_TU_PHAP",
        }
    )
    assert find_due(desk, "pass") == "2026-12-09 17:00"
    sent = {"addressee": "Giám đốc Sở Tư pháp", "letter": "15/PC", "sent_on": "2026-12-02"}
    passed = desk.take("pass_on", build_officer("hue", "SO_TU_PHAP"), sent)
    assert (passed.state, passed.ended, passed.clocks) == ("passed", True, ())
    assert not any(each.word == "rate" for each in desk.kind.steps)


def test_a_call_back_is_ended_after_calls_that_reached_nobody_and_never_shown_to_everybody() -> None:
    desk, clerk = build_desk("hue", "callback"), build_officer("hue", "SO_TU_PHAP")
    wish = {"subject": "Khai sinh", "full_name": "Lò Văn An", "part_of_day": "morning", "unit": "HUE-SO_TU_PHAP"}
    with pytest.raises(Invalid) as refused:
        desk.open({**wish, "phone": "12"})
    assert [each.path for each in refused.value.fields] == ["/values/phone"]
    opened = desk.open({**wish, "phone": "0912 345 678"})
    assert "phone" in opened.texts
    assert "phone" not in opened.values
    assert find_due(desk, "call") == "2026-12-03 17:00"
    desk.now += timedelta(days=1)
    desk.take("miss", clerk, {"why": "no_answer"})
    assert find_due(desk, "call") == "2026-12-04 17:00"
    with pytest.raises(CallsMissing):
        desk.take("give_up", clerk)
    desk.now += timedelta(hours=1, minutes=59)
    with pytest.raises(CalledTooSoon) as soon:
        desk.take("miss", clerk, {"why": "not_reachable"})
    assert soon.value.facts["since"] == f"{desk.now.astimezone(VIETNAM) + timedelta(minutes=1):%H:%M %d/%m/%Y}"
    desk.now += timedelta(minutes=1)
    desk.take("miss", clerk, {"why": "not_reachable"})
    ended = desk.take("give_up", clerk)
    assert (ended.state, ended.ended, ended.clocks) == ("unreached", True, ())
    assert not any(state.public for state in desk.kind.states)


@pytest.mark.parametrize(
    ("province", "unit", "people", "written"),
    [
        ("hue", "HUE-SO_KHCN", True, False),
        ("lai-chau", "LC-VP", False, False),
        ("quang-ngai", "QNG-SO_KHCN", True, False),
        ("thai-binh", "TB-SO_KHCN", False, True),
        ("vinh-long", "VL-VP", False, True),
    ],
)
def test_a_difficulty_goes_the_way_of_the_province(province: str, unit: str, people: bool, written: bool) -> None:
    desk, letter = build_desk(province, "difficulty"), {"letter": "12/CV", "letter_day": "2026-12-01"}
    if not people:
        with pytest.raises(NotAReporter):
            desk.open({**DIFFICULTY, **letter})
    officer = build_officer(province, "SO_TU_PHAP")
    if written:
        with pytest.raises(Invalid) as refused:
            desk.open(DIFFICULTY, officer)
        assert [each.path for each in refused.value.fields] == ["/values/letter", "/values/letter_day"]
    opened: Any = desk.open({**DIFFICULTY, **letter}, CITIZEN if people else officer)
    assert opened.unit == unit
    assert find_due(desk, "answer") == "2026-12-23 17:00"


def test_the_unit_that_sent_a_difficulty_reads_and_withdraws_it() -> None:
    desk, sender = build_desk("lai-chau", "difficulty"), build_officer("lai-chau", "SO_TU_PHAP")
    opened = desk.open(DIFFICULTY, sender)
    assert (opened.sender_unit, opened.reporter) == ("LC-SO_TU_PHAP", "")
    assert desk.list_steps(sender) == ["withdraw"]
    assert desk.list_steps(build_officer("lai-chau", "SO_TAI_CHINH")) == []
    assert desk.take("withdraw", sender).ended


@pytest.mark.parametrize(("province", "planner"), [("lai-chau", OFFICE), ("thai-binh", build_officer("thai-binh"))])
def test_the_upgrade_plan_is_of_the_unit_that_the_regulation_names(province: str, planner: Actor) -> None:
    desk = build_desk(province, "difficulty")
    letter = {"letter": "12/CV", "letter_day": "2026-12-01"}
    desk.open({**DIFFICULTY, **letter, "sort": "upgrade"}, build_officer(province, "SO_TU_PHAP"))
    other = OFFICE if planner is not OFFICE else build_officer(province, "VP")
    with pytest.raises(Forbidden):
        desk.take("plan", other, {"plan_year": "2027"})
    desk.take("group", OFFICE, {"list": "Quý IV/2026"})
    desk.take("plan", planner, {"plan_year": "2027"})
    desk.take("submit", OFFICE, {"report": "30/BC", "report_day": "2026-12-02"})
    assert desk.take("answer", OFFICE, {"answer": "Đã đưa vào kế hoạch năm 2027."}).ended
