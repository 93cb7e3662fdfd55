"""What goes to the national feedback system: each step once, with its state and clock, and never who sent it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.feedback_packages import FeedbackSource, build_feedback_packages, find_last_sent
from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.matters.kinds.feedback_fields import ABOUT
from chalicelib.domain.portal.mapping import MappingGap, PortalPackage
from chalicelib.repositories.portal.portal_mapping import load_mapping
from chalicelib.steps.matters.record_matter_alerts import MatterAlertRecorder
from infra.local.stand_ins.portal_store import PortalStore
from tests.steps.matters.test_kinds_by_law import JUDGED, OFFICE, PERSON, PUBLISHED, REPORT, build_desk
from tests.support.matter_desk import Desk
from tests.support.people import CITIZEN

SOURCE = FeedbackSource(load_mapping(), lambda _: True, lambda unit: unit)


def settle_feedback() -> Desk:
    """A feedback in Lai Châu that was transferred, answered and published."""
    desk = build_desk("lai-chau", "feedback")
    desk.open({**REPORT, "about": "online_service"})
    desk.now = datetime.fromisoformat("2026-12-07T10:00:00+07:00")
    desk.take("forward", OFFICE, {"unit": "LC-SO_KHCN", "note": "Ghi chú giữa các cơ quan"})
    desk.take("accept", OFFICE, {"class": "conduct"})
    desk.take("answer", OFFICE, {"answer": "Sẽ bỏ các mục trùng nhau."})
    desk.take("publish", OFFICE, PUBLISHED)
    return desk


def list_packages(desk: Desk, source: FeedbackSource = SOURCE, after: int = 0) -> list[PortalPackage]:
    """The packages of a ledger after a fact."""
    facts, parts = desk.store.load_ledger(desk.id), desk.store.load_parts(desk.id)
    found = build_feedback_packages(source, facts, lambda: parts, after)
    return [package for _, package in found if package is not None]


def read_contents(packages: list[PortalPackage]) -> list[dict[str, Any]]:
    """The messages."""
    return [message["NoiDung"] for package in packages for message in package.body["ThongDiep"]]


def test_each_step_goes_in_order_and_the_system_holds_the_course() -> None:
    desk, system = settle_feedback(), PortalStore()
    packages = list_packages(desk)
    assert [each.seq for each in packages] == [1, 2, 3, 4, 5]
    for each in packages:
        system.take_package(each.body)
    held = system.find_feedback(desk.matter.number)
    assert held is not None
    assert (held["TrangThai"], held["ThuTu"]) == ("PAKN đã công khai", 5)
    assert [each["Buoc"] for each in held["QuaTrinh"]] == ["open", "forward", "accept", "answer", "publish"]
    assert find_last_sent(desk.store.load_ledger(desk.id), lambda _: True) == 5
    assert [each.fact_id for each in list_packages(desk, after=3)] == [each.fact_id for each in packages[3:]]


def test_a_transfer_names_the_new_unit_and_the_clock_that_began_again() -> None:
    first, transfer = read_contents(list_packages(settle_feedback()))[:2]
    assert (first["TrangThai"], first["HanTraLoi"]) == ("Tiếp nhận ở địa phương", "2026-12-23T17:00:00+07:00")
    assert (transfer["CoQuanXuLy"], transfer["HanTraLoi"]) == ("LC-SO_KHCN", "2026-12-28T17:00:00+07:00")


COURSE: dict[str, dict[str, str]] = {
    "accept": {"class": "conduct"}, "reject": {"code": "unclear", "reason": "Chưa rõ"},
    "ask_supplement": {"missing": "Tên trang"}, "supplement": {"more": "Trang nộp hồ sơ"},
    "forward": {"note": "Ghi chú giữa các cơ quan"}, "judge": JUDGED, "explain": {"explanation": "Máy chủ quá tải"},
    "answer": {"answer": "Sẽ sửa."}, "publish": PUBLISHED, "rate": {"rating": "like"}, "reopen": {"again": "Vẫn lỗi"},
    "ask_state": {}, "urge": {}, "hide": {"hide_code": "duplicate", "reason": "Trùng"}, "withdraw": {},
    "pass_complaint": {"addressee": "Chủ tịch UBND", "reason": "Là khiếu nại"},
}  # fmt: skip
"""What each step answers, in a course drawn at random."""


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_on_any_course_each_step_goes_once_in_order_and_without_its_sender(data: st.DataObject) -> None:
    desk, system, taken = build_desk("lai-chau", "feedback"), PortalStore(), ["open"]
    desk.open({**REPORT, "about": "online_service"})
    for hours in data.draw(st.lists(st.integers(0, 60), max_size=12)):
        desk.now += timedelta(hours=hours)
        MatterAlertRecorder(desk.deps, desk.now, desk.now, lambda **_: None).record_crossings(desk.id)
        offered = [(who, word) for who in (OFFICE, CITIZEN) for word in desk.list_steps(who) if word in COURSE]
        if not offered:
            break
        who, word = data.draw(st.sampled_from(offered))
        other = {"unit": "LC-VP" if desk.matter.unit != "LC-VP" else "LC-SO_KHCN"}
        desk.take(word, who, {**COURSE[word], **(other if word == "forward" else {})})
        taken.append(word)
    facts, packages = desk.store.load_ledger(desk.id), list_packages(desk)
    assert [each.fact_id for each in packages] == [fact.id for fact in facts if fact.kind != MatterFact.ALERTED]
    after = data.draw(st.integers(0, len(facts)))
    assert list_packages(desk, after=after) == [each for each in packages if each.seq > after]
    for each in packages:
        system.take_package(each.body)
    held = system.find_feedback(desk.matter.number) or {}
    assert [each["Buoc"] for each in held["QuaTrinh"]] == taken
    assert held["TrangThai"] == SOURCE.mapping.feedback_states[desk.matter.state]
    sent = repr([each.body for each in packages])
    assert not [value for value in (*PERSON.values(), COURSE["forward"]["note"]) if value in sent]


def test_neither_the_sender_nor_notes_between_agencies_go() -> None:
    packages = list_packages(settle_feedback())
    sent = repr([each.body for each in packages])
    assert not [value for value in (*PERSON.values(), "Ghi chú giữa các cơ quan") if value in sent]
    contents = read_contents(packages)
    assert (contents[0]["TieuDe"], contents[3]["TraLoi"]) == (REPORT["subject"], "Sẽ bỏ các mục trùng nhau.")
    assert [len(each.salts) for each in packages] == [2, 0, 0, 1, 3], "a digest reveals no text once parts are erased"


def test_an_erased_text_is_left_out() -> None:
    desk = settle_feedback()
    facts = desk.store.load_ledger(desk.id)
    (_, package), *_ = build_feedback_packages(SOURCE, facts, dict, 0)
    assert package is not None
    assert (read_contents([package])[0]["NoiDung"], package.salts) == (None, ())


def test_the_law_of_the_day_of_opening_decides_for_the_whole_course() -> None:
    desk = settle_feedback()
    until = replace(SOURCE, is_exchanged=lambda at: at.isoformat() < "2026-12-03")
    assert len(list_packages(desk, until)) == 5
    never = replace(SOURCE, is_exchanged=lambda _: False)
    assert (list_packages(desk, never), find_last_sent(desk.store.load_ledger(desk.id), never.is_exchanged)) == ([], 0)


def test_every_state_and_subject_has_a_word_and_a_missing_one_is_not_guessed() -> None:
    assert {state.key for state in FEEDBACK.states} == set(SOURCE.mapping.feedback_states)
    assert {choice.code for choice in ABOUT.form.choices} == set(SOURCE.mapping.feedback_subjects)
    desk = build_desk("lai-chau", "feedback")
    desk.open(REPORT, CITIZEN)
    with pytest.raises(MappingGap, match="state_unmapped: sent"):
        list_packages(desk, replace(SOURCE, mapping=replace(SOURCE.mapping, feedback_states={})))
