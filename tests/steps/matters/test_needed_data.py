"""What the law of the day asks for: data of a sender, of a request for information, and how feedback is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.matters.kinds.information import INFORMATION
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.matters.matter_checks import SecondLookNeeded
from tests.steps.matters.test_kinds_by_law import OFFICE, REPORT, WISH
from tests.support.matter_desk import MATTER_ID, UNIT, Desk, build_deps
from tests.support.people import CITIZEN

FEEDBACK_LAW = {
    "feedback.receiving_unit": UNIT,
    "feedback.subjects": ("procedure",),
    "feedback.forms": ("writing",),
    "feedback.publish_ways": ("portal",),
}
SENDER = ("full_name", "address", "contact")
REQUEST = ("full_name", "address", "identity_number", "contact", "content", "way", "purpose")


def list_faults(desk: Desk, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields at fault of an opening, with their codes; empty for one that is taken."""
    try:
        desk.open(values, CITIZEN)
    except Invalid as refused:
        return [(each.path, each.code) for each in refused.fields]
    return []


@pytest.mark.parametrize("key", SENDER)
def test_feedback_needs_the_data_of_its_sender_that_the_law_names(key: str) -> None:
    without = {name: text for name, text in REPORT.items() if name != key}
    for words, faults in ((SENDER, [(f"/values/{key}", "missing")]), (set(SENDER) - {key}, [])):
        desk = Desk(build_deps(more={**FEEDBACK_LAW, "feedback.sender_data": tuple(words)}), FEEDBACK)
        assert list_faults(desk, without) == faults


@pytest.mark.parametrize("key", REQUEST)
def test_a_request_for_information_needs_what_the_law_names(key: str) -> None:
    without = {name: text for name, text in {**WISH, "unit": UNIT}.items() if name != key}
    for words, faults in ((REQUEST, [(f"/values/{key}", "missing")]), (set(REQUEST) - {key}, [])):
        desk = Desk(build_deps(more={"information.request_fields": tuple(words)}), INFORMATION)
        assert list_faults(desk, without) == faults


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("De nghi bo bot cac muc trung nhau trong mau to khai", "vietnamese", "no_marks"),
        ("Mẫu khó hiểu", "clear_content", "not_concrete"),
    ],
)
def test_how_feedback_is_written_is_looked_at_again_by_the_rules_of_the_day(text: str, word: str, code: str) -> None:
    desk = Desk(build_deps(more={**FEEDBACK_LAW, "feedback.content_rules": (word,)}), FEEDBACK)
    with pytest.raises(SecondLookNeeded) as refused:
        desk.open({**REPORT, "content": text})
    assert [each.code for each in refused.value.fields] == [code]
    assert refused.value.law
    assert desk.open({**REPORT, "content": text}, confirmed=("writing",)).state == "sent"
    assert desk.store.load_ledger(MATTER_ID)[0].data["writing"] == [code]
    free = Desk(build_deps(more={**FEEDBACK_LAW, "feedback.content_rules": ()}), FEEDBACK)
    assert free.open({**REPORT, "content": text}).state == "sent"


@pytest.mark.parametrize(
    ("code", "param", "word"),
    [
        ("not_vietnamese", "feedback.content_rules", "vietnamese"),
        ("unclear", "feedback.content_rules", "clear_content"),
        ("sender_missing", "feedback.sender_data", "contact"),
    ],
)
def test_a_ground_for_rejecting_needs_its_rule(code: str, param: str, word: str) -> None:
    ground = {"code": code, "reason": "Theo Nghị định"}
    silent = Desk(build_deps(more=FEEDBACK_LAW), FEEDBACK)
    silent.open(REPORT)
    with pytest.raises(Invalid) as refused:
        silent.take("reject", OFFICE, ground)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/code", "not_in_list")]
    assert silent.take("reject", OFFICE, {**ground, "code": "repeated"}).state == "rejected"
    desk = Desk(build_deps(more={**FEEDBACK_LAW, param: (word,)}), FEEDBACK)
    desk.open(REPORT)
    assert desk.take("reject", OFFICE, ground).state == "rejected"


def test_a_sender_asks_to_be_hidden_only_where_the_law_hides_them() -> None:
    for hidden, faults in ((True, []), (False, ["/values/identity_hidden"])):
        desk = Desk(build_deps(more={**FEEDBACK_LAW, "feedback.sender_hidden": hidden}), FEEDBACK)
        assert [path for path, _ in list_faults(desk, {**REPORT, "identity_hidden": True})] == faults
