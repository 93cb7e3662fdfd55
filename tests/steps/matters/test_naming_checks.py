"""Naming an asker in public: only with the consents of the day, shown while they stand, found by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.kinds.naming_rows import build_naming_rows
from chalicelib.domain.matters.matter_forms import apply_field_law
from chalicelib.domain.matters.matter_refusals import MatterWrongMoment
from chalicelib.domain.matters.naming import NAMING_KEYS
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.matters.matter_views import read_matter
from tests.domain.matters.test_naming import ADULT, CHILD
from tests.steps.matters.test_publish_matters import PUBLIC, FakePublic, build_publishing
from tests.support.fakes.fake_matters import WrittenLaw
from tests.support.matter_desk import ANSWER, CLERK, MATTER_ID, OTHER, TEXTS, Desk, build_deps
from tests.support.people import CITIZEN, MONDAY

LAW = {"publication.name_consent": True, "publication.child_age": 7}
SHOWN = {**PUBLIC, **ANSWER}


def publish_named(desk: Desk, public: FakePublic, naming: dict[str, Any]) -> dict[str, str]:
    """Ask with these answers, answer and publish; the public texts."""
    desk.open({**TEXTS, **naming})
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    desk.take("publish", CLERK, PUBLIC)
    return show_public(desk, public)


def show_public(desk: Desk, public: FakePublic) -> dict[str, str]:
    """The public texts after the consumer had the facts."""
    build_publishing(desk, public).publish_matter(MATTER_ID)
    return dict(public.shown[MATTER_ID][0].texts)


def test_an_asker_is_named_until_they_withdraw_their_consent() -> None:
    desk, public = Desk(build_deps(more=LAW)), FakePublic()
    assert publish_named(desk, public, ADULT) == {**SHOWN, "named_person": "Lò Văn An"}
    assert "name_consent" not in repr(public.shown)
    assert "an" not in public.shown[MATTER_ID][1]
    assert "withdraw_name" in desk.list_steps(CITIZEN)
    assert desk.take("withdraw_name", CITIZEN).state == "published"
    assert show_public(desk, public) == SHOWN
    assert "withdraw_name" not in desk.list_steps(CITIZEN)
    with pytest.raises(MatterWrongMoment):
        desk.take("withdraw_name", CITIZEN)
    course = read_matter(desk.deps, desk.kind, MATTER_ID, CITIZEN, MONDAY, lambda *_: None)["course"]
    assert [(fact["event"], fact["values"]["name_consent"]) for fact in (course[0], course[-1])] == [
        ("open", True), ("withdraw_name", False),
    ]  # fmt: skip


def test_a_proven_sender_agrees_for_nobody_else() -> None:
    proven = replace(CITIZEN, identity=ProvenIdentity(2, full_name="LÒ VĂN  AN"))
    Desk(build_deps(more=LAW)).open({**TEXTS, **ADULT}, actor=proven)
    Desk(build_deps(more=LAW)).open({**TEXTS, **CHILD, "child_consent": True}, actor=proven)
    with pytest.raises(Invalid) as refused:
        Desk(build_deps(more=LAW)).open({**TEXTS, **ADULT, "named_person": "Lò Văn Anh"}, actor=proven)
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/named_person", "not_own_name")]


def test_who_ticks_nothing_is_not_named() -> None:
    desk, public = Desk(build_deps(more=LAW)), FakePublic()
    assert publish_named(desk, public, {}) == SHOWN
    assert "withdraw_name" not in desk.list_steps(CITIZEN)


def test_where_the_law_knows_no_consent_nobody_is_asked_for_a_name() -> None:
    desk = Desk(build_deps())
    with pytest.raises(Invalid) as refused:
        desk.open({**TEXTS, **ADULT})
    assert {each.path for each in refused.value.fields} == {"/values/name_consent", "/values/named_person"}


def test_a_child_is_named_by_the_age_of_the_day() -> None:
    desk = Desk(build_deps(more=LAW))
    with pytest.raises(Invalid) as refused:
        desk.open({**TEXTS, **CHILD})
    assert [each.path for each in refused.value.fields] == ["/values/child_consent"]
    assert refused.value.law
    assert isinstance(desk.deps.reference, WrittenLaw)
    desk.deps.reference.values["publication.child_age"] = 9
    assert desk.open({**TEXTS, **CHILD}).values["name_consent"] is True


def test_a_name_without_its_box_is_refused_with_the_article() -> None:
    with pytest.raises(Invalid) as refused:
        Desk(build_deps(more=LAW)).open({**TEXTS, "named_person": "Lò Văn An"})
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/name_consent", "consent_needed")]
    assert refused.value.law


def test_a_consent_does_not_move_to_another_kind() -> None:
    desk = Desk(build_deps(more={**LAW, "feedback.receiving_unit": OTHER, "feedback.subjects": ("procedure",)}))
    desk.open({**TEXTS, **ADULT})
    became = desk.take("to_feedback", CLERK, {"about": "procedure", "reason": "Là phản ánh"}).became
    assert became
    found = desk.deps.matters.load_matter(became.id).matter
    assert found
    assert not set(NAMING_KEYS) & {*found.values, *found.texts}


@pytest.mark.parametrize(("hidden", "asked"), [(True, ()), (False, NAMING_KEYS)])
def test_feedback_asks_for_a_name_only_where_the_law_does_not_hide_the_sender(hidden: bool, asked: Any) -> None:
    law = {**LAW, "feedback.sender_hidden": hidden}
    fields = apply_field_law(KINDS["feedback"].opening.fields, law.get)
    assert tuple(each.key for each in fields if each.key in NAMING_KEYS) == asked
    (row,) = build_naming_rows(("sent",))
    assert not row.while_law
