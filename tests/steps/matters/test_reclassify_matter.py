"""A matter that came in under another heading continues as what it is, with its texts, sender and time of receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.kinds.complaints import COMPLAINTS
from chalicelib.domain.matters.kinds.information import INFORMATION
from chalicelib.domain.matters.kinds.reclassify_rows import OTHER_KINDS, RECLASSIFIED
from chalicelib.domain.matters.matter import Matter, fold_matter
from chalicelib.domain.matters.matter_clocks import list_reached_alerts
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.matters.matter_fact_parts import describe_state
from chalicelib.steps.matters.matter_views import read_matter
from chalicelib.steps.matters.take_matter_step import take_matter_step
from tests.support.fakes.fake_matters import FakeMatters
from tests.support.matter_desk import CLERK, UNIT, Desk, build_deps
from tests.support.matters.explored import KindWorld, explore_kind
from tests.support.people import CITIZEN

MOVED = [KINDS[each] for each in ("questions", "feedback", "information-requests", "complaints")]
REASON = {"reason": "Nội dung là yêu cầu cung cấp thông tin"}
COMPLAINT = {
    "subject": "Khiếu nại quyết định", "content": "Không đồng ý với quyết định", "decision": "Quyết định số 12",
    "full_name": "Lò Văn An", "address": "Lai Châu", "unit": UNIT,
}  # fmt: skip


def find_other(store: FakeMatters, matter: Matter) -> Matter:
    """The matter as which this one continues."""
    assert matter.became is not None
    found = store.load_matter(matter.became.id).matter
    assert found is not None
    return found


def read_text(store: FakeMatters, matter: Matter, key: str) -> object:
    """A text of a matter."""
    return store.load_parts(matter.id)[matter.texts[key]].value


def test_each_of_the_four_kinds_moves_to_each_other_one() -> None:
    assert {kind.name for kind in MOVED} == set(OTHER_KINDS)
    for kind in KINDS.values():
        rows = {row.becomes for row in kind.steps if row.becomes}
        assert rows == (set(OTHER_KINDS) - {kind.name} if kind in MOVED else set())
    for name, other in OTHER_KINDS.items():
        assert not other.begins_in or find_kind(name).find_state(other.begins_in)


@pytest.mark.parametrize("kind", MOVED, ids=lambda kind: kind.name)
def test_texts_sender_and_receipt_move_along(kind: MatterKind) -> None:
    found = explore_kind(kind, "lai-chau")
    cells = [(kind.steps[at], scene) for (at, _), scene in found.taken.items() if kind.steps[at].becomes]
    assert {row.becomes for row, _ in cells} == set(OTHER_KINDS) - {kind.name}
    for row, scene in cells:
        first, store = scene.matter, scene.store
        other, target = find_other(store, first), find_kind(row.becomes)
        assert (first.state, first.ended, first.clocks) == (RECLASSIFIED, True, ())
        assert (other.kind, other.reporter, other.opened_at) == (target.name, first.reporter, first.opened_at)
        assert other.came_from is not None
        assert (other.came_from.id, other.came_from.kind) == (first.id, kind.name)
        for own, its in ((kind.subject, target.subject), (kind.text, target.text)):
            assert read_text(store, other, its) == read_text(store, first, own)
        assert other.state == (row.begins_in or target.opening.state)
        assert bool(other.clocks) is not bool(row.begins_in)
        assert all(clock.since == first.opened_at for clock in other.clocks)
        facts = store.load_ledger(other.id)
        assert fold_matter(facts) == other
        assert describe_state(target.find_state(other.state)).items() <= facts[0].data.items()
        assert verify_ledger(other.id, [fact.body for fact in facts], head=other.head, length=other.length) == []


@pytest.fixture
def desk() -> Desk:
    """A question that was asked."""
    made = Desk(build_deps())
    made.open()
    return made


def test_a_conflict_draws_no_second_number_and_a_repeat_opens_no_second_matter(desk: Desk) -> None:
    desk.store.fail_next = 1
    command = desk.build("to_information", CLERK, REASON)
    first = take_matter_step(desk.deps, desk.kind, "to_information", command)
    again = take_matter_step(desk.deps, desk.kind, "to_information", command)
    assert (again.repeated, again.matter) == (True, first.matter)
    assert find_other(desk.store, first.matter).number == "TT-2026-00001"
    assert len(desk.store.states) == 2


def test_a_request_for_information_waits_for_the_form_that_the_law_asks_for(desk: Desk) -> None:
    moved = desk.take("to_information", CLERK, REASON)
    other = Desk(desk.deps, INFORMATION, find_other(desk.store, moved).id)
    other.count = 500
    wish = {"subject": "Quy hoạch", "content": "Bản đồ quy hoạch của xã", "way": "account", "purpose": "Làm nhà"}
    with pytest.raises(Invalid) as refused:
        other.take("complete", CITIZEN, wish)
    assert [each.path for each in refused.value.fields] == [
        "/values/full_name", "/values/address", "/values/identity_number", "/values/contact",
    ]  # fmt: skip
    person = {"full_name": "Lò Văn An", "address": "Lai Châu", "identity_number": "001199001234", "contact": "An"}
    assert other.take("complete", CITIZEN, {**wish, **person}).state == "requested"


def test_clocks_that_ran_out_are_alerted_by_the_next_watch(desk: Desk) -> None:
    desk.now += timedelta(days=90)
    moved = desk.take("to_complaint", CLERK, {**REASON, "decision": "Quyết định số 12"})
    other = find_other(desk.store, moved)
    assert list_reached_alerts(other, desk.now) or not other.clocks
    assert (desk.store.alerts[other.id] or desk.now) >= desk.now


def test_an_officer_who_took_a_matter_in_stays_its_opener() -> None:
    world = KindWorld(COMPLAINTS, "lai-chau")
    desk, unit = world.build_desk(FakeMatters()), world.units[0]
    opener = world.build_person(Role.ONE_STOP_OFFICER, unit)
    desk.open({**COMPLAINT, "unit": unit}, opener)
    moved = desk.take("to_feedback", world.build_person(Role.CASE_OFFICER, unit), {**REASON, "about": "procedure"})
    other = find_other(desk.store, moved)
    assert (other.opener, other.sender_unit, other.reporter) == (opener.sub, unit, "")
    assert read_text(desk.store, other, "full_name") == "Lò Văn An"


def test_the_sender_is_led_from_each_page_to_the_other(desk: Desk) -> None:
    moved = desk.take("to_information", CLERK, REASON)
    other = find_other(desk.store, moved)
    seen = read_matter(desk.deps, desk.kind, desk.id, CITIZEN, desk.now, lambda *_: None)
    assert seen["became"] == {"plural": "information-requests", "id": other.id, "number": other.number}
    back = read_matter(desk.deps, INFORMATION, other.id, CITIZEN, desk.now, lambda *_: None)
    assert back["came_from"] == {"plural": "questions", "id": desk.id, "number": moved.number}
