"""What is not read and not done: drafts that were sent back, remarks, identities, one's own case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_refusals import OwnMatter
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.matters.export_matter import export_matter
from chalicelib.steps.matters.feedback_checks import SuperiorNeeded
from chalicelib.steps.matters.matter_checks import SecondLookNeeded
from chalicelib.steps.matters.matter_views import read_matter
from infra.operations.verify_ledger import check_export
from tests.steps.matters.test_kinds_by_law import DIFFICULTY, OFFICE, REPORT, WEDNESDAY, build_desk, build_officer
from tests.support.fakes.fake_matters import WrittenLaw
from tests.support.matter_desk import ANSWER, CLERK, HEAD, MATTER_ID, Desk, build_deps
from tests.support.people import CITIZEN, build_actor

FIRST = {**ANSWER, "answer": "NHÁP BỊ TRẢ LẠI"}
SECOND = {**ANSWER, "answer": "Câu trả lời được duyệt"}
OTHER_HEAD = build_actor(Role.AGENCY_HEAD, "unit-a")
CONDUCT = {**REPORT, "about": "conduct", "conduct": "harassment"}


def show_all(desk: Desk, actor: Actor) -> str:
    """Everything that a reader gets: the page and the exported ledger."""

    def record(_: Matter, what: str) -> None:
        assert what

    page = read_matter(desk.deps, desk.kind, MATTER_ID, actor, desk.now, record)
    return repr(page) + repr(export_matter(desk.deps, MATTER_ID, actor, desk.now, record))


@pytest.fixture
def desk() -> Desk:
    """A question whose first draft was sent back with remarks."""
    desk = Desk(build_deps())
    desk.open()
    desk.take("take", CLERK)
    desk.take("draft", CLERK, FIRST)
    desk.take("send_back", HEAD, {"remarks": "Sai căn cứ, xem lại"})
    return desk


def test_a_draft_that_was_sent_back_is_never_read_by_the_asker(desk: Desk) -> None:
    assert "NHÁP" not in show_all(desk, CITIZEN)
    desk.take("draft", CLERK, SECOND)
    assert "được duyệt" not in show_all(desk, CITIZEN)
    desk.take("approve", OTHER_HEAD)
    shown = show_all(desk, CITIZEN)
    assert "Câu trả lời được duyệt" in shown
    assert "NHÁP" not in shown
    assert "NHÁP" in show_all(desk, CLERK)


def test_another_ending_does_not_settle_a_draft(desk: Desk) -> None:
    desk.take("decline", CLERK, {"code": "out_of_scope", "reason": "Ngoài phạm vi"})
    shown = show_all(desk, CITIZEN)
    assert "NHÁP" not in shown
    assert "Ngoài phạm vi" in shown


def test_remarks_of_the_approver_are_for_the_unit(desk: Desk) -> None:
    assert "Sai căn cứ" not in show_all(desk, CITIZEN)
    assert "Sai căn cứ" in show_all(desk, CLERK)


def test_numbers_of_people_are_looked_at_in_one_line_too(desk: Desk) -> None:
    with pytest.raises(SecondLookNeeded) as refused:
        desk.take("draft", CLERK, {**SECOND, "answered_title": "Công chức, 0912345678"})
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/answered_title", "telephone")]


@pytest.mark.parametrize(("word", "code"), [("phone", "telephone"), ("email", "mail_address")])
def test_the_law_says_which_data_of_people_are_looked_for(desk: Desk, word: str, code: str) -> None:
    text = {**SECOND, "answer": "Hỏi bà Hoa theo số 0912345678 hoặc hoa@example.vn tại xã."}
    assert isinstance(desk.deps.reference, WrittenLaw)
    desk.deps.reference.values["publication.checked_data"] = (word,)
    with pytest.raises(SecondLookNeeded) as refused:
        desk.take("draft", CLERK, text)
    assert [each.code for each in refused.value.fields] == [code]
    assert refused.value.law
    desk.deps.reference.values["publication.checked_data"] = ("identity_number",)
    assert desk.take("draft", CLERK, text).state == "drafted"


def test_conduct_hides_who_reported_it_from_all_but_superiors() -> None:
    desk = build_desk("lai-chau", "feedback")
    desk.open(CONDUCT)
    desk.take("forward", OFFICE, {"unit": "LC-SO_KHCN"})
    ordinary = build_officer("lai-chau")
    head = replace(build_actor(Role.AGENCY_HEAD, "LC-SO_KHCN"), citizen=False)
    for secret in (REPORT["full_name"], REPORT["address"], REPORT["contact"]):
        assert secret not in show_all(desk, ordinary)
        assert f"'{CITIZEN.sub}'" not in show_all(desk, ordinary)
        assert secret in show_all(desk, head)
        assert secret in show_all(desk, CITIZEN)
    for word, values in (
        ("forward", {"unit": "LC-SO_TU_PHAP"}),
        ("pass_complaint", {"addressee": "Nơi khác", "reason": "Không phải phản ánh"}),
    ):
        with pytest.raises(SuperiorNeeded):
            desk.take(word, ordinary, values)


def test_who_asks_to_be_hidden_is_read_by_the_provincial_office_alone() -> None:
    desk = build_desk("hue", "feedback")
    desk.open({**REPORT, "identity_hidden": True})
    desk.take("forward", OFFICE, {"unit": "HUE-SO_TU_PHAP"})
    head = replace(build_actor(Role.AGENCY_HEAD, "HUE-SO_TU_PHAP"), citizen=False)
    auditor = replace(build_actor(Role.AUDITOR, "province"), citizen=False)
    first = build_officer("hue")
    secrets = (REPORT["full_name"], REPORT["address"], REPORT["contact"])
    for reader in (head, auditor, first):
        shown = show_all(desk, reader)
        assert not [secret for secret in (*secrets, f"'{CITIZEN.sub}'") if secret in shown]
        exported = export_matter(desk.deps, MATTER_ID, reader, desk.now, lambda *_: None)
        assert check_export(exported).problems == []
        assert exported["facts"][0]["withheld"] == ["parts", "actor.sub", "command", "data.reporter"]
    for reader in (OFFICE, CITIZEN):
        assert all(secret in show_all(desk, reader) for secret in secrets)


@pytest.mark.parametrize(
    ("name", "more"), [("complaint", {"decision": "Quyết định số 12"}), ("information", {}), ("question", {})]
)
def test_a_hidden_sender_stays_hidden_when_the_matter_moves_to_another_kind(name: str, more: dict[str, str]) -> None:
    desk = build_desk("lai-chau", "feedback")
    desk.open({**REPORT, "identity_hidden": True})
    desk.take("forward", OFFICE, {"unit": "LC-SO_TU_PHAP"})
    became = desk.take(f"to_{name}", OFFICE, {**more, "reason": "Không phải phản ánh"}).became
    assert became
    moved, seen = Desk(desk.deps, find_kind(name), became.id), dict[str, str]()
    head = replace(build_actor(Role.AGENCY_HEAD, "LC-SO_TU_PHAP"), citizen=False)
    for reader in (head, OFFICE):
        page = read_matter(desk.deps, moved.kind, became.id, reader, desk.now, lambda *_: None)
        seen[reader.sub] = repr(page) + repr(export_matter(desk.deps, became.id, reader, desk.now, lambda *_: None))
    assert not [secret for secret in (REPORT["full_name"], f"'{CITIZEN.sub}'") if secret in seen[head.sub]]
    assert (REPORT["full_name"] in seen[OFFICE.sub]) is (name != "question")
    assert moved.matter.values["identity_hidden"] is True


def test_other_feedback_shows_who_sent_it_to_the_unit() -> None:
    desk = build_desk("lai-chau", "feedback")
    desk.open(REPORT)
    desk.take("forward", OFFICE, {"unit": "LC-SO_KHCN"})
    assert REPORT["full_name"] in show_all(desk, build_officer("lai-chau"))


@pytest.mark.parametrize(
    ("changes", "path"),
    [({"about": "conduct"}, "/values/conduct"), ({"conduct": "harassment"}, "/values/conduct")],
)
def test_conduct_is_named_exactly_where_it_is_reported(changes: dict[str, str], path: str) -> None:
    desk = build_desk("lai-chau", "feedback")
    with pytest.raises(Invalid) as refused:
        desk.open({**REPORT, **changes})
    assert [(each.path, each.code) for each in refused.value.fields] == [(path, "does_not_fit")]


def test_conduct_is_not_classed_as_a_rule() -> None:
    desk = build_desk("lai-chau", "feedback")
    desk.open(CONDUCT)
    with pytest.raises(Invalid):
        desk.take("accept", OFFICE, {"class": "rules"})
    desk.take("accept", OFFICE, {"class": "conduct"})


def test_nobody_handles_what_they_sent_for_their_unit() -> None:
    desk = build_desk("lai-chau", "difficulty")
    sender = replace(OFFICE, citizen=False)
    desk.open(DIFFICULTY, sender)
    with pytest.raises(OwnMatter):
        desk.take("group", sender, {"list": "Danh mục 12/2026"})
    assert "group" not in desk.list_steps(sender)
    colleague = build_actor(Role.PROVINCIAL_OFFICE, "province", "office-2")
    desk.take("group", colleague, {"list": "Danh mục 12/2026"})
    assert desk.now == WEDNESDAY
