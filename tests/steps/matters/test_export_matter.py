"""The exported ledger of a matter: whole for the units, cut for the reporter, and proven offline by the verifier."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.matters.export_matter import export_matter
from infra.operations.verify_ledger import check_export
from tests.support.matter_desk import ANSWER, CLERK, HEAD, MATTER_ID, OTHER, TEXTS, Desk, build_deps
from tests.support.people import CITIZEN, build_actor

STRANGER = build_actor(Role.CASE_OFFICER, "elsewhere", "stranger")


@pytest.fixture
def desk() -> Desk:
    """A question with a finding, another unit's part, and an answer that waits for approval."""
    desk = Desk(build_deps())
    desk.deps.reference.values["qa.question_rules"] = ("no_symbols",)  # type: ignore[attr-defined]
    desk.open({**TEXTS, "question": f"{TEXTS['question']} #"}, confirmed=("writing",))
    desk.take("take", CLERK)
    desk.take("ask_part", CLERK, {"asked_unit": OTHER, "asked_text": "Xin ý kiến"})
    desk.take("draft", CLERK, ANSWER)
    return desk


def export(desk: Desk, actor: Actor, seen: list[str] | None = None) -> dict[str, Any]:
    """Export as somebody; what was recorded goes to `seen`."""

    def record(matter: Matter, what: str) -> None:
        if seen is not None:
            seen.append(f"{matter.id} {what}")

    return export_matter(desk.deps, MATTER_ID, actor, desk.now, record)


def list_texts(exported: dict[str, Any]) -> set[str]:
    """The texts that an export holds."""
    return {part["value"] for part in exported["parts"].values()}


def test_a_unit_exports_everything_and_the_verifier_finds_it_whole(desk: Desk) -> None:
    seen: list[str] = []
    exported = export(desk, CLERK, seen)
    found = check_export(exported)
    assert (found.problems, found.facts, found.cut) == ([], 4, 0)
    assert {*ANSWER.values(), "Xin ý kiến"} <= list_texts(exported)
    assert seen == [f"{MATTER_ID} ledger"]


def test_the_reporter_exports_what_the_page_shows_and_can_prove_it(desk: Desk) -> None:
    seen: list[str] = []
    exported = export(desk, CITIZEN, seen)
    found = check_export(exported)
    assert (found.problems, found.cut, seen) == ([], 4, [])
    assert list_texts(exported) == {TEXTS["subject"], f"{TEXTS['question']} #"}
    assert [fact["withheld"] for fact in exported["facts"]] == [
        ["data.writing", "command"],
        ["actor.sub", "command"],
        ["actor.sub", "parts", "command"],
        ["actor.sub", "parts", "command"],
    ]
    assert CLERK.sub not in repr(exported)
    desk.take("approve", HEAD)
    approved = export(desk, CITIZEN)
    assert {*ANSWER.values()} <= list_texts(approved)
    assert check_export(approved).problems == []


def test_a_changed_export_is_found(desk: Desk) -> None:
    exported = export(desk, CLERK)
    exported["facts"][1]["data"]["to"] = "answered"
    assert check_export(exported).problems
    exported = export(desk, CITIZEN)
    next(iter(exported["parts"].values()))["value"] = "Câu hỏi khác"
    assert check_export(exported).problems


def test_others_find_nothing(desk: Desk) -> None:
    with pytest.raises(NotFound):
        export(desk, STRANGER)
    with pytest.raises(NotFound):
        export_matter(desk.deps, "n" * 26, CLERK, desk.now, lambda *_: None)
